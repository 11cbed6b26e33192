"""The data of the sample workspace as read from its files, with its days and words fitted to the present moment."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.shown import system_zone

DATA = Path(__file__).parent / "data"
KINDS = {"contacts": "contact", "opportunities": "opportunity", "purchase_orders": "purchase_order", "tasks": "task"}
LOCALES = {"en": "en_GB"}  # "24 November" rather than "November 24"
_DAY = re.compile(r"@([+-]?\d+)(?: (\d\d):(\d\d))?")
_WORD = re.compile(r"\{(weekday|day|date|month|year)([+-]\d+)\}")
_PATTERNS = {"weekday": "EEEE", "day": "d", "month": "LLLL"}

Plain = dict[str, Any]


@dataclass(frozen=True)
class Clock:
    """When things in the sample happen: `days_ago` and the time of day are the reader's own, seen from `now`."""

    now: dt.datetime

    @classmethod
    def at(cls, now: dt.datetime | None = None) -> Clock:
        """The clock of this computer's time zone, at `now` (default: this moment)."""
        return cls((now or dt.datetime.now(dt.UTC)).astimezone(ZoneInfo(system_zone())))

    @cached_property
    def latest_today(self) -> int:
        """The last minute of the day at which the sample has an entry today."""
        entries = (entry for one in threads() for entry in one["entries"])
        return max(minute(entry["time"]) for entry in entries if entry["days_ago"] == 0)

    def moment(self, days_ago: int, time: str) -> dt.datetime:
        """That time of that day. Early in the morning today's entries move together, so that none is yet to come."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        elapsed = (self.now - midnight) / dt.timedelta(minutes=1) - 1
        minutes = float(minute(time))
        if days_ago == 0 and elapsed < self.latest_today:
            minutes *= max(elapsed, 0.0) / self.latest_today
        return (midnight - dt.timedelta(days=days_ago) + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)

    def day(self, offset: int) -> dt.date:
        """The day `offset` days back, or that many working days ahead, so that nothing is promised for a Sunday."""
        day = self.now.date()
        if offset <= 0:
            return day + dt.timedelta(days=offset)
        for _ in range(offset):
            day += dt.timedelta(days=3 if day.weekday() == 4 else 2 if day.weekday() == 5 else 1)
        return day

    def value(self, written: str) -> str:
        """What is written as "@+4" as a date, "@+4 09:00" as a moment; any other text with its words fitted."""
        found = _DAY.fullmatch(written)
        if found is None:
            return self.words(written, "en")
        day = self.day(int(found[1]))
        if found[2] is None:
            return day.isoformat()
        return dt.datetime.combine(day, dt.time(int(found[2]), int(found[3])), self.now.tzinfo).isoformat()

    def words(self, text: str, language: str) -> str:
        """A text whose "{weekday+2}", "{day+2}", "{date+2}", "{month+43}", "{year+1}" became words of its language."""
        return _WORD.sub(lambda found: self._word(found[1], int(found[2]), language), text)

    def _word(self, what: str, offset: int, language: str) -> str:
        from babel.dates import format_date, format_skeleton

        if what == "year":
            return str(self.now.year + offset)
        day, locale = self.day(offset), LOCALES.get(language, language)
        if what == "date":
            return str(format_skeleton("MMMMd", day, locale=locale))
        return str(format_date(day, _PATTERNS[what], locale=locale))


def minute(time: str) -> int:
    """The minute of the day that "09:41" means."""
    return int(time[:2]) * 60 + int(time[3:])


def read(name: str) -> list[Plain]:
    """The rows of a data file: users, contacts, opportunities, purchase_orders, tasks, activities."""
    found: list[Plain] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def threads() -> list[Plain]:
    """The threads of all records: each has its record's key, its language and its entries, oldest first."""
    files = sorted((DATA / "threads").glob("*.json"))
    return [one for path in files for one in json.loads(path.read_text(encoding="utf-8"))]


def language_of(entry: Plain, thread: Plain) -> str:
    """The language an entry is written in: the customer's in the conversation, English among ourselves."""
    return str(thread["language"]) if "direction" in entry else "en"
