"""How the parts around the thread act on one another: files, what is scheduled, emoji, links, sending later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from desktop.chatter.drop_target import DropTarget
from desktop.chatter.emoji import EmojiPicker
from desktop.chatter.later_dialog import LaterDialog
from desktop.chatter.link_dialog import LinkDialog
from desktop.chatter.suggesting import Suggesting
from desktop.chatter.words import listed
from desktop.chatter.writing import write
from desktop.tr import tr
from models import entries, pending
from models.database import now
from models.errors import NotFound
from models.journal import Change

if TYPE_CHECKING:
    from desktop.chatter.pane import ChatterPane
    from desktop.desk import Desk


class Wiring(QObject):
    """Made by the pane once its parts are there."""

    def __init__(self, desk: Desk, pane: ChatterPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        composer = pane.composer
        composer.later_wanted.connect(self._send_later)
        composer.formats.emoji_wanted.connect(self._pick_emoji)
        for asking in (composer.formats.link_wanted, composer.field.link_wanted):
            asking.connect(self._ask_link)
        self.suggesting = Suggesting(desk, composer.field, lambda: pane.record)
        composer.formats.answers_wanted.connect(lambda: self.suggesting.open("/"))
        pane.scheduled.asked.connect(self._with_scheduled)
        self._drop = DropTarget(pane, self._drop_words)
        self._drop.dropped.connect(self._dropped)
        desk.journal.changed.connect(self._changed)

    def show_record(self, record: int) -> None:
        """Another record is shown, or none."""
        self._pane.scheduled.show_record(record)
        self._pane.files.show_record(record)

    def _changed(self, changes: Sequence[Change]) -> None:
        record = self._pane.record
        touched = {one.what for one in changes if one.thread == record} if record else set()
        if "file" in touched:
            self._pane.files.renew()
        if touched & {"delivery", "message"}:
            self._pane.scheduled.show_record(record)

    def _drop_words(self) -> str:
        if self._pane.composer.mode == "note":
            return tr("Drop to attach to the note")
        return tr("Drop to attach to the message") if self._pane.composer.mode else tr("Drop to attach to the record")

    def _dropped(self, urls: list[QUrl]) -> None:
        if self._pane.composer.mode:
            self._pane.composer.files.add(urls)
        elif self._pane.record:
            self._pane.files.add(urls)

    def _send_later(self) -> None:
        composer = self._pane.composer
        why = composer.why_not()
        if why:
            self._desk.notice.emit(why)
            return
        names = listed([one.name for one in composer.audience().outside])
        dialog = LaterDialog(self._pane, self._desk.reader, now(), names=names)
        dialog.chosen.connect(lambda when, unless: composer.send(after=when, unless_answered=unless))
        dialog.open()

    def _pick_emoji(self) -> None:
        field = self._pane.composer.field
        picker = EmojiPicker(self._pane)
        picker.chosen.connect(field.insertPlainText)
        picker.closed.connect(field.setFocus)
        picker.open_at(self._pane.composer.formats.emoji)

    def _ask_link(self) -> None:
        field = self._pane.composer.field
        dialog = LinkDialog(self._pane, field.textCursor().selectedText())
        dialog.given.connect(field.link)
        dialog.open()

    def _with_scheduled(self, what: str, message: int) -> None:
        try:
            entry = entries.one(message)
        except NotFound:
            self._pane.scheduled.show_record(self._pane.record)
            return
        if what == "cancel":
            write(
                self._desk,
                lambda: pending.cancel(message, by=self._desk.me),
                owner=self,
                done=lambda _: self._pane.view.refresh([message]),
                refused=self._desk.notice.emit,
            )
        else:
            self._pane.others.do(what, entry)
