"""The turn of the day where the reader is: what says "Today" or "2 days late" has to be said anew."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer, Signal

from models.shown import Reader


class DayTurn(QObject):
    """`passed` is emitted shortly after each midnight of the reader's zone."""

    passed = Signal()

    def __init__(self, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._wait()

    def _wait(self) -> None:
        now = self._reader.local(dt.datetime.now(dt.UTC))
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
        self._timer.start(int((midnight - now).total_seconds() * 1000) + 500)

    def _tell(self) -> None:
        self._wait()
        self.passed.emit()
