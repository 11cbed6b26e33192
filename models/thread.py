"""Thread: the hub of a record's life. A record shares its thread's id; messages, followers and files hang on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import peewee as pw

from models.database import Id, Model, Moment, execute, is_id, moment_text, now, rows
from models.errors import NotFound
from models.text import fold


class Thread(Model):
    """The hub of a record. `kind` and `title` are kept by the record; `last_*` describe the newest entry, for lists.

    In the journal its own columns belong to the record's entity; what lists need of others is left out.
    """

    id = Id()
    kind = pw.TextField()
    title = pw.TextField()
    folded = pw.TextField(index=True)
    created = Moment()
    archived = pw.BooleanField(default=False)
    last_date = Moment()
    last_message = pw.IntegerField(null=True)

    class Meta:
        indexes = ((("kind", "archived", "last_date"), False),)


@dataclass(frozen=True, slots=True)
class Head:
    """What a list, a hit or a link needs to know of a thread."""

    id: int
    kind: str
    title: str
    archived: bool


def create(kind: str, title: str, *, when: dt.datetime | None = None) -> int:
    """Make a thread for a record of `kind`; its id is the record's."""
    created = when or now()
    return Thread.insert_row(kind=kind, title=title, folded=fold(title), created=created, last_date=created)


def retitle(id: int, title: str) -> None:
    """Keep the thread's title equal to its record's."""
    Thread.update_row(id, title=title, folded=fold(title))


def head(id: int) -> Head:
    """The thread with this id, or `NotFound`."""
    found = next(rows("SELECT id, kind, title, archived FROM thread WHERE id = ?", (id,)), None) if is_id(id) else None
    if found is None:
        raise NotFound(f"There is no record {id}.")
    return Head(found[0], found[1], found[2], bool(found[3]))


def heads(ids: Iterable[int]) -> dict[int, Head]:
    """The threads with these ids that exist, by id."""
    query = Thread.select(Thread.id, Thread.kind, Thread.title, Thread.archived)
    return {row[0]: Head(*row) for row in query.where(Thread.id.in_([id for id in ids if is_id(id)])).tuples()}


def last_date(id: int) -> dt.datetime:
    """The moment of the newest entry."""
    found: dt.datetime = Thread.select(Thread.last_date).where(Thread.id == id).tuples().get()[0]
    return found


def touch(id: int, message: int, when: dt.datetime) -> None:
    """Keep which entry is the newest."""
    sql = "UPDATE thread SET last_message = ?, last_date = ? WHERE id = ? AND last_date <= ?"
    execute(sql, (message, moment_text(when), id, moment_text(when)))
