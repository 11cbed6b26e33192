"""What comes back by itself: snoozed news and activities when their time is over, activities due at a time of day."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from models.activity import OPEN
from models.database import moment, moment_text, rows

NEWS, SNOOZED, DUE = "news", "snoozed", "due"
_NEWS = f"""
    SELECT '{NEWS}' AS kind, n.snoozed_until AS at, n.thread_id AS thread, MAX(n.message_id) AS id
    FROM notification n WHERE n.person_id = ? AND n.read_at IS NULL AND n.snoozed_until > ? GROUP BY n.thread_id
"""
_SNOOZED = f"""
    SELECT '{SNOOZED}' AS kind, a.snoozed_until AS at, a.thread_id AS thread, a.id AS id
    FROM activity a JOIN thread t ON t.id = a.thread_id
    WHERE {OPEN} AND a.assignee_id = ? AND a.snoozed_until > ?
"""
_DUE = f"""
    SELECT '{DUE}' AS kind, a.due_at AS at, a.thread_id AS thread, a.id AS id
    FROM activity a JOIN thread t ON t.id = a.thread_id
    WHERE {OPEN} AND a.assignee_id = ? AND a.due_at > ? AND (a.snoozed_until IS NULL OR a.snoozed_until <= a.due_at)
"""
_ALL = f"{_NEWS} UNION ALL {_SNOOZED} UNION ALL {_DUE}"


class Woken(NamedTuple):
    """Something that came back to a user at a moment: a record's news, with its newest message, or an activity."""

    kind: str  # NEWS, SNOOZED or DUE
    at: dt.datetime
    thread: int
    id: int


def next_moment(person: int, *, after: dt.datetime) -> dt.datetime | None:
    """When the next thing comes back to a user; None while nothing will."""
    found = next(rows(f"SELECT MIN(at) FROM ({_ALL})", (person, moment_text(after)) * 3))[0]
    return moment(found) if found else None


def woken(person: int, *, after: dt.datetime, until: dt.datetime) -> list[Woken]:
    """What came back to a user after one moment and until another, the first one first."""
    given = (*(person, moment_text(after)) * 3, moment_text(until))
    found = rows(f"SELECT kind, at, thread, id FROM ({_ALL}) WHERE at <= ? ORDER BY at, id", given)
    return [Woken(kind, moment(at), thread, id) for kind, at, thread, id in found]
