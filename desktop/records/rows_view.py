"""The list's view: rows and headings of two heights in one scrolling list, painted by whichever form is in use."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.records.list_model import Heading, RecordModel
from desktop.theme import tokens
from desktop.widgets import focus_ring
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


class RowsView(QListView):
    """A list in which heights follow from the number of headings above, so that 100,000 rows cost no more than ten.

    `chosen(id)`: a click or Enter asks for a record; `walked(id)`: the arrow keys came to one; `menu_wanted(position)`.
    """

    chosen = Signal(int)
    walked = Signal(int)
    menu_wanted = Signal(QPoint)
    resized = Signal(int)

    def __init__(self, model: RecordModel, painter: RowPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records, self._painter = model, painter
        self._hovered = -1
        self._ring = False
        self.setModel(model)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)

    def set_painter(self, painter: RowPainter) -> None:
        """Show the rows in another form; what stood on top stays there."""
        top = self.top_row()
        self._painter = painter
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._top(top))
        self.viewport().update()

    # Geometry: all rows have one height, all headings another

    def _top(self, row: int) -> int:
        headings = bisect_left(self._records.headings, row)
        return headings * self._painter.heading_height + (row - headings) * self._painter.row_height

    def _height(self, row: int) -> int:
        heading = self._records.id_at(row) is None
        return self._painter.heading_height if heading else self._painter.row_height

    def _row_at(self, y: int) -> int:
        """The row at a distance from the top of all; -1 below the last."""
        if not 0 <= y < self._top(self._records.rowCount()):
            return -1
        headings = self._records.headings
        last = bisect_right(headings, y, key=self._top) - 1
        if last < 0:
            return y // self._painter.row_height
        below = y - self._top(headings[last]) - self._painter.heading_height
        return headings[last] if below < 0 else headings[last] + 1 + below // self._painter.row_height

    def top_row(self) -> int:
        """The row at the upper edge."""
        return max(0, self._row_at(self.verticalScrollBar().value()))

    def offset(self) -> int:
        """How many pixels of the row at the upper edge are scrolled away."""
        return self.verticalScrollBar().value() - self._top(self.top_row())

    def scroll_to_row(self, row: int, offset: int = 0) -> None:
        """Bring a row to the upper edge."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._top(row) + offset)

    def rows_seen(self) -> range:
        """The rows within the viewport."""
        last = self._row_at(self.verticalScrollBar().value() + self.viewport().height() - 1)
        return range(self.top_row(), (last if last >= 0 else self._records.rowCount() - 1) + 1)

    def visualRect(self, index: QModelIndex) -> QRect:
        """Where a row is in the viewport."""
        if not index.isValid():
            return QRect()
        y = self._top(index.row()) - self.verticalScrollBar().value()
        width = self._painter.width(self.viewport().width())
        return QRect(-self.horizontalScrollBar().value(), y, width, self._height(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point of the viewport."""
        row = self._row_at(point.y() + self.verticalScrollBar().value())
        return self._records.index(row) if row >= 0 else QModelIndex()

    def isIndexHidden(self, index: QModelIndex) -> bool:
        """None is: the rows of shut groups aren't in the model."""
        return False

    def verticalOffset(self) -> int:
        """How far is scrolled down."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """How far is scrolled aside."""
        return self.horizontalScrollBar().value()

    def doItemsLayout(self) -> None:
        """Nothing is laid out: positions are computed."""
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Fit the scroll bars."""
        if not hasattr(self, "_painter"):
            return
        view = self.viewport().size()
        height = self._top(self._records.rowCount())
        width = self._painter.width(view.width())
        self._fit(self.verticalScrollBar(), height, view.height(), self._painter.row_height)
        self._fit(self.horizontalScrollBar(), width, view.width(), 20)

    @staticmethod
    def _fit(bar, content: int, page: int, step: int) -> None:
        bar.setRange(0, max(0, content - page))
        bar.setPageStep(page)
        bar.setSingleStep(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bars, and tell how wide it is now."""
        super().resizeEvent(event)
        self.resized.emit(self.viewport().width())
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw anew: rows are cheap."""
        self.viewport().update()

    def scrollTo(
        self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into view."""
        if not index.isValid():
            return
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._top(index.row()), self._top(index.row()) + self._height(index.row())
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue((top + bottom - page) // 2)
        elif top < bar.value() or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(top)
        elif bottom > bar.value() + page:
            bar.setValue(bottom - page)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rectangle touches."""
        first = self._row_at(max(0, rect.top() + self.verticalScrollBar().value()))
        last = self._row_at(rect.bottom() + self.verticalScrollBar().value())
        if first < 0:
            return
        last = last if last >= 0 else self._records.rowCount() - 1
        selection = QItemSelection(self._records.index(min(first, last)), self._records.index(max(first, last)))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Everything seen: the whole is drawn anew."""
        return QRegion(self.viewport().rect())

    def viewportSizeHint(self) -> QSize:
        """No wish of its own."""
        return QSize(300, 400)

    # Keys and pointer

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where an arrow, Page or Home key leads."""
        now, last = self.currentIndex().row(), self._records.rowCount() - 1
        page = max(1, self.viewport().height() // self._painter.row_height - 1)
        Move = QAbstractItemView.CursorAction
        steps = {Move.MoveUp: -1, Move.MoveDown: 1, Move.MovePageUp: -page, Move.MovePageDown: page}
        if action == Move.MoveHome:
            target = 0
        elif action == Move.MoveEnd:
            target = last
        else:
            target = now + steps.get(action, 0) if now >= 0 else self.top_row()
        target = max(0, min(target, last))
        return self._records.index(target)

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
