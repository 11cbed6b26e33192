"""The dialog of sending later: quick choices, a day and time of one's own, and only if they don't answer first."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QWidget

from desktop.chatter import dates
from desktop.tr import tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton, RowButton, Switch, line
from models.shown import Reader

MORNING, NOON = dt.time(8), dt.time(13)


def quick_choices(moment: dt.datetime, reader: Reader) -> list[tuple[str, dt.datetime]]:
    """What one most often means by later, in words and as UTC: tomorrow morning and noon, Monday morning."""
    today = reader.local(moment).date()
    tomorrow = today + dt.timedelta(days=1)
    monday = today + dt.timedelta(days=7 - today.weekday())
    wanted = [(tr("Tomorrow morning"), tomorrow, MORNING), (tr("Tomorrow at noon"), tomorrow, NOON)]
    if monday != tomorrow:
        wanted.append((tr("Monday morning"), monday, MORNING))
    return [(words, _utc(day, clock, reader)) for words, day, clock in wanted]


def _utc(day: dt.date, clock: dt.time, reader: Reader) -> dt.datetime:
    return dt.datetime.combine(day, clock, ZoneInfo(reader.zone)).astimezone(dt.UTC)


class LaterDialog(Dialog):
    """`chosen(moment in UTC, whether only if they don't answer first)`."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget, reader: Reader, moment: dt.datetime, *, names: str) -> None:
        super().__init__(parent, tr("Send later"), tr("To {names}", names=names) if names else "", width=440)
        self._reader, self._now = reader, moment
        self.rows: list[RowButton] = []
        for words, when in quick_choices(moment, reader):
            row = RowButton(words, "clock", detail=dates.coming(when, dates.today(reader), reader))
            row.clicked.connect(lambda _=False, when=when: self._choose(when))
            self.body.addWidget(row)
            self.rows.append(row)
        self.body.addWidget(line())
        self._build_own()
        self._build_condition()

    def _build_own(self) -> None:
        first = quick_choices(self._now, self._reader)[0][1]
        local = self._reader.local(first)
        self.own = QDateTimeEdit(QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)))
        self.own.setLocale(QLocale(self._reader.locale))
        self.own.setDisplayFormat(QLocale(self._reader.locale).dateTimeFormat(QLocale.FormatType.ShortFormat))
        self.own.setCalendarPopup(True)
        self.own.setAccessibleName(tr("Day and time"))
        row = QHBoxLayout()
        row.addWidget(Label(tr("Day and time"), "medium"))
        row.addStretch(1)
        row.addWidget(self.own)
        self.body.addLayout(row)
        self.wrong = Label("", "secondary", tone="red", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.add_button(PlainButton(tr("Cancel"))).clicked.connect(self.reject)
        self.add_button(PrimaryButton(tr("Send later"))).clicked.connect(self._choose_own)

    def _build_condition(self) -> None:
        self.unless = Switch(label=tr("Cancel it if they answer first"))
        row = QHBoxLayout()
        row.addWidget(Label(tr("Cancel it if they answer first"), "body"), 1)
        row.addWidget(self.unless)
        self.body.addLayout(row)

    def _choose(self, when: dt.datetime) -> None:
        self.accept()
        self.chosen.emit(when, self.unless.isChecked())

    def _choose_own(self) -> None:
        at = self.own.dateTime()
        day = dt.date(at.date().year(), at.date().month(), at.date().day())
        when = _utc(day, dt.time(at.time().hour(), at.time().minute()), self._reader)
        if when <= dt.datetime.now(dt.UTC):
            self.wrong.setText(tr("That time has passed; choose a later one."))
            self.wrong.show()
            return
        self._choose(when)
