"""The chatter pane of a record: ways to write, followers, filter, and the living thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.composer import Composer
from desktop.chatter.empty_thread import EmptyThread
from desktop.chatter.entry_actions import EntryActions
from desktop.chatter.files_box import FilesButton
from desktop.chatter.followers import FollowersBar
from desktop.chatter.new_button import NewButton
from desktop.chatter.news import News, touched
from desktop.chatter.scheduled_list import ScheduledList
from desktop.chatter.thread_actions import ThreadActions
from desktop.chatter.thread_bar import ThreadBar
from desktop.chatter.thread_view import ThreadView
from desktop.chatter.top_row import TopRow, filter_tabs
from desktop.chatter.wiring import Wiring
from desktop.chatter.word_marks import WordMarks
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from models import journal, notification, user
from models.draft import Content
from models.entries import Entry
from models.errors import NotFound
from models.journal import REMOVE, Change
from models.text import shortened

WIDE = 760  # pixels from which the filter stands beside the buttons, as in narrow windows with the chatter below


class Apart(Protocol):
    """A way to write that has a composer of its own; it sets itself as the pane's `whatsapp`."""

    def open(self, *, to: int | None = None, reply_to: int | None = None) -> None: ...
    def show_record(self, record: int) -> None: ...
    def take_back(self, content: Content, entry: Entry) -> None: ...
    def is_open(self) -> bool: ...


