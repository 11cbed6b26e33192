"""The body of a row: a text browser that loads nothing, never navigates and leaves the wheel to the thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from desktop.theme import font, tokens
from desktop.widgets import plain_tooltip
from models.text import REMOTE


class Body(QTextBrowser):
    """Shows HTML whose text can be selected and whose links are told, not followed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("cls", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.highlighted.connect(self._tell_target)
        self._style = ""
        self.pictures: Mapping[str, QImage] = {}  # by address: those that the reader asked for
        self.ensurePolished()

    def minimumSizeHint(self) -> QSize:
        """The row decides."""
        return QSize(0, 0)

    def show_html(self, html: str, style: str, *, line_height: int = 138) -> None:
        """Put HTML in place of what was there; `line_height` in percent of the font's own."""
        document = self.document()
        if document.defaultFont() != font("body"):  # Qt would lay out once more what is about to go
            document.setDefaultFont(font("body"))
        if style != self._style:
            self._style = style
            document.setDefaultStyleSheet(style)
        document.setHtml(html)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
        if self.pictures:
            self._close_up()

    def _close_up(self) -> None:
        """A line with a picture is as high as the picture."""
        close = QTextBlockFormat()
        close.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block = self.document().begin()
        while block.isValid():
            if "\ufffc" in block.text():
                QTextCursor(block).mergeBlockFormat(close)
            block = block.next()

    def mark(self, places: Sequence[tuple[int, int]]) -> None:
        """Lay a ground under these places (start, end); those marked before are so no more. Nothing moves by it."""
        marked = []
        for start, end in places:
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(start)
            one.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            one.format.setBackground(tokens().colour("mark"))
            one.format.setForeground(tokens().colour("text"))
            marked.append(one)
        self.setExtraSelections(marked)

    def height_at(self, width: int) -> int:
        """The height of the text at this width, in pixels."""
        if self.viewport().width() != width:
            # The document takes the viewport's width when it is laid out, and Qt resizes that only once it is shown.
            self.resize(width, self.height())
            self.viewport().resize(width, self.viewport().height())
        self.document().setTextWidth(width)
        return int(self.document().size().height() + 0.999)

    def selected_text(self) -> str:
        """What the reader has marked."""
        return self.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    def deselect(self) -> None:
        """Mark nothing any more."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def loadResource(self, kind: int, url: QUrl) -> Any:
        """Nothing, from nowhere: no file, no address, no embedded data; only the pictures that were given."""
        return self.pictures.get(url.toString().removeprefix(REMOTE), QImage()) if self.pictures else QImage()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The thread scrolls, not the message."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The row's own menu is wanted."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A selection goes when another place is worked in, but stays for a menu."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.deselect()

    def _tell_target(self, url: QUrl) -> None:
        inner = url.scheme() == "row" or url.isEmpty()
        self.setToolTip("" if inner else plain_tooltip(url.toDisplayString()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying and links are handled here, everything else is the thread's."""
        wanted = event.matches(QKeySequence.StandardKey.Copy) and self.textCursor().hasSelection()
        links = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bool(
            self.textCursor().charFormat().anchorHref()
        )
        if wanted or links or event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)
        else:
            event.ignore()
