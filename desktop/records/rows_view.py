"""The list's view: rows and headings of two heights in one scrolling list, painted by whichever form is in use."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.records.list_model import Heading, RecordModel
from desktop.theme import tokens
from desktop.widgets import ComputedList, focus_ring
from models.listing import Row


class RowPainter(Protocol):
    """A form of the list: how high its rows are and how they are drawn."""

    row_height: int
    heading_height: int

    def paint_row(self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, hovered: bool) -> None:
        """Draw a record into its rectangle."""

    def paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        """Draw the heading of a group."""

    def width(self, viewport: int) -> int:
        """How wide the rows are in a viewport of this width."""

    def box(self, rect: QRect) -> QRect:
        """Where a row's check box is; empty in a form without."""


class RowsView(ComputedList):
    """A list in which heights follow from the number of headings above, so that 100,000 rows cost no more than ten.

    `chosen(id)`: a click or Enter asks for a record; `walked(id)`: the arrow keys came to one; `menu_wanted(position)`.
    """

    chosen = Signal(int)
    walked = Signal(int)
    menu_wanted = Signal(QPoint)
    resized = Signal(int)

    def __init__(self, model: RecordModel, painter: RowPainter, parent: QWidget | None = None) -> None:
        self._records, self._painter = model, painter
        super().__init__(parent)
        self._hovered = -1
        self._ring = False
        self.row_height = painter.row_height
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def set_painter(self, painter: RowPainter) -> None:
        """Show the rows in another form; what stood on top stays there."""
        top = self.top_row()
        self._painter, self.row_height = painter, painter.row_height
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.top(top))
        self.viewport().update()

    # Geometry: all rows have one height, all headings another

    def count(self) -> int:
        """How many rows and headings there are."""
        return self._records.rowCount()

    def top(self, row: int) -> int:
        """How far below the first row's upper edge one begins."""
        headings = bisect_left(self._records.headings, row)
        return headings * self._painter.heading_height + (row - headings) * self._painter.row_height

    def height_of(self, row: int) -> int:
        """How high a row or heading is."""
        heading = self._records.id_at(row) is None
        return self._painter.heading_height if heading else self._painter.row_height

    def row_at(self, y: int) -> int:
        """The row at a distance from the top of all; -1 below the last."""
        if not 0 <= y < self.top(self._records.rowCount()):
            return -1
        headings = self._records.headings
        last = bisect_right(headings, y, key=self.top) - 1
        if last < 0:
            return y // self._painter.row_height
        below = y - self.top(headings[last]) - self._painter.heading_height
        return headings[last] if below < 0 else headings[last] + 1 + below // self._painter.row_height

    def content_width(self) -> int:
        """How wide the rows are."""
        return self._painter.width(self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how wide it is now, and fit the scroll bars."""
        self.resized.emit(self.viewport().width())
        super().resizeEvent(event)

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows walk."""
        before = self.currentIndex().row()
        if before >= 0 and self._records.id_at(before) is None and self._shuts(event.key(), before):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(before)
            return
        super().keyPressEvent(event)
        row = self.currentIndex().row()
        id = self._records.id_at(row)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row != before and id is not None and not held:
            self.walked.emit(id)

    def _shuts(self, key: int, row: int) -> bool:
        """On a heading, Left shuts the group, Right opens it, Space and Enter do what is due."""
        heading = self._records.item(row)
        if not isinstance(heading, Heading):
            return False
        due = {Qt.Key.Key_Left: not heading.shut, Qt.Key.Key_Right: heading.shut}.get(Qt.Key(key))
        if due is None and key not in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if due is not False:
            self._records.toggle(row)
            self.setCurrentIndex(self._records.index(row))
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a heading shuts or opens its group."""
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and self._records.id_at(row) is None:
            self._records.toggle(row)
            return
        if row >= 0 and self._on_box(event.position().toPoint()):
            self.selectionModel().select(self._records.index(row), QItemSelectionModel.SelectionFlag.Toggle)
            return
        super().mousePressEvent(event)

    def _on_box(self, at: QPoint) -> bool:
        """Whether a point is at the place of a row's check box."""
        box = self._painter.box(self.visualRect(self.indexAt(at)))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.viewport().width() - box.right() - 1)
        return not box.isEmpty() and box.adjusted(-12, -20, 8, 20).contains(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for the record, one with Ctrl or Shift or on the check box only selects."""
        super().mouseReleaseEvent(event)
        if self._on_box(event.position().toPoint()):
            return
        row = self.indexAt(event.position().toPoint()).row()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.button() == Qt.MouseButton.LeftButton
        if plain and row >= 0 and row == self.currentIndex().row():
            self._choose(row)

    def _choose(self, row: int) -> None:
        id = self._records.id_at(row)
        if id is not None:
            self.chosen.emit(id)
        elif row >= 0:
            self._records.toggle(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is selected; a record outside the selection is selected first."""
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if not index.isValid() or self._records.id_at(index.row()) is None:
            return
        if not self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.menu_wanted.emit(self.viewport().mapToGlobal(self.visualRect(index).center()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are seen."""
        painter = QPainter(self.viewport())
        selected = self.selectionModel()
        for row in self.rows_seen():
            index = self._records.index(row)
            rect = self.visualRect(index)
            if not rect.intersects(event.rect()):
                continue
            one = self._records.item(row)
            if isinstance(one, Heading):
                self._painter.paint_heading(painter, rect, one)
            elif one is not None:
                self._painter.paint_row(
                    painter, rect, one, chosen=selected.isSelected(index), hovered=row == self._hovered
                )
        if self._ring and self.hasFocus() and self.currentIndex().isValid():
            box = self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1)
            focus_ring(painter, box, 4, tokens().colour("accent"))
