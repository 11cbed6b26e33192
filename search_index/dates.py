"""Dates as they are typed in a search: a day, a month, a year, today, yesterday; in the zone of whoever reads."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def period(typed: str, *, zone: str, now: dt.datetime) -> tuple[int, int] | None:
    """The beginning and the end (not included) of what was typed, in microseconds since 1970, UTC; None: no date."""
    try:
        days = _days(typed.lower(), now.astimezone(ZoneInfo(zone)).date())
        return None if days is None else (_moment(days[0], zone), _moment(days[1], zone))
    except (ValueError, OverflowError):
        return None


def span(typed: str, *, zone: str, now: dt.datetime) -> tuple[int | None, int | None] | None:
    """A period, or from one to the end of another, as 2026-10-01..2026-11; either side may be left open."""
    first, dots, last = typed.partition("..")
    if not dots:
        return period(typed, zone=zone, now=now)
    start, end = (period(one, zone=zone, now=now) if one else None for one in (first, last))
    if (first and not start) or (last and not end) or not (first or last):
        return None
    return start[0] if start else None, end[1] if end else None


def _days(typed: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    day = dt.timedelta(days=1)
    if typed == "today":
        return today, today + day
    if typed == "yesterday":
        return today - day, today
    if dotted := _DOTTED.fullmatch(typed):
        first = dt.date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return first, first + day
    found = _ISO.fullmatch(typed)
    if not found:
        return None
    year, month, number = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if number:
        return dt.date(year, month, number), dt.date(year, month, number) + day
    if month:
        return dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)


def _moment(day: dt.date, zone: str) -> int:
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return (midnight - _EPOCH) // dt.timedelta(microseconds=1)
