"""The unsorted as a page: mail of people nobody here knows that answers nothing; each is filed, or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop import memory
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.shell.header import BAR
from desktop.shell.record_dialog import RecordDialog
from desktop.shell.unsorted_card import UnsortedCard, left_words
from desktop.tr import tr
from desktop.widgets import EmptyState, Label, Pill, Question
from models import sorting, thread, unsorted
from models.unsorted import Waiting

SHOWN = 50  # at once; the pill says how many there are


class UnsortedPage(QFrame):
    """`opened(record, message)` asks for a record; `sorted(words, record, message)`: one was filed; `changed`."""

    opened = Signal(int, int)
    sorted = Signal(str, int, int)
    changed = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards: list[UnsortedCard] = []
        self._found: list[Waiting] | None = None
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Unsorted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._stack.addWidget(self._scroll)
        said = tr("Mail of people who are no contacts yet, and that answers nothing of yours, waits here.")
        self._stack.addWidget(EmptyState("mail", tr("Nothing unsorted"), said))
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self.reload)
        desk.journal.changed.connect(self._heard)
        desk.theme.changed.connect(self._fit)
        self._fit()

    def _bar(self) -> QFrame:
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(Label(tr("Unsorted"), "heading"))
        self._count = Pill("", "accent")
        row.addWidget(self._count)
        row.addStretch(1)
        return self._head

    def _fit(self) -> None:
        self._head.setFixedHeight((BAR + 8) * self._desk.theme.scale // 100)

    def showEvent(self, event) -> None:
        """Read when it comes to be seen."""
        super().showEvent(event)
        self.reload()

    def _heard(self, changes) -> None:
        if self.isVisible() and any(one.what == "unsorted" for one in changes):
            self._soon.start()

    def reload(self) -> None:
        """Read again; the place in the list stays."""
        found, count = unsorted.waiting(limit=SHOWN), unsorted.count()
        self._count.setText(left_words(count))
        self._count.setVisible(bool(found))
        if found == self._found:
            return
        self._found = found
        at = self._scroll.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        self.cards = [self._card(one) for one in found]
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(at)
        self._stack.setCurrentIndex(0 if found else 1)
        self.changed.emit()

    def _card(self, one: Waiting) -> UnsortedCard:
        card = UnsortedCard(one, self._desk.reader)
        card.setMaximumWidth(960)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.file_wanted.connect(self._ask_record)
        card.contact_wanted.connect(self._introduce)
        card.delete_wanted.connect(self._ask_to_delete)
        return card

    # What is done

    def _ask_record(self, one: Waiting) -> None:
        last = memory.whole(self._desk.memory, "record", 0)

        def suggested() -> list[int]:
            return list(dict.fromkeys([*sorting.likely(one.id), last]))

        dialog = RecordDialog(self, self._desk, suggested, subtitle=one.subject or one.name)
        dialog.chosen.connect(lambda record: self._file(one, record))
        dialog.open()

    def _file(self, one: Waiting, record: int) -> None:
        by = self._desk.me
        self._write(lambda: (record, sorting.file(one.id, record, by=by)), self._filed)

    def _introduce(self, one: Waiting) -> None:
        by = self._desk.me
        self._write(lambda: sorting.introduce(one.id, by=by), self._filed)

    def _filed(self, where: tuple[int, int]) -> None:
        record, message = where
        self.sorted.emit(tr("Filed to “{title}”", title=thread.head(record).title), record, message)

    def _ask_to_delete(self, one: Waiting) -> None:
        words = tr("Nothing of it is kept here; in the mailbox it stays as it is.")
        question = Question(self, tr("Delete the mail of {name}?", name=one.name), words, do=tr("Delete"), danger=True)
        question.accepted.connect(lambda: self._write(lambda: sorting.delete(one.id, by=self._desk.me), lambda _: None))
        question.open()

    def _write(self, verb: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def settled(result: Any) -> None:
            self.reload()
            done(result)

        def refused(words: str) -> None:
            self._desk.notice.emit(words)
            self.reload()

        write(self._desk, verb, owner=self, done=settled, refused=refused)
