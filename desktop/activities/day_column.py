"""One column of one's activities: what is late, due today, in the next days or later; cards can be dropped on it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.activities.cards import DRAGGED, ActivityList
from desktop.theme import tokens
from desktop.tr import plural
from desktop.widgets import CountBadge, ElidedLabel, Label, rounded
from desktop.widgets.dragging import dropped
from models.activity_type import Type
from models.agenda import Part
from models.shown import Reader

LEAST = 216


class _Dot(QWidget):
    """The colour of a column."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        rounded(QPainter(self), QRectF(self.rect()), 4, fill=tokens().colour(self._tone))


class DayColumn(QFrame):
    """`dropped(activity)`: a card of another column was let go here. `day` is the day it gets; late has none."""

    dropped = Signal(int)

    def __init__(self, reader: Reader, title: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day: dt.date | None = None
        self._title, self._over = title, False
        self.cards = ActivityList(reader)
        self.cards.setAccessibleName(title)
        self.count = CountBadge(parent=self)
        self._hint = ElidedLabel("", "secondary")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(_Dot(tone))
        head.addWidget(Label(title, "strong"))
        head.addWidget(self.count)
        head.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 2)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.cards, 1)
        self.setMinimumWidth(LEAST)
        self.setAcceptDrops(True)

    def show_list(self, found: Part, known: dict[str, Type], *, hint: str, day: dt.date | None) -> None:
        """Show these, under a hint of the days that are meant."""
        self.day = day
        self._hint.setText(hint)
        self.count.set_count(len(found))
        self.cards.setAccessibleDescription(plural(len(found), "{n} activity", "{n} activities"))
        self.cards.show_list(found, known)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An activity can be let go here, but not be made late."""
        if self.day is not None and dropped(DRAGGED, event.mimeData()) is not None:
            self._mark(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went on."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """It is let go."""
        self._mark(False)
        id = dropped(DRAGGED, event.mimeData())
        if id is not None and self.day is not None:
            event.acceptProposedAction()
            self.dropped.emit(id)

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the column; marked while something is over it."""
        now = tokens()
        line = now.colour("accent") if self._over else None
        rounded(QPainter(self), self.rect(), 10, fill=now.colour("sunken"), line=line)
