"""The choice of a language: those in use here first, every other by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.records.texts import local_names
from desktop.tr import tr
from desktop.widgets import Label, Popover, RowButton
from models.shown import Reader
from models.text import fold

WIDTH, MOST = 280, 8


class LanguagePopover(Popover):
    """`picked(code)`. Arrows go through the rows, Enter takes one."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, reader: Reader, suggested: Sequence[str], *, label: str, now: str = "") -> None:
        super().__init__(parent, label=label)
        self._names = local_names(True, reader.locale)
        self._suggested = [code for code in suggested if code in self._names]
        self._now = now
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Name of a language"))
        self.field.setAccessibleName(label)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take_current)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.rows: list[RowButton] = []
        self._codes: list[str] = []
        self._current = 0
        inner = QVBoxLayout()
        inner.setContentsMargins(9, 7, 9, 7)
        inner.setSpacing(6)
        inner.addWidget(Label(label, "secondary_medium", tone="text2"))
        inner.addWidget(self.field)
        inner.addLayout(self._list)
        self.body.addLayout(inner)
        self.setFixedWidth(WIDTH)
        self._fill()

    def found(self, typed: str) -> list[str]:
        """The codes that fit what is typed: names that begin so, then names with such a word, then the code itself."""
        start = fold(typed.strip())
        if not start:
            return self._suggested[:MOST]
        first = [code for code, name in self._names.items() if fold(name).startswith(start)]
        inside = [code for code, name in self._names.items() if f" {start}" in fold(name)]
        exact = [code for code in self._names if code == start]
        return list(dict.fromkeys([*first, *inside, *exact]))[:MOST]

    def _fill(self) -> None:
        self._codes = self.found(self.field.text())
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = []
        for code in self._codes:
            row = RowButton(self._names[code], detail=code)
            row.setCheckable(True)
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.clicked.connect(lambda _=False, code=code: self._take(code))
            self._list.addWidget(row)
            row.show()
            self.rows.append(row)
        self._mark(0)
        self.adjustSize()

    def _mark(self, place: int) -> None:
        self._current = place
        for number, row in enumerate(self.rows):
            row.setChecked(number == place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the rows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self.rows:
            self._mark((self._current + step) % len(self.rows))
        else:
            super().keyPressEvent(event)

    def _take_current(self) -> None:
        if self._codes:
            self._take(self._codes[self._current])

    def _take(self, code: str) -> None:
        self.close_popover()
        self.picked.emit(code)
