"""Drafts: what was typed and not sent yet, for each record and mode; on disk within a second."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.desk import Desk

DELAY = 700  # milliseconds after the last key; product.md §4 allows 1 s
MODES = ("message", "note")


class Drafts(QObject):
    """The drafts of `person`, the acting user, kept in what the window remembers."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = desk.me
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(desk.memory.sync)
        QCoreApplication.instance().aboutToQuit.connect(self.flush)

    def get(self, thread: int, mode: str) -> str:
        """What was typed there; empty if nothing."""
        return str(self._desk.memory.value(self._key(thread, mode), ""))

    def put(self, thread: int, mode: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        key = self._key(thread, mode)
        if text.strip():
            self._desk.memory.setValue(key, text)
        else:
            self._desk.memory.remove(key)
        if not self._timer.isActive():
            self._timer.start()

    def there(self, thread: int) -> str:
        """The mode in which a record has a draft; "" where it has none."""
        return next((mode for mode in MODES if self.get(thread, mode)), "")

    def flush(self) -> None:
        """Put everything on disk now."""
        self._timer.stop()
        self._desk.memory.sync()

    def _key(self, thread: int, mode: str) -> str:
        return f"drafts/{self._desk.workspace.id}/{self.person}/{thread}/{mode}"
