"""Conversation: everything that was said with one person by one channel, over all records, as one thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import peewee as pw

from models import entries, message
from models.database import moment_text
from models.delivery import Delivery
from models.entries import PAGE, Entry
from models.errors import NotFound

Message = message.Message


def page(
    who: int,
    *,
    channel: str = "whatsapp",
    limit: int = PAGE,
    before: tuple[dt.datetime, int] | None = None,
    after: tuple[dt.datetime, int] | None = None,
) -> list[Entry]:
    """What a person wrote and what was written to them, newest first: the newest, or those nearest to a place."""
    place = pw.Tuple(Message.date, Message.id)
    where = (Message.channel == channel) & Message.id.in_(_said(who, channel))
    order: Sequence[Any] = (Message.date.desc(), Message.id.desc())
    if before is not None:
        where &= place < pw.Tuple(moment_text(before[0]), before[1])
    if after is not None:
        where &= place > pw.Tuple(moment_text(after[0]), after[1])
        order = (Message.date, Message.id)
    query = Message.select(Message.id).where(where).order_by(*order).limit(limit)
    return entries.some([row[0] for row in query.tuples()])


def _said(who: int, channel: str) -> Any:
    """The ids of what was said; each half is found by an index, however much others said."""
    to_them = Delivery.select(Delivery.message).where(
        (Delivery.person == who) & (Delivery.channel == channel) & Delivery.notice.is_null()
    )
    from_them = Message.select(Message.id).where((Message.author == who) & (Message.direction == "in"))
    return to_them | from_them


def around(who: int, message: int, *, channel: str = "whatsapp", limit: int = PAGE) -> list[Entry]:
    """What was said on both sides of one message, itself included, newest first."""
    middle = entries.one(message)
    if not belongs(middle, who, channel=channel):
        raise NotFound(f"Message {message} is not of this conversation.")
    newer = page(who, channel=channel, limit=limit // 2, after=middle.place)
    return [*newer, middle, *page(who, channel=channel, limit=limit - len(newer) - 1, before=middle.place)]


def belongs(entry: Entry, who: int, *, channel: str = "whatsapp") -> bool:
    """Whether an entry is of the conversation with a person."""
    from_them = entry.direction == "in" and entry.author.id == who
    to_them = any(one.person == who and one.channel == channel for one in entry.deliveries)
    return entry.channel == channel and (from_them or to_them)
