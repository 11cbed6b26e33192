"""Dates and times as the reader says them: "09:58", "Yesterday", "Tuesday 17 November", a moment with its zone."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from desktop.tr import tr
from models.shown import Reader


@lru_cache(maxsize=8)
def _locale(name: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def today(reader: Reader) -> dt.date:
    """The present day where the reader is."""
    return reader.local(dt.datetime.now(dt.UTC)).date()


def time(moment: dt.datetime, reader: Reader) -> str:
    """The time of day: "09:58"."""
    from babel.dates import format_time

    return str(format_time(reader.local(moment).time(), "short", locale=_locale(reader.locale)))


def day(date: dt.date, now: dt.date, reader: Reader) -> str:
    """A day between entries: "Today", "Yesterday", "Tuesday 17 November", with the year where it is another."""
    if date == now:
        return tr("Today")
    if date == now - dt.timedelta(days=1):
        return tr("Yesterday")
    return _named(date, date.year == now.year, reader.locale)


@lru_cache(maxsize=1000)
def _named(date: dt.date, this_year: bool, locale: str) -> str:
    from babel.dates import format_date, format_skeleton

    if this_year:
        return str(format_skeleton("MMMMEEEEd", date, locale=_locale(locale)))
    return str(format_date(date, "full", locale=_locale(locale)))


def moment(value: dt.datetime, now: dt.date, reader: Reader) -> str:
    """A moment in a list: "Today 09:12", "Yesterday 18:02", "12 Nov 2026 10:22"."""
    from babel.dates import format_date

    date = reader.local(value).date()
    if 0 <= (now - date).days <= 1:
        return f"{day(date, now, reader)} {time(value, reader)}"
    return f"{format_date(date, 'medium', locale=_locale(reader.locale))} {time(value, reader)}"


def coming(value: dt.datetime, now: dt.date, reader: Reader) -> str:
    """A moment that lies ahead: "Today 18:00", "Tomorrow 08:00", "Tue 24 Nov 08:00"; the year where it is another."""
    from babel.dates import format_skeleton

    date = reader.local(value).date()
    if (date - now).days == 0:
        return f"{tr('Today')} {time(value, reader)}"
    if (date - now).days == 1:
        return f"{tr('Tomorrow')} {time(value, reader)}"
    skeleton = "MMMEd" if date.year == now.year else "yMMMEd"
    return f"{format_skeleton(skeleton, date, locale=_locale(reader.locale))} {time(value, reader)}"


def whole(value: dt.datetime, reader: Reader) -> str:
    """The full date and time with the zone, for tooltips."""
    from babel.dates import format_date, format_time

    locale, local = _locale(reader.locale), reader.local(value)
    clock = format_time(local.time(), "medium", locale=locale)
    return f"{format_date(local.date(), 'full', locale=locale)}, {clock} {local.tzname()} ({reader.zone})"
