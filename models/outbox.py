"""The outbox as a person sees it: what is not at a good end and why, and the acts on it: retry, cancel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from models import message, person, thread
from models.database import now, transaction
from models.delivery import Delivery, Sent, of_messages, why_waiting
from models.dispatch import RANK, kept_row, move
from models.errors import Refused
from models.message import Message
from models.text import shortened

UNSETTLED = ("waiting", "sending", "uncertain", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery with what it belongs to. `author` wrote it; `text` is its beginning; `subject` may be empty."""

    sent: Sent
    thread: int
    title: str
    author: int
    author_name: str
    date: dt.datetime
    subject: str | None
    text: str
    template: str | None


def rows(*, state: str | None = None, limit: int = 500) -> list[Row]:
    """Deliveries, newest first: those in `state`, else all that are not at a good end."""
    if state is not None and state not in RANK:
        raise Refused(f"There is no state “{state}”; there are {', '.join(RANK)}.")
    states = [state] if state else list(UNSETTLED)
    query = Delivery.select(Delivery.id, Delivery.message, Delivery.payload).where(Delivery.state.in_(states))
    return _rows(list(query.order_by(Delivery.id.desc()).limit(limit).tuples()))


def one(id: int) -> Row:
    """The delivery with this id, or `NotFound`."""
    kept = kept_row(id)
    return _rows([(kept.id, kept.message_id, kept.payload)])[0]


def _rows(found: list[tuple[int, int, dict[str, str] | None]]) -> list[Row]:
    messages = {one.id: one for one in Message.select().where(Message.id.in_([row[1] for row in found]))}
    sent = {one.id: one for group in of_messages(messages, notices=True).values() for one in group}
    titles = thread.heads({one.thread_id for one in messages.values()})
    names = person.some(one.author_id for one in messages.values())
    return [_row(sent[id], messages[written], payload, titles, names) for id, written, payload in found]


def _row(
    sent: Sent,
    written: Message,
    payload: dict[str, str] | None,
    titles: dict[int, thread.Head],
    names: dict[int, person.Someone],
) -> Row:
    return Row(
        sent=sent,
        thread=written.thread_id,
        title=titles[written.thread_id].title,
        author=written.author_id,
        author_name=names[written.author_id].name,
        date=written.date,
        subject=written.subject,
        text=shortened(written.body),
        template=(payload or {}).get("template"),
    )


def retry(id: int, *, by: int, anyway: bool = False) -> None:
    """Try a failed or cancelled delivery again, or a waiting one at once, by an act of a person.

    `anyway`: also one that may have been sent; the person takes it on them that it may arrive twice.
    """
    with transaction():
        kept = kept_row(id)
        if kept.state not in ("failed", "cancelled", "waiting", *(("uncertain",) if anyway else ())):
            raise Refused(
                f"This delivery is {kept.state}; only what failed, was cancelled or still waits can be tried again."
            )
        if message.one(kept.message_id).deleted_at is not None:
            raise Refused("The message was deleted; there is nothing left to send.")
        payload = dict(kept.payload or {})
        if kept.provider_id:
            payload["earlier"] = [*payload.get("earlier", ()), kept.provider_id]
        fresh = {"next_try": None, "send_after": now(), "attempts": 0, "code": None, "doubted": None}
        reason = why_waiting(kept.channel, now())
        move(id, "waiting", reason=reason, by=by, provider_id=None, payload=payload or None, **fresh)


def cancel(id: int, *, by: int) -> None:
    """Take back a delivery that was not handed over yet."""
    with transaction():
        kept = kept_row(id)
        if kept.state != "waiting":
            raise Refused(f"This delivery is {kept.state}; only what still waits can be cancelled.")
        move(id, "cancelled", reason=f"{person.one(by).name} cancelled it.", by=by)


def due_count(*, when: dt.datetime | None = None) -> int:
    """How many deliveries should have gone out by now and still wait."""
    where = (Delivery.state == "waiting") & (Delivery.send_after <= (when or now()))
    return int(Delivery.select().where(where).count())


def count(state: str) -> int:
    """How many deliveries are in a state."""
    return int(Delivery.select().where(Delivery.state == state).count())


def failures_of(author: int) -> int:
    """How many deliveries of messages that a user wrote have failed and were neither tried again nor cancelled."""
    query = Delivery.select().join(Message, on=(Delivery.message == Message.id))
    return int(
        query.where((Delivery.state == "failed") & Delivery.notice.is_null() & (Message.author == author)).count()
    )


def give_up(id: int, *, by: int) -> None:
    """Take a failed delivery off the list: nobody means to send it any more."""
    with transaction():
        if kept_row(id).state != "failed":
            raise Refused("Only what failed can be given up.")
        move(id, "cancelled", reason=f"It failed, and {person.one(by).name} gave it up.", by=by)
