"""Who follows, by what, hearing of what, and which of it is written down (product.md §5)."""

from __future__ import annotations

import pytest

from models import entries, follower, journal, person, posting, record, sending, user
from models.errors import NotFound, Refused
from tests.models.conftest import Make, newest


def following(thread: int) -> dict[str, set[str]]:
    return {one.name: set(one.choices) for one in follower.followers(thread)}


def logs(thread: int) -> list[str]:
    return [entry.body for entry in reversed(entries.page(thread, limit=100)) if entry.kind == "log"]


@pytest.fixture
def outsider(ana: int) -> int:
    someone = person.of_card(ana)
    assert someone is not None
    return someone.id


@pytest.fixture
def thread(make: Make) -> int:
    return make("opportunity", title="Barrels")


# Automatic following


def test_the_creator_follows_unlogged(thread: int) -> None:
    assert following(thread) == {"Marta Oliveira": {"discussions"}}
    assert logs(thread) == []


def test_whoever_is_put_in_charge_follows_unlogged(thread: int, marta: int, jonas: int) -> None:
    record.save(thread, {"salesperson": "Jonas Lind"}, by=marta)
    assert following(thread).keys() == {"Marta Oliveira", "Jonas Lind"}
    record.save(thread, {"salesperson": "Marta Oliveira"}, by=marta)
    assert following(thread).keys() == {"Marta Oliveira", "Jonas Lind"}, "who was in charge before stays"
    assert logs(thread) == []


def test_whoever_sends_follows_and_whoever_notes_does_not(thread: int, marta: int, jonas: int, outsider: int) -> None:
    posting.note(thread, "x", by=jonas)
    assert "Jonas Lind" not in following(thread)
    sending.send(thread, "x", by=jonas, to=[outsider])
    assert "Jonas Lind" in following(thread)
    assert "Ana Herrera" not in following(thread), "an outsider never follows by being written to"
    posting.receive(thread, "x", author=outsider, channel="email")
    assert "Ana Herrera" not in following(thread), "nor by writing"
    assert logs(thread) == []


def test_an_import_follows_nothing(marta: int, jonas: int) -> None:
    id = record.create(
        "task", {"title": "x", "assignee": "Jonas Lind"}, by=marta, origin="Created from a.csv by Marta"
    ).id
    assert following(id).keys() == {"Jonas Lind"}


def test_an_archived_user_follows_nothing_more(thread: int, marta: int, jonas: int) -> None:
    user.archive(jonas, by=marta)
    follower.follow_automatically(thread, jonas)
    follower.follow_automatically(thread, person.deskbot())
    assert following(thread).keys() == {"Marta Oliveira"}


def test_following_again_resets_nothing(thread: int, marta: int) -> None:
    follower.choose(thread, marta, {"stages", "notes"}, by=marta)
    follower.follow(thread, marta, by=marta)
    follower.follow_automatically(thread, marta)
    assert following(thread) == {"Marta Oliveira": {"stages", "notes"}}
    assert logs(thread) == []


# By an act of a person


def test_following_by_an_act_is_logged(thread: int, marta: int, jonas: int, outsider: int) -> None:
    follower.follow(thread, jonas, by=jonas)
    follower.follow(thread, outsider, by=marta)
    follower.unfollow(thread, outsider, by=marta)
    follower.unfollow(thread, jonas, by=jonas)
    assert logs(thread) == [
        "Jonas Lind now follows this record",
        "Marta Oliveira added Ana Herrera as a follower",
        "Marta Oliveira removed Ana Herrera from the followers",
        "Jonas Lind no longer follows this record",
    ]
    assert newest(thread).author.name == "Jonas Lind"
    assert journal.verify().ok


