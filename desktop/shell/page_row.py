"""Rows of pages that list records or entries: sign or face, title and kind, when, and how it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import (
    WIDEST,
    Card,
    KeyboardFocus,
    draw_text,
    elided,
    focus_ring,
    line,
    paint_avatar,
    paint_pill,
    pill_size,
    text_width,
)

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
_START, _SIGN = 54, 18  # from the edge to the words; the side of a sign


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows: a face where `who` is named, else the sign `icon`; `pill` has words and colour."""

    record: int
    title: str
    text: str
    when: str
    pill: tuple[str, str]
    icon: str = ""
    who: str = ""
    bot: bool = False
    unread: bool = False
    message: int = 0


class PageRow(KeyboardFocus, QAbstractButton):
    """Shows a `line`; a click opens what it stands for."""

    def __init__(self, line: Line, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setAccessibleName(", ".join(part for part in (line.title, line.pill[0], line.when, line.text) if part))
        self.setAccessibleDescription(tr("unread") if line.unread else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        return QSize(240, 2 * QFontMetrics(font("body")).height() + 24)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a click does; the arrows, J and K go to the rows beside."""
        step = 0 if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else _STEPS.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step:
            self.walk(step)
        else:
            super().keyPressEvent(event)

    def walk(self, by: int) -> None:
        """Take the keyboard to the row after or before in the same card."""
        rows = [one for one in self.parentWidget().children() if isinstance(one, PageRow)]
        there = rows.index(self) + by
        if 0 <= there < len(rows):
            rows[there].setFocus(Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight."""
        super().focusInEvent(event)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row; mirrored where one reads from right to left."""
        painter, now = QPainter(self), tokens()
        if self.underMouse():
            painter.fillRect(self.rect(), now.colour("row"))
        if self.line.unread:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent"))
            painter.drawEllipse(self._flipped(QRect(4, self.height() // 2 - 4, 8, 8)))
        if self.line.who:
            paint_avatar(painter, self._flipped(QRect(18, 11, 26, 26)), self.line.who, robot=self.line.bot)
        else:
            sign = self._flipped(QRect(22, 13, _SIGN, _SIGN))
            paint_icon(painter, self.line.icon, sign, colour="text2", size=_SIGN)
        self._paint_words(painter)
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect().adjusted(3, 2, -3, -2), 6, now.colour("accent"))

    def _paint_words(self, painter: QPainter) -> None:
        high, right = QFontMetrics(font("strong")).height(), self.width() - 12
        wide = text_width(self.line.when, font("secondary"))
        self._line(painter, QRect(right - wide, 11, wide, high), self.line.when, role="secondary", ink="text2")
        words, colour = self.line.pill
        pill = pill_size(words)
        room = right - wide - 12 - _START - pill.width() - 8
        role = "strong" if self.line.unread else "medium"
        shown = elided(self.line.title, font(role), room)
        used = min(room, text_width(shown, font(role)))
        self._line(painter, QRect(_START, 11, used + 2, high), shown, role=role, ink="text")
        where = QRect(_START + used + 8, 11 + (high - pill.height()) // 2, pill.width(), pill.height())
        paint_pill(painter, self._flipped(where).topLeft(), words, colour)
        below = QRect(_START, 11 + high + 3, right - _START, high)
        self._line(painter, below, self.line.text, role="body", ink="text" if self.line.unread else "text2")

    def _line(self, painter: QPainter, where: QRect, text: str, *, role: str, ink: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(ink))
        draw_text(painter, self._flipped(where), elided(text, font(role), where.width()))

    def _flipped(self, where: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveLeft(self.width() - where.x() - where.width())
        return where


class RowsCard(Card):
    """Rows below each other, each with the button that puts it aside where there is one."""

    def __init__(self, rows: Sequence[PageRow], asides: Sequence[QWidget] = ()) -> None:
        super().__init__(margin=0)
        self.setMaximumWidth(WIDEST)
        self.body.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                self.body.addWidget(line())
            made = QHBoxLayout()
            made.setContentsMargins(0, 0, 8, 0)
            made.addWidget(row, 1)
            if number < len(asides):
                made.addWidget(asides[number])
            self.body.addLayout(made)


def focus_first(rows: Sequence[PageRow]) -> None:
    """Let the keyboard begin at the first row, without a ring as long as nobody uses it."""
    if rows:
        rows[0].setFocus(Qt.FocusReason.MouseFocusReason)
