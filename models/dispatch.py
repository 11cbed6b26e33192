"""Dispatch: how deliveries move from waiting to their end, as the outbox and the channels report it.

States only move forward. Every verb is one short transaction; no lock is held while a provider is spoken to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import journal, message, person, setting
from models.database import now, transaction
from models.delivery import CHANNELS, Delivery, Sent, of_messages
from models.errors import NotFound, Refused
from models.message import Message

RANK = {
    "waiting": 0,
    "sending": 1,
    "uncertain": 1,
    "queued": 2,
    "sent": 3,
    "delivered": 4,
    "read": 5,
    "failed": 6,
    "cancelled": 6,
}
ASK_AFTER = (
    0,
    2,
    5,
    15,
    30,
)  # seconds after an uncertain end at which the provider is asked; no trace at the last: try again
OPEN = ("sending", "uncertain")


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed delivery with everything its channel needs to send it."""

    id: int
    message: int
    thread: int
    person: int | None
    name: str
    author: int
    channel: str
    address: str
    subject: str | None
    body: str
    html: str | None
    payload: dict[str, Any] | None
    attempts: int
    started: dt.datetime
    next_try: dt.datetime
    asked: int


def claim(channels: Iterable[str], *, when: dt.datetime | None = None) -> Due | None:
    """Take the oldest delivery that is due on these channels: it is `sending` when this returns.

    To one address, a message never overtakes an earlier one that is due or under way.
    """
    moment = when or now()
    with transaction():
        id = _next(list(channels), moment)
        if id is None:
            return None
        _move(
            id,
            "sending",
            reason=None,
            by=person.deskbot(),
            started=moment,
            attempts=Delivery.attempts + 1,
            asked=0,
            next_try=None,
        )
    return one(id)


def _next(channels: list[str], moment: dt.datetime) -> int | None:
    due = (Delivery.send_after <= moment) & (Delivery.next_try.is_null() | (Delivery.next_try <= moment))
    query = Delivery.select(Delivery.id).where(_first_in_line(channels, moment) & due)
    found = query.order_by(Delivery.send_after, Delivery.id).limit(1).scalar()
    return int(found) if found is not None else None


def _first_in_line(channels: list[str], moment: dt.datetime) -> Any:
    """The condition that a delivery waits, and that nothing earlier to its address is due or under way."""
    earlier = Delivery.alias()
    waits = (earlier.state == "waiting") & (earlier.send_after <= moment)
    before = earlier.select(earlier.id).where(
        (earlier.id < Delivery.id)
        & (earlier.channel == Delivery.channel)
        & (earlier.address == Delivery.address)
        & (waits | earlier.state.in_(OPEN))
    )
    return (Delivery.state == "waiting") & Delivery.channel.in_(channels) & ~pw.fn.EXISTS(before)


def one(id: int) -> Due:
    """A delivery as its channel sees it, or `NotFound`."""
    kept = Delivery.get_or_none(Delivery.id == id)
    if kept is None:
        raise NotFound(f"There is no delivery {id}.")
    sent = message.one(kept.message_id)
    someone = person.some([kept.person_id]).get(kept.person_id)
    return Due(
        id=kept.id,
        message=sent.id,
        thread=sent.thread_id,
        person=kept.person_id,
        name=someone.name if someone else kept.address,
        author=sent.author_id,
        channel=kept.channel,
        address=kept.address,
        subject=sent.subject,
        body=sent.body,
        html=sent.html,
        payload=kept.payload,
        attempts=kept.attempts,
        started=kept.started or kept.send_after,
        next_try=kept.next_try or kept.send_after,
        asked=kept.asked,
    )


def next_due(channels: Iterable[str], *, when: dt.datetime | None = None) -> dt.datetime | None:
    """When the next delivery of these channels can be tried; None when nothing waits for a time."""
    moments = pw.fn.MIN(pw.fn.COALESCE(Delivery.next_try, Delivery.send_after))
    found = Delivery.select(moments).where(_first_in_line(list(channels), when or now())).scalar()
    return Delivery.send_after.python_value(found) if isinstance(found, str) else found


def uncertain(channels: Iterable[str]) -> list[Due]:
    """What may have been sent and must be asked about, oldest first."""
    query = Delivery.select(Delivery.id).where((Delivery.state == "uncertain") & Delivery.channel.in_(list(channels)))
    return [one(row[0]) for row in query.order_by(Delivery.id).tuples()]


def recover(channels: Iterable[str]) -> int:
    """What a dead worker left `sending` may have been sent: make it uncertain. Only under the outbox lock."""
    with transaction():
        query = Delivery.select(Delivery.id).where((Delivery.state == "sending") & Delivery.channel.in_(list(channels)))
        left = [row[0] for row in query.tuples()]
        for id in left:
            _doubt(id, "The program ended while this was being sent; the provider is asked.", now())
    return len(left)


def accepted(id: int, provider_id: str, *, state: str = "queued") -> None:
    """The provider has it."""
    with transaction():
        _move(id, state, reason=None, by=person.deskbot(), provider_id=provider_id, code=None, next_try=None)


def retry_later(id: int, reason: str, at: dt.datetime) -> None:
    """It was certainly not sent; try again at `at`."""
    with transaction():
        _move(id, "waiting", reason=reason, by=person.deskbot(), next_try=at)


def doubtful(id: int, reason: str, at: dt.datetime) -> None:
    """It may have been sent: the provider is asked, from `at` on, before any second try."""
    with transaction():
        _doubt(id, reason, at)


def _doubt(id: int, reason: str, at: dt.datetime) -> None:
    _move(id, "uncertain", reason=reason, by=person.deskbot(), asked=0, next_try=at)


