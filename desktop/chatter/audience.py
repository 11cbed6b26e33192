"""The audience: who gets what is being written, outside by a channel and inside in their inbox, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.chatter.words import first_name
from desktop.tr import plural, tr
from models import follower, person, posting, sending, thread
from models.delivery import CHANNELS, Recipient
from models.errors import Refused


@dataclass(frozen=True, slots=True)
class Audience:
    """Recipients outside, names of users inside; `refusal` says in words why nothing can be sent now."""

    outside: tuple[Recipient, ...] = ()
    inside: tuple[str, ...] = ()
    refusal: str = ""


def of_message(record: int, by: int, *, to: Sequence[int] | None = None) -> Audience:
    """Who gets a message that `by` sends on a record, to these persons or to whom it concerns."""
    inside = _names(follower.listening(record, "discussions", users=True) - {by})
    if thread.head(record).archived:
        return Audience((), inside, tr("This record is archived; restore it before writing to it."))
    try:
        outside = tuple(sending.recipients(record, to=to))
    except Refused as error:
        return Audience((), inside, str(error))
    if not outside and not inside:
        return Audience(
            refusal=tr("There is nobody to send this to: the record has no contact and nobody else follows it.")
        )
    return Audience(outside, inside)


def of_note(record: int, by: int, text: str) -> Audience:
    """Who is told of a note with this text."""
    told = follower.listening(record, "notes", users=True) | posting.mentions(text)
    archived = thread.head(record).archived
    refusal = tr("This record is archived; restore it before writing to it.") if archived else ""
    return Audience((), _names(told - {by}), refusal)


def _names(persons: set[int]) -> tuple[str, ...]:
    return tuple(sorted((one.name for one in person.some(persons).values()), key=str.casefold))


def invitation(audience: Audience) -> str:
    """The words of the closed composer: "Write to Ana and 3 followers"."""
    others = len(audience.outside[1:]) + len(audience.inside)
    if audience.outside:
        name = first_name(audience.outside[0].name)
        if not others:
            return tr("Write to {name}", name=name)
        return tr("Write to {name} and {others}", name=name, others=_followers(others))
    return tr("Write to {others}", others=_followers(others)) if others else tr("Write a message")


def _followers(count: int) -> str:
    return plural(count, "1 follower", "{n} followers")


def way(recipient: Recipient) -> str:
    """A recipient with channel and address: "Ana Herrera, outside, E-mail ana@herrera.example"."""
    channel = CHANNELS.get(recipient.channel, recipient.channel)
    return tr("{name}, outside, {channel} {to}", name=recipient.name, channel=channel, to=recipient.address)


def spoken(outside: Sequence[Recipient], inside: Sequence[str]) -> str:
    """The whole audience in words, for screen readers."""
    said = [way(one) for one in outside] + [tr("{name}, inside", name=name) for name in inside]
    return "; ".join(said)
