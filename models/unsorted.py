"""Unsorted: mail of people nobody here knows that answers nothing; it waits until somebody says where it belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import peewee as pw

from models import journal, message, person
from models.database import Json, Model, Moment, is_id, now, transaction
from models.errors import NotFound
from models.text import one_line


@journal.journaled(
    *("unsorted", "channel", "provider_id", "address", "name", "subject", "body", "html"),
    *("date", "automatic", "files", "deleted"),
)
class Unsorted(Model):
    """A message that belongs nowhere yet. `deleted`: thrown away; only its id is kept, so that it never comes again."""

    channel = pw.TextField()
    provider_id = pw.TextField()
    address = pw.TextField()
    name = pw.TextField()
    subject = pw.TextField(null=True)
    body = pw.TextField()
    html = pw.TextField(null=True)
    date = Moment()
    automatic = pw.BooleanField(default=False)
    files = Json(null=True)
    deleted = pw.BooleanField(default=False)
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("channel", "provider_id"), True), (("deleted", "date"), False))


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came with it; its content is kept by its hash."""

    sha256: str
    size: int
    name: str
    content_type: str
    cid: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message as the list of unsorted ones shows it. `automatic`: a program wrote it by itself."""

    id: int
    address: str
    name: str
    subject: str | None
    body: str
    html: str | None
    date: dt.datetime
    automatic: bool
    files: tuple[Brought, ...]


def known(channel: str, provider_id: str) -> bool:
    """Whether a message was put here before, even if it was thrown away since."""
    where = (Unsorted.channel == channel) & (Unsorted.provider_id == provider_id)
    return bool(Unsorted.select().where(where).exists())


def keep(
    channel: str,
    provider_id: str,
    *,
    address: str,
    text: str,
    name: str = "",
    subject: str | None = None,
    html: str | None = None,
    when: dt.datetime | None = None,
    automatic: bool = False,
    files: Sequence[Brought] = (),
) -> int | None:
    """Let a message wait here, once: None where it is here already."""
    body, safe = message.content(text, html)
    with transaction():
        if known(channel, provider_id):
            return None
        id = Unsorted.insert_row(
            channel=channel,
            provider_id=provider_id,
            address=one_line(address),
            name=one_line(name),
            subject=one_line(subject) if subject else None,
            body=body,
            html=safe,
            date=when or now(),
            automatic=automatic,
            files=[asdict(file) for file in files] or None,
        )
        journal.note("unsorted", id, "create", by=person.deskbot())
    return id


def waiting(*, limit: int = 200) -> list[Waiting]:
    """What waits, newest first."""
    query = Unsorted.select().where(~Unsorted.deleted).order_by(Unsorted.date.desc(), Unsorted.id.desc())
    return [_shown(one) for one in query.limit(limit)]


def _shown(row: Unsorted) -> Waiting:
    files = tuple(Brought(**file) for file in row.files or ())
    return Waiting(
        *(row.id, row.address, row.name or row.address, row.subject, row.body, row.html),
        *(row.date, row.automatic, files),
    )


def count() -> int:
    """How many wait."""
    return int(Unsorted.select().where(~Unsorted.deleted).count())


def one(id: int) -> Waiting:
    """The message with this id, or `NotFound`."""
    return _shown(row(id))


def row(id: int) -> Unsorted:
    """The row itself, for the verbs of `models.sorting`."""
    kept = Unsorted.get_or_none((Unsorted.id == id) & ~Unsorted.deleted) if is_id(id) else None
    if kept is None:
        raise NotFound(f"There is no unsorted message {id}.")
    return kept
