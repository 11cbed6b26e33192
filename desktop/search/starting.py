"""What stands in the search before one types: what can be found and how, and what was looked for lately."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.tr import tr
from desktop.widgets import EmptyState, Label, QuietButton


class Start(QFrame):
    """`wanted(text)`: look for this again."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("cls", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(2)
        self._caption = Label(tr("Looked for lately"), "caps")
        column.addWidget(self._caption)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        words = tr("Messages, notes, changes, files, translations. Try “exact words”, -not these, from: or has:file.")
        column.addWidget(EmptyState("search", tr("Type what you remember"), words), 1)
        self.buttons: list[QuietButton] = []
        self.show_recent([])

    def show_recent(self, recent: list[str]) -> None:
        """Offer these searches."""
        for button in self.buttons:
            self._rows.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for typed in recent:
            button = QuietButton(typed, "history")
            button.clicked.connect(lambda _=False, typed=typed: self.wanted.emit(typed))
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)
        self._caption.setVisible(bool(recent))
