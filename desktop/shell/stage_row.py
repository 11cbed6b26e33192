"""A line of the card of stages: it is dragged to another place by its handle, or moved by its buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.icons import paint_icon
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import ElidedLabel, rounded, set_tooltip

GRIP = 26  # pixels at the start of a line, for its handle


class StageRow(QWidget):
    """Its stage's name, and room for buttons in `line`. A handle stands there where it `movable`.

    `carried(y)`: it is dragged, its middle at that height of its parent; `dropped(y)` there, or -1: it stays.
    """

    carried = Signal(int)
    dropped = Signal(int)

    def __init__(self, name: str, *, movable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.movable = movable
        self.lifted = False
        self._pressed: QPoint | None = None
        self.setAccessibleName(name)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(GRIP, 3, 0, 3)
        self.line.setSpacing(2)
        self.line.addWidget(ElidedLabel(name, "medium"), 1)
        if movable:
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            set_tooltip(self, tr("Drag to another place"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps it is dragged from here."""
        if self.movable and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go with the pointer, up and down."""
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self.lifted and far < QApplication.startDragDistance():
            return
        if not self.lifted:
            self._lift(True)
            self.setFocus()  # Esc is heard here
        at = self.mapToParent(event.position().toPoint()).y()
        self.move(self.x(), max(0, min(at - self._pressed.y(), self.parentWidget().height() - self.height())))
        self.carried.emit(self.geometry().center().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go, where it was dragged."""
        self._pressed = None
        if self.lifted:
            self._end(self.geometry().center().y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it where it was."""
        if self.lifted and event.key() == Qt.Key.Key_Escape:
            self._pressed = None
            self._end(-1)
        else:
            super().keyPressEvent(event)

    def _end(self, at: int) -> None:
        self._lift(False)
        self.dropped.emit(at)

    def _lift(self, lifted: bool) -> None:
        self.lifted = lifted
        self.setCursor(Qt.CursorShape.ClosedHandCursor if lifted else Qt.CursorShape.OpenHandCursor)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the handle, and a ground while it is in the air."""
        painter = QPainter(self)
        if self.lifted:
            rounded(painter, self.rect(), 6, fill=tokens().colour("raised"), line=tokens().colour("accent"))
        if self.movable:
            handle = self.rect()
            handle.setWidth(GRIP - 4)
            if self.isRightToLeft():
                handle.moveRight(self.rect().right())
            paint_icon(painter, "grip", handle, colour="text3", size=16)
