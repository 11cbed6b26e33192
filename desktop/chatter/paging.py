"""Paging: the next entries are read when the reader comes near an end of what is loaded; a few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from models.entries import PAGE, Entry

if TYPE_CHECKING:
    from desktop.chatter.thread_view import ThreadView

NEAR = 1200  # pixels
SLICE = 6  # rows laid out in one go while scrolling: a third of a frame


class Paging(QObject):
    """Grows what a view has loaded, at the end that comes near."""

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view)
        self._view = view
        self._waiting: list[Entry] = []
        self._older = self._last = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._take)

    def drop(self) -> None:
        """Forget entries that were read but not laid out; they are read again when needed."""
        self._waiting.clear()
        self._timer.stop()

    def look(self) -> None:
        """Read the next page if the reader is near an end."""
        view = self._view
        if self._waiting:
            if self._distance(older=self._older) < 0:
                self._take(len(self._waiting))
            return
        if not view.loaded.entries:
            return
        if view.loaded.has_older and self._distance(older=True) < NEAR:
            self._begin(view.loaded.read_older(), older=True)
        elif view.loaded.has_newer and self._distance(older=False) < NEAR:
            self._begin(view.loaded.read_newer(), older=False)

    def _distance(self, *, older: bool) -> int:
        """Pixels laid out beyond what is in sight, less one screen: below nought the reader is about to see the end."""
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        beyond = bar.maximum() - bar.value() if older else bar.value()
        return beyond - height // 4

    def _begin(self, page: list[Entry], *, older: bool) -> None:
        self._waiting, self._older, self._last = page, older, len(page) < PAGE
        if not page:
            self._end()
            return
        self._timer.start()

    def _take(self, count: int = SLICE) -> None:
        """Lay out the nearest few."""
        if not self._waiting:
            return
        loaded = self._view.loaded
        if self._older:
            nearest, self._waiting = self._waiting[:count], self._waiting[count:]
            self._view.change(lambda: loaded.append(nearest))
        else:
            nearest, self._waiting = self._waiting[-count:], self._waiting[:-count]
            self._view.change(lambda: loaded.prepend(nearest))
        if self._waiting:
            self._timer.start()
        else:
            self._end()
            self.look()

    def _end(self) -> None:
        if self._last and self._older:
            self._view.loaded.has_older = False
        elif self._last:
            self._view.loaded.has_newer = False
