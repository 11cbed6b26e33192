"""Fields of yes or no, whole numbers, days and moments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import peewee as pw

from models.database import Moment
from models.errors import Invalid
from models.fields.field import Field, Names
from models.shown import system_zone
from models.text import fold, one_line


class YesNo(Field):
    """Yes or no."""

    type = "yes_no"
    _words: ClassVar[dict[str, bool]] = {
        **dict.fromkeys(("yes", "true", "1", "y", "on", "x"), True),
        **dict.fromkeys(("no", "false", "0", "n", "off", ""), False),
    }

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: pw.BooleanField(default=False)}

    def load(self, row: Mapping[str, Any]) -> bool:
        return bool(row[self.name])

    def parse(self, text: str, given: Mapping[str, Any]) -> bool:
        word = fold(one_line(text))
        if word not in self._words:
            raise self.refuse(f"“{one_line(text)}” is neither yes nor no.")
        return self._words[word]


class Number(Field):
    """A whole number between two bounds."""

    def __init__(self, label: str, *, least: int, most: int, percent: bool = False, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most
        self.type = "percent" if percent else "number"

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: pw.IntegerField(null=True)}

    def parse(self, text: str, given: Mapping[str, Any]) -> int | None:
        typed = one_line(text).removesuffix("%").strip()
        if not typed:
            return None
        whole = re.fullmatch(r"([+-]?\d{1,12})(?:[.,]0*)?", typed)
        return self.check(int(whole[1]) if whole else None)

    def check(self, value: Any) -> int:
        if not isinstance(value, int) or not self.least <= value <= self.most:
            raise self.refuse(f"{self.label} is a whole number from {self.least} to {self.most}.")
        return value


class Date(Field):
    """A day."""

    type = "date"

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: pw.DateField(null=True)}

    def parse(self, text: str, given: Mapping[str, Any]) -> dt.date | None:
        typed = one_line(text)
        if not typed:
            return None
        try:
            return dt.date.fromisoformat(typed)
        except ValueError:
            raise self.refuse(f"“{typed}” is not a date; write it as 2026-11-26.") from None

    def snapshot(self, value: dt.date | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return None if value is None else value.isoformat()


class DateTime(Field):
    """A moment; one typed without a zone is the user's."""

    type = "moment"

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: Moment(null=True)}

    def parse(self, text: str, given: Mapping[str, Any]) -> dt.datetime | None:
        return read_moment(text, self.refuse) if text.strip() else None

    def snapshot(self, value: dt.datetime | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return None if value is None else iso(value)


def iso(value: dt.datetime) -> str:
    """A moment as scripts get it: ISO 8601, UTC."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def read_moment(text: str, refuse: Callable[[str], Invalid]) -> dt.datetime:
    """The moment that a typed text means; without a zone it is the user's."""
    from zoneinfo import ZoneInfo

    typed = one_line(text)
    try:
        read = dt.datetime.fromisoformat(typed)
        local = read if read.tzinfo else read.replace(tzinfo=ZoneInfo(system_zone()))
        return local.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise refuse(f"“{typed}” is not a date and time; write it as 2026-11-26 14:30.") from None
