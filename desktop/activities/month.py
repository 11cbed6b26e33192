"""A month of activities: a field for each day with what is due on it; what is dragged to another day is moved there."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.activities.day_field import MOST, DayField
from desktop.desk import Desk
from desktop.records.texts import _known
from desktop.tr import tr
from desktop.widgets import IconButton, Label, PlainButton
from models.activity_type import Type
from models.agenda import Agenda, Part

WEEKS = 6


def first_day(month: dt.date, first_weekday: int) -> dt.date:
    """The day in the first field of a month; weeks begin on `first_weekday` (0 is Monday)."""
    start = month.replace(day=1)
    return start - dt.timedelta(days=(start.weekday() - first_weekday) % 7)


def months_on(month: dt.date, by: int) -> dt.date:
    """The first day of another month; the calendar's own ends are never passed."""
    number = min(max(month.year * 12 + month.month - 1 + by, 12), 9999 * 12 + 10)
    return dt.date(number // 12, number % 12 + 1, 1)


class MonthView(QWidget):
    """Signals: `opened(Planned)`, `finish_wanted(Planned, widget)`, `menu_wanted(Planned, QPoint on the screen)`, and
    `dropped(activity, day)` when one was let go on a day, `new_wanted(day)` after a double click on one.
    """

    opened = Signal(object)
    finish_wanted = Signal(object, object)
    change_wanted = Signal(object)
    menu_wanted = Signal(object, object)
    dropped = Signal(int, object)
    new_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from babel import Locale

        self._desk = desk
        self._locale = Locale.parse(_known(desk.reader.locale))
        self._today = desk.reader.local(dt.datetime.now(dt.UTC)).date()
        self.month = self._today.replace(day=1)
        self._agenda = Agenda(())
        self._known: dict[str, Type] = {}
        self.days = [DayField(desk.reader) for _ in range(WEEKS * 7)]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 20)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addLayout(self._grid(), 1)

    def _head(self) -> QHBoxLayout:
        self.title = Label("", "heading")
        back = IconButton("chevron-left", tr("Month before"))
        back.clicked.connect(lambda: self.go(-1))
        on = IconButton("chevron-right", tr("Month after"))
        on.clicked.connect(lambda: self.go(1))
        self.this = PlainButton(tr("Today"), small=True)
        self.this.clicked.connect(lambda: self.show_month(self._today))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        for part in (self.this, back, on):
            row.addWidget(part)
        return row

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        names = self._locale.days["stand-alone"]["abbreviated"]
        for place in range(7):
            caption = Label(names[(self._locale.first_week_day + place) % 7], "caps")
            caption.setContentsMargins(8, 0, 0, 0)
            grid.addWidget(caption, 0, place)
            grid.setColumnStretch(place, 1)
        for place, field in enumerate(self.days):
            grid.addWidget(field, place // 7 + 1, place % 7)
            field.opened.connect(self.opened)
            field.finish_wanted.connect(self.finish_wanted)
            field.menu_wanted.connect(self.menu_wanted)
            field.change_wanted.connect(self.change_wanted)
            field.dropped.connect(self.dropped)
            field.new_wanted.connect(self.new_wanted)
        for week in range(WEEKS):
            grid.setRowStretch(week + 1, 1)
        return grid

    def show_agenda(self, agenda: Agenda, known: dict[str, Type], today: dt.date) -> None:
        """Show an agenda's activities on their days."""
        self._agenda, self._known, self._today = agenda, known, today
        self._fill()

    def show_month(self, day: dt.date) -> None:
        """Show the month of a day."""
        self.month = day.replace(day=1)
        self._fill()

    def go(self, by: int) -> None:
        """Go so many months on, or back."""
        self.show_month(months_on(self.month, by))

    def _fill(self) -> None:
        from babel.dates import format_skeleton

        moment = dt.datetime.combine(self.month, dt.time())
        self.title.setText(str(format_skeleton("yMMMM", moment, locale=self._locale)))
        first = first_day(self.month, self._locale.first_week_day)
        by_day = self._agenda.by_day(first, first + dt.timedelta(days=len(self.days) - 1), most=MOST)
        for place, field in enumerate(self.days):
            day = first + dt.timedelta(days=place)
            field.show_day(
                day, by_day.get(day, Part()), self._known, today=day == self._today, dim=day.month != self.month.month
            )
