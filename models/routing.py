"""Routing: on which thread something received belongs, and from whom it is (product.md §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import number, person, record, reply_address
from models.database import transaction
from models.delivery import Delivery
from models.errors import Refused
from models.message import Message
from models.person import Person
from models.text import fold, one_line
from models.thread import Thread


@dataclass(frozen=True, slots=True)
class Place:
    """Where something received belongs: its thread and its author."""

    thread: int
    author: int


def sender(channel: str, address: str) -> int | None:
    """The person who writes from this address or number; of several the one written to last, else the oldest."""
    if channel == "email":
        known = _persons(Person.folded_email == fold(address))
    else:
        forms = number.forms(address)
        known = _persons(Person.mobile.in_(forms)) or _persons(Person.phone.in_(forms))
    if len(known) < 2:
        return known[0] if known else None
    last = Delivery.select(Delivery.person).where(
        (Delivery.channel == channel) & Delivery.person.in_(known) & Delivery.notice.is_null()
    )
    return last.order_by(Delivery.id.desc()).limit(1).scalar() or known[0]


def _persons(where: Any) -> list[int]:
    """The persons of whom this is true, those not archived first, then the oldest."""
    query = Person.select(Person.id).where(where & ~Person.bot).order_by(Person.archived, Person.id)
    return [row[0] for row in query.tuples()]


def place(
    channel: str, address: str, *, name: str = "", references: Sequence[str] = (), recipients: Sequence[str] = ()
) -> Place | None:
    """The thread of the message that is answered, else of the last one written to this address, else the contact's.

    What is answered is told by the ids it refers to, else by the signed address it went to. None when it answers
    nothing, and nobody here is known by that address; who answers from an unknown one becomes a contact.
    """
    author = sender(channel, address)
    found = _answered(channel, references)
    if found is None and channel == "email":
        found = reply_address.thread_of(recipients)
    if author is None:
        return Place(found, introduce(channel, address, name=name).author) if found is not None else None
    found = found or _last_written(channel, address) or person.one(author).card
    return Place(found, author) if found is not None else None


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
    """The thread of the record, not archived, that wrote last to an address."""
    forms = number.forms(address) if channel != "email" else (address,)
    query = Message.select(Message.thread).join(Delivery, on=(Delivery.message == Message.id))
    where = (Delivery.channel == channel) & Delivery.address.in_(forms) & (Delivery.state != "cancelled")
    where &= Delivery.notice.is_null()
    query = query.switch(Message).join(Thread, on=(Message.thread == Thread.id)).where(where & ~Thread.archived)
    found = query.order_by(Delivery.id.desc()).limit(1).scalar()
    return int(found) if found is not None else None


def introduce(channel: str, address: str, *, name: str = "", by: int | None = None) -> Place:
    """Make a contact for somebody unknown who wrote, so that nothing received is lost; by Deskbot, or who is named.

    An address that no contact can have becomes the name alone.
    """
    called = one_line(name) or one_line(address) or "Unknown"
    field = "email" if channel == "email" else "mobile"
    maker = by or person.deskbot()
    with transaction():
        try:
            made = record.create("contact", {"name": called, field: address}, by=maker)
        except Refused:
            made = record.create("contact", {"name": one_line(f"{called} {address}")}, by=maker)
        someone = person.of_card(made.id)
    assert someone is not None
    return Place(made.id, someone.id)
