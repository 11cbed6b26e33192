"""The page that searches everywhere: the box, the hits as one types, numbers at the left, the thread at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop import memory
from desktop.asking import BEST, NEWEST, Answer
from desktop.chatter.word_marks import WordMarks
from desktop.desk import Desk
from desktop.search import kept
from desktop.search.facets import FacetPanel, OfferedChips
from desktop.search.hit_view import FAILED, HITS, NONE, HitView
from desktop.search.preview import Preview
from desktop.search.search_box import SearchBox
from desktop.tr import tr
from desktop.widgets import KeyCap, Label, Pill
from desktop.widgets.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from search_index.search import Facets

AT_ONCE = 30  # hits asked for at a time
COUNTS_AFTER = 120  # milliseconds without typing, after which the numbers at the left are counted
FACETS_FROM, PREVIEW_FROM = 1040, 860  # pixels of width


class SearchPage(QFrame):
    """`opened(record, message)`: a hit is to be seen in its thread. `left()`: the reader is done here."""

    opened = Signal(int, int)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("cls", "surface")
        self.setAccessibleName(tr("Search everywhere"))
        self.box, self.offered, self.facets = SearchBox(), OfferedChips(), FacetPanel(desk)
        self.hits, self.preview = HitView(desk), Preview(desk)
        self._last: Answer | None = None
        self._counting = QTimer(self, singleShot=True, interval=COUNTS_AFTER)
        self._counting.timeout.connect(self._also)
        self._build()
        self._connect()
        self.hits.order.set_current(memory.one_of(desk.memory, "search/order", (BEST, NEWEST)))
        self._find()

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("cls", "header")
        over = QVBoxLayout(head)
        over.setContentsMargins(24, 12, 24, 10)
        over.setSpacing(8)
        over.addWidget(self.box)
        over.addWidget(self.offered)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setChildrenCollapsible(False)
        self._panes.setHandleWidth(1)
        for pane in (self.facets, self.hits, self.preview):
            self._panes.addWidget(pane)
        self._panes.setStretchFactor(1, 3)
        self._panes.setStretchFactor(2, 2)
        self.facets.setFixedWidth(204)
        self.hits.setMinimumWidth(360)
        self.preview.setMinimumWidth(320)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._panes, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("cls", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(6)
        for keys, words in (("Up Down", tr("choose")), ("Enter", tr("open in the thread")), ("Esc", tr("back"))):
            for key in keys.split():
                row.addWidget(KeyCap({"Up": "↑", "Down": "↓"}.get(key, key)))
            row.addWidget(Label(words, "secondary"))
            row.addSpacing(10)
        row.addStretch(1)
        self._state = Pill("", "green")
        self._state.hide()
        row.addWidget(self._state)
        return foot

    def _connect(self) -> None:
        self.box.changed.connect(self._find)
        self.box.walked.connect(self.hits.step)
        self.box.taken.connect(self.take)
        self.box.left.connect(self._leave)
        self.offered.wanted.connect(self._offer)
        self.facets.narrowed.connect(self._narrow)
        self.hits.chosen.connect(self.preview.show_hit)
        self.hits.taken.connect(self.take)
        self.hits.wanted.connect(self.search_for)
        self.hits.ordered.connect(self._order)
        self.hits.again.connect(self._find)
        self.hits.kept.connect(self.save)
        self.hits.removed.connect(self._remove)
        self._desk.user_changed.connect(self._find)
        self.hits.records.opened.connect(lambda record: self.opened.emit(record, 0))
        self.hits.model.more_wanted.connect(self._more)
        self.preview.opened.connect(self.take)
        self._desk.indexing.connect(self._indexing)

    # What one does

    def search_for(self, typed: str) -> None:
        """Look for this; the keyboard goes to the box."""
        self.box.set_query(typed)
        self.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.field.end(False)

    def take_focus(self) -> None:
        """Let the keyboard be in the box, what stands there chosen."""
        self.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.field.selectAll()

    def take(self) -> None:
        """Open the hit that is chosen, and remember the search."""
        hit = self.hits.current()
        if hit is None:
            return
        kept.remember(self._desk.memory, self.box.query().strip())
        self.opened.emit(hit.record, hit.message)

    def marks(self) -> WordMarks | None:
        """The words of the last answer, to be marked where a hit is shown."""
        return WordMarks(self._last.results.marker) if self._last is not None else None

    def reload(self) -> None:
        """Something was written: look again; what is chosen stays."""
        if not self.box.is_empty():
            self._ask()

    def save(self) -> None:
        """Ask for a name under which to save this search; one that is saved is so no more."""
        typed = self.box.query().strip()
        if name := kept.name_of(self._desk.memory, self._desk.me, typed):
            self._remove(name)
            return
        if not typed:
            return
        dialog = FieldsDialog(self.window(), tr("Save this search"), typed, verb=tr("Save"))
        dialog.add_field("name", tr("Name"), value=typed[: kept.LONGEST]).selectAll()
        dialog.end_of_fields()

        def do(texts: dict[str, str]) -> bool:
            kept.save(self._desk.memory, self._desk.me, texts["name"], typed)
            self._tell_name()
            return True

        dialog.do = do
        dialog.open()

    def _remove(self, name: str) -> None:
        kept.remove(self._desk.memory, self._desk.me, name)
        self._desk.notice.emit(tr("“{name}” is saved no more.", name=name))
        self._tell_name()
        if self.box.is_empty():
            self._show_start()

    def _tell_name(self) -> None:
        self.hits.show_name(kept.name_of(self._desk.memory, self._desk.me, self.box.query()))

    def _show_start(self) -> None:
        memory = self._desk.memory
        self.hits.show_start(kept.saved(memory, self._desk.me), kept.recent(memory))

    def _leave(self) -> None:
        if self.box.is_empty():
            self.left.emit()
        else:
            self.box.set_query("")

    def _offer(self, typed: str) -> None:
        if not typed.endswith(":"):
            self.box.set_filter(typed.partition(":")[0], typed)
            self.box.field.setFocus()
            return
        text = self.box.field.text().rstrip()
        self.box.field.setText(f"{text} {typed}" if text else typed)
        self.box.field.setFocus()

    def _narrow(self, keys: list[str], typed: str) -> None:
        self.box.set_filter(keys[0], typed, also=keys)

    def _order(self, order: str) -> None:
        self._desk.memory.setValue("search/order", order)
        self._find()

    # Asking

    def _find(self) -> None:
        """Something else is looked for."""
        self.offered.hide_used(self.box.tokens())
        self._counting.stop()
        if self.box.is_empty():
            self._desk.asking.drop()
            self._last = None
            self._show_start()
            self.preview.show_hit(None)
            self._arrange()
            return
        self._tell_name()
        self.hits.wait()
        self._ask()

    def _ask(self) -> None:
        self._desk.asking.ask(
            self.box.query(), self._found, self._failed, owner=self, order=self.hits.order.current(), limit=AT_ONCE
        )

    def _found(self, answer: Answer) -> None:
        if answer.typed != self.box.query():
            return
        self._last = answer
        self.box.lift(answer.results.chips)
        self.offered.hide_used(self.box.tokens())
        self.preview.view.mark_words(self.marks())
        self.hits.show_answer(answer)
        self._counting.start()
        if not answer.results.total:
            self._desk.asking.mean(answer.question, self._meant, self._failed, owner=self)
        self._arrange()

    def _meant(self, meant: str) -> None:
        if self.hits.state() == NONE:
            self.hits.offer_meant(meant)

    def _failed(self, error: BaseException) -> None:
        self.hits.show_state(FAILED)
        self._arrange()
        raise error

    def _more(self) -> None:
        last, hits = self._last, self.hits.model.hits
        if last is None or not hits:
            return
        order = self.hits.order.current()
        ask = self._desk.asking.ask
        ask(last.typed, self._came, self._failed, owner=self, order=order, limit=AT_ONCE, after=hits[-1])

    def _came(self, answer: Answer) -> None:
        if self._last is not None and answer.typed == self._last.typed:
            self.hits.model.add(answer.results.hits, has_more=len(answer.results.hits) == AT_ONCE, files=answer.files)

    def _also(self) -> None:
        """Once one has typed: the numbers at the left, and the records of that name."""
        if self._last is None or not self.isVisible():
            return
        words = self.box.field.text()
        self._desk.asking.records(words, self.hits.records.show_records, self._failed, owner=self)
        if self.facets.isVisible():
            self._desk.asking.count(self._last.question, self._counted, self._failed, owner=self)

    def _counted(self, found: Facets) -> None:
        self.facets.show_facets(found, self.box.tokens())

    def _indexing(self, said: dict) -> None:
        """The indexer says how far it is, or that it is done: then look again."""
        self.hits.tell_building(said)
        if said.get("state") == "ready" and self.isVisible() and self._last is not None:
            if not self._last.results.complete:
                self.reload()

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have the hits alone."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event) -> None:
        """Read anew what was found before; the keyboard goes to the box."""
        super().showEvent(event)
        self.take_focus()
        self.reload()

    def _arrange(self) -> None:
        self.facets.setVisible(self.hits.state() == HITS and self.width() >= FACETS_FROM)
        self.preview.setVisible(self.hits.state() == HITS and self.width() >= PREVIEW_FROM)
        self.offered.setVisible(self.width() >= 640)
        results = self._last.results if self._last is not None else None
        self._state.setVisible(results is not None)
        if results is not None:
            self._state.setText(tr("All messages are searched") if results.complete else tr("Index being built"))
            self._state.set_kind("green" if results.complete else "amber")
        self.hits.show_building(results is not None and not results.complete)
