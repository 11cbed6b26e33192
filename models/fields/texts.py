"""Fields of text: plain ones, e-mail addresses, telephone numbers, tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import peewee as pw

from models import setting
from models.database import Json
from models.errors import Invalid
from models.fields.field import Field, Names
from models.shown import zones
from models.text import email_address, fold, one_line, plain


class Text(Field):
    """A text on one line."""


class LongText(Field):
    """A text of several lines."""

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        return plain(text) or None


class Email(Field):
    """An e-mail address."""

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        try:
            return email_address(text) if text.strip() else None
        except Invalid as error:
            raise self.refuse(str(error)) from error


class Phone(Field):
    """A telephone number, kept as E.164; without country code it is of the record's country, else the workspace's."""

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        number = one_line(text)
        if not number:
            return None
        import phonenumbers

        country = None if number.startswith("+") else given.get("country") or setting.get("country")
        if country is None and number.startswith("00"):
            number = f"+{number[2:]}"
        try:
            read = phonenumbers.parse(number, country)
        except phonenumbers.NumberParseException as error:
            missing = (
                error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
                and not number.startswith("+")
            )
            words = (
                "give it with its country code, such as +34 656 555 014" if missing else "it is not a telephone number"
            )
            raise self.refuse(f"“{number}” can't be read: {words}.") from error
        if not phonenumbers.is_possible_number(read):
            raise self.refuse(f"“{number}” can't be a telephone number: it is too short or too long.")
        return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)

    def warning(self, value: str) -> str | None:
        """A sentence for a number that is possible but assigned to nobody, as far as the plans are known."""
        import phonenumbers

        if phonenumbers.is_valid_number(phonenumbers.parse(value)):
            return None
        return f"{self.label}: {value} is accepted, but no such number is known to be in use."


class TimeZone(Field):
    """A time zone, IANA name."""

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        typed = one_line(text)
        if typed and typed not in zones():
            raise self.refuse(f"“{typed}” is not a time zone; use a name such as Europe/Madrid.")
        return typed or None


class Tags(Field):
    """A set of words, kept in order of the alphabet."""

    type = "tags"

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: Json(default=list)}

    def load(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(row[self.name] or ())

    def store(self, value: Sequence[str]) -> dict[str, Any]:
        return {self.name: list(value)}

    def parse(self, text: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        return self.check(text.split(","))

    def check(self, value: Sequence[str]) -> tuple[str, ...]:
        named = {fold(one_line(tag)): one_line(tag) for tag in reversed(value) if one_line(tag)}
        return tuple(named[key] for key in sorted(named))

    def snapshot(self, value: Sequence[str], names: Names, values: Mapping[str, Any]) -> list[str]:
        return list(value)
