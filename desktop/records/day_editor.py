"""Editors of days and moments: typed as one writes them, or picked from a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QKeyEvent

from desktop.records import texts
from desktop.records.line_editor import LineEditor
from desktop.tr import tr
from desktop.widgets import Calendar, Popover
from models.text import fold, one_line

_SHAPES = ("d MMM yyyy", "d MMMM yyyy", "dd/MM/yyyy", "d/M/yyyy", "d.M.yyyy", "MMM d, yyyy", "MMMM d, yyyy")


def read_day(text: str, *, locale: str, today: dt.date) -> dt.date | None:
    """The day that a text means: ISO, as the locale writes it, "today", "+3"; None where it can't be told."""
    typed = one_line(text)
    near = {fold(tr("Today")): 0, fold(tr("Tomorrow")): 1, fold(tr("Yesterday")): -1}
    if fold(typed) in near:
        return today + dt.timedelta(days=near[fold(typed)])
    if typed[:1] in ("+", "-") and typed[1:].isascii() and typed[1:].isdecimal() and len(typed) < 6:
        return today + dt.timedelta(days=int(typed))
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return _read_by_locale(typed, QLocale(locale))


def _read_by_locale(typed: str, locale: QLocale) -> dt.date | None:
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    long = short if "yyyy" in short else short.replace("yy", "yyyy")
    shapes = (short, long, long.replace("yyyy", "yy"), *_SHAPES)
    for shape in shapes:
        for speaker in (locale, QLocale.c()):
            found = speaker.toDate(typed, shape)
            if found.isValid():
                return dt.date(found.year() + (100 if found.year() < 1950 else 0), found.month(), found.day())
    return None


class DayEditor(LineEditor):
    """A day."""

    icon = "calendar"

    def rest_text(self) -> str:
        """The day with its weekday."""
        return texts.day_text(self.value(), self.desk.reader) if self.value() is not None else ""

    def typing_text(self) -> str:
        """The day in words of the locale, which are understood again."""
        return self.text_of(self.value()) if self.value() is not None else ""

    def given(self) -> Any:
        """The day where the text is understood, else the text."""
        text = super().given()
        if not isinstance(text, str) or not text:
            return text
        return self._understood(text)

    def _understood(self, text: str) -> Any:
        if text in (self.rest_text(), self.typing_text()):
            return self.value()
        return read_day(text, locale=self.desk.reader.locale, today=self.today()) or text

    def read(self) -> str:
        """A day that was understood is right."""
        return "" if isinstance(self.given(), dt.date) else super().read()

    def today(self) -> dt.date:
        """The present day where the reader is."""
        return self.desk.reader.local(dt.datetime.now(dt.UTC)).date()

    def press_icon(self) -> None:
        """Open the calendar at the day that stands here."""
        if self.isReadOnly():
            return
        over = Popover(self, label=tr("Calendar"))
        calendar = Calendar()
        calendar.setLocale(QLocale(self.desk.reader.locale))
        day = self._shown_day() or self.today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(lambda picked: self._pick(over, picked))
        calendar.clicked.connect(lambda picked: self._pick(over, picked))
        over.body.addWidget(calendar)
        over.closed.connect(over.deleteLater)
        over.open_at(self)

    def _shown_day(self) -> dt.date | None:
        given = self.given()
        if isinstance(given, dt.datetime):
            return self.desk.reader.local(given).date()
        return given if isinstance(given, dt.date) else None

    def _pick(self, over: Popover, picked: QDate) -> None:
        over.close_popover()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(self.text_of(dt.date(picked.year(), picked.month(), picked.day())))

    def text_of(self, day: dt.date) -> str:
        """A day as it is written here."""
        from models import shown

        return shown.date(day.isoformat(), self.desk.reader)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar; up and down go by a day."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.press_icon()
        elif step:
            self.setText(self.text_of((self._shown_day() or self.today()) + dt.timedelta(days=step)))
        else:
            super().keyPressEvent(event)


class MomentEditor(DayEditor):
    """A day and a time, in the reader's zone."""

    def rest_text(self) -> str:
        """Day and time as they are read."""
        return texts.moment_text(self.value(), self.desk.reader) if self.value() is not None else ""

    def typing_text(self) -> str:
        """Day and time of day."""
        value = self.value()
        if value is None:
            return ""
        local = self.desk.reader.local(value)
        return f"{self.text_of(local.date())} {local:%H:%M}"

    def _understood(self, text: str) -> Any:
        if text in (self.rest_text(), self.typing_text()):
            return self.value()
        day_text, _, time_text = one_line(text).replace(",", " ").rpartition(" ")
        if ":" not in time_text:
            day_text, time_text = one_line(text), "09:00"
        day = read_day(day_text.strip(), locale=self.desk.reader.locale, today=self.today())
        try:
            time = dt.time.fromisoformat(time_text.zfill(5))
        except ValueError:
            return text
        return text if day is None else _in_zone(day, time, self.desk.reader.zone)

    def _pick(self, over: Popover, picked: QDate) -> None:
        given = self.given()
        time = self.desk.reader.local(given).time() if isinstance(given, dt.datetime) else dt.time(9)
        super()._pick(over, picked)
        self.setText(f"{self.text()} {time:%H:%M}")


def _in_zone(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    from zoneinfo import ZoneInfo

    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)
