"""Leaving: what is about to go out when the program is to end, and the act of letting it go at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from models import outbox, person
from models.database import now, transaction
from models.delivery import CHANNELS, LONGEST_UNDO, Delivery, paused, served
from models.errors import Refused


@dataclass(frozen=True, slots=True)
class Leaving:
    """A delivery on its way out: to whom, in which state, and why it still waits."""

    id: int
    message: int
    name: str
    state: str
    reason: str | None


def soon(*, when: dt.datetime | None = None) -> list[Leaving]:
    """The deliveries that would go out by themselves within the time of undo, oldest first.

    What is scheduled for later, and what waits for a channel that is not set up or stands still, is not among them: the
    program need not stay for it.
    """
    working = [channel for channel in CHANNELS if served(channel) and not paused(channel)]
    due = (Delivery.state == "waiting") & (Delivery.send_after <= (when or now()) + LONGEST_UNDO)
    where = Delivery.channel.in_(working) & (due | (Delivery.state == "sending"))
    query = Delivery.select(
        *(Delivery.id, Delivery.message, Delivery.person, Delivery.address, Delivery.state, Delivery.reason)
    )
    rows = list(query.where(where).order_by(Delivery.id).tuples())
    names = person.some(row[2] for row in rows)
    return [
        Leaving(id, message, names[who].name if who in names else address, state, reason)
        for id, message, who, address, state, reason in rows
    ]


def let_go(ids: Iterable[int], *, by: int) -> None:
    """End the time of undo, and of waiting for another try, of these: they go out at once."""
    with transaction():
        for id in ids:
            try:
                outbox.retry(id, by=by)
            except Refused:
                continue  # it was handed over, or taken back, meanwhile


def failures(ids: Iterable[int]) -> list[str]:
    """Why those of these deliveries failed that did, in words."""
    where = Delivery.id.in_(list(ids)) & (Delivery.state == "failed")
    return [row[0] or "" for row in Delivery.select(Delivery.reason).where(where).order_by(Delivery.id).tuples()]
