"""The turn of each quarter of an hour: any time zone's midnight is one, so what is due today is told anew then."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

_QUARTER = 15 * 60
_LOOK = 20_000  # milliseconds; a timer of hours would be late after sleep and wrong after the clock was set


class Quarter(QObject):
    """`passed` is emitted soon after each quarter of an hour, and when the clock was set to another one."""

    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = int(time.time()) // _QUARTER
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """See whether it is another quarter than at the last look."""
        quarter = int(time.time()) // _QUARTER
        if quarter != self._last:
            self._last = quarter
            self.passed.emit()
