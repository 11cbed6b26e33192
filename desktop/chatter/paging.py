"""Paging: the next entries are read when the reader comes near an end of what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from models.entries import PAGE

if TYPE_CHECKING:
    from desktop.chatter.thread_view import ThreadView

NEAR = 1200  # pixels


class Paging(QObject):
    """Grows what a view has loaded, at the end that comes near; between two frames, never within a change."""

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view)
        self._view = view
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.read)

    def drop(self) -> None:
        """Another thread comes: what was wanted is wanted no more."""
        self._timer.stop()

    def look(self) -> None:
        """Read the next page soon if the reader is near an end."""
        if self._wanted():
            self._timer.start()

    def _wanted(self) -> str:
        """The end that the reader is near and beyond which there is more."""
        loaded, bar = self._view.loaded, self._view.verticalScrollBar()
        near = NEAR + self._view.viewport().height() // 4
        if not loaded.entries:
            return ""
        if loaded.has_older and bar.maximum() - bar.value() < near:
            return "older"
        return "newer" if loaded.has_newer and bar.value() < near else ""

    def read(self) -> None:
        """Read a page and lay it out; its rows are drawn as they come near."""
        loaded, wanted = self._view.loaded, self._wanted()
        if wanted == "older":
            page = loaded.read_older()
            loaded.has_older = len(page) == PAGE
            self._view.change(lambda: loaded.append(page))
        elif wanted == "newer":
            page = loaded.read_newer()
            loaded.has_newer = len(page) == PAGE
            self._view.change(lambda: loaded.prepend(page))
        if wanted:
            self.look()
