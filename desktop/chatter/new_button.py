"""The button that says how many entries came in above, while the reader is further down, and leads there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.tr import plural
from desktop.widgets import PrimaryButton


class NewButton(PrimaryButton):
    """Hangs at the upper edge of the thread."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__("", "arrow-up", small=True, parent=view)
        self._view = view
        self._count = 0
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.hide()

    def add(self, count: int) -> None:
        """More came in."""
        self._count += count
        self.setText(plural(self._count, "{n} new", "{n} new"))
        self._place()
        self.show()
        self.raise_()

    def reset(self) -> None:
        """The reader saw them."""
        self._count = 0
        self.hide()

    def _scrolled(self, value: int) -> None:
        if self._count and value <= 4:
            self.reset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.resize(self.sizeHint())
        self.move((self._view.viewport().width() - self.width()) // 2, 10)
