"""Watching: says of a pane's record whether somebody waits there for an answer by WhatsApp, which then comes sooner."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from models.database import now

LIVELY = dt.timedelta(minutes=30)  # an answer is waited for so long after the last word
NEWEST = 10  # entries among which that word is looked for
SETTLES = 300  # milliseconds after something changed; opening a record is not held up
LOOKS_AGAIN = 60_000  # milliseconds between looks while a conversation is lively


class Watching(QObject):
    """Looks again whenever the pane shows another record, comes or goes; `look()` when its composer did."""

    def __init__(self, desk: Desk, pane: ChatterPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._look)
        pane.shown.connect(self.look)
        desk.journal.changed.connect(self._changed)
        pane.installEventFilter(self)

    def look(self, *_: object) -> None:
        """Something changed: look, once it has settled."""
        self._soon.start(SETTLES)

    def _changed(self, changes) -> None:
        if any(one.what == "message" and one.thread == self._pane.record for one in changes):
            self.look()

    def _look(self) -> None:
        pane = self._pane
        seen = pane.isVisible() and bool(pane.record)
        lively = seen and self._lively()
        writing = pane.whatsapp is not None and pane.whatsapp.is_open()
        self._desk.watch(self, on=lively or (seen and writing))
        if lively:
            self._soon.start(LOOKS_AGAIN)

    def _lively(self) -> bool:
        """Whether the last word by WhatsApp was a moment ago."""
        since = now() - LIVELY
        return any(one.channel == "whatsapp" and one.date > since for one in self._pane.view.loaded.entries[:NEWEST])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane came on the screen, or went."""
        if event.type() == QEvent.Type.Show:
            self.look()
        elif event.type() == QEvent.Type.Hide:
            self._desk.watch(self, on=False)
        return False
