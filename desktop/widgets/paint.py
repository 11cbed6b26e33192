"""Strokes shared by everything we draw ourselves: crisp round boxes, the focus ring, and who shows it."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from unicodedata import bidirectional

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

# Where reading begins: the right edge in a right-to-left window.
LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ARGB = QColor.NameFormat.HexArgb
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A box with round corners; its line lies inside the rectangle, on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect)
    if line is not None:
        half = width / 2
        box.adjust(half, half, -half, -half)
    painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def paint_ground(painter: QPainter, rect: QRect, radius: float, *, fill: QColor, line: QColor | None = None) -> None:
    """The same for many boxes of one size: drawn once and then copied, which costs a tenth."""
    ratio = max(1.0, abs(painter.deviceTransform().m11()))
    picture = _ground(rect.width(), rect.height(), ratio, radius, fill.name(_ARGB), line.name(_ARGB) if line else "")
    painter.drawPixmap(rect.topLeft(), picture)


@lru_cache(maxsize=64)
def _ground(width: int, height: int, ratio: float, radius: float, fill: str, line: str) -> QPixmap:
    picture = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    edge = QColor(line) if line else None
    rounded(painter, QRect(0, 0, width, height), radius, fill=QColor(fill), line=edge)
    painter.end()
    return picture


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float, colour: QColor) -> None:
    """The ring round what the keyboard is on, inside the rectangle."""
    rounded(painter, rect, radius, line=colour, width=2.0)


@lru_cache(maxsize=4096)
def text_width(text: str, used: QFont) -> int:
    """Whole pixels a line of text needs (Qt's own whole number is rounded, and may cut the last letter)."""
    return ceil(QFontMetricsF(used).horizontalAdvance(text))


@lru_cache(maxsize=4096)
def elided(text: str, used: QFont, width: int) -> str:
    """The text, ended by "…" where it is wider than `width`."""
    return QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=4096)
def text_direction(text: str) -> Qt.LayoutDirection:
    """The direction of the first letter that has one; left to right without (https://unicode.org/reports/tr9/#P2)."""
    for letter in text:
        kind = bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return Qt.LayoutDirection.LeftToRight if kind == "L" else Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def draw_text(painter: QPainter, rect: QRect, text: str, align: Qt.AlignmentFlag = LEADING) -> None:
    """One line of plain text: placed as the window is read, each text itself in its own direction."""
    device, before = painter.device(), painter.layoutDirection()
    window = device.layoutDirection() if isinstance(device, QWidget) else before
    where = QStyle.visualAlignment(window, align) | Qt.AlignmentFlag.AlignAbsolute
    painter.setLayoutDirection(text_direction(text))
    painter.drawText(rect, where.value | Qt.TextFlag.TextSingleLine.value, text)
    painter.setLayoutDirection(before)


class KeyboardFocus:
    """Mixed into a widget: `ring` is true while it has the focus by the keyboard, not by the pointer or at start."""

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for Tab and shortcuts; coming back to the window leaves it as it was."""
        if event.reason() not in _PASSING:
            self.ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)  # type: ignore[misc]
        self.update()  # type: ignore[attr-defined]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring, except while the window is only left for a moment."""
        if event.reason() not in _PASSING:
            self.ring = False
        super().focusOutEvent(event)  # type: ignore[misc]
        self.update()  # type: ignore[attr-defined]
