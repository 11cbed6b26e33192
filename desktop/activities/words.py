"""How activities are said and drawn: when they are due, in which colour, with which icon."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from desktop.desk import Desk
from desktop.records.texts import _known, due_text
from desktop.tr import tr
from desktop.widgets import Button, set_tooltip
from models import activity_type
from models.activity import Planned
from models.activity_type import Type
from models.shown import Reader

TONES = {"overdue": "red", "today": "amber", "planned": "green"}
SOON = 7  # days within which a day is said with its weekday


def types(*, archived: bool = True) -> dict[str, Type]:
    """The types of activities by name; without archived ones on request."""
    return {one.name: one for one in activity_type.kinds(archived=archived)}


def allow(button: Button, desk: Desk) -> None:
    """Only administrators change what holds for all: others are told so at the button."""
    allowed = desk.member.administrator
    button.setEnabled(allowed)
    set_tooltip(button, "" if allowed else tr("Only an administrator changes this."))


def icon_of(name: str, known: dict[str, Type]) -> str:
    """The icon of a type; a bell where the type is gone."""
    return known[name].icon if name in known else "bell"


def due_words(one: Planned, reader: Reader) -> str:
    """When an activity is due, from today on: "2 days late", "Today, 15:00", "In 5 days"."""
    words = due_text(one.due, reader, one.due - dt.timedelta(days=one.days))[0]
    return _with_time(words, one, reader) if one.days >= 0 else words


def day_words(one: Planned, reader: Reader) -> str:
    """When an activity is due, by the day: "2 days late", "15:00", "Tomorrow", "Mon 23 Nov, 10:00", "3 Dec"."""
    if one.days == 0 and one.due_at is not None:
        return clock_text(one.due_at, reader)
    if one.days < 2:
        return due_words(one, reader)
    skeleton = "MMMEd" if one.days <= SOON else "MMMd" if one.days < 300 else "yMMMd"
    return _with_time(_day(one.due, skeleton, reader.locale), one, reader)


@lru_cache(maxsize=1024)
def _day(day: dt.date, skeleton: str, locale: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), locale=_known(locale)))


def _with_time(words: str, one: Planned, reader: Reader) -> str:
    return f"{words}, {clock_text(one.due_at, reader)}" if one.due_at is not None else words


def clock_text(moment: dt.datetime, reader: Reader) -> str:
    """The time of day of a moment where the reader is."""
    from babel.dates import format_time

    return str(format_time(reader.local(moment).time(), "short", locale=_known(reader.locale)))


def snoozed_words(one: Planned, reader: Reader, now: dt.datetime | None = None) -> str:
    """Until when an activity is snoozed; empty where it isn't any more."""
    if one.snoozed_until is None or one.snoozed_until <= (now or dt.datetime.now(dt.UTC)):
        return ""
    return tr("Snoozed until {moment}", moment=coming_text(one.snoozed_until, reader, now))


def coming_text(moment: dt.datetime, reader: Reader, now: dt.datetime | None = None) -> str:
    """A moment to come as short as it is clear: 15:00 today, else "Mon 30 Nov, 09:00"."""
    from babel.dates import format_skeleton

    there, clock = reader.local(moment), clock_text(moment, reader)
    if there.date() == reader.local(now or dt.datetime.now(dt.UTC)).date():
        return clock
    day = format_skeleton("MMMEd", there.replace(tzinfo=None), locale=_known(reader.locale))
    return f"{day}, {clock}"


def spoken(one: Planned, reader: Reader) -> str:
    """An activity as a screen reader says it."""
    parts = (one.summary, due_words(one, reader), one.assigned_to, snoozed_words(one, reader), one.note or "")
    return ", ".join(part for part in parts if part)