class ChatterPane(QWidget):
    """Everything about a record's thread. `show_record` first; without one the pane is empty.

    `read(record)`: what came in while the reader was looking was marked read. `top.channels` and
    `followers.tools` are layouts that take the buttons of plugins, `blocks` what else stands over the thread.
    `shown(record)`: another record's thread is shown, or none (0).
    """

    read = Signal(int)
    shown = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.record = 0
        self.whatsapp: Apart | None = None
        self._read_up_to: dict[int, int] = {}  # by message: the journal's number when it was read after writing it
        self.top = TopRow()
        self.composer = Composer(desk)
        self.followers = FollowersBar(desk)
        self.tabs = filter_tabs()
        self.view = ThreadView(desk)
        self.actions = ThreadActions(desk, self.view)
        self.others = EntryActions(desk, self.view)
        self.scheduled = ScheduledList(desk)
        self.finding = ThreadBar(desk)
        self.files = FilesButton(desk, self.view.rendering.pictures)
        self.new_button = NewButton(self.view)
        self.empty = EmptyThread(self.view)
        self._wide = False
        self._build()
        self._connect()
        self.wiring = Wiring(desk, self)
        self.clear()

    def _build(self) -> None:
        self._over = QFrame()
        self._over.setProperty("cls", "surface")
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._over)
        self._middle.setContentsMargins(16, 12, 16, 0)
        self._middle.setSpacing(6)
        self._middle.addWidget(self.composer, 1)
        self._middle.addWidget(self.followers, 0, Qt.AlignmentFlag.AlignTop)
        self.followers.tools.addWidget(self.files)
        self._tabs_line = QHBoxLayout()
        self._tabs_line.setContentsMargins(18, 0, 16, 0)
        self._tabs_line.addWidget(self.tabs)
        self._tabs_frame = QFrame()
        self._tabs_frame.setProperty("cls", "header")
        self._tabs_frame.setLayout(self._tabs_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self._over)
        column.addWidget(self.scheduled)
        self.blocks = QVBoxLayout()
        column.addLayout(self.blocks)
        column.addWidget(self._tabs_frame)
        column.addWidget(self.finding)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.top.pressed.connect(self.compose)
        self.top.search_wanted.connect(self.search)
        self.view.key_pressed.connect(self._key)
        self.shown.connect(self.finding.show_record)
        self.finding.jumped.connect(self.show_record)
        self.finding.closed.connect(self.view.setFocus)
        self.finding.marked.connect(self.view.mark_words)
        self.tabs.chosen.connect(self._filter)
        self.composer.mode_changed.connect(self.top.set_mode)
        self.composer.posted.connect(self.wrote)
        self.composer.saving.connect(self.view.add_pending)
        self.composer.saved.connect(self.view.remove_pending)
        self.followers.changed.connect(self.composer.renew)
        self.actions.replied.connect(self.reply)
        self.actions.asked.connect(self.others.do)
        self.others.wrote.connect(lambda id: self.view.refresh([id]))
        self.others.took_back.connect(self.take_back)
        self.actions.wrote.connect(lambda id: self.view.refresh([id]))
        self.view.arrived.connect(self.new_button.add)
        self.new_button.clicked.connect(self.view.to_top)
        self.empty.compose.connect(self.compose)
        desk.journal.changed.connect(self._changed)
        desk.user_changed.connect(self._another_user)
        desk.theme.changed.connect(self.view.renew)

    # The record

    def show_record(self, id: int, message: int = 0) -> None:
        """Show the thread of a record, from its newest entry or around a message, which is marked."""
        if id == self.record and message:
            self.tabs.set_current("all")
            self._jump(message)
            return
        self.record = id
        self.view.mark_words(None)
        self.setEnabled(True)
        self.tabs.set_current("all")
        self.actions.leave()
        seen = notification.seen(id, self._desk.me)
        self.new_button.reset()
        self._show_thread(message, seen)
        self.followers.show_record(id)
        self.shown.emit(id)
        self.composer.show_record(id)
        self.wiring.show_record(id)
        if self.whatsapp is not None:
            self.whatsapp.show_record(id)

    def _show_thread(self, message: int, seen: object) -> None:
        try:
            self.view.show_thread(self.record, message=message, seen=seen)
        except NotFound:
            self.view.show_thread(self.record, seen=seen)
            self._desk.notice.emit(tr("That message is no longer here."))

    def _jump(self, message: int) -> None:
        try:
            self.view.jump(message)
        except NotFound:
            self._desk.notice.emit(tr("That message is no longer here."))

    def clear(self) -> None:
        """Show no record."""
        self.actions.leave()
        self.record = 0
        self.composer.show_record(0)
        self.wiring.show_record(0)
        if self.whatsapp is not None:
            self.whatsapp.show_record(0)
        self.followers.show_record(0)
        self.shown.emit(0)
        self.view.clear()
        self.setEnabled(False)

    def compose(self, mode: str) -> None:
        """Open the composer for a "message", a "note" or "whatsapp" and put the cursor in it."""
        if mode == "whatsapp":
            if self.whatsapp is not None:
                self.whatsapp.open()
            return
        self.composer.open(mode)
        self.top.set_mode(self.composer.mode)

    def place_writing(self, composer: QWidget) -> None:
        """Let a composer of a channel's own stand where ours does."""
        self._middle.insertWidget(1, composer, 1)

    def search(self) -> None:
        """Open the bar that finds words in this thread, the cursor in it."""
        if self.record:
            self.finding.open(self.record)

    def mark_words(self, record: int, marks: WordMarks) -> None:
        """Mark the words by which an entry of this record was found elsewhere, until Esc or the next search here."""
        if record == self.record:
            self.finding.close_bar()
            self.view.mark_words(marks)

    def _key(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            event.accept()
            self.search()
        elif event.key() == Qt.Key.Key_Escape and self.view.rendering.marks is not None:
            event.accept()
            self.view.mark_words(None)

    def has_draft(self) -> bool:
        """Whether something typed on this record was not sent."""
        return self.composer.has_draft()

    # What happens

    def _filter(self, show: str) -> None:
        if self.record:
            self.actions.leave()
            self.view.set_filter(show)

    def wrote(self, message: int) -> None:
        """Show what was just written, whatever was in sight before."""
        if not self.view.loaded.has_newer and not self.view.loaded.holds(message):
            self._read_up_to[message] = journal.head()[0]
            self.view.refresh([message])
        if not self.view.loaded.holds(message):  # the filter hides it, or the reader was far down
            self.tabs.set_current("all")
            self.view.set_filter("all")
        self.view.to_top()
        self.view.setFocus()

    def reply(self, entry: Entry) -> None:
        """Open the composer to answer an entry, the way it came."""
        if entry.kind == "note":
            self.composer.open("note", text=f"@{entry.author.name} ", reply_to=entry.id)
        elif entry.channel == "whatsapp" and self.whatsapp is not None:
            self.whatsapp.open(to=entry.author.id if entry.direction == "in" else None, reply_to=entry.id)
            return
        else:
            quoted = "".join(f"> {line}\n" for line in shortened(entry.body, 400).split("\n"))
            self.composer.open("message", text=f"\n\n{quoted}", reply_to=entry.id)
        self.top.set_mode(self.composer.mode)

    def take_back(self, content: Content, entry: Entry) -> None:
        """A message that was taken back is a draft again, open before what was typed meanwhile."""
        if entry.channel == "whatsapp" and self.whatsapp is not None:
            self.whatsapp.take_back(content, entry)
            return
        self.composer.put_back(content, mode="message", record=entry.thread)
        self.composer.open("message")
        self.top.set_mode(self.composer.mode)

    def _changed(self, changes: Sequence[Change]) -> None:
        """Read again what the journal says was touched, and nothing else."""
        if not self.record:
            return
        if any(change.thread == self.record and change.action == REMOVE for change in changes):
            self.clear()
            return
        news = touched(self._unread(changes), self.view.loaded, self._desk.me)
        if news.users:
            self.view.renew()
        if news.messages:
            self._take(news)
        if news.followers:
            self.followers.renew()
        if news.recipients:
            self.composer.renew()

    def _unread(self, changes: Sequence[Change]) -> list[Change]:
        """The changes without those that were read already, right after they were written here."""
        known, loaded = self._read_up_to, self.view.loaded

        def seq_of(change: Change) -> int:
            if change.what == "message":
                return known.get(change.entity, 0)
            return known.get(loaded.message_of(change.entity) or 0, 0) if change.what == "delivery" else 0

        left = [one for one in changes if not known or one.seq > seq_of(one)]
        if changes:
            self._read_up_to = {id: seq for id, seq in known.items() if seq > changes[-1].seq}
        return left

    def _take(self, news: News) -> None:
        if news.reload:
            self.view.reload(news.created)
            return
        came = self.view.refresh(news.messages)
        others = any(entry.author.id != self._desk.me for entry in came)
        if others and self.isVisible() and self.window().isActiveWindow():
            self._mark_read(self.record, self._desk.me)

    def _mark_read(self, record: int, me: int) -> None:
        """The reader sees what came in: it is no news any more."""
        write(
            self._desk,
            lambda: notification.mark_read(record, me),
            owner=self,
            done=lambda _: self.read.emit(record),
            refused=self._desk.notice.emit,
        )

    def _another_user(self) -> None:
        self.view.renew()
        record, self.record = self.record, 0
        if record and user.member(self._desk.me) is not None:
            self.show_record(record)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide panes have the filter beside the buttons and the followers beside the composer's line."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            (self.top.end if wide else self._tabs_line).addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
            sideways, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._middle.setDirection(sideways if wide else down)
            self._middle.setContentsMargins(16, 12, 16, 10 if wide else 0)
            self._middle.setSpacing(16 if wide else 6)
            self._tabs_frame.setVisible(not wide)
