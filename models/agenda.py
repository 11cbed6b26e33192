"""What lies before one: open activities counted by day and read a few at a time, so that ten thousand cost little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, overload

from models.activity import OPEN, OPEN_ROWS, ORDER, Planned, shown, today_of
from models.database import moment_text, now, rows

PAGE = 60  # activities that are read at once


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """How many activities one user has on a day: `ahead` days from their today, below nought: late."""

    due: dt.date
    assignee: int
    ahead: int
    count: int
    snoozed: int


class Part(Sequence[Planned | None]):
    """The activities of some days, in order; pages of them are read when they are asked for.

    One that ended since they were counted is None at the end of its page, until all is counted anew.
    """

    def __init__(self, days: Sequence[Day] = (), type: str = "", *, first: Sequence[Planned] = ()) -> None:
        self._days, self._type = sorted(days), type
        self._count = sum(day.count for day in days)
        self._pages: dict[int, list[Planned | None]] = {}
        if len(first) >= min(PAGE, self._count):
            self._pages[0] = list(first)
        self._first = first

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Planned | None: ...

    @overload
    def __getitem__(self, place: slice) -> list[Planned | None]: ...

    def __getitem__(self, place: int | slice) -> Planned | list[Planned | None] | None:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        at = place + self._count if place < 0 else place
        if not 0 <= at < self._count:
            raise IndexError(place)
        if at < len(self._first):
            return self._first[at]
        number, row = divmod(at, PAGE)
        if number not in self._pages:
            self._pages[number] = self._read(number)
        return self._pages[number][row]

    def _read(self, number: int) -> list[Planned | None]:
        """A page; days before it are skipped by their counts alone."""
        before, wanted = number * PAGE, min(PAGE, self._count - number * PAGE)
        covered: list[Day] = []
        skipped = 0
        for _, group in groupby(self._days, key=lambda day: day.due):
            same = list(group)
            many = sum(day.count for day in same)
            if not covered and skipped + many <= before:
                skipped += many
                continue
            covered += same
            if skipped + sum(day.count for day in covered) >= before + wanted:
                break
        where, given = _where(covered, self._type)
        found = rows(f"{OPEN_ROWS} AND {where} ORDER BY {ORDER} LIMIT ? OFFSET ?", (*given, wanted, before - skipped))
        page: list[Planned | None] = [*shown(found)]
        return page + [None] * (wanted - len(page))

    def place(self, id: int) -> int:
        """Where an activity stands; -1 where it isn't among them."""
        due = next((row[0] for row in rows("SELECT due FROM activity WHERE id = ?", (id,))), "")
        same = [day for day in self._days if day.due.isoformat() == due]
        if not same:
            return -1
        where, given = _where(same, self._type)
        there = rows(f"SELECT id FROM ({OPEN_ROWS} AND {where} ORDER BY {ORDER})", given)
        before = sum(day.count for day in self._days if day.due < same[0].due)
        return next((before + at for at, row in enumerate(there) if row[0] == id), -1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The open activities of a user, or of all, as they were counted; of one type where `type` is not empty."""

    days: tuple[Day, ...]
    type: str = ""

    def count(self) -> int:
        """How many there are."""
        return sum(day.count for day in self.days)

    def awake(self, first: int | None, last: int | None) -> int:
        """How many are due from `first` to `last` days from now and not snoozed; None leaves an end open."""
        return sum(day.count - day.snoozed for day in self._ahead(first, last))

    def snoozed(self) -> int:
        """How many are snoozed."""
        return sum(day.snoozed for day in self.days)

    def part(self, first: int | None = None, last: int | None = None) -> Part:
        """Those due from `first` to `last` days from their assignees' today; None leaves an end open."""
        return Part(self._ahead(first, last), self.type)

    def _ahead(self, first: int | None, last: int | None) -> list[Day]:
        return [
            day for day in self.days if (first is None or first <= day.ahead) and (last is None or day.ahead <= last)
        ]

    def by_day(self, first: dt.date, last: dt.date, *, most: int) -> dict[dt.date, Part]:
        """The days from `first` to `last` on which something is due; the first `most` of each are read already."""
        days: dict[dt.date, list[Day]] = {}
        for day in self.days:
            if first <= day.due <= last:
                days.setdefault(day.due, []).append(day)
        found: dict[dt.date, list[Planned]] = {}
        for one in shown(_first(list(days.values()), self.type, most)):
            found.setdefault(one.due, []).append(one)
        return {due: Part(same, self.type, first=found.get(due, ())) for due, same in days.items()}


def read(*, assignee: int | None = None, type: str = "", when: dt.datetime | None = None) -> Agenda:
    """Count what a user has to do, or what all have, of a type or of any."""
    sql = f"""
        SELECT a.assignee_id, a.due, COUNT(*), COUNT(CASE WHEN a.snoozed_until > ? THEN 1 END)
        FROM activity a JOIN thread t ON t.id = a.thread_id
        WHERE {OPEN} AND a.assignee_id {"IN (SELECT person_id FROM user)" if assignee is None else "= ?"}
            {"AND a.type = ?" if type else ""}
        GROUP BY a.assignee_id, a.due ORDER BY a.due
    """
    given = [one for one in (assignee, type) if one]
    counted = list(rows(sql, (moment_text(when or now()), *given)))
    today = {who: today_of(who, when=when) for who in {row[0] for row in counted}}
    return Agenda(tuple(_days(counted, today)), type)


def _days(counted: Iterable[tuple[Any, ...]], today: dict[int, dt.date]) -> Iterator[Day]:
    for who, text, count, snoozed in counted:
        due = dt.date.fromisoformat(text)
        yield Day(due, who, (due - today[who]).days, count, snoozed)


def _where(days: Sequence[Day], type: str) -> tuple[str, tuple[Any, ...]]:
    """The condition that an activity is on these days, which follow one another for each assignee."""
    ends: dict[int, tuple[dt.date, dt.date]] = {}
    for day in days:
        first, last = ends.get(day.assignee, (day.due, day.due))
        ends[day.assignee] = (min(first, day.due), max(last, day.due))
    given: list[Any] = []
    for who, (first, last) in ends.items():
        given += (who, first.isoformat(), last.isoformat())
    where = "(" + " OR ".join(["a.assignee_id = ? AND a.due BETWEEN ? AND ?"] * len(ends)) + ")"
    return (f"{where} AND a.type = ?", (*given, type)) if type else (where, tuple(given))


def _first(days: Sequence[Sequence[Day]], type: str, most: int) -> Iterable[tuple[Any, ...]]:
    """The first rows of each day, by one statement."""
    if not days:
        return ()
    each, given = [], []
    for same in days:
        where, values = _where(same, type)
        each.append(f"SELECT * FROM ({OPEN_ROWS} AND {where} ORDER BY {ORDER} LIMIT ?)")
        given += [*values, most]
    return rows(" UNION ALL ".join(each), tuple(given))
