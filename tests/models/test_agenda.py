"""The agenda: counts by day agree with the whole list, parts are read a page at a time and say what ended meanwhile."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from models import activity, agenda, person, record, thread, user
from models.activity import Planned
from models.agenda import PAGE, Agenda, Part
from models.database import transaction

NOON = dt.datetime(2026, 5, 12, 10, 30, tzinfo=dt.UTC)  # a day earlier in Honolulu, a day later in Kiritimati
TODAY = dt.date(2026, 5, 12)
FAR = ("Europe/Madrid", "Pacific/Honolulu", "Pacific/Kiritimati")


@pytest.fixture
def planned(marta: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three users around the world with some hundred things to do on three tasks, one archived; who they are."""
    monkeypatch.setattr(activity, "now", lambda: NOON)
    monkeypatch.setattr(agenda, "now", lambda: NOON)
    chance = random.Random(3)
    who = [
        marta,
        *(user.add(name, f"{name[:5]}@northwind.example", by=marta) for name in ("Jonas Weber", "Keoni Kahale")),
    ]
    with transaction():
        for one, zone in zip(who, FAR, strict=True):
            person.change(one, by=marta, time_zone=zone)
    tasks = [record.create("task", {"title": f"Task {number}"}, by=marta).id for number in range(3)]
    for number in range(400):
        time = dt.datetime.combine(TODAY, dt.time(12), dt.UTC) + dt.timedelta(hours=chance.randrange(-200, 300))
        when = {"due_at": time} if chance.random() < 0.3 else {"due": time.date()}
        type = chance.choice(("call", "todo", "meeting"))
        id = activity.schedule(
            chance.choice(tasks), type, by=marta, assignee=chance.choice(who), summary=f"Number {number}", **when
        )
        if chance.random() < 0.1:
            activity.snooze(id, NOON + dt.timedelta(hours=chance.randrange(-5, 5)), by=marta)
        elif chance.random() < 0.1:
            activity.mark_done(id, by=marta)
    record.archive(tasks[2], by=marta)
    assert thread.head(tasks[2]).archived
    return who


def whole(part: Part) -> list[Planned | None]:
    return list(part)


@pytest.mark.parametrize("whose", [0, 1, 2, None])
@pytest.mark.parametrize("type", ["", "call"])
def test_parts_are_those_of_the_whole_list(planned: list[int], whose: int | None, type: str) -> None:
    who = None if whose is None else planned[whose]
    expected = [one for one in activity.planned(assignee=who, when=NOON) if type in ("", one.type)]
    counted = agenda.read(assignee=who, type=type, when=NOON)
    assert counted.count() == len(expected) > 20
    assert whole(counted.part()) == expected
    for first, last in ((None, -1), (0, 0), (1, 7), (8, None)):
        low, high = -999 if first is None else first, 999 if last is None else last
        part, wanted = counted.part(first, last), [one for one in expected if low <= one.days <= high]
        assert whole(part) == wanted and len(part) == len(wanted)
        awake = [one for one in wanted if one.snoozed_until is None or one.snoozed_until <= NOON]
        assert counted.awake(first, last) == len(awake)
        assert [part.place(one.id) for one in wanted] == list(range(len(wanted)))
    asleep = [one for one in expected if one.snoozed_until is not None and one.snoozed_until > NOON]
    assert counted.snoozed() == len(asleep)


def test_days_of_a_month_have_their_first_ready_and_the_rest_when_asked(planned: list[int]) -> None:
    expected = activity.planned(when=NOON)
    days = agenda.read(when=NOON).by_day(TODAY - dt.timedelta(days=3), TODAY + dt.timedelta(days=3), most=2)
    assert min(days) >= TODAY - dt.timedelta(days=3) and max(days) <= TODAY + dt.timedelta(days=3)
    for day, part in days.items():
        assert whole(part) == [one for one in expected if one.due == day]
        assert part[:2] == [one for one in expected if one.due == day][:2]


def test_pages_are_read_when_asked_for(planned: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    part = agenda.read(when=NOON).part()
    read: list[int] = []
    before = Part._read
    monkeypatch.setattr(Part, "_read", lambda self, number: read.append(number) or before(self, number))
    assert len(part) > 3 * PAGE and read == []
    assert part[PAGE + 1] == activity.planned(when=NOON)[PAGE + 1]
    assert part[PAGE + 2] is not None and read == [1]
    assert part[-1] is not None
    with pytest.raises(IndexError):
        part[len(part)]


def test_what_ended_since_it_was_counted_is_none_until_it_is_counted_anew(marta: int) -> None:
    task = record.create("task", {"title": "Wall"}, by=marta).id
    ids = [activity.schedule(task, "call", by=marta, summary=f"{number}") for number in range(3)]
    part = agenda.read(assignee=marta).part()
    activity.cancel(ids[0], by=marta)
    assert [one and one.summary for one in part] == ["1", "2", None]
    assert part.place(ids[0]) == -1 and part.place(ids[2]) == 1 and part.place(10**6) == -1
    assert len(agenda.read(assignee=marta).part()) == 2
    assert activity.planned_one(ids[0]) is None
    assert activity.planned_one(ids[1]) == activity.planned()[0]


def test_an_empty_agenda() -> None:
    assert Agenda(()).count() == 0 and list(Agenda(()).part()) == []
    assert Agenda(()).by_day(TODAY, TODAY, most=3) == {}
