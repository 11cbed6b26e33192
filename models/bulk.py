"""Bulk: many rows of a table at once, as one statement for each would write them (inside a transaction)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import peewee as pw

from models import database
from models.database import Id, executemany

# Plain texts, numbers and ids are stored as they are.
_AS_IT_IS = {pw.TextField, pw.IntegerField, pw.BooleanField, pw.ForeignKeyField, pw.AutoField, Id}


def next_id(table: Any) -> int:
    """The id that the next row of a table will get; nobody else can write before the transaction ends."""
    key = table._meta.primary_key
    if isinstance(key, Id):
        return database.next_id(table)
    return int(table.select(pw.fn.MAX(key)).scalar() or 0) + 1


def insert(table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, given as values by field, all of the same fields; the others get their defaults."""
    if not rows:
        return
    columns = [column for field in table._meta.sorted_fields if (column := _column(field, rows[0])) is not None]
    names, marks = ", ".join(f'"{name}"' for name, _ in columns), ", ".join("?" * len(columns))
    values = [value for _, value in columns]
    sql = f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({marks})'
    executemany(sql, [[value(row) for value in values] for row in rows])


def _column(field: Any, first: Mapping[str, Any]) -> tuple[str, Callable[[Mapping[str, Any]], Any]] | None:
    """The name of a field's column and how its value is taken from a row; None where it stays empty in all of them."""
    if field.name in first:
        take = itemgetter(field.name)
        return field.column_name, take if type(field) in _AS_IT_IS else lambda row: field.db_value(take(row))
    if callable(field.default):
        return field.column_name, lambda row: field.db_value(field.default())
    fixed = field.db_value(field.default)
    return None if fixed is None else (field.column_name, lambda row: fixed)
