"""Dispatch: how deliveries move from waiting to their end, as the outbox and the channels report it.

States only move forward. Every verb is one short transaction; no lock is held while a provider is spoken to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import journal, message, person, setting, window
from models.database import is_id, now, transaction
from models.delivery import CHANNELS, Delivery, paused
from models.errors import NotFound
from models.message import Message, MessageVersion

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
# Seconds after an uncertain end at which the provider is asked; only no trace at the last leads to another try.
ASK_AFTER = (0.0, 2.0, 5.0, 15.0, 30.0)
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
    payload: dict[str, Any]
    notice: str | None
    attempts: int
    started: dt.datetime
    next_try: dt.datetime
    doubted: dt.datetime | None
    deleted: bool


def claim(channels: Iterable[str], *, when: dt.datetime | None = None) -> Due | None:
    """Take the oldest delivery that is due on these channels: it is `sending` when this returns.

    To one address, a message never overtakes an earlier one that is due or under way.
    """
    moment = when or now()
    if _next(list(channels), moment) is None:  # most of the time: no transaction, which would wake everybody
        return None
    with transaction():
        id = _next(list(channels), moment)
        if id is None:
            return None
        move(
            id,
            "sending",
            reason=None,
            by=person.deskbot(),
            started=moment,
            attempts=Delivery.attempts + 1,
            doubted=None,
            next_try=None,
            version=_version(id),
        )
    return one(id)


def _version(id: int) -> int:
    """The number of the version that the message of a delivery has now."""
    edits = Message.select(Message.edits).join(Delivery, on=(Delivery.message == Message.id)).where(Delivery.id == id)
    return int(edits.scalar()) + 1


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
    """A delivery as its channel sees it, with the text that was handed over if it was, or `NotFound`."""
    kept = kept_row(id)
    sent = message.one(kept.message_id)
    someone = person.some([kept.person_id]).get(kept.person_id)
    text = _handed_over(sent, kept)
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
        body=text.body,
        html=text.html,
        payload=kept.payload or {},
        notice=kept.notice,
        attempts=kept.attempts,
        started=kept.started or kept.send_after,
        next_try=kept.next_try or kept.send_after,
        doubted=kept.doubted,
        deleted=sent.deleted_at is not None,
    )


def _handed_over(sent: Message, kept: Delivery) -> Any:
    """The version of a message that is under way: an edit meanwhile must not hide it from whoever looks for it."""
    if kept.state not in OPEN or kept.version is None or kept.version > sent.edits:
        return sent
    where = (MessageVersion.message == sent.id) & (MessageVersion.version == kept.version)
    return MessageVersion.get_or_none(where) or sent


def next_due(channels: Iterable[str], *, when: dt.datetime | None = None) -> dt.datetime | None:
    """When the next delivery of these channels can be tried; None when nothing waits for a time."""
    moments = pw.fn.MIN(pw.fn.COALESCE(Delivery.next_try, Delivery.send_after))
    found = Delivery.select(moments).where(_first_in_line(list(channels), when or now())).scalar()
    return Delivery.send_after.python_value(found) if isinstance(found, str) else found


def to_ask(channels: Iterable[str], *, when: dt.datetime | None = None) -> Due | None:
    """The uncertain delivery that is next to be asked about; None while no time has come."""
    where = (Delivery.state == "uncertain") & Delivery.channel.in_(list(channels))
    id = (
        Delivery.select(Delivery.id)
        .where(where & (Delivery.next_try <= (when or now())))
        .order_by(Delivery.next_try, Delivery.id)
        .limit(1)
        .scalar()
    )
    return one(id) if id is not None else None


def next_ask(channels: Iterable[str]) -> dt.datetime | None:
    """When the next uncertain delivery is to be asked about; None without any."""
    where = (Delivery.state == "uncertain") & Delivery.channel.in_(list(channels))
    row = Delivery.select(Delivery.next_try).where(where).order_by(Delivery.next_try).limit(1).tuples().first()
    return row[0] if row else None


def recover(channels: Iterable[str] = tuple(CHANNELS)) -> int:
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
        moved = {"provider_id": provider_id, "code": None, "next_try": None, "doubted": None}
        move(id, state, reason=None, by=person.deskbot(), **moved)


def retry_later(id: int, reason: str, at: dt.datetime | None, *, counted: bool = True) -> None:
    """It was certainly not sent; try again at `at` (None: as soon as the channel works). `counted`: it was a try."""
    with transaction():
        tries = Delivery.attempts if counted else Delivery.attempts - 1
        move(id, "waiting", reason=reason, by=person.deskbot(), next_try=at, doubted=None, attempts=tries)


def doubtful(id: int, reason: str, at: dt.datetime) -> None:
    """It may have been sent: the provider is asked, from `at` on, before any second try."""
    with transaction():
        _doubt(id, reason, at)


def _doubt(id: int, reason: str, at: dt.datetime) -> None:
    move(id, "uncertain", reason=reason, by=person.deskbot(), doubted=at, next_try=at)


def asked(id: int, reason: str, again: dt.datetime) -> None:
    """The provider was asked about an uncertain delivery in vain: ask `again`."""
    with transaction():
        move(id, "uncertain", reason=reason, by=person.deskbot(), next_try=again)


def lost_sight(id: int, reason: str) -> None:
    """Nobody can find out any more whether it was sent (its message was deleted meanwhile): there is no other try."""
    with transaction():
        move(id, "cancelled", reason=reason, by=person.deskbot(), next_try=None, doubted=None)


def known_ids(channel: str, address: str) -> list[str]:
    """The provider's ids of all deliveries to an address, earlier tries included: none can be what is looked for."""
    where = (Delivery.channel == channel) & (Delivery.address == address)
    rows = list(Delivery.select(Delivery.provider_id, Delivery.payload).where(where).tuples())
    return [id for id, _ in rows if id] + [id for _, payload in rows for id in (payload or {}).get("earlier", ())]


