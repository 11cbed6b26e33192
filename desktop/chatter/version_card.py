"""A version in the history: number, who, when, how much it changed; one of them is chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme import font, tokens
from desktop.widgets import LEADING, KeyboardFocus, elided, focus_ring, paint_avatar, paint_pill, rounded, text_width

_WIDTH, _MARGIN, _FACE = 240, 12, 28


class VersionCard(KeyboardFocus, QAbstractButton):
    """To a screen reader a radio button that says all its lines."""

    def __init__(
        self, title: str, author: str, when: str, extent: str, sent: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._author, self._lines, self._sent = title, author, (author, when, extent), sent
        self.setText(title)
        self.setAccessibleName(", ".join(filter(None, (title, *self._lines, sent))))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Four lines."""
        return QSize(_WIDTH, 2 * 9 + QFontMetrics(font("strong")).height() + 3 * self._line())

    def _line(self) -> int:
        return QFontMetrics(font("secondary")).height() + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw face, title, lines."""
        painter, now = QPainter(self), tokens()
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else "raised"
        rounded(
            painter, self.rect(), 8, fill=now.colour(ground), line=now.colour("accent" if self.isChecked() else "line2")
        )
        paint_avatar(painter, self._mirrored(QRect(_MARGIN, 10, _FACE, _FACE)), self._author)
        x, y = _MARGIN + _FACE + 9, 9
        high = QFontMetrics(font("strong")).height()
        room = self.width() - x - _MARGIN
        wide = min(text_width(self._title, font("strong")), room)
        self._write(painter, QRect(x, y, wide, high), self._title, "strong", "text")
        if self._sent and room - wide > 60:
            paint_pill(painter, self._pill_at(x + wide + 8, y - 2), self._sent, "blue")
        y += high + 1
        for words in self._lines:
            self._write(painter, QRect(x, y, room, self._line()), words, "secondary", "text2")
            y += self._line()
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 8, now.colour("accent"))

    def _write(self, painter: QPainter, where: QRect, words: str, role: str, colour: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(colour))
        painter.drawText(self._mirrored(where), LEADING, elided(words, font(role), where.width()))

    def _pill_at(self, x: int, y: int) -> QPoint:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return QPoint(x, y)
        return QPoint(self.width() - x - text_width(self._sent, font("pill")) - 16, y)

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())
