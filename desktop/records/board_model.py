"""The records of one stage, newest entry first, read a page at a time as one scrolls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop.records.cells import Cells
from models import listing
from models.declaration import Record
from models.listing import Chosen, Row

PAGE = 40


def page(cls: type[Record], stage: str, chosen: Chosen, *, limit: int, offset: int = 0) -> list[Row]:
    """Records of a stage, newest entry first; may run in a job."""
    there = replace(chosen, where={**chosen.where, str(cls.stage_field): [stage or None]})
    return listing.page(cls.kind, there, sort=listing.LAST, descending=True, limit=limit, offset=offset)


class StageModel(QAbstractListModel):
    """The cards of a column. `total` is how many there are, read or not."""

    ID = Qt.ItemDataRole.UserRole

    def __init__(self, cells: Cells, stage: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells, self.stage = cells, stage
        self.total = 0
        self.rows: list[Row] = []
        self._chosen = Chosen()

    def show_records(self, chosen: Chosen, total: int, rows: list[Row] | None = None) -> None:
        """Show what was read, or read as many as had been read before, so that the reader's place stays."""
        self._chosen = chosen
        self.beginResetModel()
        self.total = total
        self.rows = rows if rows is not None else self._page(0, self.wanted()) if total else []
        self.cells.learn(self.rows)
        self.endResetModel()

    def wanted(self) -> int:
        """How many cards to read anew."""
        return max(PAGE, len(self.rows))

    def _page(self, offset: int, limit: int) -> list[Row]:
        return page(self.cells.cls, self.stage, self._chosen, limit=limit, offset=offset)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """What has been read."""
        return 0 if parent.isValid() else len(self.rows)

    def canFetchMore(self, parent: QModelIndex = QModelIndex()) -> bool:
        """Whether there is more than has been read."""
        return len(self.rows) < self.total

    def fetchMore(self, parent: QModelIndex = QModelIndex()) -> None:
        """Read the next page."""
        known = {row.id for row in self.rows}
        more = [row for row in self._page(len(self.rows), PAGE) if row.id not in known]
        if not more:
            self.total = len(self.rows)
            return
        self.cells.learn(more)
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(more) - 1)
        self.rows += more
        self.endInsertRows()

    def place_of(self, id: int) -> int | None:
        """The row of a record, if it has been read."""
        return next((place for place, row in enumerate(self.rows) if row.id == id), None)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, id, and what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == self.ID:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return self.cells.spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Cards can be chosen and dragged."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
