"""The field a text is written in: plain text that grows with it, as high as a few lines at most."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from desktop.theme import font

LEAST, MOST = 2, 12  # lines


class DraftField(QPlainTextEdit):
    """`sent` on Ctrl+Enter, `left` on Esc. Tab goes on to the next control."""

    sent = Signal()
    left = Signal()
    grown = Signal()

    def __init__(self, label: str, parent: QWidget | None = None, *, least: int = LEAST) -> None:
        super().__init__(parent)
        self._least = least
        self._height = 0
        self.setProperty("cls", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._grow)

    def sizeHint(self) -> QSize:
        """As high as the text, between a few lines and many."""
        return QSize(200, self._wanted())

    def minimumSizeHint(self) -> QSize:
        """The least lines."""
        return QSize(80, self._least * self._line() + 4)

    def _line(self) -> int:
        return QFontMetrics(font("body")).lineSpacing()

    def _wanted(self) -> int:
        lines = round(self.document().size().height())  # a plain document counts in lines
        return min(max(lines, self._least), MOST) * self._line() + 4

    def _grow(self) -> None:
        if self._wanted() != self._height:
            self._height = self._wanted()
            self.updateGeometry()
            self.grown.emit()

    def resizeEvent(self, event) -> None:
        """Another width means other lines."""
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Esc leaves; everything else is text."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the text alone."""
        self.insertPlainText(source.text())
