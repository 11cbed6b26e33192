"""Where files are dropped: anywhere on the pane; a veil says what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import rounded


class DropTarget(QObject):
    """`dropped(urls)`: files were dropped on a widget. `words()` says what will become of them."""

    dropped = Signal(list)

    def __init__(self, widget: QWidget, words: Callable[[], str]) -> None:
        super().__init__(widget)
        self._widget, self._words = widget, words
        self._veil = _Veil(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of files, and nothing else."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and _files(event):
            event.acceptProposedAction()  # type: ignore[attr-defined]
            self._veil.appear(self._words())
            return True
        if kind == QEvent.Type.DragLeave:
            self._veil.hide()
        if kind == QEvent.Type.Drop and _files(event):
            self._veil.hide()
            event.acceptProposedAction()  # type: ignore[attr-defined]
            self.dropped.emit(_files(event))
            return True
        return False


def _files(event: QEvent) -> list[QUrl]:
    return [url for url in event.mimeData().urls() if url.isLocalFile()]  # type: ignore[attr-defined]


class _Veil(QWidget):
    """Covers the pane while files are over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.hide()

    def appear(self, words: str) -> None:
        self._words = words or tr("Drop to attach")
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, ink = QPainter(self), tokens()
        ground = QColor(ink.colour("accent_soft"))
        ground.setAlpha(235)
        low = self.height() < 90  # a row, not a pane
        air, edge = (1, 8) if low else (8, 24)
        rounded(painter, self.rect().adjusted(air, air, -air, -air), 10, fill=ground, line=ink.colour("accent"))
        painter.setFont(font("medium" if low else "heading"))
        painter.setPen(ink.colour("accent"))
        painter.drawText(self.rect().adjusted(edge, air, -edge, -air), 0x84 | 0x1000, self._words)
