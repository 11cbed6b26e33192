"""Translations: what was translated of a message, kept per language until its text changes; in which language it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import peewee as pw

from models import delivery, journal, message
from models.database import Model, Moment, execute, now, rows, transaction
from models.errors import Refused
from models.message import CONVERSATION, Message
from models.person import Person
from models.text import html_of

TALKED = (*CONVERSATION, "note", "activity")  # the kinds of entries that are in a language
# In words that the index on them has too, so that it is used.
_UNRECOGNISED = f"language IS NULL AND deleted_at IS NULL AND kind IN {TALKED}"
Message.add_index(pw.SQL(f"CREATE INDEX IF NOT EXISTS message_unrecognised ON message (date) WHERE {_UNRECOGNISED}"))
LATEST = 60  # messages of one person, of which some may have to be translated by themselves
LOOKED_AT = 4_000  # characters of a text from which its language is recognised


@journal.journaled("translation", "message_id", "language", "source", "engine", "subject", "body", "html")
class Translation(Model):
    """A message in another language. `source` is the language it was in; `engine` the plugin that translated it."""

    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+", index=False)
    language = pw.TextField()
    source = pw.TextField(null=True)
    engine = pw.TextField()
    subject = pw.TextField(null=True)
    body = pw.TextField()
    html = pw.TextField(null=True)
    created = Moment()
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("message", "language"), True),)


@dataclass(frozen=True, slots=True)
class Kept:
    """A translation as shown."""

    message: int
    language: str
    source: str | None
    engine: str
    subject: str | None
    body: str
    html: str | None


_COLUMNS = tuple(
    getattr(Translation, name) for name in ("message", "language", "source", "engine", "subject", "body", "html")
)


def of_messages(messages: Iterable[int]) -> dict[int, list[Kept]]:
    """The translations of these messages, by message."""
    found: dict[int, list[Kept]] = {}
    query = Translation.select(*_COLUMNS).where(Translation.message.in_(list(messages))).order_by(Translation.id)
    for row in query.tuples():
        found.setdefault(row[0], []).append(Kept(*row))
    return found


def of(message_id: int, language: str) -> Kept | None:
    """The translation of a message into a language, if there is one."""
    where = (Translation.message == message_id) & (Translation.language == language)
    row = Translation.select(*_COLUMNS).where(where).tuples().first()
    return Kept(*row) if row else None


def keep(made: Kept, *, by: int, edits: int) -> None:
    """Keep a translation, in the place of an older one. It is refused if the text changed since (`edits` differs)."""
    with transaction():
        present = message.one(made.message)
        if present.deleted_at is not None or present.edits != edits:
            raise Refused("The message was changed while it was being translated; translate it again.")
        _forget((Translation.message == made.message) & (Translation.language == made.language), by)
        id = Translation.insert(
            message=made.message,
            language=made.language,
            source=made.source,
            engine=made.engine,
            subject=made.subject,
            body=made.body,
            html=made.html,
            created=now(),
            salt=journal.salt(),
        ).execute()
        journal.note("translation", id, "create", by=by, thread=present.thread_id)
        message.revise([made.message])


@message.goes_with_text
def drop(message_id: int, by: int) -> None:
    """Forget the translations of a message whose text changed or went, and the language of the old text."""
    _forget(Translation.message == message_id, by)
    Message.update(language=None).where(Message.id == message_id).execute()


@message.goes_with_message
def forget_sent(message_id: int, by: int) -> None:
    """A message went: what its recipients got in its place is no longer kept either."""
    delivery.forget_text(message_id)


def _forget(where: pw.Expression, by: int) -> None:
    query = Translation.select(Translation.id, Message.thread).join(Message).where(where)
    for id, thread in list(query.tuples()):
        Translation.delete().where(Translation.id == id).execute()
        journal.note("translation", id, journal.ERASE, by=by, thread=thread)


def messages_of(ids: Iterable[int]) -> set[int]:
    """The messages that these translations belong to."""
    return {row[0] for row in Translation.select(Translation.message).where(Translation.id.in_(list(ids))).tuples()}


# What a recipient gets in the place of what was written


@dataclass(frozen=True, slots=True)
class ForRecipient:
    """A message as its recipients get it, while the thread keeps what was written.

    `line` stands at the end and says that it was translated; empty where nothing is said.
    """

    language: str
    source: str
    engine: str
    body: str
    html: str | None = None
    subject: str | None = None
    line: str = ""

    def outgoing(self) -> dict[str, str | None]:
        """What a delivery's payload keeps of it: exactly what goes out."""
        text = f"{self.body}\n\n{self.line}" if self.line else self.body
        html = self.html
        if html is not None and self.line:
            html = f"{html}<p><i>{html_of(self.line)}</i></p>"
        return {"text": text, "html": html, "subject": self.subject, "language": self.language}


def keep_sent(message_id: int, sent: ForRecipient, *, by: int) -> None:
    """Keep what the recipients of a new message get as its translation (inside its transaction)."""
    set_language(message_id, sent.source)
    made = Kept(message_id, sent.language, sent.source, sent.engine, sent.subject, sent.body, sent.html)
    keep(made, by=by, edits=0)


