"""A line between entries: a day, or what is new above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.chatter.arrangement import Item
from desktop.theme import font
from desktop.widgets import paint_separator

MARGIN, END = 16, 5  # as of the rows around it


class SeparatorRow(QWidget):
    """Shows a "day" or the "new" line; placed by hand like the rows around it."""

    item: Item

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    @property
    def key(self) -> tuple[str, object]:
        """What stands here, for keeping rows through a change."""
        return self.item.key

    def show_item(self, item: Item) -> None:
        """Take on another caption."""
        self.item = item
        self._height = QFontMetrics(font("caps")).height() + 20
        self.setAccessibleName(item.caption)
        self.show()
        self.update()

    def supposed_height(self, width: int) -> int:
        """The height, in pixels; the same at any width."""
        return self._height

    def _margins(self) -> tuple[int, int, int, int]:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return (END, 2, -MARGIN, 0) if mirrored else (MARGIN, 2, -END, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, caption, line."""
        painter = QPainter(self)
        paint_separator(
            painter, self.rect().adjusted(*self._margins()), self.item.caption, accent=self.item.kind == "new"
        )
