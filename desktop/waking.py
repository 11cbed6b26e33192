"""Waking: tells in time that snoozed news or activities come back to the acting user, or that something is due now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from models import waking
from models.database import now
from models.journal import Change

if TYPE_CHECKING:
    from desktop.desk import Desk

_LOOK = 20_000  # milliseconds at most; a timer of hours would be late after sleep and wrong after the clock was set
_SOON = 100  # milliseconds in which changes are taken together


class Waking(QObject):
    """`woke(list of models.waking.Woken)`; `plan` where news were snoozed, which the journal doesn't tell of."""

    woke = Signal(list)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._seen = now()
        self._next: dt.datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.look)
        desk.journal.changed.connect(self._changed)
        desk.user_changed.connect(self._start)
        desk.closing.connect(self._stop)
        self._start()

    def plan(self) -> None:
        """Something may come back at another time."""
        self._soon.start()

    def look(self) -> None:
        """Tell what came back since the last look, and wait for what is next.

        What was expected later, or not at all, was called back by a person: that is no news.
        """
        me, before, expected, self._seen = self._desk.me, self._seen, self._next, now()
        back = waking.woken(me, after=before, until=self._seen)
        found = [one for one in back if expected is not None and one.at >= expected]
        self._next = waking.next_moment(me, after=self._seen)
        if self._next is not None:
            self._timer.start(min(_LOOK, int((self._next - self._seen).total_seconds() * 1000) + 1))
        if found:
            self.woke.emit(found)

    def _start(self) -> None:
        """What came back before is no news."""
        self._seen, self._next = now(), None
        self._timer.stop()
        self.plan()

    def _stop(self) -> None:
        self._timer.stop()
        self._soon.stop()

    def _changed(self, changes: Sequence[Change]) -> None:
        if any(one.what == "activity" for one in changes):
            self.plan()
