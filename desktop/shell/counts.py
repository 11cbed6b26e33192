"""The numbers in the navigation: how much waits at each page, counted once for all that happens in a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.activities.quarter import Quarter
from desktop.desk import Desk
from models import database

if TYPE_CHECKING:
    from desktop.shell.navigation import Navigation
    from desktop.shell.pages import Pages

AFTER = 60  # milliseconds: nobody waits for these numbers, and they are asked of several tables


class Counts(QObject):
    """Counts anew after each commit of this process, after drafts were kept, and each quarter of an hour, and
    when something snoozed comes back.
    """

    _committed = Signal()

    def __init__(self, desk: Desk, pages: Pages, navigation: Navigation) -> None:
        super().__init__(navigation)
        self._desk, self._pages, self._navigation = desk, pages, navigation
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=AFTER)
        self._timer.timeout.connect(self.renew)
        self._committed.connect(self.soon)
        desk.drafts_changed.connect(self.soon)
        Quarter(self).passed.connect(self.soon)
        desk.waking.woke.connect(self.soon)
        self._stop_hearing = database.on_commit(self._committed.emit)
        desk.closing.connect(self.close)
        self.renew()

    def soon(self) -> None:
        """Count once more in a moment."""
        if not self._closed and not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Count no more: the workspace is about to be closed."""
        if not self._closed:
            self._closed = True
            self._stop_hearing()
            self._timer.stop()

    def renew(self) -> None:
        """Count now."""
        for key, number in self._pages.counts(self._desk.me).items():
            self._navigation.set_count(key, number)
