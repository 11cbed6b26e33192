"""Records by the state of their most pressing activity, each by its assignee's calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from models import activity, activity_filter, listing, person, record, user
from models.activity_filter import WORST
from models.database import transaction
from models.listing import Chosen
from models.thread import Thread
from tests.models.conftest import Make

DAY = dt.date(2026, 1, 15)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)

# What is due on a record, by the assignee's day; the worst of it on the 15th.
PLANNED = [
    ([], "none"),
    ([AFTER], "planned"),
    ([AFTER, DAY], "today"),
    ([AFTER, DAY, BEFORE], "overdue"),
    ([BEFORE], "overdue"),
]


def found(state: str, when: dt.datetime) -> set[int]:
    query = Thread.select(Thread.id).where((Thread.kind == "task") & activity_filter.where(Thread.id, state, when=when))
    return {row[0] for row in query.tuples()}


def move(who: int, zone: str) -> None:
    with transaction():
        person.change(who, by=who, time_zone=zone)


@pytest.mark.parametrize(("due", "worst"), PLANNED)
def test_the_worst_counts(make: Make, marta: int, due: list[dt.date], worst: str) -> None:
    move(marta, "UTC")
    task, done = make("task", title="Move the barrels"), make("task", title="Done")
    for day in due:
        activity.schedule(task, "call", by=marta, due=day)
    activity.mark_done(activity.schedule(done, "call", by=marta, due=BEFORE), by=marta)
    activity.cancel(activity.schedule(done, "call", by=marta, due=DAY), by=marta)
    noon = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
    for state in WORST:
        expected = ({task} if state == worst else set()) | ({done} if state == "none" else set())
        assert found(state, noon) == expected, state


def test_each_assignee_has_a_day_of_their_own(make: Make, marta: int) -> None:
    kiri = user.add("Kiri Brown", "kiri@northwind.example", by=marta)
    move(kiri, "Pacific/Auckland")
    move(marta, "Pacific/Honolulu")
    hers, martas = make("task", title="Kiri's"), make("task", title="Marta's")
    activity.schedule(hers, "call", by=marta, assignee=kiri, due=DAY)
    activity.schedule(martas, "call", by=marta, due=DAY)
    midnight = dt.datetime.fromisoformat("2026-01-15T11:00Z")  # the 15th ends in Auckland; it is 1:00 in Honolulu
    minute = dt.timedelta(minutes=1)
    assert (found("today", midnight - minute), found("overdue", midnight - minute)) == ({hers, martas}, set())
    assert (found("today", midnight), found("overdue", midnight)) == ({martas}, {hers})
    assert activity.most_pressing([hers, martas], when=midnight) == {hers: -1, martas: 0}, "as the clocks say"


def test_it_goes_together_with_other_filters(make: Make, marta: int) -> None:
    tasks = [make("task", title=f"Move {n}") for n in range(3)]
    for task in tasks[:2]:
        activity.schedule(task, "call", by=marta, due=dt.date(2020, 1, 1))
    record.archive(tasks[1], by=marta)
    late = Chosen(containing="move", activity="overdue")
    assert [row.id for row in listing.page("task", late)] == [tasks[0]] and listing.count_of("task", late) == 1
