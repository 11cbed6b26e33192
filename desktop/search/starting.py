"""What stands in the search before one types: the searches one saved, what was looked for lately, and what can be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.search.kept import Saved
from desktop.tr import tr
from desktop.widgets import ElidedLabel, EmptyState, IconButton, Label, QuietButton


class Start(QFrame):
    """`wanted(text)`: look for this again; `removed(name)`: forget the search saved under this name."""

    wanted = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("cls", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(2)
        self.saved = _Group(tr("Saved"))
        self.recent = _Group(tr("Looked for lately"))
        column.addWidget(self.saved)
        column.addWidget(self.recent)
        words = tr("Messages, notes, changes, files, translations. Try “exact words”, -not these, from: or has:file.")
        column.addWidget(EmptyState("search", tr("Type what you remember"), words), 1)
        self.show_searches([], [])

    def show_searches(self, saved: Sequence[Saved], recent: Sequence[str]) -> None:
        """Offer these searches."""
        self.saved.clear()
        for one in saved:
            button = self._button(one.name, "star-filled", one.typed)
            button.setAccessibleDescription(one.typed)
            remove = IconButton("x", tr("Remove “{name}”", name=one.name), small=True)
            remove.clicked.connect(lambda _=False, name=one.name: self.removed.emit(name))
            self.saved.add(button, ElidedLabel(one.typed if one.typed != one.name else "", "secondary"), remove)
        self.recent.clear()
        for typed in recent:
            self.recent.add(self._button(typed, "history", typed))

    def _button(self, words: str, icon: str, typed: str) -> QuietButton:
        made = QuietButton(words, icon)
        made.clicked.connect(lambda: self.wanted.emit(typed))
        return made


class _Group(QWidget):
    """Rows under a caption; seen where there are some."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 10)
        self._rows.setSpacing(0)
        self._rows.addWidget(Label(caption, "caps"))
        self.buttons: list[QuietButton] = []
        self._made: list[QWidget] = []

    def clear(self) -> None:
        for one in self._made:
            self._rows.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.buttons, self._made = [], []
        self.hide()

    def add(self, button: QuietButton, *beside: QWidget) -> None:
        """A row that begins with a button."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for one in beside:
            line.addWidget(one)
        line.addStretch(1)
        self._rows.addWidget(row)
        self.buttons.append(button)
        self._made.append(row)
        self.show()

    def beside(self, row: int) -> list[IconButton]:
        """The small buttons of a row."""
        return self._made[row].findChildren(IconButton)
