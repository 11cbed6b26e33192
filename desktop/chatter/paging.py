"""Paging: the next entries are read when the reader comes near an end of what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from models.entries import PAGE, Entry

if TYPE_CHECKING:
    from desktop.chatter.thread_view import ThreadView

NEAR = 1200  # pixels
STRETCH = 2 * PAGE  # entries read at once: one frame in forty does it while one scrolls, not one in twenty


class Paging(QObject):
    """Grows what a view has loaded, at the end that comes near; never within a change.

    Reading and laying out are two steps, so that a frame can be drawn between them.
    """

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view)
        self._view = view
        self._read: tuple[str, list[Entry]] | None = None  # from which end, and what is to be laid out there
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._step)

    def drop(self) -> None:
        """Another thread comes, or this one is loaded anew: what was read is not wanted any more."""
        self._read = None
        self._timer.stop()

    def look(self) -> None:
        """Read on soon if the reader is near an end."""
        if self._read is None and self._wanted():
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

    def _step(self) -> None:
        loaded, wanted = self._view.loaded, self._wanted()
        if self._read is not None:
            (end, page), self._read = self._read, None
            self._lay_out(end, page)
        elif wanted:
            read = loaded.read_older if wanted == "older" else loaded.read_newer
            self._read = (wanted, read(STRETCH))
            self._timer.start()

    def _lay_out(self, end: str, page: list[Entry]) -> None:
        """Take a page; its rows are drawn as they come near."""
        loaded, more = self._view.loaded, len(page) == STRETCH
        if end == "older":
            loaded.has_older = more
            self._view.change(lambda: loaded.append(page))
        else:
            loaded.has_newer = more
            self._view.change(lambda: loaded.prepend(page))
