"""The days and moments that quick choices mean: tomorrow, next week, in an hour."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from desktop.tr import tr

MORNING = dt.time(9)


def quick_days(today: dt.date) -> dict[str, tuple[str, dt.date]]:
    """Quick choices of a day by key: what they are called, and the day. Next week begins on Monday."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    return {
        "today": (tr("Today"), today),
        "tomorrow": (tr("Tomorrow"), today + dt.timedelta(days=1)),
        "week": (tr("Next week"), monday),
    }


def quick_moments(now: dt.datetime, zone: str) -> dict[str, tuple[str, dt.datetime]]:
    """Quick choices of when to be reminded again; a morning is that of `zone`."""
    days = quick_days(now.astimezone(ZoneInfo(zone)).date())
    return {
        "hour": (tr("For an hour"), now + dt.timedelta(hours=1)),
        "hours": (tr("For four hours"), now + dt.timedelta(hours=4)),
        "tomorrow": (tr("Until tomorrow morning"), at(days["tomorrow"][1], MORNING, zone)),
        "week": (tr("Until Monday morning"), at(days["week"][1], MORNING, zone)),
    }


def at(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """A time of a day in a time zone as a moment; one that the change to summer skips lies an hour on."""
    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)


def read_time(text: str) -> dt.time | None:
    """The time of day that was typed: "15:00", "9", "930"; None where it can't be told."""
    typed = text.strip().replace(".", ":").replace("h", ":")
    if typed.isascii() and typed.isdecimal() and len(typed) <= 4:
        typed = f"{typed[:-2]}:{typed[-2:]}" if len(typed) > 2 else f"{typed}:00"
    hours, _, minutes = typed.partition(":")
    if not (hours.isascii() and hours.isdecimal() and minutes.isascii() and minutes.isdecimal()):
        return None
    try:
        return dt.time(int(hours), int(minutes))
    except ValueError:
        return None
