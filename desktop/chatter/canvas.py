"""The canvas that the rows lie on: without a layout; it shows the tools in the row under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.chatter.message_row import MessageRow
from desktop.chatter.row_tools import RowTools
from desktop.theme import tokens
from desktop.tr import tr

if TYPE_CHECKING:
    from desktop.chatter.thread_view import ThreadView


class Canvas(QWidget):
    """To a screen reader it is the list "Thread"."""

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view)
        self._view = view
        self.setAccessibleName(tr("Thread"))
        # The ground of all rows: were each of them opaque, Qt would paint those that are new twice.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.tools = RowTools(self)
        self.tools.left.connect(self.look)
        self.held = False  # while a menu of the tools is open, they stay
        self._moved = QTimer(self, singleShot=True, interval=60)
        self._moved.timeout.connect(self.look)

    def rows_in_order(self) -> list[QWidget]:
        """What a screen reader walks through."""
        return list(self._view.rows)

    def connect_row(self, row: MessageRow) -> None:
        """Follow the pointer over a row."""
        row.entered.connect(self.look)
        row.left.connect(self.look)

    def look(self) -> None:
        """Show the tools in the row under the pointer, nowhere while it is elsewhere."""
        if self.held:
            return
        row = self._row_at(self.mapFromGlobal(QCursor.pos())) if self._view.viewport().underMouse() else None
        if row is not None and row.editor is None and not row.saving:
            if self.tools.row is not row:
                self._leave()
                row.set_flag("hovered", True)
                self.tools.show_for(row, self._view.rendering.me)
        else:
            self._leave()

    def moved(self) -> None:
        """Rows went by under the pointer: look once they stand still."""
        self._moved.start()

    def show_tools(self, row: MessageRow) -> None:
        """Show the tools in a row, wherever the pointer is."""
        self._leave()
        row.set_flag("hovered", True)
        self.tools.show_for(row, self._view.rendering.me)

    def placed(self) -> None:
        """Rows were placed anew: the tools follow theirs, or go with it."""
        row = self.tools.row
        if row is None:
            return
        if row not in self._view.rows or row.editor is not None:
            self._leave()
        else:
            self.tools.place()
            self.tools.raise_()

    def _leave(self) -> None:
        if self.tools.row is not None:
            self.tools.row.set_flag("hovered", False)
        self.tools.dismiss()

    def _row_at(self, point: QPoint) -> MessageRow | None:
        for row in self._view.message_rows():
            if row.geometry().contains(point):
                return row
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(event.rect(), tokens().colour("surface"))
