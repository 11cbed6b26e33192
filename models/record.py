"""Record: the verbs that read, create, save, archive and remove records of any kind.

Every save finds its own changes: one save is one entry in the thread, however many fields changed (product.md §3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models import follower, journal, message, notification, person, setting, thread, user
from models.database import transaction
from models.declaration import Action, Reading, Record, Values, as_given, checked, defaults, empty, kind, kinds
from models.errors import Invalid, Refused
from models.fields import Link, Member, Names, Phone
from models.thread import Thread

__all__ = [
    "Action",
    "Changed",
    "Record",
    "Saved",
    "Values",
    "View",
    "archive",
    "checked",
    "correspondent",
    "create",
    "currency",
    "defaults",
    "empty",
    "goes_with",
    "kind",
    "kinds",
    "read",
    "remove",
    "save",
]

ARCHIVED = "This record is archived; restore it before changing it."


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a change: old and new are snapshots (see shown.py)."""

    field: str
    label: str
    type: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the record, its thread entry if there is one, the tracked changes, sentences worth reading."""

    id: int
    message: int | None
    changes: tuple[Changed, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A record as it stands."""

    id: int
    kind: str
    title: str
    archived: bool
    values: Values


def read(id: int) -> View:
    """The record with this id, or `NotFound`."""
    head = thread.head(id)
    return View(head.id, head.kind, head.title, head.archived, load(kind(head.kind), id))


def load(cls: type[Record], id: int) -> Values:
    """The values of a record as they are kept."""
    row = cls.table.row(id)
    return {name: field.load(row) for name, field in cls.fields.items()}


def create(
    kind_name: str, given: Mapping[str, Any], *, by: int, when: dt.datetime | None = None, origin: str | None = None
) -> Saved:
    """Make a record. Its thread begins with "… created", which lists no values.

    `origin` names a file and who imports it: the entry is then Deskbot's. Else the creator follows. Whoever is put in
    charge follows and is told.
    """
    cls = kind(kind_name)
    with transaction():
        user.require_active(by)
        values, new = prepared(cls, given)
        author = person.deskbot() if origin else by
        id = _insert(cls, values, by=author, when=when)
        entry = message.write(id, "created", author=author, body=first_words(cls, origin), when=when)
        if not origin:
            follower.follow_automatically(id, by)
        _tell_in_charge(cls, id, entry, {}, values, by=by)
    return Saved(id, entry, (), _warnings(cls, new))


def prepared(
    cls: type[Record], given: Mapping[str, Any], *, start: Values | None = None, read: Reading = as_given
) -> tuple[Values, Values]:
    """All values that a new record would have, and those of them that were given; `start`: its defaults, if known."""
    values = dict(start) if start is not None else defaults(cls)
    new = checked(cls, _entered(cls, given), values, read=read)
    values |= new
    cls.derive(values, set(new))
    _require(cls, values)
    return values, new


def first_words(cls: type[Record], origin: str | None) -> str:
    """What the first entry of a record says."""
    return f"{cls.label} created" + (f"\n{origin}" if origin else "")


def _entered(cls: type[Record], given: Mapping[str, Any]) -> Values:
    """What was given without the blanks at required fields: a new record takes its default there, if there is one."""
    blank = {name for name, value in given.items() if value is None or (isinstance(value, str) and not value.strip())}
    return {
        name: given[name] for name in given if not (name in blank and name in cls.fields and cls.fields[name].required)
    }


def _require(cls: type[Record], values: Values) -> None:
    empty_ones = [field for field in cls.fields.values() if field.required and values[field.name] in (None, "")]
    if empty_ones:
        raise Invalid({field.name: f"{field.label} can't be empty." for field in empty_ones})


def title(cls: type[Record], values: Values) -> str:
    """The title among a record's values, as far as it has one of its own."""
    return str(values[cls.title_field] or "")


def _insert(cls: type[Record], values: Values, *, by: int, when: dt.datetime | None) -> int:
    """Write thread and row of a new record; one without a title of its own gets a number."""
    id = thread.create(cls.kind, title(cls, values), when=when)
    if not title(cls, values):
        values[cls.title_field] = number(cls, id)
        thread.retitle(id, values[cls.title_field])
    cls.table.insert_row(id=id, **columns(cls, values, cls.fields))
    journal.note(cls.kind, id, "create", by=by, thread=id)
    cls.kept(id, values, by=by)
    return id


def number(cls: type[Record], id: int) -> str:
    """The title of a record without one of its own."""
    return f"{cls.label[0]}{id:05d}"


def columns(cls: type[Record], values: Values, names: Iterable[str]) -> Values:
    """The columns that keep these fields' values."""
    stored: Values = {}
    for name in names:
        stored |= cls.fields[name].store(values[name])
    return stored


def save(
    id: int, given: Mapping[str, Any], *, by: int, when: dt.datetime | None = None, origin: str | None = None
) -> Saved:
    """Change values of a record: one entry for all tracked changes, none where nothing tracked changed.

    With `origin` (an import) the entry is Deskbot's and says which file and who ran it.
    """
    with transaction():
        user.require_active(by)
        head = thread.head(id)
        cls = kind(head.kind)
        if head.archived:
            raise Refused(ARCHIVED)
        old = load(cls, id)
        values, new = revised(cls, id, old, given)
        differing = [name for name in cls.fields if values[name] != old[name]]
        if not differing:
            return Saved(id, None, (), ())
        author = person.deskbot() if origin else by
        _write_values(cls, id, values, differing, by=author)
        changes = _changes(cls, old, values, differing)
        # An import says so on every record it touched, even where nothing that is tracked has changed.
        entry = _write_change(id, changes, author=author, when=when, origin=origin) if changes or origin else None
        _tell_in_charge(cls, id, entry, old, values, by=by)
        if entry and cls.stage_field in differing:
            notification.tell(follower.listening(id, "stages", users=True) - {by}, entry, id, "stage")
    return Saved(id, entry, changes, _warnings(cls, new))


