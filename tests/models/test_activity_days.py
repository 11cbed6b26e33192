"""When an activity is late, due today or later: by the calendar of whoever is to do it, wherever the reader is."""

from __future__ import annotations

import datetime as dt

import pytest

from models import activity, person, user
from models.database import transaction
from tests.models.conftest import Make

MINUTE = dt.timedelta(minutes=1)

# A zone, a day there, the moment it begins and the moment it ends. Auckland's and Madrid's days of a clock change last
# 23 or 25 hours.
DAYS = [
    ("Pacific/Auckland", "2026-01-15", "2026-01-14T11:00Z", "2026-01-15T11:00Z"),
    ("Pacific/Auckland", "2026-04-05", "2026-04-04T11:00Z", "2026-04-05T12:00Z"),  # an hour comes twice
    ("Pacific/Auckland", "2026-09-27", "2026-09-26T12:00Z", "2026-09-27T11:00Z"),  # an hour is left out
    ("Asia/Kolkata", "2026-01-15", "2026-01-14T18:30Z", "2026-01-15T18:30Z"),  # Delhi
    ("Asia/Kolkata", "2026-03-29", "2026-03-28T18:30Z", "2026-03-29T18:30Z"),
    ("Europe/Madrid", "2026-01-15", "2026-01-14T23:00Z", "2026-01-15T23:00Z"),
    ("Europe/Madrid", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z"),
    ("Europe/Madrid", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z"),
    ("Pacific/Honolulu", "2026-01-15", "2026-01-15T10:00Z", "2026-01-16T10:00Z"),
    ("Pacific/Honolulu", "2026-10-25", "2026-10-25T10:00Z", "2026-10-26T10:00Z"),
]


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def move(who: int, zone: str) -> None:
    """Let a person live in a zone."""
    with transaction():
        person.change(who, by=who, time_zone=zone)


def living_in(zone: str, *, by: int) -> int:
    """A user whose calendar is that of a zone."""
    id = user.add("Kiri Brown", "kiri@northwind.example", by=by)
    move(id, zone)
    return id


@pytest.mark.parametrize(("zone", "day", "begins", "ends"), DAYS)
def test_the_state_turns_at_the_assignees_midnight(
    make: Make, marta: int, zone: str, day: str, begins: str, ends: str
) -> None:
    kiri, record = living_in(zone, by=marta), make("task", title="Move the barrels")
    activity.schedule(record, "call", by=marta, assignee=kiri, due=dt.date.fromisoformat(day))
    first, last = moment(begins), moment(ends)
    for when, state, days, needs in (
        (first - MINUTE, "planned", 1, 0),
        (first, "today", 0, 1),
        (last - MINUTE, "today", 0, 1),
        (last, "overdue", -1, 1),
    ):
        [one] = activity.planned(thread_id=record, when=when)
        assert (one.state, one.days) == (state, days), when
        assert activity.need_now(kiri, when=when) == needs, when
        assert activity.most_pressing([record], when=when) == {record: days}, when


def test_each_assignee_has_a_today_of_their_own(make: Make, marta: int) -> None:
    record, due, states = make("task", title="Call everybody"), dt.date(2026, 1, 15), {}
    zones = ("Pacific/Auckland", "Asia/Kolkata", "Europe/Madrid", "Pacific/Honolulu")
    for zone in zones:
        id = user.add(zone, f"{zone.partition('/')[2].lower()}@northwind.example", by=marta)
        move(id, zone)
        activity.schedule(record, "call", by=marta, assignee=id, due=due)
    for one in activity.planned(thread_id=record, when=moment("2026-01-15T11:30Z")):
        states[one.assigned_to] = one.state
    assert states == {
        "Pacific/Auckland": "overdue",
        "Asia/Kolkata": "today",
        "Europe/Madrid": "today",
        "Pacific/Honolulu": "today",
    }
    states = {one.assigned_to: one.state for one in activity.planned(when=moment("2026-01-14T20:00Z"))}
    assert [states[zone] for zone in zones] == ["today", "today", "planned", "planned"]
    assert activity.most_pressing([record], when=moment("2026-01-15T11:30Z")) == {record: -1}, "the worst counts"


def test_a_default_day_counts_from_the_assignees_today(make: Make, marta: int) -> None:
    kiri, record = living_in("Pacific/Auckland", by=marta), make("task", title="x")
    activity.schedule(record, "call", by=marta, assignee=kiri, when=moment("2026-01-14T11:00Z"))
    assert activity.planned()[0].due == dt.date(2026, 1, 17), "two days after the 15th, which it is there"


def test_a_time_gives_the_day_it_falls_on_for_the_assignee(make: Make, marta: int) -> None:
    kiri, record = living_in("Pacific/Auckland", by=marta), make("task", title="x")
    id = activity.schedule(record, "meeting", by=marta, assignee=kiri, due_at=moment("2026-01-14T15:00Z"))
    assert activity.planned()[0].due == dt.date(2026, 1, 15)
    move(marta, "Pacific/Honolulu")
    activity.change(id, by=marta, assignee=marta)
    assert activity.planned()[0].due == dt.date(2026, 1, 14), "handed on, it is on the day it falls on there"


def test_moving_the_day_keeps_the_time_of_day_over_a_clock_change(make: Make, marta: int) -> None:
    move(marta, "Europe/Madrid")
    id = activity.schedule(make("task", title="x"), "call", by=marta, due_at=moment("2026-03-27T09:00Z"))
    activity.change(id, by=marta, due=dt.date(2026, 3, 30))
    [one] = activity.planned()
    assert (one.due, one.due_at) == (dt.date(2026, 3, 30), moment("2026-03-30T08:00Z")), "10:00 in Madrid, both"


def test_another_zone_of_the_computer_or_person_is_heeded_at_once(
    make: Make, marta: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity.schedule(make("task", title="x"), "call", by=marta, due=dt.date(2026, 1, 15))
    when = moment("2026-01-15T11:30Z")
    for zone, state in (("Pacific/Auckland", "overdue"), ("Europe/Madrid", "today")):
        monkeypatch.setenv("TZ", zone)
        assert activity.planned(when=when)[0].state == state, "the computer travels"
    move(marta, "Pacific/Auckland")
    assert activity.planned(when=when)[0].state == "overdue", "one's own zone comes before the computer's"


def test_a_clock_that_is_set_back_only_sets_the_state_back(make: Make, marta: int) -> None:
    move(marta, "UTC")
    activity.schedule(make("task", title="x"), "call", by=marta, due=dt.date(2026, 1, 15))
    seen = [activity.planned(when=moment(f"2026-01-{day}T12:00Z"))[0].state for day in (16, 14, 15)]
    assert seen == ["overdue", "planned", "today"]


def test_what_is_snoozed_needs_nobody_until_then(make: Make, marta: int) -> None:
    move(marta, "UTC")
    id = activity.schedule(make("task", title="x"), "call", by=marta, due=dt.date(2026, 1, 15))
    until = moment("2026-01-15T15:00Z")
    activity.snooze(id, until, by=marta)
    assert activity.need_now(marta, when=until - MINUTE) == 0
    assert activity.need_now(marta, when=until) == 1
    [one] = activity.planned(when=until - MINUTE)
    assert (one.state, one.due, one.snoozed_until) == ("today", dt.date(2026, 1, 15), until), "the due day stays"
