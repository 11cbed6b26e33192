"""A card of the unsorted: who wrote, what about, how it begins (or all of it), its files, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.file_card import size_words
from desktop.records.texts import time_text
from desktop.tr import plural, tr
from desktop.widgets import (
    Avatar,
    Card,
    ElidedLabel,
    IconButton,
    IconLabel,
    Label,
    LinkButton,
    Pill,
    PlainButton,
)
from models.shown import Reader
from models.text import shortened
from models.unsorted import Waiting

BEGINNING = 260  # characters shown while it is closed
MOST = 20_000  # characters shown when it is open


class UnsortedCard(Card):
    """`file_wanted`, `contact_wanted` and `delete_wanted` carry the message."""

    file_wanted = Signal(object)
    contact_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, one: Waiting, reader: Reader, *, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, parent=parent)
        self.one = one
        self._open = False
        self.setAccessibleName(", ".join(part for part in (one.name, one.subject or "", time_text(one.date, reader))))
        self.body.setSpacing(8)
        self.body.addLayout(self._head(reader))
        self.subject = Label(one.subject or tr("No subject"), "strong", wrap=True)
        self.body.addWidget(self.subject)
        self.text = Label("", wrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.text)
        for file in one.files:
            self.body.addLayout(_file(f"{file.name} · {size_words(file.size)}"))
        self.body.addLayout(self._foot())
        self._show()

    def _head(self, reader: Reader) -> QHBoxLayout:
        one = self.one
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Avatar(one.name, 28))
        words = QVBoxLayout()
        words.setSpacing(0)
        named = one.name != one.address
        words.addWidget(ElidedLabel(one.name, "medium"))
        if named:
            words.addWidget(ElidedLabel(one.address, "secondary"))
        head.addLayout(words, 1)
        if one.automatic:
            head.addWidget(Pill(tr("Automatic"), "neutral"))
        head.addWidget(Label(time_text(one.date, reader), "secondary", tone="text2"))
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.more = LinkButton("", small=True)
        self.more.clicked.connect(self._toggle)
        self.file = PlainButton(tr("File to a record"), "folder", small=True)
        self.file.clicked.connect(lambda: self.file_wanted.emit(self.one))
        self.contact = PlainButton(tr("New contact"), "user-plus", small=True)
        self.contact.clicked.connect(lambda: self.contact_wanted.emit(self.one))
        self.drop = IconButton("trash", tr("Delete"), small=True)
        self.drop.clicked.connect(lambda: self.delete_wanted.emit(self.one))
        foot.addWidget(self.more)
        foot.addStretch(1)
        for button in (self.file, self.contact, self.drop):
            button.setAccessibleDescription(self.one.name)
            foot.addWidget(button)
        return foot

    def _toggle(self) -> None:
        self._open = not self._open
        self._show()

    def _show(self) -> None:
        begins = shortened(self.one.body, BEGINNING)
        self.text.setText(self.one.body[:MOST].strip() if self._open else begins)
        self.text.setVisible(bool(self.one.body.strip()))
        self.more.setVisible(begins.strip() != self.one.body.strip())
        self.more.setText(tr("Show less") if self._open else tr("Show all"))


def _file(words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(7)
    row.addWidget(IconLabel("paperclip", "text2", 15))
    row.addWidget(ElidedLabel(words, "secondary"), 1)
    return row


def left_words(count: int) -> str:
    """How many wait, for the head of the page."""
    return plural(count, "{n} waits", "{n} wait")
