"""Followers: who hears of a record, and what each of them chose to hear (product.md §5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import compress

import peewee as pw

from models import journal, message, person, thread, user
from models.database import Model, rows, transaction
from models.errors import NotFound, Refused
from models.person import Person
from models.thread import Thread
from models.user import User

CHOICES = {"discussions": "Discussions", "notes": "Notes", "activities": "Activities", "stages": "Stage changes"}
INTERNAL = ("notes",)


@journal.journaled("follower", "thread_id", "person_id", "discussions", "notes", "activities", "stages")
class Follower(Model):
    """A person who follows a thread; the booleans are what they hear of."""

    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+", index=False)
    person = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    discussions = pw.BooleanField(default=True)
    notes = pw.BooleanField(default=False)
    activities = pw.BooleanField(default=False)
    stages = pw.BooleanField(default=False)
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((("thread", "person"), True),)


@dataclass(frozen=True, slots=True)
class Following:
    """A follower as shown. `outside` is everyone who is not a user; `card` is the id of their contact record."""

    person: int
    card: int | None
    name: str
    email: str | None
    outside: bool
    choices: frozenset[str]


def followers(thread_id: int) -> list[Following]:
    """Who follows a thread: users first, then outsiders, by name."""
    heard = [getattr(Follower, choice) for choice in CHOICES]
    query = Follower.select(Person.id, Person.card, Person.name, Person.email, User.person, *heard).join(Person)
    query = query.join(User, pw.JOIN.LEFT_OUTER, on=(User.person == Person.id)).where(Follower.thread == thread_id)
    following = [
        Following(who, card, name, email, role is None, frozenset(compress(CHOICES, hears)))
        for who, card, name, email, role, *hears in query.tuples()
    ]
    return sorted(following, key=lambda one: (one.outside, one.name.casefold()))


def listening(thread_id: int, choice: str, *, users: bool) -> set[int]:
    """The active users, or the outsiders, who follow a thread and hear of `choice`."""
    sql = f"""
        SELECT f.person_id FROM follower f LEFT JOIN "user" u ON u.person_id = f.person_id
        WHERE f.thread_id = ? AND f.{_column(choice)} AND {"NOT u.archived" if users else "u.person_id IS NULL"}
    """
    return {row[0] for row in rows(sql, (thread_id,))}


def _column(choice: str) -> str:
    return str(Follower._meta.fields[choice].column_name)


def follow_automatically(thread_id: int, who: int) -> None:
    """Make a user follow by what they did or were given; outsiders and Deskbot never, and nothing is logged."""
    role = user.member(who)
    if role is not None and not role.archived:
        _add(thread_id, who, by=who)


def _add(thread_id: int, who: int, *, by: int) -> bool:
    if next(rows("SELECT 1 FROM follower WHERE thread_id = ? AND person_id = ?", (thread_id, who)), None):
        return False
    id = Follower.insert_row(thread=thread_id, person=who)
    journal.note("follower", id, "create", by=by, thread=thread_id)
    return True


def follow(thread_id: int, who: int, *, by: int, when: dt.datetime | None = None) -> None:
    """Let someone follow by an act of a person, which is logged. Following again changes nothing."""
    with transaction():
        thread.head(thread_id)
        someone = person.one(who)
        if someone.bot:
            raise Refused("Deskbot can't follow a record.")
        if someone.archived:
            raise Refused(f"{someone.name} is archived and can't follow a record.")
        if _add(thread_id, who, by=by):
            words = "now follows this record" if who == by else f"added {someone.name} as a follower"
            message.log(thread_id, f"{person.one(by).name} {words}", by=by, when=when)


def unfollow(thread_id: int, who: int, *, by: int) -> None:
    """End following by an act of a person, which is logged."""
    with transaction():
        kept = _kept(thread_id, who)
        Follower.delete().where(Follower.id == kept.id).execute()
        journal.note("follower", kept.id, journal.ERASE, by=by, thread=thread_id)
        words = "no longer follows this record" if who == by else f"removed {person.one(who).name} from the followers"
        message.log(thread_id, f"{person.one(by).name} {words}", by=by)


def choose(thread_id: int, who: int, choices: set[str], *, by: int) -> None:
    """Keep what a follower hears of. Choosing nothing unfollows; notes are for users only."""
    with transaction():
        kept = _kept(thread_id, who)
        unknown = choices - CHOICES.keys()
        if unknown:
            raise Refused(f"There is no choice “{min(unknown)}”; there are {', '.join(CHOICES)}.")
        if not choices:
            unfollow(thread_id, who, by=by)
            return
        if user.member(who) is None and choices & set(INTERNAL):
            raise Refused("Notes are internal; someone outside can't listen to them.")
        wanted = {choice: choice in choices for choice in CHOICES}
        if all(getattr(kept, choice) == wants for choice, wants in wanted.items()):
            return
        Follower.update(**wanted).where(Follower.id == kept.id).execute()
        journal.note("follower", kept.id, "change", by=by, thread=thread_id)


def forget(who: int, *, by: int) -> None:
    """End all following of a person who is being removed (inside a transaction)."""
    for id, thread_id in list(Follower.select(Follower.id, Follower.thread).where(Follower.person == who).tuples()):
        Follower.delete().where(Follower.id == id).execute()
        journal.note("follower", id, journal.ERASE, by=by, thread=thread_id)


def _kept(thread_id: int, who: int) -> Follower:
    kept = Follower.get_or_none((Follower.thread == thread_id) & (Follower.person == who))
    if kept is None:
        raise NotFound(f"{person.one(who).name} doesn't follow this record.")
    return kept
