"""Pending messages: those that wait for their time. Taken back, sent now, or moved to another time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from models import attachment, delivery, journal, message, outbox, person, thread, user
from models.attachment import Attachment
from models.database import now, transaction
from models.delivery import LONGEST_UNDO, Delivery
from models.draft import Content, File
from models.errors import Refused
from models.message import Message
from models.text import shortened


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that goes out later, in a list. `unless_answered`: only if the recipient does not write before."""

    message: int
    thread: int
    title: str
    author: int
    author_name: str
    text: str
    to: tuple[str, ...]
    send_after: dt.datetime
    unless_answered: bool


def _waiting(message_id: int) -> list[Delivery]:
    """The deliveries of a message, or `Refused` where anything was handed over already."""
    found = list(Delivery.select().where((Delivery.message == message_id) & Delivery.notice.is_null()))
    waiting = [one for one in found if one.state == "waiting"]
    if not waiting or any(one.attempts or one.state not in ("waiting", "cancelled") for one in found):
        raise Refused("This message is on its way already; what was handed over can't be taken back.")
    return waiting


def _require_own(kept: Message, by: int) -> None:
    role = user.member(by)
    if kept.author_id != by and not (role and role.administrator and not role.archived):
        raise Refused("Only its author or an administrator can take this message back.")


def withdraw(message_id: int, *, by: int) -> Content:
    """Take back a message before anything of it was handed over: it leaves the thread, and its content is returned.

    The journal keeps that there was one.
    """
    with transaction():
        kept = message.one(message_id)
        _require_own(kept, by)
        _waiting(message_id)
        content = _content(kept)
        for what, table in (("delivery", Delivery), ("file", Attachment)):
            rows = list(table.select(table.id).where(table.message == message_id).tuples())
            table.delete().where(table.message == message_id).execute()
            for (id,) in rows:
                journal.note(what, id, journal.ERASE, by=by, thread=kept.thread_id)
        message.erase(kept, by=by)
    return content


def _content(kept: Message) -> Content:
    """A message as a draft that would send it again to the same persons."""
    where = (Delivery.message == kept.id) & Delivery.notice.is_null()
    query = Delivery.select(Delivery.person).where(where).order_by(Delivery.id)
    files = attachment.of_messages([kept.id]).get(kept.id, [])
    return Content(
        text=kept.body,
        html=kept.html,
        subject=kept.subject,
        to=tuple(dict.fromkeys(row[0] for row in query.tuples() if row[0] is not None)),
        files=tuple(File(one.sha256, one.size, one.name) for one in files),
        reply_to=kept.reply_to_id,
    )


def send_now(message_id: int, *, by: int) -> None:
    """Let a waiting message go out at once."""
    with transaction():
        for one in _waiting(message_id):
            outbox.retry(one.id, by=by)


def cancel(message_id: int, *, by: int) -> None:
    """Don't send a waiting message after all; it stays in the thread, as cancelled."""
    with transaction():
        _require_own(message.one(message_id), by)
        for one in _waiting(message_id):
            outbox.cancel(one.id, by=by)


def reschedule(message_id: int, at: dt.datetime, *, by: int) -> None:
    """Let a waiting message go out at another time."""
    if at <= now():
        raise Refused("That time has passed; choose a later one.")
    with transaction():
        kept = message.one(message_id)
        for one in _waiting(message_id):
            reason = delivery.why_waiting(one.channel, at)
            values = {"send_after": at, "next_try": None, "reason": reason, "changed": now()}
            Delivery.update(**values).where(Delivery.id == one.id).execute()
            journal.note("delivery", one.id, "change", by=by, thread=kept.thread_id)
        message.revise([message_id])


def scheduled(thread_id: int | None = None) -> list[Scheduled]:
    """What waits for a time chosen by its author, on one record or on all, the next first."""
    where = (Delivery.state == "waiting") & (Delivery.send_after > now()) & Delivery.notice.is_null()
    query = Delivery.select()
    if thread_id is not None:
        query = query.join(Message, on=(Delivery.message == Message.id))
        where &= Message.thread == thread_id
    query = query.where(where).order_by(Delivery.send_after, Delivery.id)
    by_message: dict[int, list[Delivery]] = {}
    for one in query:
        by_message.setdefault(one.message_id, []).append(one)
    if not by_message:
        return []
    kept = {one.id: one for one in Message.select().where(Message.id.in_(list(by_message)))}
    later = [
        one for one in map(kept.__getitem__, by_message) if by_message[one.id][0].send_after - one.date > LONGEST_UNDO
    ]
    heads = thread.heads([one.thread_id for one in later])
    who = [row.person_id for one in later for row in by_message[one.id]]
    names = person.some([*(one.author_id for one in later), *who])
    return [
        Scheduled(
            message=one.id,
            thread=one.thread_id,
            title=heads[one.thread_id].title,
            author=one.author_id,
            author_name=names[one.author_id].name,
            text=shortened(one.body, 200),
            to=tuple(names[row.person_id].name for row in by_message[one.id] if row.person_id in names),
            send_after=by_message[one.id][0].send_after,
            unless_answered=any(row.unless_answered for row in by_message[one.id]),
        )
        for one in later
    ]
