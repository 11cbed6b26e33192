"""Buttons as wide as their column: rows of the navigation and of dropdown lists, tiles with a number."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets.buttons import Button
from desktop.widgets.labels import set_tooltip
from desktop.widgets.paint import draw_text, elided, focus_ring, rounded, text_width
from desktop.widgets.pill import key_cap_size, paint_key_cap, paint_pill, pill_size

_EDGE = 10
_DOT = 8
_GAP = 12  # between icon and words


def _icon_size() -> int:
    return QFontMetrics(font("body")).height() + 1


class RowButton(Button):
    """A row with icon and words, a grey detail, and at its end a count or keys; checked, it is the chosen one.

    `collapsed` leaves the icon alone (words and count go into the tooltip).
    """

    def __init__(
        self, text: str, icon: str = "", *, detail: str = "", keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, icon, parent=parent)
        self._detail = detail
        self._keys = keys
        self._count = 0
        self._collapsed = False
        self.current = False
        self._dot = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    def setText(self, text: str) -> None:
        """Set the words."""
        super().setText(text)
        self._tell()

    def set_count(self, count: int) -> None:
        """Show a number at the end; 0 hides it. The number goes into the accessible description."""
        self._count = count
        self._tell()

    def set_current(self, current: bool) -> None:
        """Show it as where one is, or not."""
        if current != self.current:
            self.current = current
            self.update()

    def set_dot(self, token: str) -> None:
        """Show a dot of that colour at the end; "" for none."""
        self._dot = token
        self.update()

    def set_detail(self, detail: str) -> None:
        """Change the grey words behind."""
        self._detail = detail
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show only the icon, or all."""
        self._collapsed = collapsed
        self._tell()

    def sizeHint(self) -> QSize:
        """32 px high at 100 % of text size."""
        height = QFontMetrics(font("medium")).height() + 16
        if self._collapsed:
            return QSize(height + 2, height)
        detail = text_width(self._detail, font("secondary")) + 10 if self._detail else 0
        words = text_width(self.caption(), font("strong")) + detail
        return QSize(self._text_start() + words + self._end_width() + _EDGE, height + height % 2)

    def minimumSizeHint(self) -> QSize:
        """Words are shortened before the column widens."""
        height = self.sizeHint().height()
        return QSize(height if self._collapsed else 80, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        now = tokens()
        if self.current:
            rounded(painter, self.rect(), 6, fill=now.colour("accent_soft"))
        elif (self.underMouse() or self.isDown()) and self.isEnabled():
            rounded(painter, self.rect(), 6, fill=now.colour("hover"))
        ink = "faint" if not self.isEnabled() else "accent" if self.current else "text2"
        if self._icon:
            size = _icon_size()
            where = self.rect() if self._collapsed else self._mirrored(QRect(_EDGE, 0, size, self.height()))
            paint_icon(painter, self._icon, where, colour=ink, size=size)
        if self._collapsed:
            self._paint_dot(painter)
        else:
            self._paint_words(painter, ink)
        if self.ring:
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        used = font("strong" if self.current else "medium")
        room = self.width() - self._text_start() - self._end_width() - _EDGE
        painter.setFont(used)
        painter.setPen(tokens().colour(ink))
        shown = elided(self.caption(), used, room)
        draw_text(painter, self._mirrored(QRect(self._text_start(), 0, room, self.height())), shown)
        taken = text_width(shown, used) + 10
        if self._detail and room > taken + 20:
            painter.setFont(font("secondary"))
            painter.setPen(tokens().colour("text3"))
            where = QRect(self._text_start() + taken, 0, room - taken, self.height())
            draw_text(painter, self._mirrored(where), elided(self._detail, font("secondary"), room - taken))
        self._paint_end(painter)

    def _paint_end(self, painter: QPainter) -> None:
        if self._count:
            size = self._count_size()
            where = self._at_end(size)
            kind = "accent" if self.current else "neutral"
            paint_pill(painter, where.topLeft(), self._number(), kind, width=size.width())
        elif self._dot:
            where = self._at_end(QSize(_DOT, _DOT)).translated(-4, 0)
            rounded(painter, where, _DOT / 2, fill=tokens().colour(self._dot))
        elif self._keys:
            paint_key_cap(painter, self._at_end(key_cap_size(self._keys)), self._keys)

    def _paint_dot(self, painter: QPainter) -> None:
        if self._count:
            where = self._mirrored(QRect(self.width() - 13, 6, 7, 7))
            rounded(painter, where, 3.5, fill=tokens().colour("accent"))

    def _at_end(self, size: QSize) -> QRect:
        at = QPoint(self.width() - size.width() - 8, (self.height() - size.height()) // 2)
        return self._mirrored(QRect(at, size))

    def _count_size(self) -> QSize:
        size = pill_size(self._number())
        return QSize(max(size.width(), size.height() + 4), size.height())

    def _end_width(self) -> int:
        if self._count:
            return self._count_size().width() + 8
        if self._dot:
            return _DOT + 16
        return key_cap_size(self._keys).width() + 8 if self._keys else 0

    def _number(self) -> str:
        return "999+" if self._count > 999 else self.locale().toString(self._count)

    def _text_start(self) -> int:
        return _EDGE + _icon_size() + _GAP if self._icon else _EDGE

    def _tell(self) -> None:
        if not hasattr(self, "_collapsed"):
            return
        self.setAccessibleName(self.caption())
        self.setAccessibleDescription(self._number() if self._count else "")
        set_tooltip(self, f"{self.caption()} {self._number()}" if self._count else self.caption())
        if not self._collapsed:
            self.setToolTip("")
        self.updateGeometry()
        self.update()


class StatButton(Button):
    """A tile with an icon, a number and what it counts ("2 Open tasks"); a click leads there."""

    def __init__(self, icon: str, caption: str, number: str = "0", *, parent: QWidget | None = None) -> None:
        super().__init__(caption, icon, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_number(number)

    def set_number(self, number: str) -> None:
        """Show another number, as it is to be read."""
        self._shown_number = number
        self.setAccessibleName(self.caption())
        self.setAccessibleDescription(number)
        self.update()

    def sizeHint(self) -> QSize:
        """52 px high at 100 % of text size."""
        height = QFontMetrics(font("strong")).height() + QFontMetrics(font("secondary")).height() + 21
        return QSize(self._text_start() + text_width(self.caption(), font("secondary")) + 14, height)

    def minimumSizeHint(self) -> QSize:
        """The caption is shortened before tiles push each other out."""
        return QSize(90, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        now = tokens()
        hovered = (self.underMouse() or self.isDown()) and self.isEnabled()
        rounded(painter, self.rect(), 10, fill=now.colour("hover" if hovered else "surface"), line=now.colour("line"))
        size = _icon_size()
        paint_icon(painter, self._icon, self._mirrored(QRect(15, 0, size, self.height())), colour="text2", size=size)
        first, second = QFontMetrics(font("strong")).height(), QFontMetrics(font("secondary")).height()
        top, left = (self.height() - first - second - 1) // 2, self._text_start()
        room = self.width() - left - 10
        self._line(painter, QRect(left, top, room, first), self._shown_number, "strong", "text")
        self._line(painter, QRect(left, top + first, room, second + 1), self.caption(), "secondary", "text2")
        if self.ring:
            focus_ring(painter, self.rect(), 10, now.colour("accent"))

    def _text_start(self) -> int:
        return 15 + _icon_size() + _GAP

    def _line(self, painter: QPainter, where: QRect, text: str, role: str, ink: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(ink if self.isEnabled() else "faint"))
        draw_text(painter, self._mirrored(where), elided(text, font(role), where.width()))
