"""The hits with what stands over them: how many, how fast, in which order; and what stands there without hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from desktop.asking import BEST, NEWEST, Answer
from desktop.desk import Desk
from desktop.search.hits import HitList, HitPainter
from desktop.search.kept import Saved
from desktop.search.record_strip import RecordStrip
from desktop.search.starting import Start
from desktop.tr import tr
from desktop.widgets import (
    EmptyState,
    IconButton,
    Label,
    PlainButton,
    ProgressRow,
    SegmentedControl,
    SkeletonRows,
    announce,
)

if TYPE_CHECKING:
    from search_index.search import Hit

EMPTY, HITS, NONE, FAILED, WAITING = range(5)
PATIENCE = 150  # milliseconds for which what was found before stays dimmed by nothing
AT_ONCE = 30


class HitView(QFrame):
    """`chosen(hit)`: another one is current; `taken()`: open it; `wanted(text)`: look for this instead;

    `ordered(order)`: by newest or by best; `again()`: try once more; `kept()`: save this search, or save it no more;
    `removed(name)`: forget a saved one.
    """

    chosen = Signal(object)
    taken = Signal()
    wanted = Signal(str)
    ordered = Signal(str)
    again = Signal()
    kept = Signal()
    removed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("cls", "surface")
        self.model = HitList(desk.reader, self)
        self.list = self._list()
        self.order = SegmentedControl([(BEST, tr("Best first")), (NEWEST, tr("Newest first"))], label=tr("Order"))
        self.order.chosen.connect(self.ordered)
        self._build()
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(self._still_waiting)
        desk.theme.changed.connect(self.list.viewport().update)

    def _list(self) -> QListView:
        made = QListView()
        made.setModel(self.model)
        made.setItemDelegate(HitPainter(made))
        made.setAccessibleName(tr("Found"))
        made.setUniformItemSizes(True)
        made.setMouseTracking(True)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.selectionModel().currentChanged.connect(self._chosen)
        made.activated.connect(lambda _: self.taken.emit())
        return made

    def _build(self) -> None:
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.count, self.time = Label("", "strong"), Label("", "secondary")
        row.addWidget(self.count)
        row.addWidget(self.time)
        row.addStretch(1)
        self.star = IconButton("star", tr("Save this search"), small=True)
        self.star.clicked.connect(self.kept)
        row.addWidget(self.star)
        row.addWidget(self.order)
        self.building = ProgressRow(tr("The search index is being built"), cancellable=False)
        self.building.set_progress(0, 0, tr("The newest messages are found already."))
        self.building.hide()
        self.records = RecordStrip()
        self.start = Start()
        self.start.wanted.connect(self.wanted)
        self.start.removed.connect(self.removed)
        self._none, self._failed = self._nothing(), self._failure()
        self.skeleton = SkeletonRows(8, row_height=96, avatar=True)
        self._stack = QStackedLayout()
        for page in (self.start, self.list, self._none, self._failed, self.skeleton):
            self._stack.addWidget(page)
        holder = QHBoxLayout()
        holder.setContentsMargins(20, 0, 20, 8)
        holder.addWidget(self.building)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(holder)
        column.addWidget(self.records)
        column.addLayout(self._stack, 1)

    def _nothing(self) -> EmptyState:
        made = EmptyState("search", tr("Nothing found"), "")
        self.meant = PlainButton("", "search")
        self.meant.clicked.connect(lambda: self.wanted.emit(self._meant))
        made.add_button(self.meant)
        self._meant = ""
        return made

    def _failure(self) -> EmptyState:
        made = EmptyState("alert-circle", tr("The search failed"), tr("Nothing is lost; messages are where they were."))
        made.add_button(PlainButton(tr("Try again"), "refresh")).clicked.connect(self.again)
        return made

    # What is shown

    def state(self) -> int:
        """Which of the states is seen."""
        return self._stack.currentIndex()

    def show_state(self, state: int) -> None:
        """Show another state."""
        self._late.stop()
        self._stack.setCurrentIndex(state)
        self.head.setVisible(state in (HITS, NONE, WAITING))
        if state == EMPTY:
            self.records.show_records([])

    def show_start(self, saved: Sequence[Saved], recent: Sequence[str]) -> None:
        """Nothing is typed: what can be done, what was saved, and what was looked for lately."""
        self.model.put([], has_more=False)
        self.start.show_searches(saved, recent)
        self.show_state(EMPTY)

    def show_name(self, name: str) -> None:
        """Say under which name this search is saved, "" for none."""
        self.star.set_icon("star-filled" if name else "star", "accent" if name else "")
        self.star.set_label(tr("Saved as “{name}”; save it no more", name=name) if name else tr("Save this search"))

    def wait(self) -> None:
        """An answer is on its way; what was found before stays for the moment."""
        self._late.start()

    def show_answer(self, answer: Answer) -> None:
        """Show what was found; the hit that was current stays so if it is among them."""
        results, before = answer.results, self.current()
        # Further pages stay below an unchanged first one; a shorter answer is never the beginning of an older one.
        paged = len(results.hits) == AT_ONCE and len(self.model.hits) > AT_ONCE
        if list(results.hits) != (self.model.hits[:AT_ONCE] if paged else self.model.hits):
            self.model.put(results.hits, has_more=len(results.hits) == AT_ONCE, files=answer.files)
            self._choose(before)
        words = tr("1 hit") if results.count == "1" else tr("{count} hits", count=results.count)
        if words != self.count.text():
            announce(self, words)
        self.count.setText(words)
        self.time.setText(tr("in {time} ms", time=answer.milliseconds))
        if not results.hits:
            self._say_nothing(complete=results.complete)
        self.show_state(HITS if results.hits else NONE)
        self.chosen.emit(self.current())

    def offer_meant(self, meant: str) -> None:
        """Offer what else may have been meant."""
        self._meant = meant
        self.meant.setText(tr("Did you mean “{words}”?", words=meant))
        self.meant.setVisible(bool(meant))

    def _say_nothing(self, *, complete: bool) -> None:
        words = tr("Look for fewer words, or take a filter away.")
        if not complete:
            words = tr("The index is still being built; older messages will be found soon.")
        self._none.set_words(tr("Nothing found"), words)
        self.offer_meant("")

    def show_building(self, building: bool) -> None:
        """Say over the hits that older messages are missing yet."""
        self.building.setVisible(building)

    def tell_building(self, said: dict) -> None:
        """Say how far the index is; what the indexer said is in the words of `search_index.following`."""
        if said.get("state") == "building":
            self.building.set_label(tr("The search index is being built; the newest messages are found already"))
            self.building.set_progress(int(said["done"]), int(said["total"]))
        elif said.get("state") == "failed":
            self.building.set_label(tr("The search index can't be written; only the newest messages are found"))
            self.building.set_progress(0, 0, str(said["reason"]))

    def _still_waiting(self) -> None:
        if self.state() != HITS:
            self.show_state(WAITING)
            self.skeleton.show_bars()

    # Which one

    def current(self) -> Hit | None:
        """The hit that Enter would open."""
        return self.model.hit(self.list.currentIndex().row())

    def step(self, by: int) -> None:
        """Go to the next hit or the one before."""
        row = min(max(self.list.currentIndex().row() + by, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(row))

    def _choose(self, before: Hit | None) -> None:
        ids = [one.message for one in self.model.hits]
        row = ids.index(before.message) if before is not None and before.message in ids else 0
        self.list.setCurrentIndex(self.model.index(row) if ids else QModelIndex())

    def _chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.hit(index.row()))
