"""Conversation: everything that was said with one person by one channel, over all records, as one thread."""

from __future__ import annotations

import datetime as dt

import peewee as pw

from models import entries, message
from models.database import moment_text
from models.delivery import Delivery
from models.entries import PAGE, Entry

Message = message.Message


def page(
    who: int, *, channel: str = "whatsapp", limit: int = PAGE, before: tuple[dt.datetime, int] | None = None
) -> list[Entry]:
    """What a person wrote and what was written to them, newest first: the newest, or the nearest before a place."""
    to_them = Delivery.select(Delivery.message).where((Delivery.person == who) & (Delivery.channel == channel))
    from_them = (Message.author == who) & (Message.direction == "in")
    where = (Message.channel == channel) & (from_them | Message.id.in_(to_them))
    if before is not None:
        where &= pw.Tuple(Message.date, Message.id) < pw.Tuple(moment_text(before[0]), before[1])
    query = Message.select(Message.id).where(where).order_by(Message.date.desc(), Message.id.desc()).limit(limit)
    return entries.some([row[0] for row in query.tuples()])
