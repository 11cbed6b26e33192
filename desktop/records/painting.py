"""What rows and cards are drawn with: positions are given from left to right, and mirrored where that is needed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets import LEADING, elided, paint_avatar, paint_pill, pill_size, rounded
from desktop.widgets.paint import draw_text

TRAILING = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def placed(painter: QPainter, rect: QRect) -> QRect:
    """Where a rectangle lies on the widget that is drawn on: mirrored in a right-to-left window."""
    device = painter.device()
    if not isinstance(device, QWidget) or device.layoutDirection() == Qt.LayoutDirection.LeftToRight:
        return rect
    return QRect(device.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())


def paint_words(painter: QPainter, rect: QRect, text: str, role: str, colour: str, *, end: bool = False) -> None:
    """One line of text in a role and a colour at the start (or end) of a rectangle, shortened where room ends."""
    draw_words(painter, placed(painter, rect), text, role, colour, end=end)


def draw_words(painter: QPainter, rect: QRect, text: str, role: str, colour: str, *, end: bool = False) -> None:
    """The same in a rectangle that Qt has mirrored already: a cell, a section of a header."""
    used = font(role)
    painter.setFont(used)
    painter.setPen(tokens().colour(colour))
    draw_text(painter, rect, elided(text, used, rect.width()), TRAILING if end else LEADING)


def paint_symbol(painter: QPainter, rect: QRect, name: str, *, colour: str = "text2", size: int = 16) -> None:
    """An icon in the middle of a rectangle."""
    paint_icon(painter, name, placed(painter, rect), colour=colour, size=size)


def paint_face(painter: QPainter, rect: QRect, name: str) -> None:
    """An avatar."""
    paint_avatar(painter, placed(painter, rect), name)


def paint_dot(painter: QPainter, rect: QRect) -> None:
    """The dot of something unread."""
    rounded(painter, placed(painter, rect), rect.height() / 2, fill=tokens().colour("accent"))


def paint_bar(painter: QPainter, rect: QRect, colour: str) -> None:
    """A plain rectangle: a ground, a line."""
    painter.fillRect(placed(painter, rect), tokens().colour(colour))


def paint_tag(painter: QPainter, left: int, line: QRect, text: str, kind: str) -> int:
    """A pill in the middle of a line, from `left` on; gives its width."""
    size = pill_size(text)
    where = placed(painter, QRect(QPoint(left, line.center().y() - size.height() // 2 + 1), size))
    return paint_pill(painter, where.topLeft(), text, kind)