def known_addresses(addresses: Iterable[str]) -> set[str]:
    """Those of these addresses to which a message was ever sent."""
    where = Delivery.address.in_(list(addresses)) & (Delivery.state != "cancelled") & Delivery.notice.is_null()
    return {row[0] for row in Delivery.select(Delivery.address).where(where).tuples()}


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
        move(id, "failed", reason=reason, by=person.deskbot(), code=code)


def progressed(
    channel: str, provider_id: str, state: str, *, reason: str | None = None, code: str | None = None
) -> bool:
    """The provider tells of a state; a lower one than is known already is ignored. Whether anything changed."""
    if _further(channel, provider_id, state) is None:
        return False
    with transaction():
        id = _further(channel, provider_id, state)
        if id is not None:
            move(id, state, reason=reason, by=person.deskbot(), code=code)
    return id is not None


def _further(channel: str, provider_id: str, state: str) -> int | None:
    """The delivery that this news brings further; None where it is no news."""
    where = (Delivery.channel == channel) & (Delivery.provider_id == provider_id)
    row = Delivery.select(Delivery.id, Delivery.state).where(where).tuples().first()
    if row is None or RANK[state] <= RANK[row[1]] or (row[1] in ("delivered", "read") and state == "failed"):
        return None
    return int(row[0])


def recipient(channel: str, provider_id: str) -> int | None:
    """The person to whom a message went that the provider knows by this id."""
    where = (Delivery.channel == channel) & (Delivery.provider_id == provider_id)
    return Delivery.select(Delivery.person).where(where).limit(1).scalar()


def move(id: int, state: str, *, reason: str | None, by: int, **columns: Any) -> None:
    """Write a state with its journal row, and say that the message looks different.

    Nothing where the delivery went meanwhile, with its record.
    """
    there = Delivery.update(state=state, reason=reason, changed=now(), **columns).where(Delivery.id == id).execute()
    if not there:
        return
    row = (
        Delivery.select(Message.id, Message.thread)
        .join(Message, on=(Delivery.message == Message.id))
        .where(Delivery.id == id)
    )
    sent, thread = row.tuples().get()
    journal.note("delivery", id, "change", by=by, thread=thread)
    message.revise([sent])


def answered(who: int) -> int:
    """Cancel what waits for a person only as long as they don't write (inside a transaction). How many."""
    where = (Delivery.state == "waiting") & (Delivery.person == who) & Delivery.unless_answered
    waiting = [row[0] for row in Delivery.select(Delivery.id).where(where).tuples()]
    for id in waiting:
        move(id, "cancelled", reason="They answered first.", by=person.deskbot())
    return len(waiting)


def require_allowed(due: Due, *, when: dt.datetime | None = None) -> None:
    """Check once more, at the moment of sending, that a message may go to its recipient; refused in words."""
    if due.channel == "whatsapp" and due.person is not None:
        window.require_consent(due.person, due.name)
    if not due.payload.get("template"):
        window.require_open(due.channel, due.address, due.name, when or now())


def kept_row(id: int) -> Delivery:
    """The row of a delivery, or `NotFound`."""
    kept = Delivery.get_or_none(Delivery.id == id) if is_id(id) else None
    if kept is None:
        raise NotFound(f"There is no delivery {id}.")
    return kept


def pause(channel: str, words: str) -> None:
    """Stop a channel, not its messages: they wait until the settings are mended."""
    setting.put(f"paused.{channel}", words, by=person.deskbot())


def resume(channel: str, *, by: int) -> None:
    """Let a stopped channel work again."""
    if paused(channel) is not None:
        setting.put(f"paused.{channel}", None, by=by)


def explain_waiting(channel: str, reason: str) -> None:
    """Write why what is due on a channel still waits (not set up, offline, stopped), where that differs."""
    due = (Delivery.state == "waiting") & (Delivery.channel == channel) & (Delivery.send_after <= now())
    other = Delivery.reason.is_null() | (Delivery.reason != reason)
    query = Delivery.select(Delivery.id).where(due & other & Delivery.next_try.is_null())
    if not query.exists():
        return
    with transaction():
        for (id,) in list(query.tuples()):
            move(id, "waiting", reason=reason, by=person.deskbot())


def channel_name(channel: str) -> str:
    """What people call a channel."""
    return CHANNELS.get(channel, channel)
