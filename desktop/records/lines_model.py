"""The lines of an order as a table that can be typed into, with what each comes to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.tr import tr
from models import shown
from models.errors import Refused
from models.fields import Line, Lines, decimal
from models.shown import Reader

PRODUCT, QUANTITY, PRICE, SUM = range(4)
_MIME = "application/x-chatterdesk-line"
_Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Rows of texts as typed: product, quantity, unit price; the sum follows. `edited` tells of the user's changes."""

    edited = Signal()

    def __init__(self, field: Lines, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._field, self._reader = field, reader
        self.currency = "EUR"
        self.texts: list[list[str]] = []

    def show_lines(self, lines: Sequence[Line], currency: str) -> None:
        """Show an order's lines."""
        self.beginResetModel()
        self.currency = currency
        self.texts = [[one.product, f"{one.quantity.normalize():f}", f"{one.price.normalize():f}"] for one in lines]
        self.endResetModel()

    def set_currency(self, currency: str) -> None:
        """The prices are in another currency."""
        self.currency = currency
        if self.texts:
            self.dataChanged.emit(self.index(0, PRICE), self.index(len(self.texts) - 1, SUM))

    def typed(self) -> str:
        """All lines as a field reads them; rows in which nothing stands are left out."""
        return "\n".join("; ".join(row) for row in self.texts if any(text.strip() for text in row))

    def lines(self) -> tuple[Line, ...]:
        """The lines that can be understood."""
        return tuple(line for line in map(self._line, self.texts) if line is not None)

    def _line(self, row: list[str]) -> Line | None:
        try:
            return self._field.parse_line("; ".join([row[PRODUCT] or "-", row[QUANTITY], row[PRICE]]))
        except Refused:
            return None

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell can't be kept as it is."""
        text = self.texts[row][column] if column < SUM else ""
        if column == PRODUCT:
            return not text.strip()
        if column == SUM:
            return False
        try:
            decimal(text, lambda: Refused())
        except Refused:
            return True
        return False

    # Rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Product, quantity, unit price, sum."""
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        labels = (tr("Product"), tr("Quantity"), tr("Unit price"), tr("Subtotal"))
        return labels[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts: as typed while edited, with the reader's separators at rest."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.EditRole and column < SUM:
            return self.texts[row][column]
        return self._shown(row, column) if role == Qt.ItemDataRole.DisplayRole else None

    def _shown(self, row: int, column: int) -> str:
        if column < SUM and (column == PRODUCT or self.is_wrong(row, column)):
            return self.texts[row][column]
        line = self._line(self.texts[row])
        if column == QUANTITY:
            return shown.number(decimal(self.texts[row][column], lambda: Refused()), self._reader)
        if column == PRICE:
            return self._money(decimal(self.texts[row][column], lambda: Refused()))
        return self._money(line.quantity * line.price) if line is not None else ""

    def _money(self, amount: Decimal) -> str:
        plain = shown.plain_amount(amount.quantize(Decimal("0.0001")), self.currency)
        return shown.money({"amount": plain, "currency": self.currency}, self._reader)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """All but the sum can be typed into; rows can be dragged between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < SUM else flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was typed, right or wrong."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() >= SUM:
            return False
        text = " ".join(str(value).split())
        if self.texts[index.row()][index.column()] == text:
            return True
        self.texts[index.row()][index.column()] = text
        self.dataChanged.emit(index, self.index(index.row(), SUM))
        self.edited.emit()
        return True

    # Verbs

    def add(self) -> int:
        """A new line at the end; gives its row."""
        self.beginInsertRows(QModelIndex(), len(self.texts), len(self.texts))
        self.texts.append(["", "1", "0"])
        self.endInsertRows()
        self.edited.emit()
        return len(self.texts) - 1

    def remove(self, row: int) -> None:
        """Take a line away."""
        if not 0 <= row < len(self.texts):
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.texts[row]
        self.endRemoveRows()
        self.edited.emit()

    def move(self, row: int, to: int) -> bool:
        """Put a line before another one (or at the end)."""
        if not 0 <= row < len(self.texts) or not 0 <= to <= len(self.texts) or to in (row, row + 1):
            return False
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to)
        line = self.texts.pop(row)
        self.texts.insert(to - (to > row), line)
        self.endMoveRows()
        self.edited.emit()
        return True

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Lines are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own lines come in."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The row that is dragged."""
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Move the line; nothing is left for the view to take away."""
        text = bytes(data.data(_MIME).data()).decode(errors="replace")
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.texts)
        if text.isdecimal():
            self.move(int(text), to)
        return False


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == PRODUCT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
