"""The field that says when an activity is due: quick days, a day typed or picked, and a time if one is wanted."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.activities.days import at, quick_days, read_time
from desktop.activities.words import clock_text
from desktop.records.day_editor import read_day
from desktop.records.texts import day_text
from desktop.tr import tr
from desktop.widgets import Calendar, IconButton, Popover, SegmentedControl
from models import shown
from models.shown import Reader


class DueField(QWidget):
    """`chosen`: another day was chosen by hand; `typed`: the time was."""

    chosen = Signal()
    typed = Signal()

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._today = reader.local(dt.datetime.now(dt.UTC)).date()
        self._written: tuple[str, dt.date] = ("", self._today)  # with its weekday a day is not read again
        choices = [(key, words) for key, (words, _) in quick_days(self._today).items()]
        self.quick = SegmentedControl([*choices, ("own", tr("Another day"))], label=tr("Due"))
        self.quick.chosen.connect(self._pick_quick)
        self.day = QLineEdit()
        self.day.textEdited.connect(self._edited)
        self.calendar = IconButton("calendar", tr("Calendar"))
        self.calendar.clicked.connect(self.open_calendar)
        self.time = QLineEdit()
        self.time.setAccessibleName(tr("Time"))
        self.time.setPlaceholderText(tr("Any time"))
        self.time.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00 AM") + 56)
        self.time.textEdited.connect(self.typed)
        self._lay_out()
        self.set_value(self._today, None)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.day, 1)
        line.addWidget(self.calendar)
        line.addWidget(self.time)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.quick, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(line)

    def set_today(self, today: dt.date) -> None:
        """The day it is where the assignee is; quick choices count from it."""
        self._today = today
        self._mark_quick()

    def set_value(self, day: dt.date, moment: dt.datetime | None, *, keep_time: bool = False) -> None:
        """Show a day, and the time of a moment in the reader's zone."""
        self._write(self._reader.local(moment).date() if moment else day)
        if not keep_time:
            self.time.setText(f"{self._reader.local(moment):%H:%M}" if moment else "")
        self._mark_quick()

    def value(self) -> tuple[dt.date | None, dt.datetime | None]:
        """The day, or the moment where a time stands there: that is the reader's day and time."""
        day, time = self._day(), read_time(self.time.text())
        if day is None or time is None:
            return day, None
        return None, at(day, time, self._reader.zone)

    def wrong(self) -> str:
        """What can't be understood, in words; empty where all can."""
        if self._day() is None:
            example = shown.date(self._today.isoformat(), self._reader)
            return tr("“{typed}” is no day; write it like {example}.", typed=self.day.text(), example=example)
        if self.time.text().strip() and read_time(self.time.text()) is None:
            return tr("“{typed}” is no time; write it like 15:00.", typed=self.time.text())
        return ""

    def elsewhere(self, zone: str) -> str:
        """What the time is in another zone, where its clock shows another one."""
        moment = self.value()[1]
        if moment is None:
            return ""
        there, here = moment.astimezone(ZoneInfo(zone)), self._reader.local(moment)
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            return ""
        place = zone.rpartition("/")[2].replace("_", " ")
        time = clock_text(moment, Reader(self._reader.locale, zone))
        return tr("{day}, {time} in {place}", day=day_text(there.date(), self._reader), time=time, place=place)

    def open_calendar(self) -> None:
        """Pick the day from a month."""
        over = Popover(self, label=tr("Calendar"))
        month = Calendar()
        month.setLocale(QLocale(self._reader.locale))
        day = self._day() or self._today
        month.setSelectedDate(QDate(day.year, day.month, day.day))
        month.clicked.connect(lambda picked: self._pick(over, picked))
        month.activated.connect(lambda picked: self._pick(over, picked))
        over.body.addWidget(month)
        over.closed.connect(over.deleteLater)
        over.open_at(self.calendar, end=True)

    def _pick(self, over: Popover, picked: QDate) -> None:
        over.close_popover()
        self._choose(dt.date(picked.year(), picked.month(), picked.day()))

    def _pick_quick(self, key: str) -> None:
        days = quick_days(self._today)
        if key in days:
            self._choose(days[key][1])
        else:
            self.day.setFocus()
            self.day.selectAll()

    def _choose(self, day: dt.date) -> None:
        self._write(day)
        self._mark_quick()
        self.chosen.emit()

    def _write(self, day: dt.date) -> None:
        self._written = (day_text(day, self._reader), day)
        self.day.setText(self._written[0])

    def _edited(self) -> None:
        self._mark_quick()
        self.chosen.emit()

    def _day(self) -> dt.date | None:
        text = self.day.text()
        if text == self._written[0]:
            return self._written[1]
        return read_day(text, locale=self._reader.locale, today=self._today)

    def _mark_quick(self) -> None:
        day = self._day()
        days = quick_days(self._today)
        fitting = [key for key, (_, one) in days.items() if one == day]
        if self.quick.current() not in fitting:  # on a Sunday, tomorrow and next week are the same day
            self.quick.set_current(fitting[0] if fitting else "own")
