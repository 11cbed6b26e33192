"""Drafts: what a user has typed on a record and not sent, one for each way to write; kept within a second."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import peewee as pw

from models import thread
from models.database import Json, Model, Moment, now, transaction
from models.person import Person
from models.storage import Stored
from models.text import encodable, shortened
from models.thread import Thread

MODES = ("message", "note", "whatsapp")


class Draft(Model):
    """Not part of the journal: nobody but its writer has seen it. `files` are contents that are kept already."""

    person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+", index=False)
    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
    mode = pw.TextField()
    text = pw.TextField()
    html = pw.TextField(null=True)
    subject = pw.TextField(null=True)
    to = Json(null=True)
    files = Json(null=True)
    reply_to = pw.IntegerField(null=True)
    changed = Moment()

    class Meta:
        indexes = ((("person", "thread", "mode"), True),)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to go with a message: its kept content and its name."""

    sha256: str
    size: int
    name: str

    @property
    def stored(self) -> Stored:
        return Stored(self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class Content:
    """What was typed. `to` are persons; None stands for whom the record suggests."""

    text: str = ""
    html: str | None = None
    subject: str | None = None
    to: tuple[int, ...] | None = None
    files: tuple[File, ...] = ()
    reply_to: int | None = None

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.files or self.subject)


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list of all."""

    thread: int
    kind: str
    title: str
    mode: str
    text: str
    files: int
    changed: dt.datetime


def keep(thread_id: int, mode: str, content: Content, *, by: int) -> None:
    """Keep what a user has typed so far; nothing but blanks is dropped."""
    if not content:
        drop(thread_id, mode, by=by)
        return
    values = {
        "text": encodable(content.text),
        "html": encodable(content.html) if content.html is not None else None,
        "subject": encodable(content.subject) if content.subject else None,
        "to": list(content.to) if content.to is not None else None,
        "files": [asdict(one) for one in content.files] or None,
        "reply_to": content.reply_to,
        "changed": now(),
    }
    key = {"person": by, "thread": thread_id, "mode": mode}
    with transaction():
        if thread_id not in thread.heads([thread_id]):
            return  # removed meanwhile, with everything on it
        Draft.insert(**key, **values).on_conflict(
            conflict_target=(Draft.person, Draft.thread, Draft.mode), update=values
        ).execute()


def drop(thread_id: int, mode: str, *, by: int) -> None:
    """Forget a draft: it was sent, or is not wanted any more."""
    with transaction():
        Draft.delete().where(_one(thread_id, mode, by)).execute()


def read(thread_id: int, mode: str, *, by: int) -> Content:
    """What a user has typed; an empty content where there is nothing."""
    kept = Draft.get_or_none(_one(thread_id, mode, by))
    return _content(kept) if kept is not None else Content()


def of_thread(thread_id: int, *, by: int) -> dict[str, Content]:
    """What a user has typed on a record, by mode."""
    where = (Draft.person == by) & (Draft.thread == thread_id)
    return {kept.mode: _content(kept) for kept in Draft.select().where(where)}


def _content(kept: Draft) -> Content:
    return Content(
        text=kept.text,
        html=kept.html,
        subject=kept.subject,
        to=tuple(kept.to) if kept.to is not None else None,
        files=tuple(File(**one) for one in kept.files or ()),
        reply_to=kept.reply_to,
    )


def _one(thread_id: int, mode: str, by: int) -> pw.Expression:
    return (Draft.person == by) & (Draft.thread == thread_id) & (Draft.mode == mode)


def all_of(by: int) -> list[Row]:
    """Every draft of a user, the latest first."""
    columns = (Draft.thread, Thread.kind, Thread.title, Draft.mode, Draft.text, Draft.files, Draft.changed)
    query = Draft.select(*columns).join(Thread, on=(Draft.thread == Thread.id)).where(Draft.person == by)
    rows = query.order_by(Draft.changed.desc(), Draft.id.desc()).tuples()
    return [
        Row(id, kind, title, mode, shortened(text, 300), len(files or ()), changed)
        for id, kind, title, mode, text, files, changed in rows
    ]


def count(by: int) -> int:
    """How many drafts a user has."""
    return int(Draft.select().where(Draft.person == by).count())


def marked(threads: list[int], *, by: int) -> set[int]:
    """Those of these records on which a user has a draft."""
    query = Draft.select(Draft.thread).where((Draft.person == by) & Draft.thread.in_(threads))
    return {row[0] for row in query.tuples()}


def contents() -> set[str]:
    """The hashes of all contents that drafts hold, which therefore stay."""
    query = Draft.select(Draft.files).where(Draft.files.is_null(False))
    return {one["sha256"] for (files,) in query.tuples() for one in files}
