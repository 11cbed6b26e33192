"""One column of a board: a stage with its number and sum, its cards, and the place to drop others."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.records import texts
from desktop.records.board_cards import DRAGGED, CardList
from desktop.records.board_model import StageModel
from desktop.records.cells import Cells
from desktop.theme import tokens
from desktop.tr import plural, tr
from desktop.widgets import IconButton, Label, rounded, set_tooltip
from desktop.widgets.dragging import dropped
from models import record
from models.grouping import Group
from models.listing import Chosen, Row

LEAST, MOST = 250, 420


class _Bar(QWidget):
    """How large the sum (or number) of a stage is beside the largest."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(4)

    def set_share(self, share: float) -> None:
        """0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and part."""
        painter, now = QPainter(self), tokens()
        rounded(painter, self.rect(), 2, fill=now.colour("line"))
        if self._share > 0:
            part = QRectF(self.rect())
            part.setWidth(max(4.0, part.width() * self._share))
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                part.moveRight(self.width())
            rounded(painter, part, 2, fill=now.colour("accent"))


class StageColumn(QFrame):
    """`dropped(id)`: a card of another stage was let go here; `new_wanted()`: the plus was pressed."""

    dropped = Signal(int)
    new_wanted = Signal()

    def __init__(self, cells: Cells, stage: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage, self.label = stage, label
        self.model = StageModel(cells, stage, self)
        self.cards = CardList(self.model)
        self.cards.setAccessibleName(label)
        self._cells = cells
        self._target = False
        self.setAcceptDrops(True)
        self.setMinimumWidth(LEAST)
        self.setMaximumWidth(MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 6)
        column.setSpacing(8)
        column.addLayout(self._head(label))
        self._bar = _Bar()
        column.addWidget(self._bar)
        column.addSpacing(4)
        column.addWidget(self.cards, 1)

    def _head(self, label: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        name = Label(label, "strong")
        row.addWidget(name)
        self._count = Label("", "secondary_medium", tone="text2")
        row.addWidget(self._count)
        self._sums = Label("", "body", tone="text2")
        self._sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sums, 1)
        new = IconButton("plus", tr("New in {stage}", stage=label), small=True)
        new.clicked.connect(self.new_wanted)
        row.addWidget(new)
        return row

    def show_records(self, group: Group, share: float, chosen: Chosen, rows: list[Row] | None = None) -> None:
        """Number, sum, bar and cards anew (`rows` where they were read already); the place scrolled to stays."""
        self._count.setText(f"{group.count:,}")
        self._show_sums(group)
        self._bar.set_share(share)
        self.cards.setAccessibleDescription(plural(group.count, "{n} record", "{n} records"))
        kept, current = self.cards.verticalScrollBar().value(), self.cards.id_at(self.cards.currentIndex())
        self.model.show_records(chosen, group.count, rows)
        place = self.model.place_of(current) if current is not None else None
        if place is not None:
            self.cards.setCurrentIndex(self.model.index(place))
        self.cards.verticalScrollBar().setValue(kept)

    def _show_sums(self, group: Group) -> None:
        """The sum in the workspace's currency (or the only one) and how many others there are; all in the tooltip."""
        reader, own = self._cells.desk.reader, record.currency()
        first = own if own in group.sums else next(iter(sorted(group.sums)), "")
        words = texts.sums_text({first: group.sums[first]}, reader) if first else ""
        others = len(group.sums) - 1
        self._sums.setText(f"{words} +{others}" if others > 0 else words)
        set_tooltip(self._sums, texts.sums_text(group.sums, reader))
        self._sums.setAccessibleName(texts.sums_text(group.sums, reader))

    def mark(self, id: int) -> None:
        """Mark a record's card, or none."""
        place = self.model.place_of(id)
        if place is None:
            self.cards.clearSelection()
            self.cards.setCurrentIndex(QModelIndex())
            return
        self.cards.setCurrentIndex(self.model.index(place))

    def take_focus(self, id: int | None = None) -> bool:
        """Put the keyboard on a card, else on the first; False where there is none."""
        place = self.model.place_of(id) if id is not None else None
        if not self.model.rows:
            return False
        here = self.cards.currentIndex()
        row = place if place is not None else here.row() if here.isValid() else 0
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cards.setCurrentIndex(self.model.index(row))
        return True

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for a card of another stage."""
        id = dropped(DRAGGED, event.mimeData())
        if id is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self._light(self.model.place_of(id) is None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The card goes elsewhere."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move."""
        id = dropped(DRAGGED, event.mimeData())
        self._light(False)
        if id is None:
            return
        event.acceptProposedAction()
        if self.model.place_of(id) is None:
            self.dropped.emit(id)

    def _light(self, on: bool) -> None:
        self._target = on
        self.update()

    def is_target(self) -> bool:
        """Whether a card let go now would come here."""
        return self._target

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sunken ground; in the accent while a card hangs over it."""
        now = tokens()
        fill, line = ("accent_soft", now.colour("accent")) if self._target else ("sunken", None)
        rounded(QPainter(self), self.rect(), 10, fill=now.colour(fill), line=line, width=1.5)
