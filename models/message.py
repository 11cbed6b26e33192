"""Message: the entries of a thread (messages, notes, changes, logs, what was received) and the verbs on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import delivery, journal, person, thread, user
from models.database import Id, Json, Model, Moment, is_id, now, transaction
from models.errors import NotFound, Refused
from models.person import Person
from models.text import clean, one_line, plain, text_of

WRITTEN = (
    "message",
    "note",
    "whatsapp",
)  # by us; the only kinds that can be edited or deleted, and only if not received
CONVERSATION = ("message", "email", "whatsapp")
_MARKED = re.compile(r"<(?!/?(?:p|div)>|br>)")  # anything but lines and paragraphs, which the text keeps
_DIGESTED = (
    *("thread_id", "kind", "direction", "channel", "author_id", "date", "subject", "body", "html", "changes"),
    *("edits", "edited_by_id", "edited_at", "deleted_by_id", "deleted_at", "reply_to_id", "provider_id"),
)


@journal.journaled("message", *_DIGESTED)
class Message(Model):
    """One entry. `direction`: in, out, internal.

    `kind`: message, note, change, log, email, whatsapp, activity, created. `html` is empty where `body` is all there
    is. `changes` holds what a change entry tracked, as it was at that time.
    `revision` counts everything that alters how the entry looks (not digested); `provider_id` names it at its channel.
    """

    id = Id()
    thread = pw.ForeignKeyField(thread.Thread, on_delete="CASCADE", backref="+", index=False)
    kind = pw.TextField()
    direction = pw.TextField()
    channel = pw.TextField(null=True)
    author = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    date = Moment()
    subject = pw.TextField(null=True)
    body = pw.TextField(default="")
    html = pw.TextField(null=True)
    changes = Json(null=True)
    edits = pw.IntegerField(default=0)
    edited_by = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+", index=False)
    edited_at = Moment(null=True)
    deleted_by = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+", index=False)
    deleted_at = Moment(null=True)
    reply_to = pw.ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
    provider_id = pw.TextField(null=True)
    language = pw.TextField(null=True)
    revision = pw.IntegerField(default=0)
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("thread", "date", "id"), False), (("channel", "provider_id"), True))


@journal.journaled("message_version", "message_id", "version", "body", "html", "by_id", "date")
class MessageVersion(Model):
    """A message as it stood before an edit. The present version is in the message itself."""

    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
    version = pw.IntegerField()
    body = pw.TextField()
    html = pw.TextField(null=True)
    by = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+", index=False)
    date = Moment()
    salt = pw.BlobField(default=journal.salt)


@dataclass(frozen=True, slots=True)
class Version:
    """A message as someone left it; `number` 1 is as first written."""

    number: int
    body: str
    html: str | None
    by: str
    date: dt.datetime


def write(
    thread_id: int,
    kind: str,
    *,
    author: int,
    body: str = "",
    html: str | None = None,
    when: dt.datetime | None = None,
    direction: str = "internal",
    journal_by: int | None = None,
    **columns: Any,
) -> int:
    """Put one entry into a thread (inside a transaction); the verbs below decide what and for whom."""
    date = when or now()
    message = Message.insert_row(
        thread=thread_id, kind=kind, direction=direction, author=author, date=date, body=body, html=html, **columns
    )
    thread.touch(thread_id, message, date)
    journal.note("message", message, "create", by=journal_by or author, thread=thread_id)
    return message


def content(body: str, html: str | None, *, received: bool = False) -> tuple[str, str | None]:
    """The text and the cleaned HTML of what someone wrote; HTML only where it says more than the text."""
    if html is None:
        return plain(body), None
    safe = clean(html, received=received)
    return text_of(safe), safe if _MARKED.search(safe) else None


def log(thread_id: int, body: str, *, by: int, when: dt.datetime | None = None) -> int:
    """Write down what the program did or noticed; such entries are never editable."""
    with transaction():
        return write(thread_id, "log", author=by, body=one_line(body), when=when)


def one(id: int) -> Any:
    """The entry with this id, or `NotFound`."""
    found = Message.get_or_none(Message.id == id) if is_id(id) else None
    if found is None:
        raise NotFound(f"There is no message {id}.")
    return found


def why_not_editable(
    kind: str, direction: str, author: int, deleted: bool, by: int, *, to: str = "edited"
) -> str | None:
    """Why `by` can't edit or delete such an entry, in words; None when they can (product.md §3)."""
    if deleted:
        return "This message was deleted."
    if direction == "in":
        return f"What was received can't be {to}."
    if kind not in WRITTEN:
        return f"What the program wrote itself can't be {to}."
    if author == by:
        return None
    role = user.member(by)
    if role is None or not role.administrator:
        return f"Only its author or an administrator can have a message {to}."
    return None


_dependents: list[Callable[[int, int], None]] = []


