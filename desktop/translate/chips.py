"""A list in the settings: what stands on it as chips that can be taken away, and how more are added."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.records.tags_editor import Flow
from desktop.theme import font
from desktop.tr import tr
from desktop.widgets import Chip, Label, LinkButton


class Chips(QWidget):
    """`removed(key)` and `add_wanted`. With nothing on it, `empty` says how something gets there."""

    removed = Signal(str)
    add_wanted = Signal()

    def __init__(self, title: str, text: str, *, empty: str = "", add: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(1)
        column.addWidget(Label(title, "medium"))
        column.addWidget(Label(text, "secondary", wrap=True))
        self.empty = Label(empty, "secondary", tone="text3", wrap=True)
        column.addSpacing(3)
        column.addWidget(self.empty)
        holder = QWidget()
        self._flow = Flow(holder)
        self._flow.setContentsMargins(0, 2, 0, 0)
        column.addWidget(holder)
        self._holder = holder
        self.chips: dict[str, Chip] = {}
        self.add = _Add(add, "plus", small=True)
        self.add.clicked.connect(self.add_wanted)
        if add:
            self._flow.addWidget(self.add)
        self._adds = bool(add)

    def show_all(self, names: Mapping[str, str], *, keep_last: bool = False) -> None:
        """Show these, by key, in this order; with `keep_last` the last one left can't be taken away."""
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for place, (key, name) in enumerate(names.items()):
            chip = Chip(name, removable=not (keep_last and len(names) == 1))
            chip.removed.connect(lambda key=key: self.removed.emit(key))
            self._flow.insert(place, chip)
            chip.show()
            self.chips[key] = chip
        self.empty.setVisible(not names and bool(self.empty.text()))
        self._holder.setVisible(bool(names) or self._adds)
        self.setAccessibleDescription(", ".join(names.values()) or tr("nothing"))
        self._flow.invalidate()
        self._holder.updateGeometry()


class _Add(LinkButton):
    """A link as high as the chips it stands beside."""

    def sizeHint(self) -> QSize:
        """The height of a chip."""
        return QSize(super().sizeHint().width(), QFontMetrics(font("medium")).height() + 8)
