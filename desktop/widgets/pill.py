"""Small words on a soft ground: pills for states and channels, counts, the caps of keys."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme import font, tokens
from desktop.widgets.paint import draw_text, elided, rounded, text_width
from desktop.widgets.stamp import stamp

# Kind -> (token of the ground, token of the text).
KINDS = {
    "neutral": ("chip", "text2"),
    "accent": ("accent_soft", "accent"),
    "red": ("red_soft", "red"),
    "amber": ("amber_soft", "amber"),
    "green": ("green_soft", "green"),
    "blue": ("blue_soft", "blue"),
}
_PADDING = 8


def pill_size(text: str) -> QSize:
    """Room a pill takes: 20 px high at 100 % of text size, as wide as its words."""
    return QSize(text_width(text, font("pill")) + 2 * _PADDING, _height())


def paint_pill(painter: QPainter, at: QPoint, text: str, kind: str = "neutral", *, width: int = 0) -> int:
    """Draw a pill with its upper left corner at a point, for painters of lists; gives its width."""
    size = QSize(width, _height()) if width else pill_size(text)
    look = ("pill", text, kind, tokens().name, font("pill").pixelSize())
    stamp(painter, at, size, look, lambda to, box: _paint(to, box, text, kind))
    return size.width()


def _height() -> int:
    return _height_of(font("pill"))


@cache
def _height_of(used: QFont) -> int:
    height = QFontMetrics(used).height() + 6
    return height + height % 2  # even, so that the ends are half circles


def _paint(painter: QPainter, rect: QRect, text: str, kind: str) -> None:
    ground, ink = KINDS[kind]
    now = tokens()
    painter.save()
    rounded(painter, rect, rect.height() / 2, fill=now.colour(ground))
    painter.setFont(font("pill"))
    painter.setPen(now.colour(ink))
    shown = elided(text, font("pill"), rect.width() - _PADDING)
    draw_text(painter, rect, shown, Qt.AlignmentFlag.AlignCenter)
    painter.restore()


class _Small(QLabel):
    """A label of plain text that draws itself and never grows."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """As the wished size: small words are not cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()


class Pill(_Small):
    """A state or a channel in one word: soft ground, strong text; kinds neutral, accent, red, amber, green, blue."""

    def __init__(self, text: str, kind: str = "neutral", *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.set_kind(kind)

    def kind(self) -> str:
        """The meaning that gives the colour."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Change the meaning; KeyError for an unknown one."""
        KINDS[kind]
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return pill_size(self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and word."""
        _paint(QPainter(self), self.rect(), self.text(), self._kind)


class CountBadge(Pill):
    """A number behind a word; hidden at nought, "999+" above 999."""

    def __init__(self, count: int = 0, kind: str = "neutral", *, parent: QWidget | None = None) -> None:
        super().__init__("", kind, parent=parent)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Show another number."""
        self._count = count
        self.setText("999+" if count > 999 else self.locale().toString(count))
        self.setVisible(count > 0) if self.parentWidget() or count <= 0 else None
        self.updateGeometry()

    def count(self) -> int:
        """The number."""
        return self._count

    def sizeHint(self) -> QSize:
        """At least a little wider than high."""
        size = pill_size(self.text())
        return QSize(max(size.width(), size.height() + 4), size.height())


class KeyCap(_Small):
    """The keys that do something, as printed on them: KeyCap("Ctrl+K")."""

    def __init__(self, keys: str, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_keys(keys)

    def set_keys(self, keys: str) -> None:
        """Show another shortcut, in the way of the platform."""
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(re.sub(r"(?<=.)\+(?=.)", " ", native))  # a plus that is itself a key stays

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return key_cap_size(self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        paint_key_cap(painter, self.rect(), self.text())


def key_cap_size(text: str) -> QSize:
    """Room a key's cap takes."""
    return QSize(max(text_width(text, font("pill")) + 14, 22), _height())


def paint_key_cap(painter: QPainter, rect: QRect, text: str) -> None:
    """Draw a key's cap into a rectangle."""
    now = tokens()
    rounded(painter, rect, 4, fill=now.colour("sunken"), line=now.colour("line2"))
    painter.setFont(font("pill"))
    painter.setPen(now.colour("text2"))
    draw_text(painter, rect, text, Qt.AlignmentFlag.AlignCenter)
