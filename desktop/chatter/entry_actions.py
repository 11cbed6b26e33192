"""What else one does with entries: take back, send now, react, star, open and save their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal

from desktop.chatter.deliveries_popover import DeliveriesPopover
from desktop.chatter.emoji import EmojiPicker
from desktop.chatter.file_actions import FileActions
from desktop.chatter.thread_view import ThreadView
from desktop.chatter.writing import write
from desktop.desk import Desk
from models import pending, reaction
from models.attachment import Kept
from models.draft import Content
from models.entries import Entry


class EntryActions(QObject):
    """`took_back(Content, Entry)`: a message left the thread and is to be a draft again. `wrote(id)`: one changed.

    `asked(what, entry)`: something of which others know how.
    """

    took_back = Signal(object, object)
    wrote = Signal(int)
    asked = Signal(str, Entry)

    def __init__(self, desk: Desk, view: ThreadView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self.files = FileActions(desk, view)
        self._deeds: dict[str, Callable[[Entry, Any], object]] = {
            "undo": lambda entry, _: self.take_back(entry),
            "now": lambda entry, _: self.send_now(entry),
            "over": lambda entry, _: self._view.change(lambda: None),
            "react": lambda entry, emoji: self.react(entry, emoji),
            "reactions": lambda entry, _: self._pick(entry),
            "star": lambda entry, _: self.star(entry),
            "file": lambda entry, file: self.files.preview(file, list(entry.files)),
            "picture": lambda entry, address: self._show_picture(entry, address),
            "deliveries": lambda entry, _: self._show_deliveries(entry),
            "file_menu": lambda entry, data: self._file_menu(entry, *data),
            "pictures": lambda entry, _: self._view.rendering.remote.fetch(entry),
            "download": lambda entry, _: self.files.save_all(list(entry.files), name=str(entry.id)),
        }

    def do(self, what: str, entry: Entry, data: object = None) -> None:
        """Do what was asked for, by its name."""
        deed = self._deeds.get(what)
        if deed is not None:
            deed(entry, data)
        else:
            self.asked.emit(what, entry)

    def take_back(self, entry: Entry) -> None:
        """Take back a message that was not handed over yet."""

        def done(content: Content) -> None:
            self.wrote.emit(entry.id)
            self.took_back.emit(content, entry)

        self._write(lambda: pending.withdraw(entry.id, by=self._desk.me), done)

    def send_now(self, entry: Entry) -> None:
        """Let a waiting message go out at once."""
        self._write(lambda: pending.send_now(entry.id, by=self._desk.me), lambda _: self.wrote.emit(entry.id))

    def react(self, entry: Entry, emoji: str) -> None:
        """Put an emoji on an entry, or take one's own back."""
        self._write(lambda: reaction.react(entry.id, emoji, by=self._desk.me), lambda _: self.wrote.emit(entry.id))

    def star(self, entry: Entry) -> None:
        """Star an entry, or take the star off."""
        on = self._desk.me not in entry.starred_by
        self._write(lambda: reaction.star(entry.id, by=self._desk.me, on=on), lambda _: self.wrote.emit(entry.id))

    def _show_picture(self, entry: Entry, address: str) -> None:
        """Show a picture of the text as large as it is, its other files beside it."""
        file = self._view.rendering.inline.file(entry, address)
        if file is not None:
            self.files.preview(file, list(entry.files))

    def _show_deliveries(self, entry: Entry) -> None:
        row = self._view.row_of(entry.id)
        if row is None:
            return
        popover = DeliveriesPopover(self._view, entry, self._desk.reader)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(row)

    def _pick(self, entry: Entry) -> None:
        row = self._view.row_of(entry.id)
        if row is None:
            return
        picker = EmojiPicker(self._view)
        picker.chosen.connect(lambda emoji: self.react(entry, emoji))
        tools = self._view.canvas.tools
        picker.open_at(tools if tools.row is row and tools.isVisible() else row, end=True)

    def _file_menu(self, entry: Entry, file: Kept, at: QPoint) -> None:
        self.files.menu(file, at, list(entry.files), changed=lambda: self.wrote.emit(entry.id))

    def _write(self, verb: Callable[[], Any], done: Callable[[Any], None]) -> None:
        write(self._desk, verb, owner=self, done=done, refused=self._desk.notice.emit)
