"""Notifications: how users are told of entries, the rows of their inboxes, and how far each has read a thread.

Neither rows nor marks are part of the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import delivery, person, setting
from models.database import Model, Moment, executemany, moment, moment_text, now, rows, transaction
from models.message import Message
from models.person import Person
from models.thread import Thread

REASONS = {
    "activity": "finished an activity",
    "mention": "mentioned you",
    "assigned": "put you in charge",
    "given": "gave you an activity",
    "answer": "answered",
    "message": "wrote",
    "note": "logged a note",
    "stage": "changed the stage",
}


WAYS = {"inbox": "Inbox", "email": "E-mail", "both": "Both"}  # how a user is told of news of a kind
HOLD = delivery.LONGEST_UNDO  # an e-mail waits as long as what it tells of can be taken back


class Notification(Model):
    """News of one entry for one user; `read_at` is empty until they saw it. Until `snoozed_until` it is not shown."""

    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+", index=False)
    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
    person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+", index=False)
    reason = pw.TextField()
    read_at = Moment(null=True)
    snoozed_until = Moment(null=True)

    class Meta:
        indexes = ((("person", "read_at", "thread"), False), (("message", "person"), True))


class ReadMark(Model):
    """Up to when a user has read a thread; `unread` where they marked it unread themselves."""

    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+", index=False)
    person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    seen = Moment()
    unread = pw.BooleanField(default=False)

    class Meta:
        primary_key = pw.CompositeKey("thread", "person")


@dataclass(frozen=True, slots=True)
class News:
    """An inbox row as shown; `until` is when it comes back, where it is snoozed."""

    id: int
    message: int
    thread: int
    reason: str
    read: bool
    date: dt.datetime
    until: dt.datetime | None = None


def setting_of(reason: str) -> str:
    """The name of the setting that says how a user is told of news of a kind: a key of WAYS."""
    return f"news.{reason}"


def tell(persons: Iterable[int], message: int, thread: int, reason: str) -> None:
    """Tell these users of an entry, each as they chose: in the inbox, by e-mail or both (inside a transaction).

    As long as e-mail is not set up, or a user has no address, the inbox it is.
    """
    told = list(persons)
    by_email = _by_email(told, reason) if told else {}
    _write_to(list(by_email), message, thread, reason)
    news = [(message, thread, one, reason) for one in told if by_email.get(one) != "email"]
    if news:
        columns = "message_id, thread_id, person_id, reason"
        executemany(f"INSERT INTO notification ({columns}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", news)


def _by_email(told: Iterable[int], reason: str) -> dict[int, str]:
    """Those of these users who want an e-mail of such news and can get one, and whether the inbox too."""
    wanted = {who: way for who, way in setting.by_person(setting_of(reason)).items() if way != "inbox"}
    if not wanted or delivery.served("email") is None:
        return {}
    return {one: wanted[one] for one in told if one in wanted and person.one(one).email}


def _write_to(persons: list[int], message: int, thread: int, reason: str) -> None:
    """An e-mail to each, unless they get one with this entry anyway."""
    if not persons:
        return
    reached = {one.person for one in delivery.of_messages([message], notices=True).get(message, ())}
    someone = [person.one(one) for one in persons if one not in reached]
    to = [delivery.Recipient(one.id, one.name, "email", one.email or "") for one in someone]
    delivery.create(message, thread, to, by=person.deskbot(), send_after=now() + HOLD, notice=reason)


def inbox(
    person: int,
    *,
    unread_only: bool = False,
    limit: int = 200,
    snoozed: bool = False,
    when: dt.datetime | None = None,
) -> list[News]:
    """The news of a user, newest first: without those that are snoozed now, or only those."""
    sql = """
        SELECT n.id, n.message_id, n.thread_id, n.reason, n.read_at, m.date, n.snoozed_until
        FROM notification n JOIN message m ON m.id = n.message_id
        WHERE n.person_id = ? AND (n.read_at IS NULL OR ?)
            AND (n.snoozed_until IS NOT NULL AND n.snoozed_until > ? AND n.read_at IS NULL) = ?
        ORDER BY m.date DESC, n.id DESC LIMIT ?
    """
    moment_now = moment_text(when or now())
    found = rows(sql, (person, not unread_only and not snoozed, moment_now, snoozed, limit))
    return [
        News(id, message, thread, reason, read_at is not None, moment(date), moment(until) if snoozed else None)
        for id, message, thread, reason, read_at, date, until in found
    ]


def unread_count(person: int, *, when: dt.datetime | None = None) -> int:
    """How many records have news that this user has not read, and did not snooze."""
    query = Notification.select(pw.fn.COUNT(Notification.thread.distinct()))
    return int(query.where((Notification.person == person) & _awake(when)).scalar())


def _awake(when: dt.datetime | None = None) -> Any:
    """The condition that news are unread and not snoozed."""
    rests = Notification.snoozed_until.is_null(False) & (Notification.snoozed_until > (when or now()))
    return Notification.read_at.is_null() & ~rests


def snooze(thread: int, person: int, until: dt.datetime) -> None:
    """Take the unread news of a record out of a user's inbox until then; a moment that has passed brings them back."""
    with transaction():
        unread = (Notification.thread == thread) & (Notification.person == person) & Notification.read_at.is_null()
        Notification.update(snoozed_until=until).where(unread).execute()


