"""Entries: a thread as it is read, in pages by (date, id), newest first, with authors, changes and deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import peewee as pw

from models import attachment, delivery, person, reaction, translation
from models.attachment import Kept
from models.database import is_id, moment_text
from models.delivery import Sent
from models.errors import NotFound
from models.message import CONVERSATION, Message
from models.person import Someone
from models.reaction import Reacted
from models.record import Changed
from models.translation import Kept as Translation

PAGE = 30
CARRYING = (*CONVERSATION, "note", "activity")  # the kinds of entries that files can go with
FILTERS: dict[str, tuple[str, ...] | None] = {
    "all": None,
    "conversation": CONVERSATION,
    "notes": ("note",),
    "changes": ("change", "created", "log"),
    "files": CARRYING,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a thread as windows and scripts show it. `revision` differs whenever it looks different."""

    id: int
    thread: int
    kind: str
    direction: str
    channel: str | None
    author: Someone
    date: dt.datetime
    subject: str | None
    body: str
    html: str | None
    changes: tuple[Changed, ...]
    edits: int
    edited_by: str | None
    edited_at: dt.datetime | None
    deleted_by: str | None
    deleted_at: dt.datetime | None
    reply_to: int | None
    language: str | None
    revision: int
    deliveries: tuple[Sent, ...]
    files: tuple[Kept, ...] = ()
    translations: tuple[Translation, ...] = ()
    reactions: tuple[Reacted, ...] = ()
    starred_by: frozenset[int] = frozenset()

    @property
    def place(self) -> tuple[dt.datetime, int]:
        """Where it stands in its thread."""
        return self.date, self.id


_BELONGING = ("deliveries", "files", "translations", "reactions", "starred_by")
_NAMES = [one.name for one in fields(Entry) if one.name not in _BELONGING]
_COLUMNS = tuple(getattr(Message, name) for name in _NAMES)


def page(
    thread: int,
    *,
    limit: int = PAGE,
    before: tuple[dt.datetime, int] | None = None,
    after: tuple[dt.datetime, int] | None = None,
    show: str = "all",
) -> list[Entry]:
    """Entries of a thread, newest first: the newest, or the nearest ones before or after a place."""
    place = pw.Tuple(Message.date, Message.id)
    where = Message.thread == thread
    if FILTERS[show] is not None:
        where &= Message.kind.in_(FILTERS[show])
    order: Sequence[Any] = (Message.date.desc(), Message.id.desc())
    if before is not None:
        where &= place < pw.Tuple(moment_text(before[0]), before[1])
    if show == "files":
        carried = attachment.Attachment.select(attachment.Attachment.message)
        where &= Message.id.in_(carried.where((attachment.Attachment.thread == thread) & _present()))
    if after is not None:
        where &= place > pw.Tuple(moment_text(after[0]), after[1])
        order = (Message.date, Message.id)
    rows = list(Message.select(*_COLUMNS).where(where).order_by(*order).limit(limit).tuples())
    return _entries(rows[::-1] if after is not None else rows)


def _present() -> Any:
    return attachment.Attachment.deleted_at.is_null() & attachment.Attachment.message.is_null(False)


def wanted(entry: Entry, show: str) -> bool:
    """Whether a filter lets an entry through."""
    kinds = FILTERS[show]
    return (kinds is None or entry.kind in kinds) and (show != "files" or bool(entry.files))


def around(thread: int, message: int, *, limit: int = PAGE, show: str = "all") -> list[Entry]:
    """Entries on both sides of one of them, itself included, newest first."""
    middle = one(message)
    if middle.thread != thread:
        raise NotFound(f"Message {message} is not on record {thread}.")
    newer = page(thread, limit=limit // 2, after=middle.place, show=show)
    return [*newer, middle, *page(thread, limit=limit - len(newer) - 1, before=middle.place, show=show)]


def some(ids: Sequence[int]) -> list[Entry]:
    """The entries with these ids, newest first."""
    query = (
        Message.select(*_COLUMNS)
        .where(Message.id.in_([id for id in ids if is_id(id)]))
        .order_by(Message.date.desc(), Message.id.desc())
    )
    return _entries(list(query.tuples()))


def one(id: int) -> Entry:
    """The entry with this id, or `NotFound`."""
    found = some([id])
    if not found:
        raise NotFound(f"There is no message {id}.")
    return found[0]


def _entries(rows: list[tuple[Any, ...]]) -> list[Entry]:
    """Rows of `_COLUMNS` with what belongs to them, read in one query for each kind of thing."""
    kept = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    names = person.some(row[who] for row in kept for who in ("author", "edited_by", "deleted_by"))
    deliveries = delivery.of_messages(row["id"] for row in kept if row["direction"] == "out")
    files = attachment.of_messages(row["id"] for row in kept if row["kind"] in CARRYING)
    translations = translation.of_messages(row["id"] for row in kept if row["kind"] in CARRYING)
    reactions, stars = reaction.of_messages(ids := [row["id"] for row in kept]), reaction.stars_of(ids)
    for row in kept:
        row["reactions"] = tuple(reactions.get(row["id"], ()))
        row["starred_by"] = frozenset(stars.get(row["id"], ()))
        row["deliveries"] = tuple(deliveries.get(row["id"], ()))
        row["files"] = tuple(files.get(row["id"], ()))
        row["translations"] = tuple(translations.get(row["id"], ()))
    return [_entry(row, names) for row in kept]


def _entry(row: dict[str, Any], names: dict[int, Someone]) -> Entry:
    """A row as an entry: persons by name, changes as they were kept."""
    row["author"] = names[row["author"]]
    for who in ("edited_by", "deleted_by"):
        row[who] = names[row[who]].name if row[who] else None
    row["changes"] = tuple(Changed(**one) for one in row["changes"] or ())
    return Entry(**row)
