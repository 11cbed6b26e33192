"""The unsorted as a page: mail of people nobody here knows that answers nothing; each is filed, or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from desktop import memory
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.shell.record_dialog import RecordDialog
from desktop.shell.unsorted_card import UnsortedCard, left_words
from desktop.tr import tr
from desktop.widgets import WIDEST, EmptyState, Page, Question
from models import sorting, thread, unsorted
from models.unsorted import Waiting

SHOWN = 50  # at once; the pill says how many there are


class UnsortedPage(Page):
    """`opened(record, message)` asks for a record; `sorted(words, record, message)`: one was filed; `changed`."""

    opened = Signal(int, int)
    sorted = Signal(str, int, int)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        said = tr("Mail of people who are no contacts yet, and that answers nothing of yours, waits here.")
        super().__init__(tr("Unsorted"), EmptyState("mail", tr("Nothing unsorted"), said))
        self._desk = desk
        self.cards: list[UnsortedCard] = []
        self._found: list[Waiting] | None = None
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self.reload)
        desk.journal.changed.connect(self._heard)

    def _heard(self, changes) -> None:
        if self.isVisible() and any(one.what == "unsorted" for one in changes):
            self._soon.start()

    def reload(self) -> None:
        """Read again; the place in the list stays."""
        found, count = unsorted.waiting(limit=SHOWN), unsorted.count()
        self.head.set_count(left_words(count) if found else "")
        if found == self._found:
            return
        self._found = found
        self.cards = [self._card(one) for one in found]
        self.put(self.cards, some=bool(found))
        self.changed.emit()

    def _card(self, one: Waiting) -> UnsortedCard:
        card = UnsortedCard(one, self._desk.reader)
        card.setMaximumWidth(WIDEST)
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

        dialog = RecordDialog(
            *(self, self._desk, suggested),
            title=tr("File to a record"),
            subtitle=one.subject or one.name,
            verb=tr("File it"),
            offer=tr("Likely"),
        )
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
