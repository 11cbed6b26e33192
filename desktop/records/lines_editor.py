"""The editor of an order's lines: a table to type into, "Add a line", and the total as one types."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import Desk
from desktop.icons import paint_icon
from desktop.records.lines_model import PRODUCT, SUM, LinesModel
from desktop.records.painting import draw_words
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import Label, LinkButton, rounded
from models import record, shown
from models.declaration import Values
from models.errors import Refused
from models.fields import Lines, Names

_CROSS = 30


def _room(painter: QPainter, rect: QRect, column: int) -> QRect:
    """The room for a cell's words; behind the sums there is the cross."""
    cross = _CROSS if column == SUM else 0
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return rect.adjusted(10 + (cross if rtl else 0), 0, -10 - (0 if rtl else cross), 0)


class _Cell(QStyledItemDelegate):
    """Draws a cell, and gives it a field while it is edited."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, view, now = index.model(), option.widget, tokens()
        assert isinstance(model, LinesModel) and isinstance(view, LinesTable)
        rect, column = option.rect, index.column()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, now.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            rounded(painter, rect.adjusted(1, 3, -1, -4), 5, line=now.colour("accent"))
        wrong = model.is_wrong(index.row(), column)
        if wrong:
            rounded(painter, rect.adjusted(1, 3, -1, -4), 5, fill=now.colour("red_soft"), line=now.colour("red"))
        box = _room(painter, rect, column)
        ink = "red" if wrong else "text"
        draw_words(painter, box, str(index.data() or ""), "body", ink, end=column != PRODUCT)
        if column == SUM and view.hovered == index.row() and view.is_open():
            paint_icon(painter, "x", view.cross(rect), colour="text2", size=14)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        made = QLineEdit(parent)
        made.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        made.setAlignment(index.data(Qt.ItemDataRole.TextAlignmentRole))
        made.setTextMargins(0, 0, 0, 0)
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect.adjusted(0, 2, 0, -3))


class _Head(QHeaderView):
    """Labels that stand over what they name."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now = tokens()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, now.colour("line"))
        box = _room(painter, rect, section)
        label = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        draw_words(painter, box, label, "secondary", "text2", end=section != PRODUCT)


class LinesTable(QTableView):
    """As high as its lines; Delete removes one, Alt+Up and Alt+Down move it, Enter on the last adds one."""

    add_wanted = Signal()

    def __init__(self, model: LinesModel) -> None:
        super().__init__()
        self.hovered = -1
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(font("body")).height() + 22)
        head = _Head(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(head)
        head.setSectionResizeMode(PRODUCT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 88), (2, 116), (SUM, 150)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """All lines."""
        rows = self._lines.rowCount() * self.verticalHeader().defaultSectionSize()
        return QSize(300, self.horizontalHeader().sizeHint().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        """The form scrolls, not the table."""
        return QSize(200, self.sizeHint().height())

    def is_open(self) -> bool:
        """Whether it can be edited."""
        return self.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers

    def set_open(self, on: bool) -> None:
        """Let it be edited, or only read."""
        wanted = QAbstractItemView.EditTrigger
        self.setEditTriggers(wanted.AllEditTriggers if on else wanted.NoEditTriggers)

    def cross(self, rect: QRect) -> QRect:
        """Where the cross of a line is."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = rect.left() + 2 if rtl else rect.right() - _CROSS + 2
        return QRect(left, rect.top(), _CROSS - 4, rect.height() - 1)

    def edit_line(self, row: int) -> None:
        """Begin to type into a line's product."""
        index = self._lines.index(row, PRODUCT)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        if self.state() != QAbstractItemView.State.EditingState:  # a change of the current cell may have begun it
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Alt with arrows, Enter on the last line."""
        row, alt = self.currentIndex().row(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not self.is_open() or row < 0:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self._lines.remove(row)
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(row, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row == self._lines.rowCount() - 1:
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _move(self, row: int, step: int) -> None:
        if self._lines.move(row, row + step if step < 0 else row + 2):
            self.setCurrentIndex(self._lines.index(row + step, self.currentIndex().column()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the cross of the line under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event) -> None:
        """No line is under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the cross removes the line."""
        index = self.indexAt(event.position().toPoint())
        on_cross = index.column() == SUM and self.cross(self.visualRect(index)).contains(event.position().toPoint())
        if on_cross and self.is_open():
            self._lines.remove(index.row())
            return
        super().mousePressEvent(event)

    def wheelEvent(self, event) -> None:
        """The form scrolls."""
        event.ignore()


class LinesEditor(QWidget):
    """The lines of a record and their total."""

    edited = Signal()
    judged = Signal(str)
    opened = Signal(int)

    def __init__(self, field: Lines, desk: Desk) -> None:
        super().__init__()
        self.field, self.desk = field, desk
        self.values: Values = {}
        self.wrong, self.boxed = "", False
        self.model = LinesModel(field, desk.reader, self)
        self.table = LinesTable(self.model)
        self.table.setAccessibleName(field.label)
        self.add = LinkButton(tr("Add a line"), "plus")
        self._total = Label("", "heading")
        self._caption = Label(tr("Total"), "body", tone="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, _CROSS + 10, 0)
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self._caption)
        foot.addSpacing(16)
        foot.addWidget(self._total)
        column.addLayout(foot)
        column.addStretch(1)
        self.add.clicked.connect(self._add)
        self.table.add_wanted.connect(self._add)
        self.model.edited.connect(self._changed)
        self.setFocusProxy(self.table)

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's lines."""
        self.values = values
        self.model.show_lines(self.value() or (), values.get(self.field.currency) or record.currency())
        self.judge("")
        self._sum()

    def follow(self, name: str, given: Any) -> None:
        """Another field was edited: prices follow the record's currency."""
        if name == self.field.currency and isinstance(given, str) and len(given) == 3:
            self.model.set_currency(given.upper())
            self._sum()

    def value(self) -> Any:
        """The record's lines."""
        return self.values.get(self.field.name)

    def given(self) -> Any:
        """The lines as typed."""
        return self.model.typed()

    def is_edited(self) -> bool:
        """Whether they are others than the record's."""
        try:
            return self.field.parse(self.model.typed(), {}) != tuple(self.value() or ())
        except Refused:
            return True

    def judge(self, words: str) -> None:
        """Say what is wrong."""
        if words != self.wrong:
            self.wrong = words
            self.judged.emit(words)

    def setReadOnly(self, locked: bool) -> None:
        """Only show."""
        self.table.set_open(not locked)
        self.add.setVisible(not locked)

    def _add(self) -> None:
        self.table.edit_line(self.model.add())

    def _changed(self) -> None:
        self.judge("")
        self._sum()
        self.edited.emit()

    def _sum(self) -> None:
        try:
            total = self.field.total(self.model.lines(), self.model.currency)
        except Refused as refused:
            self._total.setText("")
            self.judge(str(refused))
            return
        plain = {"amount": shown.plain_amount(total.amount, total.currency), "currency": total.currency}
        self._total.setText(shown.money(plain, self.desk.reader))
