"""Notifications: the inbox rows of users, and how far each has read a thread. Neither is part of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import peewee as pw

from models.database import Model, Moment, executemany, moment, now, rows, transaction
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


class Notification(Model):
    """News of one entry for one user; `read_at` is empty until they saw it."""

    message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+", index=False)
    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
    person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+", index=False)
    reason = pw.TextField()
    read_at = Moment(null=True)

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
    """An inbox row as shown."""

    id: int
    message: int
    thread: int
    reason: str
    read: bool
    date: dt.datetime


def tell(persons: Iterable[int], message: int, thread: int, reason: str) -> None:
    """Write inbox rows for these users (inside a transaction)."""
    news = [(message, thread, person, reason) for person in persons]
    if news:
        columns = "message_id, thread_id, person_id, reason"
        executemany(f"INSERT INTO notification ({columns}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", news)


def inbox(person: int, *, unread_only: bool = False, limit: int = 200) -> list[News]:
    """The news of a user, newest first."""
    sql = """
        SELECT n.id, n.message_id, n.thread_id, n.reason, n.read_at, m.date
        FROM notification n JOIN message m ON m.id = n.message_id
        WHERE n.person_id = ? AND (n.read_at IS NULL OR ?) ORDER BY m.date DESC, n.id DESC LIMIT ?
    """
    found = rows(sql, (person, not unread_only, limit))
    return [
        News(id, message, thread, reason, read_at is not None, moment(date))
        for id, message, thread, reason, read_at, date in found
    ]


def unread_count(person: int) -> int:
    """How many records have news that this user has not read."""
    query = Notification.select(pw.fn.COUNT(Notification.thread.distinct()))
    return int(query.where((Notification.person == person) & Notification.read_at.is_null()).scalar())


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


def mark_done(thread: int, person: int) -> None:
    """Put the news of a record aside without opening it: what is new there stays marked as new in its thread."""
    with transaction():
        unread = (Notification.thread == thread) & (Notification.person == person) & Notification.read_at.is_null()
        Notification.update(read_at=now()).where(unread).execute()
        ReadMark.update(unread=False).where((ReadMark.thread == thread) & (ReadMark.person == person)).execute()


def put_back(thread: int, person: int) -> None:
    """Let the newest news of a record stand in a user's inbox as unread again; without any nothing happens."""
    with transaction():
        newest = Notification.select(pw.fn.MAX(Notification.message)).where(
            (Notification.thread == thread) & (Notification.person == person)
        )
        again = (Notification.person == person) & (Notification.message == newest)
        Notification.update(read_at=None).where(again).execute()


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
        (Notification.person == person) & Notification.read_at.is_null() & Notification.thread.in_(ids)
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
            UNION SELECT thread_id FROM read_mark WHERE person_id = ? AND unread
        ) ORDER BY last_date DESC, id DESC LIMIT ?
    """
    return [row[0] for row in rows(sql, (person, person, limit))]


def recent(person: int, *, limit: int = 40) -> list[tuple[int, dt.datetime]]:
    """The records that a user opened, and when they were there last, the last one first."""
    query = ReadMark.select(ReadMark.thread, ReadMark.seen).where(ReadMark.person == person)
    return list(query.order_by(ReadMark.seen.desc(), ReadMark.thread.desc()).limit(limit).tuples())
