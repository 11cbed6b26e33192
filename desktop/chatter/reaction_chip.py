"""The chip of a reaction: an emoji and how many put it there; one's own is marked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.theme import font, tokens
from desktop.widgets import KeyboardFocus, focus_ring, plain_tooltip, rounded, text_width


class ReactionChip(KeyboardFocus, QAbstractButton):
    """A button that toggles one's own."""

    def __init__(self, emoji: str, count: int, *, mine: bool, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(f"{emoji} {count}")
        self._mine = mine
        self.setAccessibleName(words)
        self.setToolTip(plain_tooltip(words))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(text_width(self.text(), font("secondary_strong")) + 18, QFontMetrics(font("body")).height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a pill."""
        painter, ink = QPainter(self), tokens()
        fill = "accent_soft" if self._mine else "hover" if self.underMouse() else "raised"
        line = "accent" if self._mine else "line2"
        rounded(painter, self.rect(), self.height() // 2, fill=ink.colour(fill), line=ink.colour(line))
        painter.setFont(font("secondary_strong"))
        painter.setPen(ink.colour("accent" if self._mine else "text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), self.height() // 2, ink.colour("accent"))
