"""The page of what is to be done: one's activities, or everybody's, in columns by day, in a month or as a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop import memory
from desktop.activities import words
from desktop.activities.block import CONCERNS
from desktop.activities.cards import ActivityList
from desktop.activities.day_column import DayColumn
from desktop.activities.deeds import Deeds
from desktop.activities.month import MonthView
from desktop.activities.quarter import Quarter
from desktop.desk import Desk
from desktop.records.texts import _known
from desktop.tr import tr
from desktop.widgets import (
    CountBadge,
    EmptyState,
    Label,
    MenuButton,
    PageHead,
    PlainButton,
    PrimaryButton,
    SegmentedControl,
    set_tooltip,
)
from models import activity, agenda
from models.activity import Planned
from models.agenda import Agenda
from models.journal import Change

_NARROW = 800  # pixels
_VIEWS = ("columns", "month", "list")
_KEPT = "activities/view"


class ActivitiesPage(QFrame):
    """The page; it reads when it is shown and whenever the journal says that an activity changed.

    `new_wanted(day)`: an activity is to be planned on a record that has to be found, on a day where one is meant.
    """

    new_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._everyone, self._type = False, ""
        self._agenda = Agenda(())
        self._filled = ""  # the view that shows what was counted last
        self.deeds = Deeds(desk, self)
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("My activities"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addLayout(self._summary())
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self._columns())
        self._stack.addWidget(self._lines())
        self._stack.addWidget(self._month())
        nothing = tr("What you plan on a record, or others plan for you, will stand here.")
        empty = EmptyState("check-square", tr("Nothing to do"), nothing)
        empty.add_button(PlainButton(tr("New activity"), "plus")).clicked.connect(lambda: self.new_wanted.emit(None))
        self._stack.addWidget(empty)
        desk.journal.changed.connect(self._changed)
        desk.user_changed.connect(self._another_user)
        self.quarter = Quarter(self)
        self.quarter.passed.connect(self._turn)
        desk.waking.woke.connect(self._turn)

    # Making

    def _bar(self) -> PageHead:
        head = PageHead(tr("My activities"))
        self.title, self.total = head.title, CountBadge(parent=head)
        self.whose = MenuButton(tr("Mine"))
        self.whose.menu().addAction(tr("Mine"), lambda: self.show_everyone(False))
        self.whose.menu().addAction(tr("Everyone's"), lambda: self.show_everyone(True))
        self.types = MenuButton(tr("All types"))
        self.types.menu().aboutToShow.connect(self._fill_types)
        options = [
            ("columns", tr("Columns"), "board"),
            ("month", tr("Month"), "calendar"),
            ("list", tr("List"), "list"),
        ]
        self.views = SegmentedControl(options, memory.one_of(self._desk.memory, _KEPT, _VIEWS), label=tr("View"))
        self.views.chosen.connect(self._choose_view)
        head.add(self.total, self.whose, self.types, start=True)
        self.new = PrimaryButton(tr("New activity"), "plus")
        set_tooltip(self.new, tr("New activity"), "Alt+Shift+N")
        self.new.clicked.connect(lambda: self.new_wanted.emit(None))
        head.add(self.views, self.new)
        return head

    def _summary(self) -> QHBoxLayout:
        self.needed = Label("", "strong")
        self.parts = Label("", tone="text2")
        self._hint = Label("", "secondary")
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 10)
        row.setSpacing(8)
        row.addWidget(self.needed)
        row.addWidget(self.parts)
        row.addStretch(1)
        row.addWidget(self._hint)
        return row

    def _columns(self) -> QScrollArea:
        reader = self._desk.reader
        self.late = DayColumn(reader, tr("Late"), "red")
        self.today = DayColumn(reader, tr("Today"), "amber")
        self.next = DayColumn(reader, tr("Next 7 days"), "green")
        self.later = DayColumn(reader, tr("Later"), "text3")
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 0, 24, 20)
        row.setSpacing(12)
        for column in self._day_columns():
            row.addWidget(column, 1)
            column.dropped.connect(self._mover(column))
            self._connect(column.cards)
            column.cards.left.connect(partial(self._go_beside, column))
            column.cards.entered_here.connect(partial(self._only_in, column))
            column.cards.handed_in.connect(self.deeds.hand_in)
        return _scrolling(holder)

    def _lines(self) -> QFrame:
        self.lines = ActivityList(self._desk.reader, lines=True)
        self.lines.setAccessibleName(tr("Activities"))
        self.lines.handed_in.connect(self.deeds.hand_in)
        self._connect(self.lines)
        frame = QFrame()
        frame.setProperty("cls", "surface")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)
        return frame

    def _month(self) -> QScrollArea:
        self.month = MonthView(self._desk)
        self._connect(self.month)
        self.month.dropped.connect(self._move_to_day)
        self.month.new_wanted.connect(self.new_wanted)
        return _scrolling(self.month)

    def _connect(self, cards: ActivityList | MonthView) -> None:
        cards.opened.connect(lambda one: self._desk.open_record.emit(one.thread, 0))
        cards.finish_wanted.connect(self.deeds.do)
        cards.change_wanted.connect(self.deeds.change)
        cards.menu_wanted.connect(self._open_menu)

    def _only_in(self, here: DayColumn) -> None:
        """One card of all columns is the chosen one."""
        for column in self._day_columns():
            if column is not here:
                column.cards.setCurrentIndex(QModelIndex())

    def _day_columns(self) -> tuple[DayColumn, ...]:
        return self.late, self.today, self.next, self.later

    def _go_beside(self, column: DayColumn, by: int) -> None:
        """Take the keyboard to the next column that has a card."""
        columns = self._day_columns()
        at, row = columns.index(column), column.cards.currentIndex().row()
        for other in columns[at + 1 :] if by > 0 else columns[:at][::-1]:
            if other.cards.take_focus(row):
                return

    def take_focus(self) -> None:
        """Let the keyboard be on what is most pressing."""
        view = self.views.current()
        if view == "columns":
            any(column.cards.take_focus() for column in self._day_columns())
        elif view == "list":
            self.lines.take_focus()

    def next_pane(self) -> None:
        """Take the keyboard to the activities."""
        self.take_focus()

    def _open_menu(self, one: Planned, at: QPoint) -> None:
        self.deeds.menu(one, at, open_record=True)

    def _mover(self, column: DayColumn) -> Callable[[int], None]:
        return lambda id: self._move(id, column)

    # What is shown

    def reload(self) -> None:
        """Read the activities again."""
        self._agenda = agenda.read(assignee=None if self._everyone else self._desk.me, type=self._type)
        self._tell(self._agenda)
        self._filled = ""
        self._put_view()

    def _tell(self, found: Agenda) -> None:
        late, today, snoozed = found.awake(None, -1), found.awake(0, 0), found.snoozed()
        parts = [
            words_of.format(n=number)
            for number, words_of in ((late, tr("{n} late")), (today, tr("{n} today")), (snoozed, tr("{n} snoozed")))
            if number
        ]
        self.total.set_count(found.count())
        whom = tr("{n} need to be done now") if self._everyone else tr("{n} need you now")
        self.needed.setText(whom.format(n=late + today) if late + today else tr("Nothing is late or due today"))
        self.parts.setText(", ".join(parts))

    def _fill_columns(self, found: Agenda) -> None:
        today, soon = activity.today_of(self._desk.me), words.SOON
        known = words.types()
        week = today + dt.timedelta(days=soon)
        later = week + dt.timedelta(days=1)
        tomorrow = today + dt.timedelta(days=1)
        self.late.show_list(found.part(None, -1), known, hint=tr("oldest first"), day=None)
        self.today.show_list(found.part(0, 0), known, hint=self._day(today), day=today)
        self.next.show_list(found.part(1, soon), known, hint=tr("to {day}", day=self._day(week)), day=tomorrow)
        self.later.show_list(found.part(soon + 1), known, hint=tr("after {day}", day=self._day(week)), day=later)

    def _day(self, day: dt.date) -> str:
        from babel.dates import format_skeleton

        moment = dt.datetime.combine(day, dt.time())
        return str(format_skeleton("MMMEd", moment, locale=_known(self._desk.reader.locale)))

    def _put_view(self) -> None:
        view, found = self.views.current(), self._agenda
        if self._filled != view:  # only what is seen is filled
            self._filled = view
            self._fill(view, found)
        there = {"columns": 0, "list": 1, "month": 2}[view]
        self._stack.setCurrentIndex(there if found.count() or view == "month" else 3)
        hints = {
            "columns": tr("Drag a card to another column to move its date"),
            "month": tr("Drag a card to move its date; a double click on a day plans there"),
        }
        self._hint.setText(hints.get(view, ""))
        self._hint.setVisible(view in hints and found.count() > 0 and self.width() > _NARROW)

    def _fill(self, view: str, found: Agenda) -> None:
        if view == "columns":
            self._fill_columns(found)
        elif view == "month":
            self.month.show_agenda(found, words.types(), activity.today_of(self._desk.me))
        else:
            self.lines.show_list(found.part(), words.types())

    # What one chooses

    def show_everyone(self, everyone: bool) -> None:
        """Show what is planned for all users, or for oneself."""
        self._everyone = everyone
        self.whose.setText(tr("Everyone's") if everyone else tr("Mine"))
        self.title.setText(tr("Activities") if everyone else tr("My activities"))
        self.reload()

    def show_type(self, name: str) -> None:
        """Show only activities of a type; "" shows all."""
        self._type = name
        known = words.types()
        self.types.setText(known[name].label if name in known else tr("All types"))
        self.reload()

    def _fill_types(self) -> None:
        menu = self.types.menu()
        menu.clear()
        menu.addAction(tr("All types"), lambda: self.show_type(""))
        for name, one in words.types().items():
            menu.addAction(one.label, lambda name=name: self.show_type(name))

    def _choose_view(self, view: str) -> None:
        self._desk.memory.setValue(_KEPT, view)
        self._put_view()

    def _move(self, id: int, column: DayColumn) -> None:
        one = activity.planned_one(id)
        if one is None or column.day is None or column.cards.activities.list.place(id) >= 0:
            return
        # The column's day counts from the reader's today; the activity's from its assignee's.
        ahead = column.day - activity.today_of(self._desk.me)
        self.deeds.move(one, activity.today_of(one.assignee) + ahead)

    def _move_to_day(self, id: int, day: dt.date) -> None:
        one = activity.planned_one(id)
        if one is not None:
            self.deeds.move(one, day)

    # What happens

    def _changed(self, changes: Sequence[Change]) -> None:
        if self.isVisible() and any(one.what in CONCERNS for one in changes):
            self.reload()

    def _turn(self) -> None:
        """Days may have turned where somebody is, and what was snoozed may be awake again."""
        if self.isVisible():
            self.reload()

    def _another_user(self) -> None:
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the activities when they come to be seen; the arrows begin at the most pressing."""
        super().showEvent(event)
        self.reload()
        lists = [column.cards for column in self._day_columns()] if self.views.current() == "columns" else [self.lines]
        first = next((one for one in lists if len(one.activities.list)), None)
        if first is not None and self.views.current() != "month":
            first.setFocus(Qt.FocusReason.MouseFocusReason)  # without a ring

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow head has no room for all words."""
        super().resizeEvent(event)
        narrow = self.width() * 100 // self._desk.theme.scale < _NARROW
        self.new.setText("" if narrow else tr("New activity"))
        self.new.setAccessibleName(tr("New activity"))
        self._hint.setVisible(bool(self._hint.text()) and self.width() > _NARROW)


def _scrolling(part: QWidget) -> QScrollArea:
    """What is larger than a small window can be scrolled."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(part)
    return area