# The language of a message. A guess is not part of the journal; a person's word is.


def set_language(message_id: int, language: str | None) -> None:
    """Keep in which language a message is, as recognised; "" where it can't be told."""
    with transaction():
        Message.update(language=language, revision=Message.revision + 1).where(Message.id == message_id).execute()


def correct_language(message_id: int, language: str, *, by: int) -> None:
    """Keep what a person says the language of a message is; translations made from another are dropped."""
    with transaction():
        kept = message.one(message_id)
        if kept.language == language:
            return
        other = Translation.source.is_null() | (Translation.source != language)
        _forget((Translation.message == message_id) & other, by)
        set_language(message_id, language)
        journal.note("message", message_id, "change", by=by, thread=kept.thread_id)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message whose language was not looked at yet. `likely` is its author's language."""

    id: int
    edits: int
    body: str
    likely: str | None


def without_language(*, limit: int) -> list[Unknown]:
    """Messages whose language was not looked at yet, the newest first."""
    newest = f"SELECT id FROM message WHERE {_UNRECOGNISED} ORDER BY date DESC LIMIT ?"
    return unknown([row[0] for row in rows(newest, (limit,))])


def unknown(ids: Sequence[int]) -> list[Unknown]:
    """Those of these messages whose language was not looked at yet, the newest first."""
    where = Message.id.in_(list(ids)) & Message.language.is_null() & Message.deleted_at.is_null()
    query = Message.select(Message.id, Message.edits, Message.body, Person.language)
    query = query.join(Person, on=(Message.author == Person.id)).where(where & Message.kind.in_(TALKED))
    found = query.order_by(Message.date.desc(), Message.id.desc()).tuples()
    return [Unknown(id, edits, body[:LOOKED_AT], language) for id, edits, body, language in found]


def keep_languages(found: Sequence[tuple[Unknown, str]]) -> None:
    """Keep what was recognised, unless the text was changed or a person was quicker."""
    sql = """
        UPDATE message SET language = ?, revision = revision + 1 WHERE id = ? AND edits = ? AND language IS NULL
    """
    with transaction():
        for one, language in found:
            execute(sql, (language, one.id, one.edits))


# A thread as a reader of some languages sees it


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody else said on a thread: who, in which language ("" or None: not known)."""

    message: int
    author: int
    language: str | None


def said_by_others(thread: int, me: int, *, limit: int = 20) -> list[Said]:
    """The newest that others than `me` said in the conversation of a thread, the newest first."""
    where = (Message.thread == thread) & Message.kind.in_(CONVERSATION) & (Message.author != me)
    query = Message.select(Message.id, Message.author, Message.language).where(where & Message.deleted_at.is_null())
    return [Said(*row) for row in query.order_by(Message.date.desc(), Message.id.desc()).limit(limit).tuples()]


def untranslated(
    thread: int,
    languages: Sequence[str],
    target: str,
    *,
    reader: int,
    notes: bool,
    limit: int,
    authors: Sequence[int] | None = None,
) -> list[int]:
    """Messages of a thread in these languages that are not there in the target's, the newest first.

    Of everybody but their reader, who reads what they wrote, or of these `authors`.
    """
    kinds = TALKED if notes else CONVERSATION
    where = (Message.thread == thread) & Message.kind.in_(kinds) & Message.language.in_(list(languages))
    where &= Message.author != reader
    if authors is not None:
        where &= Message.author.in_(list(authors))
    made = Translation.select(Translation.id).where(
        (Translation.message == Message.id) & (Translation.language == target)
    )
    query = Message.select(Message.id).where(where & Message.deleted_at.is_null() & ~pw.fn.EXISTS(made))
    return [row[0] for row in query.order_by(Message.date.desc(), Message.id.desc()).limit(limit).tuples()]


# What is to be translated by itself


@dataclass(frozen=True, slots=True)
class Awaited:
    """A message of somebody whose messages a user always reads translated; `language` is None before it is known."""

    message: int
    date: dt.datetime
    language: str | None


def awaited(authors: Iterable[int], target: str, *, since: dt.datetime, longest: int) -> list[Awaited]:
    """What these persons wrote since a moment, at most so long, and isn't there in a language; the newest first.

    Of each person only the newest are looked at, so that this is quick however much they wrote.
    """
    made = Translation.select(Translation.id).where(
        (Translation.message == Message.id) & (Translation.language == target)
    )
    found: list[Awaited] = []
    for author in authors:
        where = (Message.author == author) & Message.kind.in_(CONVERSATION) & Message.deleted_at.is_null()
        latest = Message.select(Message.id).where(where).order_by(Message.id.desc()).limit(LATEST)
        query = Message.select(Message.id, Message.date, Message.language).where(
            Message.id.in_(latest) & (pw.fn.LENGTH(Message.body) <= longest) & ~pw.fn.EXISTS(made)
        )
        found += [Awaited(*row) for row in query.tuples()]
    return sorted((one for one in found if one.date >= since), key=lambda one: (one.date, one.message), reverse=True)