def test_outsiders_hear_of_discussions_only(thread: int, marta: int, outsider: int) -> None:
    follower.follow(thread, outsider, by=marta)
    assert following(thread)["Ana Herrera"] == {"discussions"}
    with pytest.raises(Refused, match="Notes are internal"):
        follower.choose(thread, outsider, {"discussions", "notes"}, by=marta)
    follower.choose(thread, outsider, {"activities", "stages"}, by=marta)
    assert following(thread)["Ana Herrera"] == {"activities", "stages"}


def test_choices_are_kept(thread: int, marta: int) -> None:
    for choices in ({"notes"}, {"discussions", "notes", "activities", "stages"}, {"stages"}):
        follower.choose(thread, marta, set(choices), by=marta)
        assert following(thread)["Marta Oliveira"] == choices
    last = journal.head()
    follower.choose(thread, marta, {"stages"}, by=marta)
    assert journal.head() == last, "the same choice is no change"
    assert logs(thread) == []


def test_choosing_nothing_unfollows(thread: int, marta: int) -> None:
    follower.choose(thread, marta, set(), by=marta)
    assert following(thread) == {}
    assert logs(thread) == ["Marta Oliveira no longer follows this record"]


def test_an_unknown_choice_is_refused(thread: int, marta: int) -> None:
    with pytest.raises(Refused, match="There is no choice “calls”; there are discussions, notes, activities, stages"):
        follower.choose(thread, marta, {"discussions", "calls"}, by=marta)
    assert following(thread) == {"Marta Oliveira": {"discussions"}}


def test_who_cannot_follow(thread: int, marta: int, jonas: int, ana: int, outsider: int) -> None:
    with pytest.raises(Refused, match="Deskbot can't follow"):
        follower.follow(thread, person.deskbot(), by=marta)
    record.archive(ana, by=marta)
    with pytest.raises(Refused, match="Ana Herrera is archived and can't follow"):
        follower.follow(thread, outsider, by=marta)
    with pytest.raises(NotFound, match="There is no person 4711"):
        follower.follow(thread, 4711, by=marta)
    with pytest.raises(NotFound, match="There is no record 4711"):
        follower.follow(4711, jonas, by=marta)
    with pytest.raises(NotFound, match="Jonas Lind doesn't follow this record"):
        follower.unfollow(thread, jonas, by=marta)
    with pytest.raises(NotFound, match="Jonas Lind doesn't follow this record"):
        follower.choose(thread, jonas, {"notes"}, by=marta)


def test_users_come_first_then_outsiders_by_name(
    thread: int, marta: int, jonas: int, make: Make, outsider: int
) -> None:
    for name in ("aaron", "Zoë"):
        card = person.of_card(make("contact", name=name, email=f"{fold_name(name)}@x.example"))
        assert card is not None
        follower.follow(thread, card.id, by=marta)
    follower.follow(thread, jonas, by=marta)
    follower.follow(thread, outsider, by=marta)
    found = follower.followers(thread)
    assert [(one.name, one.outside) for one in found] == [
        *[("Jonas Lind", False), ("Marta Oliveira", False)],
        *[("aaron", True), ("Ana Herrera", True), ("Zoë", True)],
    ]
    [shown] = [one for one in found if one.person == outsider]
    assert (shown.email, shown.card) == ("ana@herrera.example", person.one(outsider).card)


def fold_name(name: str) -> str:
    from models.text import fold

    return fold(name)


def test_listeners_are_told_apart(thread: int, marta: int, jonas: int, outsider: int) -> None:
    follower.follow(thread, outsider, by=marta)
    follower.follow(thread, jonas, by=marta)
    follower.choose(thread, jonas, {"discussions", "notes"}, by=marta)
    assert follower.listening(thread, "discussions", users=True) == {marta, jonas}
    assert follower.listening(thread, "discussions", users=False) == {outsider}
    assert follower.listening(thread, "notes", users=True) == {jonas}
    user.archive(jonas, by=marta)
    assert follower.listening(thread, "discussions", users=True) == {marta}
    assert follower.listening(thread, "discussions", users=False) == {outsider}, "an archived user is no outsider"
