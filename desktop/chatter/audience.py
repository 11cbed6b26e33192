"""The audience: who gets what is being written, outside by a channel and inside in their inbox, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.chatter.words import first_name
from desktop.tr import plural, tr
from models import follower, person, posting, sending, thread, user
from models.delivery import CHANNELS, Recipient
from models.errors import Refused
from models.person import Someone


@dataclass(frozen=True, slots=True)
class Audience:
    """Recipients outside, names of users inside; `refusal` says in words why nothing can be sent now.

    `named` are the persons of the To line, whether they can be reached or not; `followers` those recipients who get it
    because they follow, `colleagues` those of `named` who are users.
    """

    outside: tuple[Recipient, ...] = ()
    inside: tuple[str, ...] = ()
    refusal: str = ""
    named: tuple[Someone, ...] = ()
    followers: tuple[Recipient, ...] = ()
    colleagues: frozenset[int] = frozenset()


def of_message(record: int, by: int, *, to: Sequence[int] | None = None) -> Audience:
    """Who gets a message that `by` sends on a record, to these persons or to those it suggests."""
    inside = _names(follower.listening(record, "discussions", users=True) - {by})
    if thread.head(record).archived:
        return Audience((), inside, tr("This record is archived; restore it before writing to it."))
    wanted = sending.suggested(record) if to is None else to
    known = person.some(wanted)
    named = tuple(known[who] for who in dict.fromkeys(wanted) if who in known)
    to_named = {one.id for one in named}
    colleagues = frozenset(one for one in to_named if user.member(one) is not None)
    found = Audience((), inside, "", named, (), colleagues)
    try:
        outside = tuple(sending.recipients(record, to=[one.id for one in named]))
    except Refused as error:
        return replace(found, refusal=str(error), followers=_others(sending.recipients(record, to=()), to_named))
    if not outside and not inside:
        return replace(found, refusal=_nobody(chosen=to is not None))
    return replace(found, outside=outside, followers=_others(outside, to_named))


def _others(recipients: Sequence[Recipient], named: set[int]) -> tuple[Recipient, ...]:
    return tuple(one for one in recipients if one.person not in named)


def _nobody(*, chosen: bool) -> str:
    if chosen:
        return tr("There is nobody to send this to: add somebody to the To line.")
    return tr("There is nobody to send this to: the record has no contact and nobody else follows it.")


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


def named(someone: Someone, audience: Audience) -> str:
    """One of the To line in words, with where they are and how it reaches them."""
    reached = next((one for one in audience.outside if one.person == someone.id), None)
    if someone.id in audience.colleagues:
        return tr("{name}, inside, {to}", name=someone.name, to=someone.email or tr("no e-mail address yet"))
    if reached is not None:
        return way(reached)
    return tr("{name}, outside, {to}", name=someone.name, to=someone.email or tr("no e-mail address yet"))


def spoken(audience: Audience) -> str:
    """The whole audience in words, for screen readers."""
    said = [named(one, audience) for one in audience.named] + [way(one) for one in audience.followers]
    return "; ".join([*said, *(tr("{name}, inside", name=name) for name in audience.inside)])
