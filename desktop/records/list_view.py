"""The list of a kind: narrow as cards beside a form, wide as a table; filtered, sorted, grouped, and remembered so."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.links import link
from desktop.records.archiving import archive
from desktop.records.cards import CardPainter
from desktop.records.columns import Columns, kept_state, kept_text
from desktop.records.day_turn import DayTurn
from desktop.records.export import ask_where
from desktop.records.filters import FilterBar, restored
from desktop.records.list_head import ListHead, SelectionBar
from desktop.records.list_model import Arrangement, RecordModel
from desktop.records.rows_view import RowsView
from desktop.records.table import TablePainter
from desktop.tr import plural, tr
from desktop.widgets import EmptyState, Menu, PlainButton, PrimaryButton, SkeletonRows
from models import grouping, listing, record
from models.journal import Change
from models.listing import Chosen

WIDE = 640  # pixels from which on the list is a table
QUIET = 120  # milliseconds in which changes are gathered before the list is read anew
WALK = 140  # milliseconds the arrow keys rest on a record before it is opened


class RecordList(QFrame):
    """All records of a kind. `opened(id)` and `new_requested()` ask the window to show a record or an empty form.

    `layout_wanted(name)` asks for "board" instead; `place_of` and `beside` tell where a record stands in the order.
    """

    opened = Signal(int)
    new_requested = Signal()
    layout_wanted = Signal(str)
    arranged = Signal()

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kind, self.cls = desk, kind, record.kind(kind)
        self.setProperty("cls", "surface")
        self.model = RecordModel(desk, kind, self)
        self.columns = Columns(self.cls)
        self.filters = FilterBar(desk, kind)
        self._cards, self._table = CardPainter(self.model), TablePainter(self.model, self.columns)
        self.rows = RowsView(self.model, self._cards)
        self.rows.setAccessibleName(tr("Records"))
        self._wanted: int | None = None
        self._wide = self._stale = False
        self.turn = DayTurn(desk.reader, self)
        self.turn.passed.connect(self.reload)
        self.turn.quarter.connect(self._look_at_clocks)
        self._build()
        self._connect()
        self._restore()
        self.reload()

    # Making

    def _build(self) -> None:
        self.head = ListHead(self.cls, self.filters)
        self.selection = SelectionBar()
        self._skeleton = SkeletonRows(rows=12, row_height=self._cards.row_height)
        self._empty = self._empty_state()
        self._nothing = EmptyState("filter", tr("Nothing matches"), tr("No record passes these filters."))
        self._nothing.add_button(PlainButton(tr("Clear filters"))).clicked.connect(self.filters.clear.click)
        body = QWidget()
        self._stack = QStackedLayout(body)
        for page in (self.rows, self._skeleton, self._empty, self._nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.setMinimumWidth(260)
        self.columns_head = QFrame()
        self.columns_head.setProperty("cls", "header")
        inner = QVBoxLayout(self.columns_head)
        inner.setContentsMargins(0, 0, 0, 1)
        inner.addWidget(self.columns)
        for part in (self.head, self.columns_head, body, self.selection):
            column.addWidget(part, 1 if part is body else 0)
        self.columns_head.hide()

    def _empty_state(self) -> EmptyState:
        text = tr("What you write down here can be found, followed and talked about.")
        made = EmptyState(self.cls.icon, tr("No {things} yet", things=self.cls.plural.lower()), text)
        new = made.add_button(PrimaryButton(tr("New {thing}", thing=self.cls.label.lower()), "plus"))
        new.clicked.connect(self.new_requested)
        return made

    def _connect(self) -> None:
        self._gather = QTimer(self, singleShot=True, interval=QUIET)
        self._gather.timeout.connect(self.reload)
        self.desk.drafts_changed.connect(self._look_for_read)
        self._walk = QTimer(self, singleShot=True, interval=WALK)
        self._walk.timeout.connect(lambda: self._open(self.current()))
        self.head.new.clicked.connect(self.new_requested)
        self.head.layout_wanted.connect(self.layout_wanted)
        self.filters.changed.connect(self._rearrange)
        self.filters.more.extend([self._add_sorting, self._add_grouping, self._add_columns, self._add_export])
        self.columns.sorted.connect(self.sort_by)
        self.columns.changed.connect(self._columns_changed)
        self.rows.chosen.connect(self._open)
        self.rows.walked.connect(lambda _: self._walk.start())
        self.rows.menu_wanted.connect(self._open_menu)
        self.rows.selectionModel().selectionChanged.connect(self._show_selection)
        self.rows.resized.connect(self.columns.fill)
        self.rows.horizontalScrollBar().valueChanged.connect(self.columns.scroll)
        self.selection.archive.clicked.connect(self._archive_selected)
        self.selection.clear.clicked.connect(self.rows.clearSelection)
        self.model.modelAboutToBeReset.connect(self._keep_place)
        self.model.arranged.connect(self._show_arranged)
        self.model.modelReset.connect(self._restore_place)
        self.model.toggled.connect(self._remember)
        self.model.failed.connect(self.desk.failed)
        self.desk.journal.changed.connect(self._changed)
        self.desk.user_changed.connect(self._rearrange)

    # What others ask

    def select(self, id: int) -> None:
        """Mark a record and bring it into view; where it isn't listed nothing is marked."""
        self._wanted = id
        row = self.model.row_of(id)
        selected = self.rows.selectionModel()
        if row is None:
            selected.clear()
            return
        index = self.model.index(row)
        if not selected.isSelected(index) or len(selected.selectedRows()) != 1:
            selected.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.rows.scrollTo(index)

    def current(self) -> int | None:
        """The record the keyboard is on."""
        return self.model.id_at(self.rows.currentIndex().row())

    def selected(self) -> list[int]:
        """The selected records, from the top."""
        rows = sorted(index.row() for index in self.rows.selectionModel().selectedRows())
        return [id for row in rows if (id := self.model.id_at(row)) is not None]

    def place_of(self, id: int) -> tuple[int, int] | None:
        """The place of a record in the present order, from 1, and how many there are; None where it isn't listed."""
        place = self.model.place_of(id)
        return None if place is None or self.model.total is None else (place + 1, self.model.total)

    def beside(self, id: int, step: int) -> int | None:
        """The record after (1) or before (-1) this one."""
        return self.model.id_beside(id, step)

    def starting_values(self) -> dict[str, str]:
        """What a new record starts with: nothing of the list's."""
        return {}

    def reload(self) -> None:
        """Read everything anew; selection and place on the screen stay."""
        self._gather.stop()
        self._stale = False
        if self.model.total is None and not self.model.rowCount():
            self._stack.setCurrentWidget(self._skeleton)
            self._skeleton.start()
        self.model.arrange(replace(self.model.arrangement, chosen=self.filters.filters.chosen(self.desk, self.cls)))

    def sort_by(self, name: str) -> None:
        """Sort by a column; by the same one once more, the other way round."""
        now = self.model.arrangement
        same = now.sort == name
        descending = not now.descending if same else name == listing.LAST
        self.model.arrangement = replace(now, sort=name, descending=descending)
        self._rearrange()

    def group_by(self, name: str | None) -> None:
        """Group by a field, or not at all."""
        self.model.arrangement = replace(self.model.arrangement, group=name)
        self._rearrange()

    # Memory

    def _key(self) -> str:
        return f"list/{self.kind}"

    def _restore(self) -> None:
        kept = kept_state(self.desk.memory.value(self._key(), ""))
        sort, group = kept.get("sort", listing.LAST), kept.get("group")
        names = {column.name for column in self.columns.columns}
        self.model.arrangement = Arrangement(
            sort=sort if sort in names else listing.LAST,
            descending=bool(kept.get("descending", True)),
            group=group if group in self.cls.fields else None,
        )
        self.model.shut = set(kept.get("shut", ()))
        self.filters.restore(restored(kept.get("filters"), self.cls))
        self.columns.restore(kept.get("columns"))
        self._show_sort()

    def _remember(self) -> None:
        now = self.model.arrangement
        state = {"sort": now.sort, "descending": now.descending, "group": now.group, "shut": sorted(self.model.shut)}
        state |= {"filters": self.filters.filters.kept(), "columns": self.columns.state()}
        self.desk.memory.setValue(self._key(), kept_text(state))

    def _rearrange(self) -> None:
        self._show_sort()
        self._remember()
        self.rows.verticalScrollBar().setValue(0)
        self.reload()

    def _show_sort(self) -> None:
        self.columns.show_sort(self.model.arrangement.sort, self.model.arrangement.descending)

    def _columns_changed(self) -> None:
        self._remember()
        self.rows.updateGeometries()  # the sum of the widths may be another
        self.rows.viewport().update()

    # Showing

    def _keep_place(self) -> None:
        self._kept = (self.selected(), self.current(), self.model.id_at(self.rows.top_row()), self.rows.offset())

    def _restore_place(self) -> None:
        """Select what was selected, and keep the record on top where it was."""
        selected, current, top, offset = self._kept
        marks = self.rows.selectionModel()
        blocked = marks.blockSignals(True)
        self.rows.updateGeometries()
        for id in selected or ([self._wanted] if self._wanted is not None else []):
            row = self.model.row_of(id)
            if row is not None:
                marks.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
        there = self.model.row_of(current) if current is not None else None
        if there is not None:
            marks.setCurrentIndex(self.model.index(there), QItemSelectionModel.SelectionFlag.NoUpdate)
        marks.blockSignals(blocked)
        at_top = self.rows.verticalScrollBar().value() == 0
        row = self.model.row_of(top) if top is not None else None
        if row is not None and not at_top:
            self.rows.scroll_to_row(row, offset)
        self._show_selection()

    def _show_arranged(self) -> None:
        self._skeleton.stop()
        total = self.model.total
        self.head.show_count(total)
        some = bool(self.model.rowCount())
        nothing = self._nothing if self.filters.filters else self._empty
        self._stack.setCurrentWidget(self.rows if some else nothing)
        self.columns_head.setVisible(self._wide and some)
        self.arranged.emit()

    def _show_selection(self) -> None:
        count = len(self.rows.selectionModel().selectedRows())
        self._table.choosing = count > 1
        self.selection.show_count(count)
        self.rows.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide enough, the cards become a table."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self.head.set_wide(wide)
            self.columns_head.setVisible(wide and self._stack.currentWidget() is self.rows)
            self.rows.set_painter(self._table if wide else self._cards)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size: other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_table"):
            self._cards.measure()
            self._table.measure()
            self.rows.doItemsLayout()

    # Doing

    def _open(self, id: int | None) -> None:
        if id is None:
            return
        self._wanted = id
        self.opened.emit(id)
        QTimer.singleShot(400, self, self._look_for_read)

    def _look_for_read(self) -> None:
        seen = self.rows.rows_seen()
        self.model.cells.look_for_news(id for row in seen if (id := self.model.id_at(row)) is not None)
        self.rows.viewport().update()

    def _look_at_clocks(self) -> None:
        """It may be another day for somebody who has something to do here."""
        if self.filters.filters.activity:
            self.reload()
        else:
            self._look_for_read()

    def _changed(self, changes: list[Change]) -> None:
        """Somebody wrote: read anew after a breath, where it concerns this list; a large one has to be seen for it."""
        if not any(self._concerns(change) for change in changes):
            return
        self.filters.forget_values()
        large = grouping.many(self.kind)
        self._stale = large and not self.isVisible()
        if not self._stale:
            self._gather.start(4 * QUIET if large else QUIET)

    def _concerns(self, change: Change) -> bool:
        if change.what == "activity" and self.filters.filters.activity:
            return True  # it may come in or leave by it
        if change.what in ("message", "activity"):
            return change.thread is not None and self.model.holds(change.thread)
        return change.what in (self.kind, "person", "setting")

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was written meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _archive_selected(self) -> None:
        archive(self, self.desk, self.selected(), archived=not self.filters.filters.archived)

    def _open_menu(self, at: QPoint) -> None:
        self.context_menu().popup(at)

    def context_menu(self) -> Menu:
        """What can be done with the selected records."""
        ids, menu = self.selected(), Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(ids) == 1:
            menu.addAction(tr("Open"), lambda: self._open(ids[0]))
            menu.addAction(tr("Copy link"), lambda: QGuiApplication.clipboard().setText(link(ids[0])))
            menu.addSeparator()
        words = plural(len(ids), "Restore", "Restore {n} records") if self.filters.filters.archived else ""
        menu.addAction(words or plural(len(ids), "Archive", "Archive {n} records"), self._archive_selected)
        menu.addAction(tr("Export as CSV…"), lambda: self._export(ids))
        menu.addSeparator()
        menu.addAction(tr("Select all"), self.rows.selectAll)
        return menu

    def _add_sorting(self, menu: Menu) -> None:
        sub = Menu(tr("Sort by"), menu)
        menu.addMenu(sub)
        now = self.model.arrangement
        for column in self.columns.columns:
            action = sub.addAction(column.label.replace("&", "&&"), lambda name=column.name: self.sort_by(name))
            action.setCheckable(True)
            action.setChecked(column.name == now.sort)

    def _add_grouping(self, menu: Menu) -> None:
        sub = Menu(tr("Group by"), menu)
        menu.addMenu(sub)
        by = [(name, one.label) for name, one in self.cls.fields.items() if grouping.groupable(one)]
        for name, label in [(None, tr("No groups")), *by]:
            action = sub.addAction(label.replace("&", "&&"), lambda name=name: self.group_by(name))
            action.setCheckable(True)
            action.setChecked(name == self.model.arrangement.group)

    def _add_columns(self, menu: Menu) -> None:
        if self._wide:
            sub = Menu(tr("Columns"), menu)
            menu.addMenu(sub)
            self.columns.fill_menu(sub)

    def _add_export(self, menu: Menu) -> None:
        menu.addAction(tr("Export as CSV…"), lambda: self._export(None))

    def _export(self, ids: list[int] | None) -> None:
        """Export some records, or all that are listed."""
        listed = self.model.arrangement.chosen
        chosen = listed if ids is None else Chosen(archived=listed.archived, only=tuple(ids))
        ask_where(self, self.desk, self.kind, chosen, name=self.cls.plural)
