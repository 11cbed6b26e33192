"""Routing: on which thread something received belongs, and from whom it is (product.md §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import person, record
from models.database import transaction
from models.delivery import Delivery
from models.message import Message
from models.person import Person
from models.text import fold, one_line


@dataclass(frozen=True, slots=True)
class Place:
    """Where something received belongs: its thread and its author."""

    thread: int
    author: int


def sender(channel: str, address: str) -> int | None:
    """The person who writes from this address or number; of several the one written to last, else the oldest."""
    if channel == "email":
        where = Person.folded_email == fold(address)
    else:
        where = (Person.mobile == address) | (Person.mobile.is_null() & (Person.phone == address))
    known = [row[0] for row in Person.select(Person.id).where(where & ~Person.bot).order_by(Person.id).tuples()]
    if len(known) < 2:
        return known[0] if known else None
    last = Delivery.select(Delivery.person).where((Delivery.channel == channel) & Delivery.person.in_(known))
    return last.order_by(Delivery.id.desc()).limit(1).scalar() or known[0]


def place(channel: str, address: str, *, references: Sequence[str] = ()) -> Place | None:
    """The thread of the message that is answered, else of the last one written to this address, else the contact's.

    None when nobody here is known by that address.
    """
    author = sender(channel, address)
    if author is None:
        return None
    answered = _answered(channel, references)
    thread = answered or _last_written(channel, address) or person.one(author).card
    return Place(thread, author) if thread is not None else None


def _answered(channel: str, references: Sequence[str]) -> int | None:
    """The thread of the newest referenced message that we sent or received."""
    for reference in reversed(references):
        sent = Delivery.select(Delivery.message).where(
            (Delivery.channel == channel) & (Delivery.provider_id == reference)
        )
        known = (Message.channel == channel) & (Message.provider_id == reference)
        thread = Message.select(Message.thread).where(Message.id.in_(sent) | known).limit(1).scalar()
        if thread is not None:
            return int(thread)
    return None


def _last_written(channel: str, address: str) -> int | None:
    query = Message.select(Message.thread).join(Delivery, on=(Delivery.message == Message.id))
    where = (Delivery.channel == channel) & (Delivery.address == address) & (Delivery.state != "cancelled")
    thread = query.where(where).order_by(Delivery.id.desc()).limit(1).scalar()
    return int(thread) if thread is not None else None


def introduce(channel: str, address: str, *, name: str = "") -> Place:
    """Make a contact for somebody unknown who wrote, so that nothing received is lost."""
    called = one_line(name) or address
    given = {"name": called, "email": address} if channel == "email" else {"name": called, "mobile": address}
    with transaction():
        made = record.create("contact", given, by=person.deskbot())
        someone = person.of_card(made.id)
    assert someone is not None
    return Place(made.id, someone.id)
