"""The records that were found by their names or values, over the messages: one button each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import font
from desktop.tr import tr
from desktop.widgets import PlainButton, elided
from models.record import kinds

if TYPE_CHECKING:
    from search_index.search import RecordHit

_GAP, _WIDEST = 6, 220


class RecordStrip(QWidget):
    """`opened(record)`. As many as fit side by side, the best first."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Records"))
        self.buttons: list[PlainButton] = []
        self.hide()

    def show_records(self, found: Sequence[RecordHit]) -> None:
        """Show these records."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(one) for one in found]
        self.setVisible(bool(found))
        self._arrange()

    def _button(self, hit: RecordHit) -> PlainButton:
        icon = kinds[hit.kind].icon if hit.kind in kinds else "file"
        button = PlainButton(elided(hit.title, font("secondary_medium"), _WIDEST), icon, small=True, parent=self)
        button.setAccessibleName(hit.title)
        button.setToolTip(tr("Open the record"))
        button.clicked.connect(lambda: self.opened.emit(hit.id))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: another number of them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        at, high = 20, 0
        for button in self.buttons:
            size = button.sizeHint()
            button.resize(size)
            button.move(at, 0)
            at += size.width() + _GAP
            button.setVisible(at <= self.width() - 10 or button is self.buttons[0])
            high = max(high, size.height())
        self.setFixedHeight(high + 10 if high else 0)
