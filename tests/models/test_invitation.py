"""Inviting followers: whom the words reach, what the thread keeps, what is refused."""

from __future__ import annotations

import pytest

from models import entries, follower, invitation, notification, outbox, person
from models.errors import Refused
from tests.models.conftest import Make, newest, told


@pytest.fixture
def deal(make: Make) -> int:
    return make("opportunity", title="Barrels")


def following(thread: int) -> list[str]:
    return [one.name for one in follower.followers(thread)]


def test_a_user_is_mentioned_in_a_note(deal: int, marta: int, jonas: int) -> None:
    invitation.invite(deal, jonas, " Please look\nafter this ", by=marta)
    assert following(deal) == ["Jonas Lind", "Marta Oliveira"]
    assert (newest(deal).kind, newest(deal).body) == ("note", "@Jonas Lind Please look\nafter this")
    assert told(jonas) == [(deal, "mention")]


def test_someone_outside_gets_it_by_email_and_nobody_else_outside_does(
    deal: int, marta: int, ana: int, make: Make
) -> None:
    other = person.of_card(make("contact", name="Karl Weber", email="k@weber.example"))
    invited = person.of_card(ana)
    assert other is not None and invited is not None
    follower.follow(deal, other.id, by=marta)
    written = invitation.invite(deal, invited.id, "Here you see how it goes on", by=marta)
    assert "Ana Herrera" in following(deal)
    entry = entries.one(written or 0)
    assert (entry.kind, entry.subject) == ("message", "You now follow “Barrels”")
    assert [row.sent.address for row in outbox.rows()] == ["ana@herrera.example"]
    logged = [one.body for one in entries.page(deal) if one.kind == "log"]
    assert "Marta Oliveira added Ana Herrera as a follower" in logged


def test_without_words_one_only_follows(deal: int, marta: int, jonas: int) -> None:
    assert invitation.invite(deal, jonas, "  ", by=marta) is None
    assert following(deal) == ["Jonas Lind", "Marta Oliveira"] and notification.inbox(jonas) == []


def test_words_need_an_address_outside_and_nothing_is_done_without(deal: int, marta: int, make: Make) -> None:
    rui = person.of_card(make("contact", name="Rui"))
    assert rui is not None
    with pytest.raises(Refused, match="Rui has no e-mail address to invite them at"):
        invitation.invite(deal, rui.id, "Hello", by=marta)
    assert following(deal) == ["Marta Oliveira"]
    invitation.invite(deal, rui.id, "", by=marta)
    assert following(deal) == ["Marta Oliveira", "Rui"]
