"""What is in sight of a thread: its rows are drawn at once, those near it when there is time, the others not at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.chatter.message_row import MessageRow

if TYPE_CHECKING:
    from desktop.chatter.thread_view import ThreadView

AHEAD = 1200  # pixels beyond what is in sight


class Sight(QObject):
    """Draws the rows that a view has placed. Until then a row's height is only supposed; where it turns out higher or
    lower, the first row in sight stays where it is, to the pixel.

    `held`: rows are being placed, and the scroll bar moves by itself; `fill` lets go.
    """

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view)
        self._view = view
        self.held = False
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._draw_next)

    def scrolled(self) -> None:
        """Other rows came into sight."""
        if not self.held:
            self.fill()

    def fill(self, anchor: MessageRow | None = None) -> None:
        """Draw all rows in sight; `anchor` stays in place where it shall be another row than the first."""
        self.held = True
        while self._settle(list(self.within(0)), anchor):
            pass
        self.held = False
        self._ahead.start()

    def _draw_next(self) -> None:
        """Draw one row that is near, then the next one when there is time again."""
        width = self._view.viewport().width()
        row = next((row for row in self.within(AHEAD) if not row.is_settled(width)), None)
        if row is not None:
            self.draw(row)
            self._ahead.start()

    def draw(self, row: MessageRow) -> None:
        """Draw a row that may be out of sight, so that where it begins and ends is known."""
        self.held = True
        self._settle([row])
        self.held = False

    def _settle(self, rows: list[MessageRow], anchor: MessageRow | None = None) -> bool:
        """Draw rows; whether others had to be moved for them."""
        view, bar = self._view, self._view.verticalScrollBar()
        first = anchor or next(self.within(0), None)
        offset = first.y() - bar.value() if first is not None else 0
        width = view.viewport().width()
        moved = [row for row in rows if row.settle(width)]
        if not moved:
            return False
        view.relayout(bisect_left(view.tops, moved[0].y()))
        if first is not None:
            bar.setValue(first.y() - offset)
        return True

    def within(self, reach: int) -> Iterator[MessageRow]:
        """The rows in sight, or no farther from it than `reach` pixels, from the top."""
        view = self._view
        begin = view.verticalScrollBar().value()
        first = bisect_right(view.tops, begin - reach) - 1
        end = bisect_left(view.tops, begin + view.viewport().height() + reach)
        for row in view.rows[max(first, 0) : end]:
            if isinstance(row, MessageRow):
                yield row
