"""Settings: named values of the workspace or of one user, with their defaults declared here."""

from __future__ import annotations

import json
from typing import Any

import peewee as pw

from models import journal
from models.database import Json, Model, rows, transaction
from models.person import Person


@journal.journaled("setting", "person_id", "name", "value")
class Setting(Model):
    """A value that differs from its default; `person` is empty for the workspace's own."""

    person = pw.ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")
    name = pw.TextField()
    value = Json(null=True)
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("person", "name"), True),)


def get(name: str, default: Any = None, *, person: int | None = None) -> Any:
    """The value of a setting, of the workspace or of a person."""
    whose, parameters = ("IS NULL", (name,)) if person is None else ("= ?", (name, person))
    row = next(rows(f"SELECT value FROM setting WHERE name = ? AND person_id {whose}", parameters), None)
    return default if row is None else json.loads(row[0])


def put(name: str, value: Any, *, by: int, person: int | None = None) -> None:
    """Keep the value of a setting; None takes it back to its default."""
    with transaction():
        kept = Setting.select(Setting.id).where((Setting.name == name) & _of(person)).scalar()
        if value is None:
            if kept is not None:
                Setting.delete().where(Setting.id == kept).execute()
                journal.note("setting", kept, journal.ERASE, by=by)
            return
        if kept is None:
            kept = Setting.insert_row(person=person, name=name, value=value)
            journal.note("setting", kept, "create", by=by)
            return
        if get(name, person=person) == value:
            return
        Setting.update(value=value).where(Setting.id == kept).execute()
        journal.note("setting", kept, "change", by=by)


def _of(person: int | None) -> Any:
    return Setting.person.is_null() if person is None else Setting.person == person


def by_person(name: str) -> dict[int, Any]:
    """What each user gave to a setting of their own, by user."""
    sql = "SELECT person_id, value FROM setting WHERE name = ? AND person_id IS NOT NULL"
    return {row[0]: json.loads(row[1]) for row in rows(sql, (name,))}


def everyone(name: str) -> list[Any]:
    """The values that users gave to a setting of their own."""
    query = Setting.select(Setting.value).where((Setting.name == name) & Setting.person.is_null(False))
    return [row[0] for row in query.tuples()]


def names(start: str) -> list[str]:
    """The names of the workspace's settings that begin so."""
    query = Setting.select(Setting.name).where(Setting.name.startswith(start) & Setting.person.is_null())
    return [row[0] for row in query.order_by(Setting.name).tuples()]
