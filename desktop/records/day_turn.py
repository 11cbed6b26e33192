"""The turn of the day, here and where others are: what says "Today" or "2 days late" has to be said anew."""

from __future__ import annotations

import datetime as dt
import time

from PySide6.QtCore import QObject, QTimer, Signal

from models.shown import Reader

_QUARTER = 15 * 60
_LOOK = 20_000  # milliseconds; a timer until midnight would be late after sleep and wrong after the clock was set


class DayTurn(QObject):
    """`passed` is emitted soon after each midnight of the reader's zone, `quarter` after each other quarter of an hour:
    any zone's midnight is one, so what is due may have turned for somebody else. A clock that is set tells as well.
    """

    passed = Signal()
    quarter = Signal()

    def __init__(self, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._last = self._now()
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def _now(self) -> tuple[dt.date, int]:
        seconds = time.time()
        return self._reader.local(dt.datetime.fromtimestamp(seconds, dt.UTC)).date(), int(seconds) // _QUARTER

    def look(self) -> None:
        """See whether it is another day, or another quarter, than at the last look."""
        before, self._last = self._last, self._now()
        if self._last[0] != before[0]:
            self.passed.emit()
        elif self._last[1] != before[1]:
            self.quarter.emit()
