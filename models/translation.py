"""Translations: what was translated of a message, kept per language until its text changes (product.md §9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import peewee as pw

from models import journal, message, setting
from models.database import Model, Moment, now, transaction
from models.errors import Refused
from models.message import Message


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
    """Forget the translations of a message whose text changed or went."""
    _forget(Translation.message == message_id, by)


def _forget(where: pw.Expression, by: int) -> None:
    query = Translation.select(Translation.id, Message.thread).join(Message).where(where)
    for id, thread in list(query.tuples()):
        Translation.delete().where(Translation.id == id).execute()
        journal.note("translation", id, journal.ERASE, by=by, thread=thread)


def languages_read(person_id: int) -> list[str]:
    """The languages that a user reads without a translation; English where they said nothing."""
    return list(setting.get("languages", ["en"], person=person_id))


def set_language(message_id: int, language: str | None) -> None:
    """Keep which language a message is in (not digested: it is a guess, and can be corrected)."""
    with transaction():
        Message.update(language=language, revision=Message.revision + 1).where(Message.id == message_id).execute()


def refused_for(card: int | None) -> bool:
    """Whether nothing written with this contact may leave the machine to be translated."""
    return card is not None and bool(setting.get(f"translate.refused.{card}", False))
