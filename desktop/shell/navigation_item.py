"""One place in the navigation: icon, word and count, or the icon alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import plural
from desktop.widgets import KeyboardFocus, elided, focus_ring, paint_pill, pill_size, rounded, set_tooltip

_ICON = 18
_START = 10  # from the edge to the icon
_WORD = 40  # from the edge to the word


class NavigationItem(KeyboardFocus, QAbstractButton):
    """A place one can go to; checked while one is there. The count goes into the accessible description."""

    def __init__(self, key: str, title: str, icon: str, *, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._icon = icon
        self._shortcut = shortcut
        self._count = 0
        self._words = True
        self.setCheckable(True)
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(True)

    def title(self) -> str:
        """Where it leads."""
        return self.text().replace("&&", "&")

    def count(self) -> int:
        """The number shown behind the word."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show how much waits there; nought shows nothing."""
        if count == self._count:
            return
        self._count = count
        self.setAccessibleDescription(plural(count, "{n} unread", "{n} unread") if count else "")
        self.update()

    def set_words(self, words: bool) -> None:
        """Show the word beside the icon, or the icon alone with the word as its tooltip."""
        self._words = words
        across = QSizePolicy.Policy.Expanding if words else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        set_tooltip(self, "" if words and not self._shortcut else self.title(), self._shortcut)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """A click asks to go there; the window checks the place one is at."""

    def sizeHint(self) -> QSize:
        """32 px high at 100 % of text size; a square of 36 as an icon."""
        high = QFontMetrics(font("medium")).height() + 16
        high += high % 2
        return QSize(120, high) if self._words else QSize(high + 4, high + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the chosen place, then icon, word and count."""
        painter = QPainter(self)
        now = tokens()
        if self.isChecked():
            rounded(painter, self.rect(), 6, fill=now.colour("accent_soft"))
        elif self.underMouse():
            rounded(painter, self.rect(), 6, fill=now.colour("hover"))
        if self._words:
            self._paint_words(painter)
        else:
            self._paint_rail(painter)
        if self.ring:
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _ink(self) -> str:
        if self.isChecked():
            return "accent"
        return "text" if self.underMouse() else "text2"

    def _paint_words(self, painter: QPainter) -> None:
        paint_icon(painter, self._icon, self._flipped(_START, _ICON), colour=self._ink(), size=_ICON)
        room = self.width() - _WORD - 8
        if self._count:
            room -= self._paint_count(painter) + 6
        used = font("strong" if self.isChecked() else "medium")
        painter.setFont(used)
        painter.setPen(tokens().colour(self._ink()))
        flags = Qt.AlignmentFlag.AlignVCenter | self._start_side()
        painter.drawText(self._flipped(_WORD, room), flags, elided(self.title(), used, room))

    def _paint_count(self, painter: QPainter) -> int:
        text = "999+" if self._count > 999 else self.locale().toString(self._count)
        size = pill_size(text)
        where = self._flipped(self.width() - size.width() - 8, size.width())
        top = (self.height() - size.height()) // 2
        paint_pill(painter, QPoint(where.x(), top), text, "accent" if self.isChecked() else "neutral")
        return size.width()

    def _paint_rail(self, painter: QPainter) -> None:
        paint_icon(painter, self._icon, self.rect(), colour=self._ink(), size=_ICON)
        if self._count:
            dot = QRect(self.width() // 2 + 5, self.height() // 2 - 12, 8, 8)
            rounded(painter, dot, 4, fill=tokens().colour("accent"))

    def _start_side(self) -> Qt.AlignmentFlag:
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        return Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight

    def _flipped(self, x: int, width: int) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - width
        return QRect(x, 0, width, self.height())
