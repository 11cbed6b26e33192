"""What stands in a file around the words that were looked for: "in the file notes.txt", and a line of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import draw_text, paint_marked, text_width

if TYPE_CHECKING:
    from search_index.snippets import Snippet

_ICON, _GAP = 14, 6


class FileExcerpt(QWidget):
    """Which file, and under it, on two lines at most, the piece of its text with the words marked."""

    def __init__(self, name: str, found: Snippet, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.found = name, found
        self._said = tr("in the file {name}", name=name)
        self.setAccessibleName(f"{self._said}: {found.text}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def height_at(self, width: int) -> int:
        """As high as its lines are at this width, in pixels."""
        return self._first() + self._lines(width) * QFontMetrics(font("body")).lineSpacing() + 4

    def _lines(self, width: int) -> int:
        return 1 if text_width(self.found.text, font("body")) <= width - _ICON - _GAP - 8 else 2

    def _first(self) -> int:
        return QFontMetrics(font("secondary")).height() + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all lines."""
        painter, high = QPainter(self), self._first()
        box = self._flipped(QRect(0, 0, _ICON, high))
        paint_icon(painter, "file-text", box, colour="text2", size=_ICON)
        painter.setFont(font("secondary"))
        painter.setPen(tokens().colour("text2"))
        room = QRect(_ICON + _GAP, 0, self.width() - _ICON - _GAP, high)
        draw_text(painter, self._flipped(room), self._said)
        line = QRect(_ICON + _GAP, high, self.width() - _ICON - _GAP, self.height() - high)
        paint_marked(painter, self._flipped(line), self.found.text, self.found.marks, lines=self._lines(self.width()))

    def _flipped(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())