def goes_with_text(verb: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Declare what has to go when a message's text is changed or deleted; called with message and author of that."""
    _dependents.append(verb)
    return verb


def _text_gone(id: int, *, by: int) -> None:
    for verb in _dependents:
        verb(id, by)


_belongings: list[Callable[[int, int], None]] = []


def goes_with_message(verb: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Declare what has to go when a message is deleted, but stays when it is edited; called as above."""
    _belongings.append(verb)
    return verb


def erase(kept: Message, *, by: int) -> None:
    """Take an entry out of its thread for good, as if it had not been (inside a transaction). The journal knows."""
    versions = [
        row[0] for row in MessageVersion.select(MessageVersion.id).where(MessageVersion.message == kept.id).tuples()
    ]
    for version in versions:
        journal.note("message_version", version, journal.ERASE, by=by, thread=kept.thread_id)
    for verb in (*_dependents, *_belongings):
        verb(kept.id, by)
    for id, elsewhere in list(Message.select(Message.id, Message.thread).where(Message.reply_to == kept.id).tuples()):
        Message.update(reply_to=None, revision=Message.revision + 1).where(Message.id == id).execute()
        journal.note("message", id, "change", by=by, thread=elsewhere)
    Message.delete().where(Message.id == kept.id).execute()
    journal.note("message", kept.id, journal.ERASE, by=by, thread=kept.thread_id)
    newest = Message.select(Message.id, Message.date).where(Message.thread == kept.thread_id)
    row = newest.order_by(Message.date.desc(), Message.id.desc()).limit(1).tuples().first()
    if row is not None:
        thread.Thread.update(last_message=row[0], last_date=row[1]).where(thread.Thread.id == kept.thread_id).execute()


def edit(id: int, body: str, *, by: int, html: str | None = None, when: dt.datetime | None = None) -> bool:
    """Change a message or note, keeping the version before. Never sends again. False when nothing changed."""
    text, safe = content(body, html)
    with transaction():
        user.require_active(by)
        kept = one(id)
        refusal = why_not_editable(kept.kind, kept.direction, kept.author_id, kept.deleted_at is not None, by)
        if refusal:
            raise Refused(refusal)
        if not text:
            raise Refused("An edited message can't be empty; delete it instead.")
        if (text, safe) == (kept.body, kept.html):
            return False
        if delivery.waits_translated(id):
            raise Refused("This message is about to be sent in a translation; take it back to change it.")
        _keep_version(kept)
        _text_gone(id, by=by)
        _update(
            kept,
            by=by,
            action="edit",
            body=text,
            html=safe,
            edits=kept.edits + 1,
            edited_by=by,
            edited_at=when or now(),
        )
    return True


def _keep_version(kept: Message) -> None:
    version = MessageVersion.insert_row(
        message=kept.id,
        version=kept.edits + 1,
        body=kept.body,
        html=kept.html,
        by=kept.edited_by_id or kept.author_id,
        date=kept.edited_at or kept.date,
    )
    journal.note("message_version", version, "create", by=kept.edited_by_id or kept.author_id, thread=kept.thread_id)


def _update(kept: Message, *, by: int, action: str, **values: Any) -> None:
    Message.update_row(kept.id, revision=kept.revision + 1, **values)
    journal.note("message", kept.id, action, by=by, thread=kept.thread_id)


def delete(id: int, *, by: int, when: dt.datetime | None = None) -> None:
    """Leave a tombstone with author and time.

    Text and versions go, what waited is cancelled, what was sent stays sent.
    """
    with transaction():
        user.require_active(by)
        kept = one(id)
        refusal = why_not_editable(
            kept.kind, kept.direction, kept.author_id, kept.deleted_at is not None, by, to="deleted"
        )
        if refusal:
            raise Refused(refusal)
        versions = [
            row[0] for row in MessageVersion.select(MessageVersion.id).where(MessageVersion.message == id).tuples()
        ]
        MessageVersion.delete().where(MessageVersion.message == id).execute()
        for version in versions:
            journal.note("message_version", version, journal.ERASE, by=by, thread=kept.thread_id)
        for verb in (*_dependents, *_belongings):
            verb(id, by)
        delivery.cancel_waiting(id, by=by, reason="The message was deleted.")
        _update(kept, by=by, action="delete", body="", html=None, subject=None, deleted_by=by, deleted_at=when or now())


def versions(id: int) -> list[Version]:
    """Every version of a message, oldest first, the present one included."""
    kept = one(id)
    if kept.deleted_at is not None:
        raise Refused("This message was deleted; its text is gone.")
    query = MessageVersion.select().where(MessageVersion.message == id).order_by(MessageVersion.version)
    rows = [(row.version, row.body, row.html, row.by_id, row.date) for row in query]
    rows.append(
        (kept.edits + 1, kept.body, kept.html, kept.edited_by_id or kept.author_id, kept.edited_at or kept.date)
    )
    names = person.some(row[3] for row in rows)
    return [Version(number, body, html, names[by].name, date) for number, body, html, by, date in rows]


def revise(ids: Iterable[int]) -> None:
    """Say that entries look different now (a delivery's state, a reaction, a translation)."""
    Message.update(revision=Message.revision + 1).where(Message.id.in_(list(ids))).execute()


def wrote(who: int) -> bool:
    """Whether a person has written any entry."""
    return bool(Message.select().where(Message.author == who).exists())


def subjects(thread_id: int, *, limit: int = 100) -> list[str]:
    """The subjects under which others wrote on a thread lately."""
    where = (Message.thread == thread_id) & (Message.direction == "in") & Message.subject.is_null(False)
    query = Message.select(Message.subject).where(where).order_by(Message.date.desc()).limit(limit)
    return [row[0] for row in query.tuples()]


def loosen_replies(thread_id: int, *, by: int) -> None:
    """Before a thread is removed: messages of other threads no longer answer one on it (inside a transaction)."""
    answered = Message.alias()
    query = Message.select(Message.id, Message.thread).join(answered, on=(Message.reply_to == answered.id))
    for id, elsewhere in list(query.where((answered.thread == thread_id) & (Message.thread != thread_id)).tuples()):
        Message.update(reply_to=None, revision=Message.revision + 1).where(Message.id == id).execute()
        journal.note("message", id, "change", by=by, thread=elsewhere)
