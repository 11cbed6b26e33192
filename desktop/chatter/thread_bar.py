"""The bar over a thread that finds words in it: which of how many, on and back, and the way to search everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.asking import Answer
from desktop.chatter.word_marks import WordMarks
from desktop.desk import Desk
from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import IconButton, IconLabel, Label, LinkButton, announce

if TYPE_CHECKING:
    from search_index.search import Hit

AT_ONCE = 50
SETTLED = 120  # milliseconds without typing after which the thread follows to the first hit


class ThreadBar(QFrame):
    """Hits of one record, newest first. `jumped(record, message)`: this one is to be seen; `closed()`.

    `marked(marks)`: these words are to be marked in the thread, or none (None).
    """

    jumped = Signal(int, int)
    closed = Signal()
    marked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record, self._typed = 0, ""
        self._hits: list[Hit] = []
        self._at, self._total, self._count = 0, 0, ""
        self._settle = QTimer(self, singleShot=True, interval=SETTLED)
        self._settle.timeout.connect(self._jump)
        self.setProperty("cls", "header")
        self.setAccessibleName(tr("Search messages"))
        self._build()
        self.hide()
        desk.journal.changed.connect(self._changed)

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setProperty("cls", "bare")
        self.field.setAccessibleName(tr("Search in this thread"))
        self.field.setPlaceholderText(tr("Search in this thread"))
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.place = Label("", "secondary")
        self.everywhere = LinkButton(tr("Everywhere"), small=True)
        self.everywhere.clicked.connect(self._go_everywhere)
        self.newer = IconButton("chevron-up", tr("Newer hit"), shortcut="Shift+Return", small=True)
        self.older = IconButton("chevron-down", tr("Older hit"), shortcut="Return", small=True)
        self.newer.clicked.connect(lambda: self.step(-1))
        self.older.clicked.connect(lambda: self.step(1))
        close = IconButton("x", tr("Close"), shortcut="Esc", small=True)
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 12, 6)
        row.setSpacing(6)
        row.addWidget(IconLabel("search", "accent", 16))
        row.addWidget(self.field, 1)
        for part in (self.place, self.everywhere, self.newer, self.older, close):
            row.addWidget(part)
        self._tell()

    # What one does

    def open(self, record: int) -> None:
        """Show the bar for a record, the keyboard in it."""
        self._record = record
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._ask()

    def show_record(self, record: int) -> None:
        """Another record is shown: what was looked for in the one before is over."""
        if record != self._record:
            self._record = record
            self.close_bar()

    def close_bar(self) -> None:
        """Look for nothing any more."""
        if self.isHidden():
            return
        self._settle.stop()
        self._desk.asking.drop()
        self.hide()
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._forget()
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the hit after this one (older) or before it (newer); round the ends once all are known."""
        if not self._hits:
            return
        there = self._at + by
        if there >= len(self._hits) and len(self._hits) < self._total:
            self._ask_more()
            return
        self._at = there % len(self._hits)
        self._settle.stop()
        self._jump()

    def _go_everywhere(self) -> None:
        self._desk.search_wanted.emit(self.field.text())

    def _jump(self) -> None:
        self._tell()
        if self._hits and self.isVisible():
            self.jumped.emit(self._record, self._hits[self._at].message)

    # Asking

    def _ask(self) -> None:
        self._typed = self.field.text()
        self._settle.stop()
        if not self._record or not self._typed.strip():
            self._desk.asking.drop()
            self._forget()
            return
        ask = self._desk.asking.ask
        ask(self._typed, self._found, self._failed, owner=self, record=self._record, limit=AT_ONCE)

    def _found(self, answer: Answer) -> None:
        if answer.typed != self.field.text() or self.isHidden():
            return
        results, before = answer.results, self._current()
        self._hits, self._total, self._count = list(results.hits), results.total, results.count
        ids = [one.message for one in self._hits]
        self._at = ids.index(before) if before in ids else 0
        self._tell()
        self.marked.emit(WordMarks(results.marker))
        announce(self, self.place.text())
        if self._hits and self._hits[self._at].message != before:
            self._settle.start()

    def _ask_more(self) -> None:
        ask = self._desk.asking.ask
        after = self._hits[-1]
        ask(self._typed, self._came, self._failed, owner=self, record=self._record, limit=AT_ONCE, after=after)

    def _came(self, answer: Answer) -> None:
        if answer.typed != self.field.text() or not self._hits:
            return
        self._hits += answer.results.hits
        if not answer.results.hits:
            self._total = len(self._hits)
        self.step(1)

    def _failed(self, error: BaseException) -> None:
        self._forget()
        self.place.setText(tr("The search failed"))
        raise error

    def _changed(self, changes: list) -> None:
        if self.isVisible() and self._typed.strip() and any(one.thread == self._record for one in changes):
            self._ask()

    def _current(self) -> int:
        return self._hits[self._at].message if self._hits else 0

    def _forget(self) -> None:
        self._hits, self._at, self._total, self._count = [], 0, 0, ""
        self._tell()
        self.marked.emit(None)

    def _tell(self) -> None:
        found = bool(self._hits)
        for button in (self.newer, self.older):
            button.setEnabled(found)
        nothing = not found and bool(self._count)
        words = tr("Nothing found") if nothing else ""
        if found:
            words = tr("{n} of {count}", n=self.locale().toString(self._at + 1), count=self._count)
        self.place.setText(words)
        set_class(self.place, "secondary", tone="amber" if nothing else "text2")
        self.everywhere.setVisible(bool(self._count))

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and the arrows go from hit to hit; Esc closes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if back else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            return False
        return True
