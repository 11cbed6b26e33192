"""The composer at rest: one line that says who would read, or what lies there unsent, and opens at a click."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets import paint_key_cap
from desktop.widgets.paint import KeyboardFocus, elided, focus_ring, rounded, text_width
from models.text import one_line


class ClosedComposer(KeyboardFocus, QAbstractButton):
    """Looks like a field, is a button."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
        self._draft = False
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, *, draft: bool = False) -> None:
        """Say who would read it, or begin of a draft."""
        self._draft = draft
        self.setText(one_line(words))
        self.setAccessibleName(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a field."""
        return QSize(160, QFontMetrics(font("body")).height() + 20)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any pane."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a field with a hint of the keys."""
        painter, now = QPainter(self), tokens()
        line = "text3" if self.underMouse() else "line2"
        rounded(painter, self.rect(), 6, fill=now.colour("raised"), line=now.colour(line))
        inner = self.rect().adjusted(12, 0, -10, 0)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        cap = text_width(self._keys, font("pill")) + 16
        high = QFontMetrics(font("pill")).height() + 8
        box = QRect(inner.x() if rtl else inner.right() - cap + 1, (self.height() - high) // 2, cap, high)
        paint_key_cap(painter, box, self._keys)
        room = inner.adjusted(cap + 8, 0, 0, 0) if rtl else inner.adjusted(0, 0, -cap - 8, 0)
        if self._draft:
            size = font("body").pixelSize() + 1
            icon = QRect(room.right() - size if rtl else room.x(), 0, size, self.height())
            paint_icon(painter, "pencil", icon, colour="accent", size=size)
            room = room.adjusted(0, 0, -size - 7, 0) if rtl else room.adjusted(size + 7, 0, 0, 0)
        painter.setFont(font("body"))
        painter.setPen(now.colour("text" if self._draft else "text2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, flags, elided(self.text(), font("body"), room.width()))
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 6, now.colour("accent"))
