"""The window: for how long after somebody's last message free text may be sent to them (WhatsApp: 24 hours).

Rule: https://developers.facebook.com/docs/whatsapp/conversation-types; outside it only approved templates arrive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import peewee as pw

from models import number, person, record
from models.database import Model, Moment, now
from models.errors import Refused
from models.person import Person

HOURS = {"whatsapp": 24}  # by channel; other channels have no such rule


class Window(Model):
    """When an address last wrote to us on a channel. Not in the journal: the messages themselves are."""

    channel = pw.TextField()
    address = pw.TextField()
    heard = Moment()

    class Meta:
        primary_key = pw.CompositeKey("channel", "address")


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person can be written to on a channel. `until` is when free text ends: past or None, only templates go.

    `number` is empty where the contact has none; `consent` is yes, no or unknown.
    """

    person: int
    name: str
    number: str | None
    consent: str
    heard: dt.datetime | None
    until: dt.datetime | None

    def open(self, moment: dt.datetime) -> bool:
        """Whether free text may be sent at that moment."""
        return self.until is not None and moment < self.until


def hear(channel: str, address: str, when: dt.datetime) -> None:
    """Keep that an address wrote (inside a transaction); an earlier moment than is known changes nothing."""
    if channel not in HOURS or not address:
        return
    place = {"channel": channel, "address": number.canonical(address)}
    last = heard(channel, address)
    if last is None or last < when:
        Window.insert(**place, heard=min(when, now())).on_conflict_replace().execute()


def heard(channel: str, address: str) -> dt.datetime | None:
    """When an address last wrote."""
    where = (Window.channel == channel) & (Window.address == number.canonical(address))
    row = Window.select(Window.heard).where(where).tuples().first()
    return row[0] if row else None


def until(channel: str, address: str) -> dt.datetime | None:
    """When free text to an address ends, or ended; None when it never wrote."""
    last = heard(channel, address)
    return last + dt.timedelta(hours=HOURS[channel]) if last else None


def require_open(channel: str, address: str, name: str, moment: dt.datetime) -> None:
    """Refuse free text where the window is shut."""
    if channel not in HOURS:
        return
    end = until(channel, address)
    if end is not None and moment < end:
        return
    hours = HOURS[channel]
    since = "has not written by WhatsApp yet" if end is None else f"last wrote by WhatsApp more than {hours} hours ago"
    raise Refused(
        f"{name} {since}: free text is only allowed within {hours} hours of their last message. "
        "Send an approved template instead."
    )


def consent(who: int) -> str:
    """Whether a person wants to be written to by WhatsApp: yes, no (opted out) or unknown."""
    return str(Person.select(Person.consent).where(Person.id == who).scalar() or "unknown")


def require_consent(who: int, name: str) -> None:
    """Refuse to write to somebody who opted out."""
    if consent(who) == "no":
        raise Refused(f"{name} has opted out of WhatsApp: nothing can be sent to them until they ask for it again.")


def of_person(who: int, *, channel: str = "whatsapp") -> Reach:
    """How a person can be written to."""
    one = person.one(who)
    last = heard(channel, one.number) if one.number else None
    end = until(channel, one.number) if one.number else None
    return Reach(one.id, one.name, one.number, consent(who), last, end)


def of_record(id: int, *, channel: str = "whatsapp") -> Reach | None:
    """How the contact of a record can be written to; None where it has no contact."""
    who = record.correspondent(id)
    return of_person(who, channel=channel) if who is not None else None
