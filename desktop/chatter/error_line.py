"""A line that says in red why something was not done, where the person is looking."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.icons import pixmap
from desktop.theme import font
from desktop.widgets import Label, announce


class ErrorLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._words = Label("", "secondary_medium", tone="red", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Show the words, and have them read aloud."""
        size = font("body").pixelSize() + 1
        self._icon.setPixmap(pixmap("alert-circle", "red", size, ratio=self.devicePixelRatioF()))
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        announce(self, words)

    def words(self) -> str:
        """What is said; empty when nothing is."""
        return self._words.text() if not self.isHidden() else ""

    def clear(self) -> None:
        """Say nothing."""
        self._words.setText("")
        self.hide()
