"""Sorting: what becomes of mail that belongs nowhere: filed to a record, its sender made a contact, or thrown away."""

from __future__ import annotations

import re

import peewee as pw

from models import attachment, journal, person, posting, routing, thread, unsorted, user
from models.database import transaction
from models.errors import Refused
from models.message import Message
from models.storage import Stored
from models.text import fold
from models.thread import Thread
from models.unsorted import Unsorted

_REPLY = re.compile(r"^\s*(?:(?:re|aw|sv|rv|fw|fwd|wg|tr|rif|antw)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def file(id: int, thread_id: int, *, by: int) -> int:
    """Put it into the thread of a record; who wrote it becomes known by the address. Returns the entry."""
    with transaction():
        user.require_active(by)
        if thread.head(thread_id).archived:
            raise Refused("This record is archived; restore it before filing something there.")
        kept = unsorted.row(id)
        author = routing.sender(kept.channel, kept.address)
        if author is None:
            author = person.create(kept.name or kept.address, by=by, email=kept.address)
        return _move(kept, thread_id, author, by=by)


def introduce(id: int, *, by: int) -> tuple[int, int]:
    """Make a contact of who wrote it, and put it into the contact's thread. Returns contact and entry."""
    with transaction():
        user.require_active(by)
        kept = unsorted.row(id)
        author = routing.sender(kept.channel, kept.address)
        card = person.one(author).card if author is not None else None
        if author is None or card is None:
            made = routing.introduce(kept.channel, kept.address, name=kept.name, by=by)
            author, card = made.author, made.thread
        return card, _move(kept, card, author, by=by)


def _move(kept: Unsorted, thread_id: int, author: int, *, by: int) -> int:
    """Make an entry of it (inside a transaction)."""
    written = posting.receive(
        thread_id,
        kept.body,
        author=author,
        channel=kept.channel,
        address=kept.address,
        provider_id=kept.provider_id,
        html=kept.html,
        subject=kept.subject,
        when=kept.date,
        automatic=kept.automatic,
    )
    if written is None:
        raise Refused("This message is in a thread already.")
    for brought in unsorted.one(kept.id).files:
        attachment.attach(
            thread_id,
            Stored(brought.sha256, brought.size),
            brought.name,
            by=author,
            message_id=written,
            content_type=brought.content_type,
            cid=brought.cid,
            when=kept.date,
        )
    Unsorted.delete().where(Unsorted.id == kept.id).execute()
    journal.note("unsorted", kept.id, journal.ERASE, by=by)
    return written


def delete(id: int, *, by: int) -> None:
    """Throw it away: nothing of it is kept but the id by which its channel knows it."""
    with transaction():
        user.require_active(by)
        kept = unsorted.row(id)
        nothing = {"address": "", "name": "", "subject": None, "body": "", "html": None, "files": None}
        Unsorted.update(deleted=True, **nothing).where(Unsorted.id == kept.id).execute()
        journal.note("unsorted", kept.id, "delete", by=by)


def likely(id: int, *, limit: int = 5) -> list[int]:
    """Records on which something was written under the same subject, the newest first: only a suggestion.

    It reads all subjects, so not on the thread of the window.
    """
    subject = _REPLY.sub("", unsorted.one(id).subject or "").strip()
    if not subject:
        return []
    same = Message.select(Message.thread, pw.fn.MAX(Message.id)).where(Message.subject.in_([subject, f"Re: {subject}"]))
    by_subject = [row[0] for row in same.group_by(Message.thread).order_by(pw.SQL("2 DESC")).limit(limit).tuples()]
    titled = Thread.select(Thread.id).where((Thread.folded == fold(subject)) & ~Thread.archived).limit(limit)
    return list(dict.fromkeys([*by_subject, *(row[0] for row in titled.tuples())]))[:limit]
