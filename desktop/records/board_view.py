"""The board of a kind: its records in columns by stage; a card dragged or moved by keys is a tracked change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.links import link
from desktop.records import texts
from desktop.records.archiving import archive
from desktop.records.board_column import StageColumn
from desktop.records.board_model import PAGE, page
from desktop.records.cells import Cells
from desktop.records.columns import kept_state, kept_text
from desktop.records.day_turn import DayTurn
from desktop.records.filters import FilterBar, restored
from desktop.records.list_head import ListHead
from desktop.records.writing import write
from desktop.tr import tr
from desktop.widgets import EmptyState, Menu, Notice, PlainButton, PrimaryButton, announce
from models import grouping, record, thread
from models.declaration import Record
from models.errors import Refused
from models.grouping import Group
from models.journal import Change
from models.listing import Chosen, Row
from models.record import Saved

QUIET = 120  # milliseconds in which changes are gathered before the board is read anew


class Board(QFrame):
    """`opened(id)` and `new_requested()` ask the window to show a record or an empty form; `layout_wanted` the list."""

    opened = Signal(int)
    new_requested = Signal()
    layout_wanted = Signal(str)

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kind, self.cls = desk, kind, record.kind(kind)
        self.setProperty("cls", "bg")
        self.filters = FilterBar(desk, kind)
        self.head = ListHead(self.cls, self.filters, layout="board")
        self.cells = Cells(desk, self.cls)
        self.columns: list[StageColumn] = []
        self._wanted_stage: str | None = None
        self._stale = False
        self._build()
        self.turn = DayTurn(desk.reader, self)
        self.turn.passed.connect(self.reload)
        self.turn.quarter.connect(self.reload)
        self._gather = QTimer(self, singleShot=True, interval=QUIET)
        self._gather.timeout.connect(self.reload)
        self.head.new.clicked.connect(lambda: self._new())
        self.head.layout_wanted.connect(self.layout_wanted)
        self.filters.changed.connect(self._refilter)
        desk.journal.changed.connect(self._changed)
        desk.user_changed.connect(self.reload)
        kept = kept_state(desk.memory.value(self._key(), ""))
        self.filters.restore(restored(kept.get("filters"), self.cls))
        self.reload()

    def _build(self) -> None:
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(20, 18, 20, 18)
        self._row.setSpacing(12)
        self._area.setWidget(inner)
        thing = self.cls.label.lower()
        text = tr("Each stage will be a column; drag a card to the next.")
        self._empty = EmptyState(self.cls.icon, tr("No {things} yet", things=self.cls.plural.lower()), text)
        self._empty.add_button(PrimaryButton(tr("New {thing}", thing=thing), "plus")).clicked.connect(
            lambda: self._new()
        )
        self._nothing = EmptyState("filter", tr("Nothing matches"), tr("No record passes these filters."))
        self._nothing.add_button(PlainButton(tr("Clear filters"))).clicked.connect(self.filters.clear.click)
        body = QWidget()
        self._stack = QStackedLayout(body)
        for state in (self._area, self._empty, self._nothing):
            self._stack.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(body, 1)

    # Reading

    def chosen(self) -> Chosen:
        """The records that are shown."""
        return self.filters.filters.chosen(self.desk, self.cls)

    def reload(self) -> None:
        """Read all columns anew: those of a large kind in a job."""
        self._gather.stop()
        self._stale = False
        chosen = self.chosen()
        if not grouping.many(self.kind):
            self._show(chosen, grouping.stages(self.kind, chosen), {})
            return
        self.desk.jobs.run(
            partial(_read, self.cls, chosen, {column.stage: column.model.wanted() for column in self.columns}),
            lambda found: self._show(chosen, *found),
            lambda error: self.desk.failed.emit(str(error)),
            owner=self,
            replacing="stages",
        )

    def _show(self, chosen: Chosen, groups: list[Group], rows: dict[str, list[Row]]) -> None:
        if [column.stage for column in self.columns] != [group.value or "" for group in groups]:
            self._make_columns(groups)
        self.cells.forget()
        own = record.currency()
        measures = [group.sums.get(own, 0) if self.cls.amount_field else group.count for group in groups]
        largest = max([*measures, 1])
        for column, group, measure in zip(self.columns, groups, measures, strict=True):
            column.show_records(group, float(measure) / float(largest), chosen, rows.get(column.stage))
        total = sum(group.count for group in groups)
        self.head.show_count(total)
        nothing = self._nothing if self.filters.filters else self._empty
        self._stack.setCurrentWidget(self._area if total else nothing)

    def _make_columns(self, groups: list[Group]) -> None:
        for old in self.columns:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.columns = [self._column(group) for group in groups]

    def _column(self, group: Group) -> StageColumn:
        stage = group.value or ""
        made = StageColumn(self.cells, stage, texts.stage_label(self.cls, stage) or tr("No stage"))
        made.dropped.connect(lambda id: self.move(id, stage))
        made.new_wanted.connect(lambda: self._new(stage))
        made.cards.chosen.connect(self.opened)
        made.cards.move_wanted.connect(self._move_by_key)
        made.cards.left.connect(lambda step: self._walk(made, step))
        made.cards.menu_wanted.connect(self._open_menu)
        self._row.addWidget(made)
        return made

    def _changed(self, changes: list[Change]) -> None:
        """Somebody wrote: read anew, after a breath, where it concerns this board; a board not seen waits for that."""
        written = {change.thread for change in changes if change.what in ("message", "activity") and change.thread}
        kinds = {self.kind, "person", "setting"}
        here = any(head.kind == self.kind for head in thread.heads(written).values())
        if not here and not any(change.what in kinds for change in changes):
            return
        self.filters.forget_values()
        self._stale = not self.isVisible()
        if not self._stale:
            self._gather.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was written meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _key(self) -> str:
        return f"board/{self.kind}"

    def _refilter(self) -> None:
        self.desk.memory.setValue(self._key(), kept_text({"filters": self.filters.filters.kept()}))
        self.reload()

    # Doing

    def starting_values(self) -> dict[str, str]:
        """What a new record starts with: the stage whose plus was pressed; nothing for "New" in the head."""
        return {str(self.cls.stage_field): self._wanted_stage} if self._wanted_stage else {}

    def _new(self, stage: str | None = None) -> None:
        self._wanted_stage = stage or None
        self.new_requested.emit()

    def select(self, id: int) -> None:
        """Mark a record's card, as far as it has been read; the marks of others go."""
        for column in self.columns:
            column.mark(id)

    def column_of(self, id: int) -> StageColumn | None:
        """The column a record's card stands in, as far as it has been read."""
        return next((column for column in self.columns if column.model.place_of(id) is not None), None)

    def move(self, id: int, stage: str) -> bool:
        """Put a record into a stage; where that is refused the card stays and the reason is said."""
        given, by = {str(self.cls.stage_field): stage}, self.desk.me

        def done(saved: Saved) -> None:
            self.reload()
            announce(self, tr("Moved to {stage}", stage=texts.stage_label(self.cls, stage)))
            for warning in saved.warnings:
                self.desk.notice.emit(warning)

        def refused(words: Refused) -> None:
            Notice.tell(self, str(words))

        return write(self, self.desk, lambda: record.save(id, given, by=by), done=done, refused=refused)

    def _move_by_key(self, id: int, step: int) -> None:
        column = self.column_of(id)
        place = self.columns.index(column) + step if column else -1
        if not 0 <= place < len(self.columns):
            return
        if self.move(id, self.columns[place].stage):
            self._area.ensureWidgetVisible(self.columns[place])
            self.columns[place].take_focus(id)

    def _walk(self, column: StageColumn, step: int) -> None:
        """To the next column that has a card."""
        place = self.columns.index(column) + step
        while 0 <= place < len(self.columns):
            if self.columns[place].take_focus():
                self._area.ensureWidgetVisible(self.columns[place])
                return
            place += step

    def _open_menu(self, id: int, at: QPoint) -> None:
        self.card_menu(id).popup(at)

    def card_menu(self, id: int) -> Menu:
        """What can be done with a card."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self.opened.emit(id))
        menu.addAction(tr("Copy link"), lambda: QGuiApplication.clipboard().setText(link(id)))
        moving = Menu(tr("Move to"), menu)
        menu.addMenu(moving)
        here = self.column_of(id)
        for column in self.columns:
            action = moving.addAction(column.label, lambda stage=column.stage: self.move(id, stage))
            action.setEnabled(column is not here and bool(column.stage))
        menu.addSeparator()
        menu.addAction(tr("Archive"), lambda: archive(self, self.desk, [id]))
        return menu


def _read(cls: type[Record], chosen: Chosen, wanted: dict[str, int]) -> tuple[list[Group], dict[str, list[Row]]]:
    """Numbers, sums and first cards of all stages, as many cards as are wanted: for a job."""
    groups = grouping.stages(cls.kind, chosen)
    stages = [group.value or "" for group in groups]
    return groups, {stage: page(cls, stage, chosen, limit=wanted.get(stage, PAGE)) for stage in stages}
