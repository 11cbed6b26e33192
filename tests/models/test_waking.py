"""What comes back and when: the next moment, and what woke between two."""

from __future__ import annotations

import datetime as dt

from models import activity, notification, posting, waking
from models.waking import DUE, NEWS, SNOOZED
from tests.conftest import Filled

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_news_and_activities_come_back_in_their_order(filled: Filled) -> None:
    me = filled.marta
    posting.note(filled.wall, "@Marta one", by=filled.jonas)
    two = posting.note(filled.wall, "@Marta two", by=filled.jonas)
    assert waking.next_moment(me, after=NOON) is None
    notification.snooze(filled.wall, me, NOON + 3 * HOUR)
    call = activity.schedule(filled.task, "call", by=me, due_at=NOON + 2 * HOUR)
    todo = activity.schedule(filled.task, "todo", by=me)
    activity.snooze(todo, NOON + HOUR, by=me)
    assert waking.next_moment(me, after=NOON) == NOON + HOUR
    assert waking.next_moment(me, after=NOON + HOUR) == NOON + 2 * HOUR
    assert waking.woken(me, after=NOON, until=NOON + HOUR - dt.timedelta(seconds=1)) == []
    assert waking.woken(me, after=NOON, until=NOON + 3 * HOUR) == [
        (SNOOZED, NOON + HOUR, filled.task, todo),
        (DUE, NOON + 2 * HOUR, filled.task, call),
        (NEWS, NOON + 3 * HOUR, filled.wall, two),
    ]
    assert waking.woken(filled.jonas, after=NOON, until=NOON + 3 * HOUR) == []


def test_what_is_read_done_or_snoozed_longer_does_not_come_back(filled: Filled) -> None:
    me = filled.marta
    posting.note(filled.wall, "@Marta one", by=filled.jonas)
    notification.snooze(filled.wall, me, NOON + HOUR)
    notification.mark_read(filled.wall, me)
    call = activity.schedule(filled.task, "call", by=me, due_at=NOON + HOUR)
    activity.snooze(call, NOON + 2 * HOUR, by=me)
    assert [one.kind for one in waking.woken(me, after=NOON, until=NOON + 4 * HOUR)] == [SNOOZED]
    activity.mark_done(call, by=me)
    assert waking.next_moment(me, after=NOON) is None
