"""Columns of our own: ids given once, moments, plain values and exact amounts, and how each is kept."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import peewee as pw


class Id(pw.AutoField):
    """A number that is given once: what was removed never lends its number, and so its links, to something new."""

    def ddl(self, ctx: Any) -> Any:
        return pw.NodeList((super().ddl(ctx), pw.SQL("AUTOINCREMENT")))


class Moment(pw.Field):
    """A moment in time: aware UTC in Python, fixed-width text that sorts by time in the database."""

    field_type = "TEXT"

    def db_value(self, value: dt.datetime | str | None) -> str | None:
        return value if value is None or isinstance(value, str) else moment_text(value)

    def python_value(self, value: str | None) -> dt.datetime | None:
        return None if value is None else moment(value)


class Json(pw.Field):
    """Plain values (lists, dictionaries, texts, numbers) kept as canonical JSON text."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> str | None:
        return None if value is None else canonical(value)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class Amount(pw.Field):
    """An exact decimal with four places, kept as whole ten-thousandths so that it sorts and sums exactly."""

    field_type = "BIGINT"

    def db_value(self, value: Decimal | int | None) -> int | None:
        return None if value is None else int((Decimal(value) * 10_000).to_integral_value())

    def python_value(self, value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / 10_000


def canonical(value: Any) -> str:
    """The one JSON text of a plain value: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC)


def moment_text(value: dt.datetime) -> str:
    """The stored form of a moment: `YYYY-MM-DD HH:MM:SS.ffffff`, UTC."""
    utc = value.astimezone(dt.UTC).replace(tzinfo=None)
    return utc.isoformat(" ", "microseconds")


def is_id(value: int) -> bool:
    """Whether a number could be that of a row at all; others can't even be asked for."""
    return 0 < value < 2**63


def moment(text: str) -> dt.datetime:
    """The moment that a stored text means."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
