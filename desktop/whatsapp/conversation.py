"""The conversation as a page: all WhatsApp with one person, over all records; each entry names its record."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.chatter.entry_actions import EntryActions
from desktop.chatter.foot import Foot
from desktop.chatter.loaded import WINDOW, Loaded
from desktop.chatter.rendering import Rendering
from desktop.chatter.thread_actions import ThreadActions
from desktop.chatter.thread_view import ThreadView
from desktop.desk import Desk
from desktop.records.texts import phone_text
from desktop.tr import tr
from desktop.whatsapp import window_words
from desktop.widgets import (
    ElidedLabel,
    EmptyState,
    IconButton,
    IconLabel,
    Label,
    LinkButton,
    PlainButton,
    PrimaryButton,
)
from models import conversation, person, record, thread, window
from models.database import now
from models.entries import Entry
from models.errors import NotFound
from models.record import kinds

_BAR = 56  # pixels; as high as the heads of the other pages
WIDEST = 900  # pixels of the column that is read
COUNTED = 30_000  # milliseconds between looks at the 24 hours


class Said(Loaded):
    """What was said with one person: `thread` is that person."""

    def page(self, **where: Any) -> list[Entry]:
        """A page of the conversation."""
        return conversation.page(self.thread, **where)

    def around(self, message: int) -> list[Entry]:
        """What was said on both sides of one message."""
        return conversation.around(self.thread, message)

    def wanted(self, entry: Entry) -> bool:
        """Whether an entry is of the conversation."""
        return conversation.belongs(entry, self.thread)


class RecordLine(Foot):
    """On which record an entry stands; a click opens it there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.link = LinkButton("", "external", small=True, parent=self)
        self.link.clicked.connect(lambda: self.acted.emit("record", None))

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """The reading says it, not the entry."""
        return False

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Name the record of this entry."""
        assert isinstance(rendering.reading, OnRecords)
        head = rendering.reading.state(entry)
        kind = kinds.get(head.kind)
        self.link.setText(head.title)
        self.link.set_icon(kind.icon if kind else "external")
        self.link.setToolTip(tr("Open {kind} at this message", kind=kind.label.lower()) if kind else "")
        self.setAccessibleName(head.title)

    def height_at(self, width: int) -> int:
        """One line, begun where the text above begins."""
        size = self.link.sizeHint()
        wide = min(size.width(), width + 4)
        self.link.setGeometry(width + 4 - wide if self.isRightToLeft() else -4, 0, wide, size.height())
        return size.height()


class OnRecords:
    """Shows each entry with its record (see `chatter.rendering.Reading`); titles are read once until `forget`."""

    part: type[Foot] = RecordLine

    def __init__(self) -> None:
        self._heads: dict[int, thread.Head] = {}

    def read(self, entry: Entry) -> Entry:
        """As it was written."""
        return entry

    def wants(self, entry: Entry) -> bool:
        """Every entry stands on a record."""
        return True

    def state(self, entry: Entry) -> thread.Head:
        """The record of an entry."""
        if entry.thread not in self._heads:
            self._heads[entry.thread] = thread.head(entry.thread)
        return self._heads[entry.thread]

    def forget(self, threads: set[int]) -> bool:
        """Read the titles of these records again; whether any of them is shown."""
        known = self._heads.keys() & threads
        for one in known:
            del self._heads[one]
        return bool(known)


class ConversationPage(QFrame):
    """`opened(record, message or 0)` and `write(record)` ask for a record, `left` to go back where one came from.

    `replied(Entry)` and `took_back(Content, Entry)`: writing goes on at the record of the entry.
    """

    opened = Signal(int, int)
    write = Signal(int)
    replied = Signal(Entry)
    took_back = Signal(object, object)
    left = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = 0
        self.setProperty("cls", "surface")
        self.view = ThreadView(desk, loads=Said)
        self.view.canvas.setAccessibleName(tr("Conversation"))  # "Thread" is the list of the record that is open
        self._on_records = self.view.rendering.reading = OnRecords()
        self._build()
        self._connect()
        self._fit()

    def _build(self) -> None:
        self._middle = QWidget()
        row = QHBoxLayout(self._middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.view, 1000)
        row.addStretch(1)
        self.view.setMaximumWidth(WIDEST)
        said = tr("What you write to them by WhatsApp, on any record, and what they answer will stand here.")
        self._empty = EmptyState("whatsapp", tr("Nothing said by WhatsApp yet"), said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self._stack = QStackedLayout()
        self._stack.addWidget(self._middle)
        self._stack.addWidget(self._empty)
        column.addLayout(self._stack, 1)

    def _bar(self) -> QFrame:
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        back = IconButton("arrow-left", tr("Back"), shortcut="Alt+Left")
        back.clicked.connect(self.left)
        self.name, self.number = ElidedLabel("", "heading"), Label("", tone="text2")
        self._clock, self.state = IconLabel("clock", "green", 15), ElidedLabel("", "secondary")
        self.card = PlainButton(tr("Open contact"), "user")
        self.card.clicked.connect(self._open_card)
        self.writer = PrimaryButton(tr("Write"), "whatsapp")
        self.writer.clicked.connect(self._write)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(9)
        for part in (back, IconLabel("whatsapp", "whatsapp", 18), self.name, self.number, self._clock, self.state):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.card)
        row.addWidget(self.writer)
        return self._head

    def _connect(self) -> None:
        desk = self._desk
        self.actions = ThreadActions(desk, self.view)
        self.others = EntryActions(desk, self.view)
        self.actions.asked.connect(self.others.do)
        self.actions.replied.connect(self.replied)
        self.others.took_back.connect(self.took_back)
        self.others.asked.connect(lambda _, entry: self.opened.emit(entry.thread, entry.id))
        for told in (self.actions.wrote, self.others.wrote):
            told.connect(lambda id: self.view.refresh([id]))
        self._ticks = QTimer(self, interval=COUNTED)
        self._ticks.timeout.connect(self._show_window)
        desk.journal.changed.connect(self._changed)
        desk.theme.changed.connect(self._fit)
        desk.user_changed.connect(self.view.renew)

    def _fit(self) -> None:
        self._head.setFixedHeight(_BAR * self._desk.theme.scale // 100)
        self.view.renew()

    # Whose

    def show_person(self, who: int) -> None:
        """Show everything said with a person."""
        self.person = who
        self.actions.leave()
        self._name()
        self.view.show_thread(who)
        self._show_thread_or_nothing()
        self.view.setFocus()

    def _name(self) -> None:
        one = person.one(self.person)
        self.name.setText(one.name)
        self.number.setText(phone_text(one.number) if one.number else "")
        self.card.setVisible(one.card is not None)
        self.writer.setEnabled(self._place() is not None)
        self.setAccessibleName(tr("WhatsApp conversation with {name}", name=one.name))
        self._show_window()

    def _show_window(self) -> None:
        """Say whether, and how long, free text is accepted."""
        reach = window.of_person(self.person) if self.person else None
        known = reach is not None and bool(reach.number) and reach.until is not None
        self._clock.setVisible(known)
        self.state.setVisible(known)
        if reach is None or not known:
            return
        open_now = reach.open(now())
        colour = "green" if open_now else "amber"
        words = window_words.opening(reach, now()) if open_now else tr("24-hour window shut")
        self._clock.set_icon("clock" if open_now else "lock", colour)
        self.state.setText(words[:1].upper() + words[1:])
        self.state.set_tone(colour)

    def _show_thread_or_nothing(self) -> None:
        self._stack.setCurrentIndex(0 if self.view.loaded.entries else 1)

    # What happens

    def _changed(self, changes) -> None:
        if not self.person:
            return
        if any(one.what == "person" and one.entity == self.person for one in changes):
            self._name()
        if self._on_records.forget({one.thread for one in changes if one.what in kinds}):
            self.view.change(lambda: None)
        self._take(changes)

    def _take(self, changes) -> None:
        loaded = self.view.loaded
        ids = {one.entity for one in changes if one.what == "message"}
        ids |= {loaded.message_of(one.entity) or 0 for one in changes if one.what == "delivery"} - {0}
        if not ids:
            return
        if len(ids) > WINDOW:
            self.view.reload(0)
        else:
            self.view.refresh(ids)
        self._show_window()
        self._show_thread_or_nothing()

    def _place(self) -> int | None:
        """The record to write on: that of the newest entry whose contact this is, else the contact's own."""
        for one in conversation.page(self.person, limit=5):
            if record.correspondent(one.thread) == self.person:
                return one.thread
        return person.one(self.person).card

    def _write(self) -> None:
        place = self._place()
        if place is not None:
            self.write.emit(place)

    def _open_card(self) -> None:
        card = person.one(self.person).card
        if card is not None:
            self.opened.emit(card, 0)

    def showEvent(self, event) -> None:
        """Count, and read what happened meanwhile."""
        super().showEvent(event)
        self._ticks.start()
        self._desk.watch(self, on=True)
        if self.person:
            self._refresh()

    def _refresh(self) -> None:
        try:
            self._name()
        except NotFound:  # erased meanwhile
            self.person = 0
            self.view.clear()
            self.left.emit()

    def hideEvent(self, event) -> None:
        """Nothing is counted that nobody sees."""
        super().hideEvent(event)
        self._ticks.stop()
        self._desk.watch(self, on=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
