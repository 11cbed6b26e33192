"""Delivery: one row for each recipient of a message and channel, from waiting to read, failed or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import journal, person, setting
from models.database import Json, Model, Moment, database, now
from models.person import Person

STATES = ("waiting", "sending", "queued", "sent", "delivered", "read", "failed", "uncertain", "cancelled")
CHANNELS = {"email": "E-mail", "whatsapp": "WhatsApp"}
OWN_TEXT = ("text", "html", "subject", "language")  # of a payload: what goes out in place of the message's text
LONGEST_UNDO = dt.timedelta(seconds=60)  # what goes out later than that was scheduled


@journal.journaled(
    *("delivery", "message_id", "person_id", "channel", "address"),
    *("state", "reason", "code", "provider_id", "send_after"),
)
class Delivery(Model):
    """`state` as product.md §12 lists them, `reason` in words. Not before `send_after`, not again before `next_try`.

    `started` is when the last try began, `version` which version of the message it handed over, `doubted` since when
    its end is uncertain. `payload` holds what a channel needs beside the text: a template and its variables; the
    provider's ids of earlier tries; text, html and subject that go out, translated, in place of the message's.
    `unless_answered`: cancelled when the recipient writes before it goes out. `notice`: it only tells a user of news of
    this kind by e-mail (see notification.py); for all else the message has no such recipient.
    """

    message = pw.DeferredForeignKey("Message", on_delete="CASCADE", backref="+")
    person = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    channel = pw.TextField()
    address = pw.TextField()
    state = pw.TextField(default="waiting")
    reason = pw.TextField(null=True)
    code = pw.TextField(null=True)
    provider_id = pw.TextField(null=True)
    send_after = Moment()
    next_try = Moment(null=True)
    attempts = pw.IntegerField(default=0)
    started = Moment(null=True)
    version = pw.IntegerField(null=True)
    doubted = Moment(null=True)
    unless_answered = pw.BooleanField(default=False)
    payload = Json(null=True)
    notice = pw.TextField(null=True)
    changed = Moment()
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = (
            (("state", "send_after"), False),
            (("channel", "provider_id"), True),
            (("channel", "address"), False),
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is to get a message, and how."""

    person: int
    name: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Instead:
    """What a recipient gets in place of the message's own text: in which language, and its words."""

    language: str
    text: str
    html: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery as threads and the outbox show it.

    `card` is the id of the recipient's contact record, `version` which version of the message was handed over.
    """

    id: int
    message: int
    person: int | None
    card: int | None
    name: str
    address: str
    channel: str
    state: str
    reason: str | None
    code: str | None
    send_after: dt.datetime
    changed: dt.datetime
    version: int | None = None
    instead: Instead | None = None


def served(channel: str) -> str | None:
    """The name of the plugin that serves a channel; None while it is not set up."""
    name = setting.get(f"channel.{channel}")
    return str(name) if name else None


def paused(channel: str) -> str | None:
    """Why a channel stands still, in words; None while it works."""
    words = setting.get(f"paused.{channel}")
    return str(words) if words else None


def why_waiting(channel: str, send_after: dt.datetime) -> str:
    """Why a new delivery is not handed over at once, in words."""
    if send_after - now() > LONGEST_UNDO:
        return "It is scheduled."
    if served(channel) is None:
        return f"{CHANNELS[channel]} is not set up yet."
    return paused(channel) or "It is about to be sent."


def create(
    message: int,
    thread: int,
    to: Sequence[Recipient],
    *,
    by: int,
    send_after: dt.datetime,
    payload: dict[str, Any] | None = None,
    unless_answered: bool = False,
    notice: str | None = None,
) -> list[int]:
    """Write the deliveries of a message, waiting."""
    reasons = {channel: why_waiting(channel, send_after) for channel in {recipient.channel for recipient in to}}
    made = []
    for recipient in to:
        id = Delivery.insert_row(
            message=message,
            person=recipient.person,
            channel=recipient.channel,
            address=recipient.address,
            reason=reasons[recipient.channel],
            send_after=send_after,
            payload=payload,
            unless_answered=unless_answered,
            notice=notice,
            changed=now(),
        )
        journal.note("delivery", id, "create", by=by, thread=thread)
        made.append(id)
    return made


def of_messages(messages: Iterable[int], *, notices: bool = False) -> dict[int, list[Sent]]:
    """The deliveries of these messages, by message; those that only tell users of news on request."""
    columns = (
        Delivery.id,
        Delivery.message,
        Delivery.person,
        Delivery.address,
        Delivery.channel,
        Delivery.state,
        Delivery.reason,
    )
    shown = (Delivery.code, Delivery.send_after, Delivery.changed, Delivery.version, Delivery.payload)
    query = Delivery.select(*columns, *shown)
    where = Delivery.message.in_(list(messages))
    query = query.where(where if notices else where & Delivery.notice.is_null())
    rows = list(query.order_by(Delivery.id).tuples())
    names = person.some(row[2] for row in rows)
    found: dict[int, list[Sent]] = {}
    for id, message, who, address, channel, state, reason, code, after, changed, version, payload in rows:
        someone = names.get(who)
        named = (someone.card, someone.name) if someone else (None, address)
        to = (named[0], named[1], address, channel)
        one = Sent(id, message, who, *to, state, reason, code, after, changed, version, _instead(payload))
        found.setdefault(message, []).append(one)
    return found


def _instead(payload: dict[str, Any] | None) -> Instead | None:
    if not payload or payload.get("text") is None:
        return None
    return Instead(str(payload.get("language", "")), str(payload["text"]), payload.get("html"))


def cancel_waiting(message: int, *, by: int, reason: str) -> None:
    """Cancel what of a message has not been handed over (inside a transaction)."""
    thread = database.execute_sql("SELECT thread_id FROM message WHERE id = ?", (message,)).fetchone()[0]
    query = Delivery.select(Delivery.id).where((Delivery.message == message) & (Delivery.state == "waiting"))
    for (id,) in list(query.tuples()):
        Delivery.update(state="cancelled", reason=reason, changed=now()).where(Delivery.id == id).execute()
        journal.note("delivery", id, "change", by=by, thread=thread)


def waits_translated(message: int) -> bool:
    """Whether a translation of a message has still to be handed over."""
    query = Delivery.select(Delivery.payload).where((Delivery.message == message) & (Delivery.state == "waiting"))
    return any((payload or {}).get("text") is not None for (payload,) in query.tuples())


def forget_text(message: int) -> None:
    """Keep no text of a message with its deliveries any more (inside a transaction)."""
    query = Delivery.select(Delivery.id, Delivery.payload).where(Delivery.message == message)
    for id, payload in list(query.where(Delivery.payload.is_null(False)).tuples()):
        kept = {name: value for name, value in payload.items() if name not in OWN_TEXT}
        Delivery.update(payload=kept or None).where(Delivery.id == id).execute()


def received(who: int) -> bool:
    """Whether a message was ever meant for this person."""
    return bool(Delivery.select().where((Delivery.person == who) & Delivery.notice.is_null()).exists())