def revised(
    cls: type[Record], id: int, old: Values, given: Mapping[str, Any], *, read: Reading = as_given
) -> tuple[Values, Values]:
    """All values that a record would have after a save, and those of them that were given."""
    new = checked(cls, given, old, read=read)
    _refuse_itself(cls, id, new)
    values = {**old, **new}
    cls.derive(values, {name for name in new if new[name] != old[name]})
    _require(cls, values)
    values[cls.title_field] = title(cls, values) or number(cls, id)
    return values, new


def _refuse_itself(cls: type[Record], id: int, new: Values) -> None:
    for name, value in new.items():
        if isinstance(cls.fields[name], Link) and value == id:
            raise cls.fields[name].refuse(f"{cls.fields[name].label} can't be the record itself.")


def _write_values(cls: type[Record], id: int, values: Values, differing: list[str], *, by: int) -> None:
    cls.table.update_row(id, **columns(cls, values, differing))
    journal.note(cls.kind, id, "change", by=by, thread=id)
    if cls.title_field in differing:
        thread.retitle(id, title(cls, values))
    cls.kept(id, values, by=by)


def _changes(cls: type[Record], old: Values, new: Values, differing: list[str]) -> tuple[Changed, ...]:
    """The tracked changes, in the order of declaration, with labels and names as they are now."""
    names = Names()
    return tuple(
        Changed(
            name, field.label, field.type, field.snapshot(old[name], names, old), field.snapshot(new[name], names, new)
        )
        for name in differing
        if (field := cls.fields[name]).tracked
    )


def _write_change(
    id: int, changes: tuple[Changed, ...], *, author: int, when: dt.datetime | None, origin: str | None
) -> int:
    plain = [
        {"field": one.field, "label": one.label, "type": one.type, "old": one.old, "new": one.new} for one in changes
    ]
    return message.write(id, "change", author=author, body=origin or "", changes=plain, when=when)


def _tell_in_charge(cls: type[Record], id: int, entry: int | None, old: Values, new: Values, *, by: int) -> None:
    """Whoever was put in charge follows, and is told unless they did it themselves.

    Who was in charge before stays a follower.
    """
    for name, field in cls.fields.items():
        chosen = new[name] if isinstance(field, Member) else None
        if chosen is None or chosen == old.get(name):
            continue
        follower.follow_automatically(id, chosen)
        if chosen != by and entry is not None:
            notification.tell([chosen], entry, id, "assigned")


def _warnings(cls: type[Record], new: Values) -> tuple[str, ...]:
    found = (
        field.warning(new[name]) for name, field in cls.fields.items() if isinstance(field, Phone) and new.get(name)
    )
    return tuple(words for words in found if words)


def archive(id: int, *, by: int, archived: bool = True) -> None:
    """Put a record out of sight, or back; either is logged in its thread."""
    with transaction():
        user.require_active(by)
        head = thread.head(id)
        if head.archived == archived:
            raise Refused("This record is archived already." if archived else "This record isn't archived.")
        Thread.update(archived=archived).where(Thread.id == id).execute()
        journal.note(head.kind, id, "archive" if archived else "restore", by=by, thread=id)
        kind(head.kind).after_archiving(id, archived, by=by)
        message.log(id, f"{person.one(by).name} {'archived' if archived else 'restored'} this record", by=by)


def goes_with(id: int) -> dict[str, int]:
    """What removing a record takes with it, in numbers by word: entries, followers, links from other records."""
    thread.head(id)
    entries = message.Message.select().where(message.Message.thread == id).count()
    return {"entries": entries, "followers": len(follower.followers(id)), "links": len(_linking(id))}


def _linking(id: int) -> list[tuple[int, str]]:
    """The records that point to this one, with the field they do it by."""
    found = []
    for cls in kinds.values():
        for name, field in cls.fields.items():
            if isinstance(field, Link):
                query = cls.table.select(cls.table.id).where(cls.table._meta.fields[name] == id).tuples()
                found += [(row[0], name) for row in query if row[0] != id]
    return found


def remove(id: int, *, by: int) -> None:
    """Delete a record with everything on its thread, for good.

    Links to it from other records are emptied, which those track. Persons who have written or received anything are
    refused: they can be archived.
    """
    with transaction():
        user.require_administrator(by, "remove records for good; archive it instead")
        cls = kind(thread.head(id).kind)
        cls.before_removal(id, by=by)
        for linking, name in _linking(id):
            _unlink(linking, name, by=by)
        message.loosen_replies(id, by=by)
        Thread.delete().where(Thread.id == id).execute()
        journal.note(cls.kind, id, journal.REMOVE, by=by, thread=id)


def _unlink(id: int, name: str, *, by: int) -> None:
    cls = kind(thread.head(id).kind)
    old = load(cls, id)
    values = {**old, name: None}
    _write_values(cls, id, values, [name], by=by)
    changes = _changes(cls, old, values, [name])
    if changes:
        _write_change(id, changes, author=by, when=None, origin=None)


def correspondent(id: int) -> int | None:
    """The person whom a message on this record goes to, if it has one (product.md §12)."""
    head = thread.head(id)
    cls = kind(head.kind)
    return cls.correspondent(id, load(cls, id))


def currency() -> str:
    """The currency of the workspace."""
    return str(setting.get("currency", "EUR"))
