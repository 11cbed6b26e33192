"""The field a text is written in: formatted while typing, pasted clean, as high as its text needs."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.chatter import rich_text
from desktop.theme import font
from models.text import SCHEMES, clean, encodable

LEAST, MOST = 2, 12  # lines
_STYLE_KEYS = {"Ctrl+B": "b", "Ctrl+I": "i", "Ctrl+U": "u", "Ctrl+Shift+X": "s", "Ctrl+E": "code"}
_KIND_KEYS = {"Ctrl+Shift+8": "bullets", "Ctrl+Shift+7": "numbers", "Ctrl+Shift+9": "quote"}
_STARTS = {"-": "bullets", "*": "bullets", "1.": "numbers", ">": "quote", "```": "code"}
# What is typed last closes it; the longer sign first, so that **x** isn't *x*.
_SPANS = (
    (re.compile(r"(?<![\w*])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*$"), "b", 2),
    (re.compile(r"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*$"), "i", 1),
    (re.compile(r"(?<![\w_])_([^\s_](?:[^_]*[^\s_])?)_$"), "i", 1),
    (re.compile(r"(?<![\w~])~~([^\s~](?:[^~]*[^\s~])?)~~$"), "s", 2),
    (re.compile(r"(?<![\w`])`([^\s`](?:[^`]*[^\s`])?)`$"), "code", 1),
)
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:)[^\s()]+)\)$")


class RichField(QTextEdit):
    """`sent` on Ctrl+Enter, `left` on Esc, `grown` when it wants another height. Tab goes on to the next control.

    `files_given(urls)` and `picture_given(image)`: what was dropped or pasted that is no text. `shape_changed`: other
    styles at the cursor. `listener`, if set, sees every key first and says whether it took it.
    """

    sent = Signal()
    left = Signal()
    grown = Signal()
    files_given = Signal(list)
    picture_given = Signal(QImage)
    shape_changed = Signal()
    link_wanted = Signal()

    def __init__(self, label: str, parent: QWidget | None = None, *, least: int = LEAST) -> None:
        super().__init__(parent)
        self._least, self._height = least, 0
        self.listener: Any = None
        self.setProperty("cls", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(rich_text.list_indent())
        self.textChanged.connect(self._grow)
        self.currentCharFormatChanged.connect(lambda _: self.shape_changed.emit())
        self.cursorPositionChanged.connect(self.shape_changed)

    # Content

    def html(self) -> str | None:
        """The formatted text as small HTML; None where there is nothing but lines."""
        return rich_text.html_of(self.document())

    def set_content(self, text: str, html: str | None = None) -> None:
        """Put in another text, with the cursor at its end; the steps before can't be undone."""
        self.clear()
        if html is None:
            self.setPlainText(text)
        else:
            rich_text.insert(self.textCursor(), clean(html))
            self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def clear(self) -> None:
        """Empty it, formats included."""
        super().clear()
        cursor = self.textCursor()
        if cursor.currentList() is not None:
            cursor.currentList().remove(cursor.block())
        cursor.setBlockFormat(QTextBlockFormat())
        self.setCurrentCharFormat(QTextCharFormat())

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """Nothing, from nowhere."""
        return QImage()

    # Size

    def sizeHint(self) -> QSize:
        """As high as the text, between a few lines and many."""
        return QSize(200, self._wanted())

    def minimumSizeHint(self) -> QSize:
        """The least lines."""
        return QSize(80, self._least * self._line() + 4)

    def _line(self) -> int:
        return QFontMetrics(font("body")).lineSpacing()

    def _wanted(self) -> int:
        high = int(self.document().size().height() + 0.999)
        return min(max(high, self._least * self._line()), MOST * self._line()) + 4

    def _grow(self) -> None:
        if self._wanted() != self._height:
            self._height = self._wanted()
            self.updateGeometry()
            self.grown.emit()

    def resizeEvent(self, event) -> None:
        """Another width means other lines."""
        super().resizeEvent(event)
        self._grow()

    # Formats

    def styles(self) -> frozenset[str]:
        """The styles at the cursor."""
        return rich_text.styles_of(self.currentCharFormat())

    def kind(self) -> str:
        """What the cursor's block is."""
        return rich_text.block_kind(self.textCursor().block())

    def toggle_style(self, style: str) -> None:
        """Switch a style of what is selected, or of what is typed next."""
        wanted = self.styles() ^ {style}
        self.setCurrentCharFormat(rich_text.char_format(wanted))
        self.shape_changed.emit()

    def toggle_kind(self, kind: str) -> None:
        """Make the selected blocks of a kind, or plain lines again."""
        cursor = self.textCursor()
        plain = self.kind() == kind
        cursor.beginEditBlock()
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        block = self.document().findBlock(cursor.selectionStart())
        while block.isValid() and block.blockNumber() <= last:
            self._make(QTextCursor(block), "" if plain else kind)
            block = block.next()
        cursor.endEditBlock()
        self.shape_changed.emit()
        self._grow()

    def _make(self, cursor: QTextCursor, kind: str) -> None:
        listed = cursor.currentList()
        if listed is not None:
            listed.remove(cursor.block())
        cursor.setBlockFormat(rich_text.block_format(kind))
        if kind in ("bullets", "numbers"):
            rich_text.add_to_list(cursor, kind)

    def link(self, words: str, address: str) -> None:
        """Put in a link in place of what is selected."""
        cursor = self.textCursor()
        cursor.insertText(words or address, rich_text.char_format(link=address))
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Esc leaves; keys of formats; everything else is text, formatted as it is typed."""
        if self.listener is not None and self.listener(event):
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._shaped(event, enter=enter):
            event.accept()
        else:
            self._type(event, enter=enter)

    def _shaped(self, event: QKeyEvent, *, enter: bool) -> bool:
        """Whether a key changed the shape of the text rather than its words."""
        if self.isReadOnly():
            return False
        if self._format_key(event):
            return True
        if enter:
            return self._leave_block()
        if event.key() == Qt.Key.Key_Backspace:
            return self._unmake_block()
        return event.text() == " " and self._begin_block()

    def _type(self, event: QKeyEvent, *, enter: bool) -> None:
        closes = event.text() in ("*", "_", "~", "`", ")")
        if event.text() == " " and self.currentCharFormat().isAnchor():
            self.setCurrentCharFormat(QTextCharFormat())
        super().keyPressEvent(event)
        if closes and not self.isReadOnly():
            self._close_span()
        if enter and self.currentCharFormat().isAnchor():
            self.setCurrentCharFormat(QTextCharFormat())

    def _format_key(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        style = _STYLE_KEYS.get(pressed)
        if style:
            self.toggle_style(style)
            return True
        if pressed == "Ctrl+Shift+K":
            self.link_wanted.emit()
            return True
        if pressed == "Ctrl+Shift+V":
            from PySide6.QtGui import QGuiApplication

            self.insertPlainText(encodable(QGuiApplication.clipboard().text()))
            return True
        digit = event.key() - Qt.Key.Key_0 if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else -1
        kind = _KIND_KEYS.get(pressed) or (_KIND_KEYS.get(f"Ctrl+Shift+{digit}") if "Ctrl+Shift" in pressed else None)
        if kind:
            self.toggle_kind(kind)
        return bool(kind)

    def _begin_block(self) -> bool:
        """ "- " and the like at the start of a line make it an item, a quote, or code."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        kind = _STARTS.get(before)
        if kind is None or self.kind() or cursor.hasSelection():
            return False
        super().keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " "))
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(before) + 1)
        cursor.removeSelectedText()
        self._make(cursor, kind)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        return True

    def _leave_block(self) -> bool:
        """Enter on an empty item, or on an empty last line of a quote, ends it."""
        cursor = self.textCursor()
        if not self.kind() or cursor.block().text() or cursor.hasSelection():
            return False
        self._make(cursor, "")
        return True

    def _unmake_block(self) -> bool:
        cursor = self.textCursor()
        if not self.kind() or cursor.hasSelection() or not cursor.atBlockStart():
            return False
        self._make(cursor, "")
        return True

    def _close_span(self) -> None:
        """Turn **words** and the like into their format; one undo brings the signs back."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if self.kind() == "code":
            return
        found = _LINK.search(before)
        if found:
            self._replace(cursor, found, rich_text.char_format(link=found[2]), found[1])
            return
        for pattern, style, _ in _SPANS:
            found = pattern.search(before)
            if found:
                self._replace(cursor, found, rich_text.char_format(frozenset((style,))), found[1])
                return

    def _replace(self, cursor: QTextCursor, found: re.Match[str], shape: QTextCharFormat, words: str) -> None:
        length = len(found[0].encode("utf-16-le")) // 2  # Qt counts in UTF-16
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
        cursor.insertText(words, shape)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())

    # Pasting and dropping

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, pictures and files."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words with their formats; pictures and files are handed on."""
        files = [url for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.text().strip():
            picture = QImage(source.imageData())
            if not picture.isNull():
                self.picture_given.emit(picture)
        elif source.hasHtml() and self.kind() != "code" and len(source.html()) <= rich_text.LONGEST_PASTE:
            cursor = self.textCursor()
            rich_text.insert(cursor, clean(rich_text.unwrapped(source.html())))
            self.setTextCursor(cursor)
            self.setCurrentCharFormat(QTextCharFormat())
        else:
            self._paste_text(encodable(source.text()))

    def _paste_text(self, text: str) -> None:
        selected = self.textCursor().selectedText()
        address = text.strip()
        if selected and QUrl(address).scheme() in SCHEMES - {"cid", "att"} and not re.search(r"\s", address):
            self.link(selected, address)  # an address pasted over words makes them a link
        else:
            self.insertPlainText(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Files may be dropped anywhere in the field."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)
