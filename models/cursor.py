"""Cursors: how far a plugin has read at its provider. Not in the journal: losing one costs a second look."""

from __future__ import annotations

from typing import Any

import peewee as pw

from models.database import Json, Model, transaction


class Cursor(Model):
    """The place where the plugin `name` reads on, in its own words."""

    name = pw.TextField(primary_key=True)
    value = Json(null=True)


def get(name: str) -> Any:
    """Where the plugin reads on; None before its first look."""
    row = Cursor.select(Cursor.value).where(Cursor.name == name).tuples().first()
    return row[0] if row else None


def put(name: str, value: Any) -> None:
    """Keep where the plugin reads on."""
    if value == get(name) and value is not None:
        return
    with transaction():
        Cursor.insert(name=name, value=value).on_conflict_replace().execute()
