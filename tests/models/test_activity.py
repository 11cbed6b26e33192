"""Planning, finishing and cancelling activities: what the thread says, who is told, chains, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from models import activity, activity_type, entries, follower, notification, posting, record, user
from models.activity_type import Type
from models.errors import Invalid, NotFound, Refused
from tests.models.conftest import Make, newest, told

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def task(make: Make) -> int:
    return make("task", title="Move the barrels")


@pytest.fixture
def priya(marta: int) -> int:
    return user.add("Priya Nair", "priya@northwind.example", by=marta)


# What is planned


def test_the_type_gives_what_is_not_said(task: int, marta: int) -> None:
    activity_type.keep(
        [Type("check", "Check stock", "package", days=3, summary="Count them", assignee="Marta Oliveira")], by=marta
    )
    activity.schedule(task, "Check stock", by=marta)
    [one] = activity.planned()
    assert (one.type, one.summary, one.assigned_to, one.days) == ("check", "Count them", "Marta Oliveira", 3)


def test_the_one_due_first_comes_first_and_a_day_before_its_times(task: int, marta: int) -> None:
    noon = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    for summary, due in (("later", DAY + dt.timedelta(days=1)), ("on the day", DAY)):
        activity.schedule(task, "todo", by=marta, summary=summary, due=due)
    activity.schedule(task, "todo", by=marta, summary="at noon", due_at=noon)
    activity.schedule(task, "todo", by=marta, summary="before", due_at=noon - dt.timedelta(hours=2))
    assert [one.summary for one in activity.planned()] == ["on the day", "before", "at noon", "later"]


def test_words_are_cleaned_when_planned_and_when_changed(task: int, marta: int) -> None:
    id = activity.schedule(task, "call", by=marta, summary="  Call \n Ana ", due=DAY, note=" wide\x00 gate ")
    assert (activity.planned()[0].summary, activity.planned()[0].note) == ("Call Ana", "wide gate")
    activity.change(id, by=marta, summary=" \n ", note="  ")
    assert (activity.planned()[0].summary, activity.planned()[0].note) == ("Call", None)


def test_what_is_planned_on_an_archived_record_rests(task: int, marta: int) -> None:
    activity.schedule(task, "call", by=marta, due=dt.date(2026, 1, 1))
    record.archive(task, by=marta)
    assert activity.planned() == [] and activity.need_now(marta) == 0 and activity.most_pressing([task]) == {}
    with pytest.raises(Refused, match="This record is archived; restore it"):
        activity.schedule(task, "call", by=marta)


# The end


def test_done_leaves_an_entry_with_note_and_feedback_and_keeps_the_activity(task: int, marta: int, jonas: int) -> None:
    id = activity.schedule(task, "call", by=marta, summary="Call Ana", assignee=jonas, note="Ask for the gate")
    ended = activity.mark_done(id, by=marta, feedback="2.40 m wide")
    entry = entries.one(ended.message)
    assert (entry.kind, entry.author.id) == ("activity", marta)
    assert entry.body.split("\n") == [
        "Call done: Call Ana (assigned to Jonas Lind)",
        "Note: Ask for the gate",
        "Feedback: 2.40 m wide",
    ]
    kept = activity.one(id)
    assert kept.done_at is not None and kept.feedback == "2.40 m wide" and kept.message_id == ended.message
    assert activity.planned() == []


def test_cancelling_leaves_a_trace(task: int, marta: int) -> None:
    id = activity.schedule(task, "call", by=marta, summary="Call Ana")
    activity.cancel(id, by=marta)
    assert newest(task).body == "Marta Oliveira cancelled the activity Call: Call Ana"
    assert activity.one(id).cancelled_at is not None and activity.planned() == []


def test_what_has_ended_is_not_ended_again(task: int, marta: int) -> None:
    done, cancelled = (activity.schedule(task, "call", by=marta) for _ in range(2))
    activity.mark_done(done, by=marta)
    activity.cancel(cancelled, by=marta)
    verbs: list[Callable[[int], object]] = [
        lambda id: activity.mark_done(id, by=marta),
        lambda id: activity.cancel(id, by=marta),
        lambda id: activity.change(id, by=marta, summary="x"),
        lambda id: activity.snooze(id, dt.datetime.now(dt.UTC), by=marta),
    ]
    for verb in verbs:
        with pytest.raises(Refused, match="This activity is done already"):
            verb(done)
        with pytest.raises(Refused, match="This activity was cancelled"):
            verb(cancelled)
        with pytest.raises(NotFound, match="There is no activity 999"):
            verb(999)


# Who is told


def assign(task: int, marta: int, jonas: int) -> None:
    activity.schedule(task, "call", by=marta, assignee=jonas)


def assign_oneself(task: int, marta: int, jonas: int) -> None:
    activity.schedule(task, "call", by=marta)


def hand_on(task: int, marta: int, jonas: int) -> None:
    id = activity.schedule(task, "call", by=marta)
    activity.change(id, by=marta, assignee=jonas)


def change_the_day(task: int, marta: int, jonas: int) -> None:
    id = activity.schedule(task, "call", by=jonas)
    activity.change(id, by=marta, due=DAY)


def finish(task: int, marta: int, jonas: int) -> None:
    activity.mark_done(activity.schedule(task, "call", by=marta), by=marta)


def cancel(task: int, marta: int, jonas: int) -> None:
    activity.cancel(activity.schedule(task, "call", by=marta), by=marta)


def mention(task: int, marta: int, jonas: int) -> None:
    posting.note(task, "@Jonas look", by=marta)


def send(task: int, marta: int, jonas: int) -> None:
    posting.post(task, "the offer", by=marta)


def mention_in_a_message(task: int, marta: int, jonas: int) -> None:
    posting.post(task, "the offer, @Jonas", by=marta)


def move_on(task: int, marta: int, jonas: int) -> None:
    record.save(task, {"stage": "In progress"}, by=marta)


def unfollow(task: int, marta: int, jonas: int) -> None:
    follower.follow(task, jonas, by=jonas)
    follower.unfollow(task, jonas, by=jonas)
    posting.post(task, "the offer", by=marta)


def note(task: int, marta: int, jonas: int) -> None:
    posting.note(task, "look", by=marta)


def follow(task: int, marta: int, jonas: int) -> None:
    follower.follow(task, jonas, by=marta)


def put_in_charge(task: int, marta: int, jonas: int) -> None:
    record.save(task, {"assignee": "Jonas Lind"}, by=marta)


# What Marta does; what of it is told to Jonas, who is not concerned before, to Priya, who follows and chose to hear of
# activities alone, and to Rui, who follows and hears what everyone does at first: discussions. It is as Odoo has it,
# but better in three: cancelling and moving leave a trace in the thread, handing on is news for the one it goes to,
# and being added as a follower is written down.
TOLD = [
    #                     Jonas          Priya         Rui
    (assign,               ["given"],    [],           []),
    (assign_oneself,       [],           [],           []),
    (hand_on,              ["given"],    [],           []),
    (change_the_day,       [],           [],           []),
    (finish,               [],           ["activity"], []),
    (cancel,               [],           [],           []),
    (send,                 [],           [],           ["message"]),
    (mention_in_a_message, ["mention"],  [],           ["message"]),
    (note,                 [],           [],           []),
    (mention,              ["mention"],  [],           []),
    (follow,               [],           [],           []),
    (unfollow,             [],           [],           ["message"]),
    (move_on,              [],           [],           []),
    (put_in_charge,        ["assigned"], [],           []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "jonas_hears", "priya_hears", "rui_hears"), TOLD, ids=[deed.__name__ for deed, *_ in TOLD]
)
def test_who_is_told(
    task: int,
    marta: int,
    jonas: int,
    priya: int,
    deed: Callable[..., None],
    jonas_hears: list[str],
    priya_hears: list[str],
    rui_hears: list[str],
) -> None:
    rui = user.add("Rui Teixeira", "rui@northwind.example", by=marta)
    follower.follow(task, rui, by=rui)
    follower.follow(task, priya, by=priya)
    follower.choose(task, priya, {"activities"}, by=priya)
    deed(task, marta, jonas)
    assert [reason for _, reason in told(jonas)] == jonas_hears
    assert [reason for _, reason in told(priya)] == priya_hears
    assert [reason for _, reason in told(rui)] == rui_hears
    assert told(marta) == [], "nobody is told of their own doing"


def test_whoever_is_given_one_follows_and_the_entry_says_so(task: int, marta: int, jonas: int) -> None:
    activity.schedule(task, "call", by=marta, assignee=jonas, summary="Call Ana")
    assert "Jonas Lind" in [one.name for one in follower.followers(task)]
    assert newest(task).body == "Marta Oliveira gave Jonas Lind an activity: Call Ana"
    [news] = notification.inbox(jonas)
    assert news.message == newest(task).id


# Chains


def test_an_automatic_next_one_is_planned_for_the_same_assignee(task: int, marta: int, jonas: int) -> None:
    activity_type.keep([Type("call", "Call", "phone", next="email", automatic=True)], by=marta)
    ended = activity.mark_done(activity.schedule(task, "call", by=marta, assignee=jonas), by=jonas)
    [one] = activity.planned(assignee=jonas)
    assert (one.id, one.type, one.state) == (ended.following, "email", "today")
    assert activity.mark_done(one.id, by=jonas).following is None


def test_a_suggested_next_one_is_only_named(task: int, marta: int) -> None:
    activity_type.keep([Type("call", "Call", "phone", next="meeting")], by=marta)
    assert activity.mark_done(activity.schedule(task, "call", by=marta), by=marta).following is None
    assert activity.suggestions("call")[0] == "meeting" and "call" not in activity.suggestions("call")


def test_a_chain_that_would_never_end_is_refused(marta: int) -> None:
    looping = [
        Type("todo", "To-do", "check-square", next="call", automatic=True),
        Type("call", "Call", "phone", next="todo", automatic=True),
    ]
    with pytest.raises(Invalid, match="would plan each other for ever: To-do → Call → To-do"):
        activity_type.keep(looping, by=marta)
    with pytest.raises(Invalid, match="for ever: Call → Call"):
        activity_type.keep([Type("call", "Call", "phone", next="call", automatic=True)], by=marta)
    assert activity_type.kind("todo").next == "", "nothing of it was kept"


# What is refused


def test_only_users_who_can_act_are_given_activities(task: int, marta: int, jonas: int, ana: int, make: Make) -> None:
    user.archive(jonas, by=marta)
    with pytest.raises(Invalid, match="Jonas Lind is archived; choose someone else"):
        activity.schedule(task, "call", by=marta, assignee=jonas)
    id = activity.schedule(task, "call", by=marta)
    with pytest.raises(Invalid, match="Jonas Lind is archived"):
        activity.change(id, by=marta, assignee=jonas)
    assert activity.one(id).assignee_id == marta


def test_a_type_that_there_is_not_is_refused_with_those_there_are(task: int, marta: int) -> None:
    with pytest.raises(NotFound, match="There is no type of activity “dance”; there are todo, call"):
        activity.schedule(task, "dance", by=marta)
    with pytest.raises(Invalid, match="is followed by “dance”, which is no type"):
        activity_type.keep([Type("call", "Call", "phone", next="dance")], by=marta)


def test_a_record_that_there_is_not_takes_none(marta: int) -> None:
    with pytest.raises(NotFound):
        activity.schedule(999, "call", by=marta)
