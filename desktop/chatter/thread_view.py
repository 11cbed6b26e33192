"""The thread view: rows with hand-set geometry in a canvas without layouts, pooled, anchored through every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.chatter import accessible, dates, markup
from desktop.chatter.arrangement import Eyes, Item, arrange
from desktop.chatter.canvas import Canvas
from desktop.chatter.loaded import Loaded, Taken
from desktop.chatter.message_row import MessageRow
from desktop.chatter.paging import Paging
from desktop.chatter.rendering import Rendering
from desktop.chatter.row_pool import Row, RowPool
from desktop.chatter.sight import Sight
from desktop.chatter.word_marks import WordMarks
from desktop.desk import Desk
from desktop.theme import motion
from models.entries import Entry

MARKED = 3000  # milliseconds that a message one jumped to stays marked


class ThreadView(QScrollArea):
    """Shows the thread of a record, newest first. It reads entries; it writes nothing.

    `loads` makes what it reads from, for those who show something else than a record's thread.
    `arrived(n)`: entries of others came in above what the reader sees. `row_made(row)`: a row was made and can be
    connected. `shown()`: what stands in the view changed. `link_clicked(url)`: a link of a message, not followed.
    """

    arrived = Signal(int)
    row_made = Signal(MessageRow)
    shown = Signal()
    at_top_changed = Signal(bool)
    link_clicked = Signal(QUrl)
    whole_wanted = Signal(object)
    key_pressed = Signal(QKeyEvent)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, loads: type[Loaded] = Loaded) -> None:
        super().__init__(parent)
        self._desk, self._loads = desk, loads
        self.rendering = Rendering(desk)
        for late in (self.rendering.remote, self.rendering.inline, self.rendering.file_words):
            late.setParent(self)
            late.changed.connect(lambda: self.change(lambda: None))
        self.loaded = loads(0)
        self.pending: list[Entry] = []
        self.rows: list[Row] = []
        self.tops: list[int] = []  # where each begins, once they are laid out
        self._seen: dt.datetime | None = None
        self._opened: set[int] = set()
        self._quotes: set[int] = set()
        self._marked = 0
        self.keep_mark = False  # whether what was jumped to stays marked for good
        self.canvas = Canvas(self)
        self.pool = RowPool(self.canvas, self._made)
        self.paging = Paging(self)
        self.sight = Sight(self)
        self._build()

    def _build(self) -> None:
        accessible.install()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self.canvas)
        bar = self.verticalScrollBar()
        bar.setSingleStep(20)
        bar.setStyleSheet(
            "QScrollBar::handle:disabled { background: transparent; }"
        )  # nothing to scroll, nothing to see
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        bar.valueChanged.connect(self.sight.scrolled)
        bar.valueChanged.connect(self.paging.look)
        bar.valueChanged.connect(self.canvas.moved)
        self._slide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._unmark = QTimer(self, singleShot=True, interval=MARKED)
        self._unmark.timeout.connect(lambda: self._mark(0))
        self._midnight = QTimer(self, singleShot=True)
        self._midnight.timeout.connect(self._new_day)
        self._wait_for_midnight()

    def _made(self, row: MessageRow) -> None:
        row.link_clicked.connect(lambda url, row=row: self._clicked(row, url))
        self.row_made.emit(row)

    # What is shown

    def show_thread(self, thread: int, *, message: int = 0, seen: dt.datetime | None = None, show: str = "all") -> None:
        """Show a thread from its newest entry, or around one, which is marked. `NotFound` where that isn't in it."""
        self._slide.stop()
        self.paging.drop()
        self.loaded, self._seen = self._loads(thread, show), seen
        self._opened.clear()
        self._quotes.clear()
        self.pending.clear()
        self._mark(0)
        if message:
            self.loaded.to(message)
            self._opened.add(message)
        else:
            self.loaded.newest()
        self._settle(lambda: self._to(message))

    def clear(self) -> None:
        """Show nothing."""
        self.paging.drop()
        self.loaded = self._loads(0)
        self.pending.clear()
        self._settle(lambda: None)

    def set_filter(self, show: str) -> None:
        """Show other kinds of entries of the same thread."""
        self.show_thread(self.loaded.thread, seen=self._seen, show=show)

    def jump(self, message: int) -> None:
        """Bring a message of this thread into sight and mark it, loading around it where needed."""
        if not self.loaded.holds(message):
            self.show_thread(self.loaded.thread, message=message, seen=self._seen)
            return
        self._opened.add(message)
        self._settle(lambda: self._to(message))

    def renew(self) -> None:
        """Draw everything anew: the theme, the reader or the users changed."""
        self.rendering.renew()
        self.canvas.update()
        self.change(lambda: None)

    def mark_words(self, marks: WordMarks | None) -> None:
        """Mark the words of a search in all bodies, whatever is loaded later included; None marks none."""
        if marks is not self.rendering.marks:
            self.rendering.marks = marks
            self.change(lambda: None)

    def _settle(self, scroll: Callable[[], MessageRow | None]) -> None:
        """Lay out what is loaded anew, without regard to where the reader was."""
        self.sight.held = True
        self.canvas.setUpdatesEnabled(False)
        self.verticalScrollBar().setValue(0)
        self.reconcile()
        self.relayout()
        self._changed(scroll())

    def _to(self, message: int) -> MessageRow | None:
        row = self.row_of(message) if message else None
        if row is None:
            self.verticalScrollBar().setValue(0)
            return None
        if row.settle(self.viewport().width()):
            self.relayout()
        self.verticalScrollBar().setValue(row.y() - max(0, (self.viewport().height() - row.height()) // 3))
        self._mark(message)
        return row

    def _mark(self, message: int) -> None:
        self._marked = message
        for row in self.message_rows():
            row.set_flag("marked", bool(message) and row.item.entries[0].id == message)
        if message and not self.keep_mark:
            self._unmark.start()

    # Live changes

    def refresh(self, ids: Iterable[int]) -> list[Entry]:
        """Read these entries again; what is new slides in at the top, or waits above for a reader who is elsewhere."""
        taken: list[Taken] = []
        top = self.at_top()
        self.change(lambda: taken.append(self.loaded.take(ids)))
        came = [*taken[0].above, *taken[0].come]
        new = [entry for entry in came if entry.author.id != self.rendering.me]
        if top and came:
            self.to_top(slide=len(new) == len(came))
        else:
            self._tell_above([entry for entry in new if self._is_above(entry)])
        if new:
            accessible.announce_entry(self, new[0], self.rendering)
        return came

    def _is_above(self, entry: Entry) -> bool:
        anchor = self._anchor(self.verticalScrollBar().value())
        place = next((one.place for one in self.loaded.entries if anchor and one.id == anchor[0]), None)
        return place is not None and entry.place > place

    def _tell_above(self, entries: Sequence[Entry]) -> None:
        if entries:
            self.arrived.emit(len(entries))

    def reload(self, created: int) -> None:
        """Too much changed to take it one by one: read the stretch in sight again; `created` entries are new."""
        anchor = self._anchor(self.verticalScrollBar().value())
        if self.at_top() or anchor is None:
            self.show_thread(self.loaded.thread, seen=self._seen, show=self.loaded.show)
            return
        self.paging.drop()
        self.change(self.loaded.reread)
        if created and self.loaded.has_newer:
            self.arrived.emit(created)

    def add_pending(self, entry: Entry) -> None:
        """Show an entry that waits for the database, at the top, as "Saving"."""
        self.change(lambda: self.pending.insert(0, entry))
        self.to_top()

    def remove_pending(self, id: int) -> None:
        """The entry is saved, or could not be."""
        self.change(lambda: self.pending.__setitem__(slice(None), [one for one in self.pending if one.id != id]))

    def at_top(self) -> bool:
        """Whether the reader sees the newest entry."""
        return not self.loaded.has_newer and self.verticalScrollBar().value() <= 4

    def to_top(self, *, slide: bool = False) -> None:
        """Go to the newest entry."""
        if self.loaded.has_newer:
            self.show_thread(self.loaded.thread, seen=self._seen, show=self.loaded.show)
            return
        self._slide.stop()
        length = motion(120) if slide else 0
        if not length:
            self.verticalScrollBar().setValue(0)
            return
        self._slide.setDuration(length)
        self._slide.setStartValue(self.verticalScrollBar().value())
        self._slide.setEndValue(0)
        self._slide.start()

    def to_bottom(self) -> None:
        """Go to the thread's first entry."""
        if self.loaded.has_older:
            self.paging.drop()
            self.loaded.oldest()
            self._settle(lambda: None)
        bar, end = self.verticalScrollBar(), -1
        while end != bar.maximum():  # rows drawn on the way may be higher than supposed
            end = bar.maximum()
            bar.setValue(end)

    def change(self, change: Callable[[], object]) -> None:
        """Change what is loaded or how rows look; the first visible entry stays where it is, to the pixel."""
        bar = self.verticalScrollBar()
        anchor = self._anchor(bar.value())
        self.paging.drop()  # what was read before the change may lack what came by it
        self.sight.held = True
        self.canvas.setUpdatesEnabled(False)
        change()
        self.loaded.trim(self._place(anchor))
        self.reconcile()
        self.relayout()
        row = self.row_of(anchor[0]) if anchor else None
        if row is not None and anchor is not None:
            bar.setValue(row.y() - anchor[1])
        self._changed()

    def _changed(self, anchor: MessageRow | None = None) -> None:
        """What is loaded was laid out: draw what is in sight of it."""
        self.sight.fill(anchor)
        self.canvas.setUpdatesEnabled(True)
        self.shown.emit()
        self.paging.look()

    def _anchor(self, top: int) -> tuple[int, int] | None:
        """The first entry in sight and how far its row's upper edge is from the view's."""
        row = next((row for row in self.message_rows() if row.y() + row.height() > top), None)
        return (row.item.entries[-1].id, row.y() - top) if row is not None else None

    def _place(self, anchor: tuple[int, int] | None) -> int:
        if anchor is None:
            return 0
        return next((place for place, entry in enumerate(self.loaded.entries) if entry.id == anchor[0]), 0)

    # Rows

    def items(self) -> list[Item]:
        """What stands in the view, from the top."""
        eyes = Eyes(
            self.rendering.me, self.rendering.reader, dates.today(self.rendering.reader), self._seen, self._opened
        )
        waiting = [] if self.loaded.has_newer else self.pending
        return arrange([*waiting, *self.loaded.entries], eyes, from_top=not self.loaded.has_newer)

    def reconcile(self) -> None:
        """Give each item a row: those that stay keep theirs, the others come from the pool."""
        items = self.items() if self.loaded.thread else []
        there = {item.key for item in items}
        kept = {row.key: row for row in self.rows if row.key in there}
        for row in self.rows:
            if row.key not in there:
                self.pool.give(row)
        saving = {entry.id for entry in self.pending}
        self.rows = [self._row(item, kept.get(item.key), saving) for item in items]

    def _row(self, item: Item, row: Row | None, saving: set[int]) -> Row:
        row = row or self.pool.take(item)
        if isinstance(row, MessageRow):
            first = item.entries[0].id
            row.show_item(item, self.rendering, quote_open=first in self._quotes, saving=first in saving)
        else:
            row.show_item(item)
        return row

    def relayout(self, start: int = 0) -> None:
        """Put every row in its place; those before the one at place `start` stand in theirs already."""
        width, y = self.viewport().width(), self.tops[start] if start else 4
        del self.tops[start:]
        for row in self.rows[start:] if start else self.rows:
            height = row.supposed_height(width)
            row.setGeometry(0, y, width, height)
            self.tops.append(y)
            y += height
        self.canvas.resize(width, max(y + 24, 1))
        self.canvas.placed()

    def message_rows(self) -> Iterable[MessageRow]:
        """The rows that show entries, from the top."""
        return (row for row in self.rows if isinstance(row, MessageRow))

    def row_of(self, id: int) -> MessageRow | None:
        """The row that shows an entry, by itself if it has one of its own."""
        found = None
        for row in self.message_rows():
            if any(entry.id == id for entry in row.item.entries):
                found = row
                if row.item.kind == "entry":
                    break
        return found

    def announce_row(self, row: MessageRow) -> None:
        """Say the row that keys went to."""
        accessible.focus(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: everything is laid out anew, the first visible entry stays."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.change(lambda: None)
        self.paging.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the thread are the business of whoever connects them."""
        event.ignore()
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def _clicked(self, row: MessageRow, url: QUrl) -> None:
        entry, target = row.item.entries[0], url.toString()
        if target == markup.QUOTE:
            self.change(lambda: self._quotes.symmetric_difference_update({entry.id}))
        elif target == markup.RUN:
            self.change(lambda: self._toggle(row.item))
        elif target == markup.PICTURES:
            self.rendering.remote.fetch(entry)
        elif target == markup.WHOLE:
            self.whole_wanted.emit(entry)
        elif target.startswith(markup.OWN):
            row.acted.emit("picture", target.removeprefix(markup.OWN))
        else:
            self.link_clicked.emit(url)

    def _toggle(self, item: Item) -> None:
        ids = {entry.id for entry in item.entries}
        if item.opened:
            self._opened -= ids
        else:
            self._opened.add(item.entries[0].id)

    def _wait_for_midnight(self) -> None:
        now = self.rendering.reader.local(dt.datetime.now(dt.UTC))
        left = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo) - now
        self._midnight.start(int(left.total_seconds() * 1000) + 500)

    def _new_day(self) -> None:
        self._wait_for_midnight()
        self.renew()
