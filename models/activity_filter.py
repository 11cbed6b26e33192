"""Records by what is planned on them: the most pressing open activity is late, due today, later, or there is none."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any

import peewee as pw

from models.activity import Activity, today_of

NOTHING = "none"
WORST: dict[str, str] = {"overdue": "Late", "today": "Today", "planned": "Later", NOTHING: "Nothing planned"}


def where(record: Any, state: str, *, when: dt.datetime | None = None) -> Any:
    """The condition that the worst activity of a record (a column of ids) is in a state, a key of WORST.

    It goes by the calendar of each assignee, as the clock on rows and cards does.
    """
    open_ones = Activity.done_at.is_null() & Activity.cancelled_at.is_null()
    planned = record.in_(Activity.select(Activity.thread).where(open_ones))
    if state == NOTHING:
        return ~planned
    days = _days(open_ones, when)
    late = record.in_(Activity.select(Activity.thread).where(open_ones & _due(days, today=False)))
    if state == "overdue":
        return late
    due = record.in_(Activity.select(Activity.thread).where(open_ones & _due(days, today=True)))
    return due & ~late if state == "today" else planned & ~late & ~due


def _days(open_ones: Any, when: dt.datetime | None) -> dict[dt.date, list[int]]:
    """Which day it is for those who have something to do: three days at most, wherever they are."""
    days: dict[dt.date, list[int]] = {}
    for (who,) in Activity.select(Activity.assignee).where(open_ones).distinct().tuples():
        days.setdefault(today_of(who, when=when), []).append(who)
    return days


def _due(days: dict[dt.date, list[int]], *, today: bool) -> Any:
    """The condition that an activity is due today, or was before, for its assignee."""
    each = [
        Activity.assignee.in_(who) & ((Activity.due == day) if today else (Activity.due < day))
        for day, who in days.items()
    ]
    return reduce(or_, each) if each else pw.Value(1) == 0
