"""A list view that lays nothing out: where a row stands is computed, so that 100,000 rows cost no more than ten."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget


class ComputedList(QListView):
    """All rows are `row_height` high, unless `top`, `height` and `row_at` say otherwise; who derives it paints them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.row_height = 20
        super().__init__(parent)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)

    # What may be otherwise

    def count(self) -> int:
        """How many rows there are."""
        model = self.model()
        return model.rowCount() if model is not None else 0

    def top(self, row: int) -> int:
        """How far below the first row's upper edge one begins."""
        return row * self.row_height

    def height_of(self, row: int) -> int:
        """How high a row is."""
        return self.row_height

    def row_at(self, y: int) -> int:
        """The row at a distance from the top of all; -1 below the last."""
        return y // self.row_height if 0 <= y < self.top(self.count()) else -1

    def content_width(self) -> int:
        """How wide the rows are."""
        return self.viewport().width()

    # What follows

    def top_row(self) -> int:
        """The row at the upper edge."""
        return max(0, self.row_at(self.verticalScrollBar().value()))

    def offset(self) -> int:
        """How many pixels of the row at the upper edge are scrolled away."""
        return self.verticalScrollBar().value() - self.top(self.top_row())

    def scroll_to_row(self, row: int, offset: int = 0) -> None:
        """Bring a row to the upper edge."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.top(row) + offset)

    def rows_seen(self) -> range:
        """The rows within the viewport."""
        last = self.row_at(self.verticalScrollBar().value() + self.viewport().height() - 1)
        return range(self.top_row(), (last if last >= 0 else self.count() - 1) + 1)

    def visualRect(self, index: QModelIndex) -> QRect:
        """Where a row is in the viewport."""
        if not index.isValid():
            return QRect()
        y = self.top(index.row()) - self.verticalScrollBar().value()
        return QRect(-self.horizontalScrollBar().value(), y, self.content_width(), self.height_of(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point of the viewport."""
        row = self.row_at(point.y() + self.verticalScrollBar().value())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def isIndexHidden(self, index: QModelIndex) -> bool:
        """None is: what is not shown isn't in the model."""
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
        view = self.viewport().size()
        self._fit_bar(self.verticalScrollBar(), self.top(self.count()), view.height(), self.row_height)
        self._fit_bar(self.horizontalScrollBar(), self.content_width(), view.width(), 20)

    @staticmethod
    def _fit_bar(bar, content: int, page: int, step: int) -> None:
        bar.setRange(0, max(0, content - page))
        bar.setPageStep(page)
        bar.setSingleStep(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bars."""
        super().resizeEvent(event)
        self.updateGeometries()

    def rowsInserted(self, parent: QModelIndex, start: int, end: int) -> None:
        """There is more to scroll through."""
        super().rowsInserted(parent, start, end)
        self.doItemsLayout()

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
        top, bottom = self.top(index.row()), self.top(index.row()) + self.height_of(index.row())
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue((top + bottom - page) // 2)
        elif top < bar.value() or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(top)
        elif bottom > bar.value() + page:
            bar.setValue(bottom - page)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rectangle touches."""
        first = self.row_at(max(0, rect.top() + self.verticalScrollBar().value()))
        last = self.row_at(rect.bottom() + self.verticalScrollBar().value())
        if first < 0:
            return
        last = last if last >= 0 else self.count() - 1
        ends = self.model().index(min(first, last), 0), self.model().index(max(first, last), 0)
        self.selectionModel().select(QItemSelection(*ends), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Everything seen: the whole is drawn anew."""
        return QRegion(self.viewport().rect())

    def viewportSizeHint(self) -> QSize:
        """No wish of its own."""
        return QSize(300, 400)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where an arrow, Page or Home key leads."""
        now, last = self.currentIndex().row(), self.count() - 1
        page = max(1, self.viewport().height() // self.row_height - 1)
        Move = QAbstractItemView.CursorAction
        steps = {Move.MoveUp: -1, Move.MoveDown: 1, Move.MovePageUp: -page, Move.MovePageDown: page}
        if action == Move.MoveHome:
            target = 0
        elif action == Move.MoveEnd:
            target = last
        else:
            target = now + steps.get(action, 0) if now >= 0 else self.top_row()
        return self.model().index(max(0, min(target, last)), 0)