def asked(id: int, reason: str, again: dt.datetime, *, times: int) -> None:
    """The provider was asked about an uncertain delivery, and had no trace of it `times` times so far: ask `again`."""
    with transaction():
        _move(id, "uncertain", reason=reason, by=person.deskbot(), asked=times, next_try=again)


def known_ids(channel: str, address: str) -> list[str]:
    """The provider's ids of all deliveries to an address: they can't be the one that is looked for."""
    where = (Delivery.channel == channel) & (Delivery.address == address) & Delivery.provider_id.is_null(False)
    return [row[0] for row in Delivery.select(Delivery.provider_id).where(where).tuples()]


def pending_ids(channel: str, *, since: dt.datetime) -> list[str]:
    """The provider's ids of deliveries that may still progress: handed over since then and not read or failed."""
    where = (
        (Delivery.channel == channel)
        & Delivery.state.in_(("queued", "sent", "delivered"))
        & (Delivery.changed >= since)
    )
    return [
        row[0]
        for row in Delivery.select(Delivery.provider_id).where(where & Delivery.provider_id.is_null(False)).tuples()
    ]


def failed(id: int, reason: str, *, code: str | None = None) -> None:
    """It can't be sent, for the reason given in words."""
    with transaction():
        _move(id, "failed", reason=reason, by=person.deskbot(), code=code)


def progressed(
    channel: str, provider_id: str, state: str, *, reason: str | None = None, code: str | None = None
) -> bool:
    """The provider tells of a state; a lower one than is known already is ignored. Whether anything changed."""
    with transaction():
        where = (Delivery.channel == channel) & (Delivery.provider_id == provider_id)
        row = Delivery.select(Delivery.id, Delivery.state).where(where).tuples().first()
        if row is None or RANK[state] <= RANK[row[1]] or (row[1] in ("delivered", "read") and state == "failed"):
            return False
        _move(row[0], state, reason=reason, by=person.deskbot(), code=code)
    return True


def _move(id: int, state: str, *, reason: str | None, by: int, **columns: Any) -> None:
    """Write a state with its journal row, and say that the message looks different."""
    Delivery.update(state=state, reason=reason, changed=now(), **columns).where(Delivery.id == id).execute()
    row = (
        Delivery.select(Message.id, Message.thread)
        .join(Message, on=(Delivery.message == Message.id))
        .where(Delivery.id == id)
    )
    sent, thread = row.tuples().get()
    journal.note("delivery", id, "change", by=by, thread=thread)
    message.revise([sent])


def retry(id: int, *, by: int) -> None:
    """Try a failed or cancelled delivery again, or a waiting one at once, by an act of a person."""
    with transaction():
        kept = _kept(id)
        if kept.state not in ("failed", "cancelled", "waiting"):
            raise Refused(
                f"This delivery is {kept.state}; only what failed, was cancelled or still waits can be tried again."
            )
        _move(id, "waiting", reason=None, by=by, next_try=None, send_after=now(), attempts=0, code=None)


def cancel(id: int, *, by: int) -> None:
    """Take back a delivery that was not handed over yet."""
    with transaction():
        kept = _kept(id)
        if kept.state != "waiting":
            raise Refused(f"This delivery is {kept.state}; only what still waits can be cancelled.")
        _move(id, "cancelled", reason=f"{person.one(by).name} cancelled it.", by=by)


def _kept(id: int) -> Delivery:
    kept = Delivery.get_or_none(Delivery.id == id)
    if kept is None:
        raise NotFound(f"There is no delivery {id}.")
    return kept


def outbox(*, state: str | None = None, limit: int = 500) -> list[Sent]:
    """Deliveries for the outbox, newest first: those in `state`, else all that are not at a good end."""
    if state is not None and state not in RANK:
        raise Refused(f"There is no state “{state}”; there are {', '.join(RANK)}.")
    wanted = [state] if state else ["waiting", "sending", "uncertain", "failed"]
    query = (
        Delivery.select(Delivery.id, Delivery.message)
        .where(Delivery.state.in_(wanted))
        .order_by(Delivery.id.desc())
        .limit(limit)
    )
    rows = list(query.tuples())
    by_id = {sent.id: sent for group in of_messages({row[1] for row in rows}).values() for sent in group}
    return [by_id[row[0]] for row in rows]


def pause(channel: str, words: str) -> None:
    """Stop a channel, not its messages: they wait until the settings are mended."""
    setting.put(f"paused.{channel}", words, by=person.deskbot())


def resume(channel: str, *, by: int) -> None:
    """Let a stopped channel work again."""
    setting.put(f"paused.{channel}", None, by=by)


def paused(channel: str) -> str | None:
    """Why a channel stands still, in words; None while it works."""
    words = setting.get(f"paused.{channel}")
    return str(words) if words else None


def explain_waiting(channels: Iterable[str], reason: str | None) -> None:
    """Write why what is due on these channels still waits (not set up, offline, stopped), where that differs."""
    with transaction():
        where = (Delivery.state == "waiting") & Delivery.channel.in_(list(channels)) & (Delivery.send_after <= now())
        where &= (
            Delivery.reason.is_null(False)
            if reason is None
            else (Delivery.reason.is_null() | (Delivery.reason != reason))
        )
        for (id,) in list(Delivery.select(Delivery.id).where(where & Delivery.next_try.is_null()).tuples()):
            _move(id, "waiting", reason=reason, by=person.deskbot())


def channel_name(channel: str) -> str:
    """What people call a channel."""
    return CHANNELS.get(channel, channel)
