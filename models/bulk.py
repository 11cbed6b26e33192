"""Bulk: many rows of a table at once, as one statement for each would write them (inside a transaction)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import peewee as pw

from models import database
from models.database import Id, executemany


def next_id(table: Any) -> int:
    """The id that the next row of a table will get; nobody else can write before the transaction ends."""
    key = table._meta.primary_key
    if isinstance(key, Id):
        return database.next_id(table)
    return int(table.select(pw.fn.MAX(key)).scalar() or 0) + 1


def insert(table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, given as values by field; what a row leaves out gets its default."""
    sql, fields = _statement(table)
    written = [[stored(row[name] if name in row else default()) for name, stored, default in fields] for row in rows]
    if written:
        executemany(sql, written)


def _statement(table: Any) -> tuple[str, list[tuple[str, Any, Any]]]:
    """The statement that inserts a row, and for each column its field, how it is stored, and its default."""
    fields = table._meta.sorted_fields
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    sql = f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({marks})'
    return sql, [(field.name, field.db_value, _default(field.default)) for field in fields]


def _default(default: Any) -> Any:
    return default if callable(default) else lambda: default
