"""The legend under marked differences: what added and removed text looks like."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import LEADING, text_width


class Legend(QWidget):
    """ "Added" underlined on green, "Removed" struck through on red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Added text is underlined, removed text is struck through"))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(300, QFontMetrics(font("secondary")).height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw word and explanation, twice."""
        painter, x = QPainter(self), 0
        x = self._sample(painter, x, tr("Added"), "green", strike=False)
        x = self._words(painter, x + 6, tr("underlined"))
        x = self._sample(painter, x + 18, tr("Removed"), "red", strike=True)
        self._words(painter, x + 6, tr("struck through"))

    def _sample(self, painter: QPainter, x: int, words: str, colour: str, *, strike: bool) -> int:
        used = QFont(font("secondary_strong"))
        used.setStrikeOut(strike)
        used.setUnderline(not strike)
        width = text_width(words, used) + 6
        box = self._mirrored(QRect(x, 1, width, self.height() - 2))
        painter.fillRect(box, tokens().colour(f"{colour}_soft"))
        painter.setFont(used)
        painter.setPen(tokens().colour(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return x + width

    def _words(self, painter: QPainter, x: int, words: str) -> int:
        width = text_width(words, font("secondary"))
        painter.setFont(font("secondary"))
        painter.setPen(tokens().colour("text2"))
        painter.drawText(self._mirrored(QRect(x, 0, width, self.height())), LEADING, words)
        return x + width

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())
