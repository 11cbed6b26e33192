"""Posting: how a message, a note or something received comes into a thread, and who hears of it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import attachment, delivery, dispatch, follower, message, notification, person, thread, user, window
from models.database import now, transaction
from models.draft import File
from models.errors import Refused
from models.message import Message
from models.text import fold


@dataclass(frozen=True, slots=True)
class Posted:
    """What a post wrote."""

    message: int
    deliveries: tuple[int, ...] = ()


def post(
    thread_id: int,
    body: str = "",
    *,
    by: int,
    to: Sequence[delivery.Recipient] = (),
    html: str | None = None,
    subject: str | None = None,
    when: dt.datetime | None = None,
    send_after: dt.datetime | None = None,
    reply_to: int | None = None,
    allow_empty: bool = False,
    payload: dict[str, Any] | None = None,
    unless_answered: bool = False,
    files: Sequence[File] = (),
) -> Posted:
    """Send a message: a delivery for each recipient outside, inbox rows for users who listen; the sender follows.

    `to` comes from `sending.recipients`, `payload` and `unless_answered` go to each delivery. All by WhatsApp makes a
    WhatsApp entry, else a message.
    """
    text, safe = message.content(body, html)
    with transaction():
        _writable(thread_id, by)
        listening = follower.listening(thread_id, "discussions", users=True) - {by}
        if not text and not allow_empty and not files:
            raise Refused("There is nothing to send yet: write something first.")
        if not to and not listening:
            raise Refused("There is nobody to send this to: the record has no contact and nobody else follows it.")
        channels = {recipient.channel for recipient in to}
        channel = channels.pop() if len(channels) == 1 else ("email" if channels else None)
        kind = "whatsapp" if channel == "whatsapp" else "message"
        written = message.write(
            thread_id,
            kind,
            author=by,
            body=text,
            html=safe,
            when=when,
            direction="out",
            channel=channel,
            subject=subject,
            reply_to=reply_to,
        )
        after = send_after or when or now()
        deliveries = delivery.create(
            *(written, thread_id, to),
            by=by,
            send_after=after,
            payload=payload,
            unless_answered=unless_answered,
        )
        attachment.attach_to(thread_id, written, files, by=by, when=when)
        follower.follow_automatically(thread_id, by)
        mentioned = mentions(text)
        notification.tell(mentioned - {by}, written, thread_id, "mention")
        notification.tell(listening - mentioned, written, thread_id, "message")
    return Posted(written, tuple(deliveries))


def note(
    thread_id: int,
    body: str,
    *,
    by: int,
    html: str | None = None,
    when: dt.datetime | None = None,
    reply_to: int | None = None,
    files: Sequence[File] = (),
) -> int:
    """Log an internal note: it goes to nobody outside; mentioned users and those who listen to notes are told."""
    text, safe = message.content(body, html)
    if not text and not files:
        raise Refused("There is nothing to log yet: write something first.")
    with transaction():
        _writable(thread_id, by)
        written = message.write(thread_id, "note", author=by, body=text, html=safe, when=when, reply_to=reply_to)
        attachment.attach_to(thread_id, written, files, by=by, when=when)
        mentioned = mentions(text)
        notification.tell(mentioned - {by}, written, thread_id, "mention")
        listening = follower.listening(thread_id, "notes", users=True)
        notification.tell(listening - mentioned - {by}, written, thread_id, "note")
    return written


def receive(
    thread_id: int,
    body: str,
    *,
    author: int,
    channel: str,
    address: str | None = None,
    provider_id: str | None = None,
    html: str | None = None,
    subject: str | None = None,
    when: dt.datetime | None = None,
    reply_to: int | None = None,
    automatic: bool = False,
) -> int | None:
    """Put what came in by a channel into a thread, once: None when this `provider_id` is here already.

    `address` is where it came from (else the author's number); it may be answered freely for a while from now on.
    Where nobody follows the record, the administrators are told. `automatic`: a program wrote it by itself, which is no
    answer that anything waits for.
    """
    text, safe = message.content(body, html, received=True)
    with transaction():
        if provider_id and known(channel, provider_id):
            return None
        kind = "whatsapp" if channel == "whatsapp" else "email"
        written = message.write(
            *(thread_id, kind),
            author=author,
            body=text,
            html=safe,
            when=when,
            direction="in",
            channel=channel,
            subject=subject,
            provider_id=provider_id,
            reply_to=reply_to,
            journal_by=person.deskbot(),
        )
        if not automatic:
            dispatch.answered(author)
        window.hear(channel, address or person.one(author).number or "", when or now())
        listening = follower.listening(thread_id, "discussions", users=True) or _administrators()
        notification.tell(listening, written, thread_id, "answer")
    return written


def known(channel: str, provider_id: str) -> bool:
    """Whether what came in by a channel under this id is here already."""
    return bool(Message.select().where((Message.channel == channel) & (Message.provider_id == provider_id)).exists())


def _administrators() -> set[int]:
    return {one.id for one in user.members(archived=False) if one.administrator}


def mentions(text: str) -> set[int]:
    """The active users whom a text mentions as @Full Name, or as @First where that is one user only."""
    if "@" not in text:
        return set()
    folded, found = fold(text), set()
    for name, who in _callable():
        there = re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)")
        if there.search(folded):
            found.add(who)
            folded = there.sub(" ", folded)  # so that @Ana Ruiz isn't @Ana as well
    return found


def _callable() -> list[tuple[str, int]]:
    """The names by which active users are mentioned, folded, the longest first."""
    members = [(fold(one.name), one.id) for one in user.members(archived=False)]
    firsts = [(name.split(" ")[0], who) for name, who in members]
    counts = Counter(first for first, _ in firsts)
    alone = [(first, who) for first, who in firsts if counts[first] == 1]
    return sorted({*members, *alone}, key=lambda one: (-len(one[0]), one))


def _writable(thread_id: int, by: int) -> None:
    if thread.head(thread_id).archived:
        raise Refused("This record is archived; restore it before writing to it.")
    user.require_active(by)
