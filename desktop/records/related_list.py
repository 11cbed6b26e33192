"""The records of a kind that link to the one on the form: a tab of the form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import Desk
from desktop.records import texts
from desktop.records.cells import Cells
from desktop.records.painting import paint_bar, paint_tag, paint_words
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import EmptyState, Label, LinkButton, PlainButton, focus_ring, pill_size, text_width
from models import listing
from models.declaration import Record
from models.listing import Chosen, Row

MOST = 100
_Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    """The linked records, newest entry first."""

    def __init__(self, cells: Cells) -> None:
        super().__init__()
        self.cells = cells
        self.rows: list[Row] = []

    def show_linked(self, id: int) -> None:
        """Those that link to this record."""
        self.beginResetModel()
        self.cells.forget()
        self.rows = listing.page(self.cells.cls.kind, Chosen(linked=id), sort=listing.LAST, descending=True, limit=MOST)
        self.cells.learn(self.rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.cells.spoken(row)
        return row.title if role == Qt.ItemDataRole.DisplayRole else None


class _Row(QStyledItemDelegate):
    """Draws a linked record: title, whom it is about, when it is due, stage, sum."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, QFontMetrics(font("body")).height() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, rect, now = index.model(), option.rect, tokens()
        assert isinstance(model, _Rows)
        row, cells, cls = model.rows[index.row()], model.cells, model.cells.cls
        if option.state & QStyle.StateFlag.State_MouseOver:
            paint_bar(painter, rect, "row")
        paint_bar(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), "line")
        box = rect.adjusted(8, 0, -8, -1)
        right = self._from_end(painter, box, cells.text(row, "+amount"), "strong", "text")
        if cls.stage_field and row.values[cls.stage_field]:
            right = self._pill(painter, box, right, texts.stage_label(cls, row.values[cls.stage_field]), row, cls)
        day = texts.due_day(cls, row.values, cells.desk.reader)
        if day is not None:
            words, tone = texts.due_text(day, cells.desk.reader)
            line = QRect(box.left(), box.top(), right - box.left(), box.height())
            right = self._from_end(painter, line, words, "secondary_medium", tone)
        self._names(painter, QRect(box.left(), box.top(), right - box.left(), box.height()), row, cells)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget.property("ring"):
            focus_ring(painter, rect, 5, now.colour("accent"))

    @staticmethod
    def _from_end(painter: QPainter, box: QRect, text: str, role: str, ink: str) -> int:
        """Words at the end; gives where the room before them ends."""
        paint_words(painter, box, text, role, ink, end=True)
        return box.right() + 1 - (text_width(text, font(role)) + 14 if text else 0)

    @staticmethod
    def _pill(painter: QPainter, box: QRect, right: int, label: str, row: Row, cls: type[Record]) -> int:
        left = right - pill_size(label).width()
        paint_tag(painter, left, box, label, texts.stage_pill(cls, row.values[cls.stage_field]))
        return left - 14

    @staticmethod
    def _names(painter: QPainter, box: QRect, row: Row, cells: Cells) -> None:
        paint_words(painter, box, row.title, "medium", "text")
        taken = text_width(row.title, font("medium")) + 12
        if box.width() - taken > 60:
            paint_words(painter, box.adjusted(taken, 0, 0, 0), cells.text(row, "+subtitle"), "secondary", "text2")


class _List(QListView):
    """As high as its rows; a click or Enter opens one."""

    chosen = Signal(int)

    def __init__(self, rows: _Rows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Row(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        high = QFontMetrics(font("body")).height() + 24
        return QSize(200, max(1, self._rows.rowCount()) * high)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def focusInEvent(self, event) -> None:
        self.setProperty("ring", event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason))
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self._rows.rows[self.currentIndex().row()].id)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._rows.rows[index.row()].id)

    def wheelEvent(self, event) -> None:
        event.ignore()


class RelatedList(QWidget):
    """`opened(id)` of a linked record; `new_wanted()` for one more."""

    opened = Signal(int)
    new_wanted = Signal()

    def __init__(self, desk: Desk, cls: type[Record]) -> None:
        super().__init__()
        self._cls = cls
        self._rows = _Rows(Cells(desk, cls))
        self.list = _List(self._rows)
        self.list.setAccessibleName(cls.plural)
        self.list.chosen.connect(self.opened)
        thing = cls.label.lower()
        self._empty = EmptyState(cls.icon, tr("No {things} yet", things=cls.plural.lower()))
        self._empty.add_button(PlainButton(tr("New {thing}", thing=thing), "plus")).clicked.connect(self.new_wanted)
        self._new = LinkButton(tr("New {thing}", thing=thing), "plus")
        self._new.clicked.connect(self.new_wanted)
        self._rest = Label("", "secondary", tone="text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._empty)
        column.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 8, 0)
        foot.addWidget(self._new)
        foot.addStretch(1)
        foot.addWidget(self._rest)
        column.addLayout(foot)
        column.addStretch(1)

    def show_linked(self, id: int, title: str, count: int) -> None:
        """Show what links to a record."""
        self._rows.show_linked(id)
        some = bool(self._rows.rows)
        text = tr("{things} that name {title} will stand here.", things=self._cls.plural, title=title)
        self._empty.set_words(tr("No {things} yet", things=self._cls.plural.lower()), text)
        self._empty.setVisible(not some)
        self.list.setVisible(some)
        self._new.setVisible(some)
        rest = count - len(self._rows.rows)
        self._rest.setText(tr("The newest {n} of {all}", n=len(self._rows.rows), all=f"{count:,}") if rest > 0 else "")
