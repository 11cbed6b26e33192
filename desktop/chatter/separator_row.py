"""A line between entries: a day, or what is new above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.chatter.arrangement import Item
from desktop.theme import font, tokens
from desktop.widgets import paint_separator

MARGIN = 16


class SeparatorRow(QWidget):
    """Shows a "day" or the "new" line; placed by hand like the rows around it."""

    item: Item

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def key(self) -> tuple[str, object]:
        """What stands here, for keeping rows through a change."""
        return self.item.key

    def show_item(self, item: Item) -> None:
        """Take on another caption."""
        self.item = item
        self.setAccessibleName(item.caption)
        self.update()

    def row_height(self, width: int) -> int:
        """The height, in pixels; the same at any width."""
        return QFontMetrics(font("caps")).height() + 20

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, caption, line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens().colour("surface"))
        paint_separator(
            painter, self.rect().adjusted(MARGIN, 2, -MARGIN, 0), self.item.caption, accent=self.item.kind == "new"
        )
