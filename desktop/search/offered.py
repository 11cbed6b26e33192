"""A filter that is offered: its words in a dashed frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import KeyboardFocus, draw_text, focus_ring, text_width


class OfferedChip(KeyboardFocus, QAbstractButton):
    """A button that puts a filter, or its beginning, into the box."""

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = typed
        key, _, value = typed.partition(":")
        self._words = f"{key}: {value}" if value else f"{key}:"
        self.setAccessibleName(tr("Narrow down by {filter}", filter=typed))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        height = QFontMetrics(font("secondary_medium")).height() + 8
        return QSize(text_width(self._words, font("secondary_medium")) + 18, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashes and the words."""
        painter, now = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("text3" if self.underMouse() else "line2"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(now.colour("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(font("secondary_medium"))
        painter.setPen(now.colour("text2"))
        draw_text(painter, self.rect(), self._words, Qt.AlignmentFlag.AlignCenter)
        if self.ring:
            focus_ring(painter, self.rect(), self.height() / 2, now.colour("accent"))
