"""The list that hangs under a field while one types, and what it offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.records.painting import paint_face, paint_symbol, paint_words
from desktop.theme import font, tokens
from desktop.widgets import Popover, announce, elided, rounded, text_width

SEEN = 8  # rows seen at once


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row: what it stands for, its words, a grey detail; with an icon, or a person's avatar."""

    key: Any
    text: str
    detail: str = ""
    icon: str = ""
    avatar: bool = False


class _Rows(QWidget):
    """The rows, drawn; `taken` carries the place of the one that was pressed."""

    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.offered: Sequence[Suggestion] = ()
        self.current = -1
        self._first = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def row_height(self) -> int:
        return QFontMetrics(font("body")).height() + 14

    def sizeHint(self) -> QSize:
        wished = max((text_width(one.text + one.detail, font("body")) for one in self.offered), default=100)
        return QSize(min(wished + 80, 460), self.row_height() * min(SEEN, len(self.offered)))

    def offer(self, offered: Sequence[Suggestion], current: int) -> None:
        self.offered, self.current, self._first = offered, current, 0
        self.go(current)
        self.updateGeometry()

    def go(self, place: int) -> None:
        """Mark a row and bring it into view."""
        self.current = place
        if place >= 0:
            self._first = max(min(self._first, place), place - SEEN + 1)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.current = self._at(event.position().y())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if 0 <= self._at(event.position().y()) < len(self.offered):
            self.taken.emit(self._at(event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = -1 if event.angleDelta().y() > 0 else 1
        self._first = max(0, min(self._first + step, len(self.offered) - SEEN))
        self.update()
        event.accept()

    def _at(self, y: float) -> int:
        return self._first + int(y // self.row_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high = QPainter(self), self.row_height()
        for line, one in enumerate(self.offered[self._first : self._first + SEEN]):
            rect = QRect(0, line * high, self.width(), high)
            if self._first + line == self.current:
                rounded(painter, rect, 5, fill=tokens().colour("accent_soft"))
            self._paint(painter, rect, one)

    @staticmethod
    def _paint(painter: QPainter, rect: QRect, one: Suggestion) -> None:
        box = rect.adjusted(10, 0, -10, 0)
        if one.avatar:
            paint_face(painter, QRect(box.left() - 2, box.center().y() - 10, 20, 20), one.text)
            box.adjust(26, 0, 0, 0)
        elif one.icon:
            at = QRect(box.left() - 2, box.top(), 20, box.height())
            paint_symbol(painter, at, one.icon, colour="accent", size=15)
            box.adjust(26, 0, 0, 0)
        shown = elided(one.text, font("body"), box.width())
        paint_words(painter, box, shown, "body", "accent" if one.icon else "text")
        rest = box.adjusted(text_width(shown, font("body")) + 12, 0, 0, 0)
        if one.detail and rest.width() > 40:
            paint_words(painter, rest, one.detail, "secondary", "text3", end=True)


class Suggestions(Popover):
    """Hangs under a field; typing goes on in the field, which hands on the arrows and Enter. `taken(suggestion)`."""

    taken = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, label=field.accessibleName(), take_focus=False)
        self._field = field
        self._rows = _Rows()
        self._rows.taken.connect(self._take_at)
        self.body.addWidget(self._rows)

    def offer(self, offered: Sequence[Suggestion], *, first: bool = True) -> None:
        """Show these, the first one marked on request; nothing to offer closes the list."""
        self._rows.offer(offered, 0 if first and offered else -1)
        if not offered:
            self.close_popover()
            return
        if not self.isHidden():
            self.close_popover()
        self.setMinimumWidth(self._field.width() + 2 * 14)
        self.open_at(self._field)

    def offered(self) -> Sequence[Suggestion]:
        """What is shown; nothing while the list is closed."""
        return () if self.isHidden() else self._rows.offered

    def handles(self, key: int) -> bool:
        """Do what a key means here; False where it is the field's."""
        if self.isHidden():
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SEEN, Qt.Key.Key_PageUp: -SEEN}.get(
            Qt.Key(key)
        )
        if step is not None:
            place = max(0, min(self._rows.current + step, len(self._rows.offered) - 1))
            self._rows.go(place)
            announce(self._field, self._rows.offered[place].text)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and self._rows.current >= 0:
            self._take_at(self._rows.current)
            return key != Qt.Key.Key_Tab
        if key == Qt.Key.Key_Escape:
            self.close_popover()
            return True
        return False

    def _take_at(self, place: int) -> None:
        if 0 <= place < len(self._rows.offered):
            self.close_popover()
            self.taken.emit(self._rows.offered[place])
