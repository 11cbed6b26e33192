"""Reactions and stars: what users put on entries without writing; a star is a user's own, a reaction is seen by all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import peewee as pw

from models import journal, message, person, user
from models.database import Model, Moment, now, transaction
from models.errors import Refused
from models.message import Message
from models.person import Person
from models.text import plain

LONGEST = 16  # characters: a family with skin tones has eleven


@journal.journaled("reaction", "message_id", "person_id", "emoji")
class Reaction(Model):
    """An emoji that a user put on an entry."""

    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+", index=False)
    person = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+", index=False)
    emoji = pw.TextField()
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("message", "person", "emoji"), True),)


class Star(Model):
    """An entry that a user wants to find again. Theirs alone, so not part of the journal."""

    person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+", index=False)
    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
    starred_at = Moment()

    class Meta:
        primary_key = pw.CompositeKey("person", "message")


@dataclass(frozen=True, slots=True)
class Reacted:
    """An emoji on an entry, with the ids and names of those who put it there."""

    emoji: str
    persons: tuple[int, ...]
    names: tuple[str, ...]


def react(message_id: int, emoji: str, *, by: int) -> bool:
    """Put an emoji on an entry, or take it back where it is there already. Whether it is there now."""
    sign = plain(emoji)
    if not sign or len(sign) > LONGEST or any(char.isalnum() and char.isascii() for char in sign.rstrip("\u20e3")[1:]):
        raise Refused("A reaction is one emoji.")
    with transaction():
        user.require_active(by)
        kept = message.one(message_id)
        if kept.deleted_at is not None:
            raise Refused("This message was deleted.")
        where = (Reaction.message == message_id) & (Reaction.person == by) & (Reaction.emoji == sign)
        there = Reaction.select(Reaction.id).where(where).scalar()
        if there is not None:
            _take_off([there], kept.thread_id, by=by)
        else:
            id = Reaction.insert_row(message=message_id, person=by, emoji=sign)
            journal.note("reaction", id, "create", by=by, thread=kept.thread_id)
        message.revise([message_id])
    return there is None


def _take_off(ids: list[int], thread_id: int, *, by: int) -> None:
    Reaction.delete().where(Reaction.id.in_(ids)).execute()
    for id in ids:
        journal.note("reaction", id, journal.ERASE, by=by, thread=thread_id)


@message.goes_with_message
def _with_message(message_id: int, by: int) -> None:
    """A deleted message has no reactions."""
    ids = [row[0] for row in Reaction.select(Reaction.id).where(Reaction.message == message_id).tuples()]
    _take_off(ids, message.one(message_id).thread_id, by=by)


def star(message_id: int, *, by: int, on: bool = True) -> None:
    """Star an entry for oneself, or take the star off."""
    with transaction():
        message.one(message_id)
        if on:
            Star.insert(person=by, message=message_id, starred_at=now()).on_conflict_ignore().execute()
        else:
            Star.delete().where((Star.person == by) & (Star.message == message_id)).execute()
        message.revise([message_id])


def of_messages(messages: Iterable[int]) -> dict[int, list[Reacted]]:
    """The reactions on these entries, by entry, the first emoji first."""
    query = Reaction.select(Reaction.message, Reaction.emoji, Reaction.person)
    rows = list(query.where(Reaction.message.in_(list(messages))).order_by(Reaction.id).tuples())
    names = person.some(row[2] for row in rows)
    found: dict[int, dict[str, list[int]]] = {}
    for on, emoji, who in rows:
        found.setdefault(on, {}).setdefault(emoji, []).append(who)
    return {
        on: [Reacted(emoji, tuple(whose), tuple(names[who].name for who in whose)) for emoji, whose in signs.items()]
        for on, signs in found.items()
    }


def stars_of(messages: Iterable[int]) -> dict[int, set[int]]:
    """Which users starred these entries, by entry."""
    found: dict[int, set[int]] = {}
    for on, who in Star.select(Star.message, Star.person).where(Star.message.in_(list(messages))).tuples():
        found.setdefault(on, set()).add(who)
    return found


def starred(by: int, *, limit: int = 500) -> list[int]:
    """The entries that a user starred, the last one first."""
    query = Star.select(Star.message).where(Star.person == by).order_by(Star.starred_at.desc()).limit(limit)
    return [row[0] for row in query.tuples()]