def seen(thread: int, person: int) -> dt.datetime | None:
    """Up to when a user has read a thread; None if never."""
    row = (
        ReadMark.select(ReadMark.seen).where((ReadMark.thread == thread) & (ReadMark.person == person)).tuples().first()
    )
    return row[0] if row else None


def mark_read(thread: int, person: int) -> None:
    """A user opened a record: its news are read, and everything up to now is seen."""
    with transaction():
        unread = (Notification.thread == thread) & (Notification.person == person) & Notification.read_at.is_null()
        Notification.update(read_at=now()).where(unread).execute()
        ReadMark.insert(thread=thread, person=person, seen=now(), unread=False).on_conflict_replace().execute()


def mark_done(thread: int, person: int) -> list[int]:
    """Put the news of a record aside without opening it: what is new there stays marked as new in its thread.

    Gives the news it was, for `mark_open`.
    """
    with transaction():
        unread = (Notification.thread == thread) & (Notification.person == person) & Notification.read_at.is_null()
        ids = [row[0] for row in Notification.select(Notification.id).where(unread).tuples()]
        Notification.update(read_at=now()).where(unread).execute()
        ReadMark.update(unread=False).where((ReadMark.thread == thread) & (ReadMark.person == person)).execute()
    return ids


def mark_open(ids: Iterable[int], person: int) -> None:
    """Let news that were marked done be unread again."""
    with transaction():
        again = (Notification.person == person) & Notification.id.in_(list(ids))
        Notification.update(read_at=None).where(again).execute()


def put_back(thread: int, person: int) -> None:
    """Let the newest news of a record stand in a user's inbox as unread again; without any nothing happens."""
    with transaction():
        newest = Notification.select(pw.fn.MAX(Notification.message)).where(
            (Notification.thread == thread) & (Notification.person == person)
        )
        again = (Notification.person == person) & (Notification.message == newest)
        Notification.update(read_at=None, snoozed_until=None).where(again).execute()


def mark_unread(thread: int, person: int) -> None:
    """Show a record as unread again until it is opened the next time."""
    with transaction():
        ReadMark.insert(
            thread=thread, person=person, seen=seen(thread, person) or now(), unread=True
        ).on_conflict_replace().execute()


def unread_threads(person: int, threads: Iterable[int]) -> set[int]:
    """Which of these threads a user has news in, or marked unread."""
    ids = list(threads)
    news = Notification.select(Notification.thread).where(
        (Notification.person == person) & _awake() & Notification.thread.in_(ids)
    )
    marked = ReadMark.select(ReadMark.thread).where(
        (ReadMark.person == person) & ReadMark.unread & ReadMark.thread.in_(ids)
    )
    return {row[0] for row in news.tuples()} | {row[0] for row in marked.tuples()}


def unread_records(person: int, *, limit: int = 200) -> list[int]:
    """The records that a user has news in, or marked unread: the one with the newest entry first."""
    sql = """
        SELECT id FROM thread WHERE id IN (
            SELECT thread_id FROM notification WHERE person_id = ? AND read_at IS NULL
                AND (snoozed_until IS NULL OR snoozed_until <= ?)
            UNION SELECT thread_id FROM read_mark WHERE person_id = ? AND unread
        ) ORDER BY last_date DESC, id DESC LIMIT ?
    """
    return [row[0] for row in rows(sql, (person, moment_text(now()), person, limit))]


def recent(person: int, *, limit: int = 40) -> list[tuple[int, dt.datetime]]:
    """The records that a user opened, and when they were there last, the last one first."""
    query = ReadMark.select(ReadMark.thread, ReadMark.seen).where(ReadMark.person == person)
    return list(query.order_by(ReadMark.seen.desc(), ReadMark.thread.desc()).limit(limit).tuples())
