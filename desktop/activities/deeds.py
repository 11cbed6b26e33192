"""What one does with a planned activity, wherever it is shown: finish, change, move, snooze, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.activities.days import quick_days, quick_moments
from desktop.activities.done_popover import DonePopover
from desktop.activities.words import snoozed_words, types
from desktop.chatter.intake import Intake
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.icons import icon
from desktop.tr import tr
from desktop.widgets import Menu, Question
from models import activity, calendar_file
from models.activity import Planned
from models.attachment import safe_name
from models.draft import File

if TYPE_CHECKING:
    from desktop.activities.schedule_dialog import ScheduleDialog


class Deeds(QObject):
    """Acts on activities shown in `view`; what changed comes back by the journal."""

    def __init__(self, desk: Desk, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._handed: dict[tuple[str, int], list[File]] = {}  # files that are kept, until the last of them is
        self.intake = Intake(desk, self)
        self.intake.kept.connect(self._kept)
        self.intake.refused.connect(desk.notice)

    def plan(self, record: int, *, type: str = "todo") -> ScheduleDialog:
        """Open the dialog that plans an activity on a record."""
        from desktop.activities.schedule_dialog import ScheduleDialog

        dialog = ScheduleDialog(self._desk, self._view, record=record, type=type)
        dialog.open()
        return dialog

    def change(self, one: Planned) -> ScheduleDialog:
        """Open the dialog that changes one."""
        from desktop.activities.schedule_dialog import ScheduleDialog

        dialog = ScheduleDialog(self._desk, self._view, record=one.thread, planned=one)
        dialog.open()
        return dialog

    def do(self, one: Planned, anchor: QWidget) -> None:
        """Finish it: by a file where it asks for one that is not there yet, else after asking how it went."""
        if wants_file(one) and not one.files:
            self.choose_file(one)
        else:
            self.finish(one, anchor)

    def finish(self, one: Planned, anchor: QWidget) -> DonePopover:
        """Ask how it went, and mark it done."""
        over = DonePopover(self._desk, one, self._view)
        over.next_wanted.connect(lambda type: self.plan(one.thread, type=type))
        over.open_at(anchor, end=True)
        return over

    def hand_in(self, one: Planned, paths: Sequence[Path]) -> None:
        """Take files for an activity: one that asks for a document is done by them, any other keeps them."""
        purpose = ("done" if wants_file(one) else "keep", one.id)
        self._handed.setdefault(purpose, [])
        self.intake.take(paths, purpose)

    def _kept(self, purpose: tuple[str, int], file: File) -> None:
        self._handed[purpose].append(file)
        if self.intake.of(purpose):
            return
        files, (what, id), me = self._handed.pop(purpose), purpose, self._desk.me
        if what == "done":
            self._write(lambda: activity.mark_done(id, by=me, files=files))
        else:
            self._write(lambda: activity.add_files(id, files, by=me))

    def choose_file(self, one: Planned) -> QFileDialog:
        """Ask for files to hand in."""
        dialog = QFileDialog(self._view.window(), tr("Hand in files"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.hand_in(one, [Path(name) for name in names]))
        dialog.open()
        return dialog

    def cancel(self, one: Planned) -> Question:
        """Take it off the list, after a question; the thread says so."""
        words = tr("“{summary}” is taken off the list. The thread keeps a trace of it.", summary=one.summary)
        question = Question(self._view, tr("Cancel this activity?"), words, do=tr("Cancel activity"), danger=True)
        question.accepted.connect(lambda: self._write(lambda: activity.cancel(one.id, by=self._desk.me)))
        question.open()
        return question

    def move(self, one: Planned, day: dt.date) -> None:
        """Let it be due on another day."""
        if day != one.due:
            self._write(lambda: activity.change(one.id, due=day, by=self._desk.me))

    def snooze(self, one: Planned, until: dt.datetime) -> None:
        """Be quiet about it until then; the due day stays."""
        self._write(lambda: activity.snooze(one.id, until, by=self._desk.me))

    def save_for_calendar(self, one: Planned) -> QFileDialog:
        """Ask for a file, and write the activity to it as an event."""
        name = safe_name(f"{one.summary}.ics")
        dialog = QFileDialog(
            self._view.window(), tr("Save for a calendar"), str(Path.home() / name), tr("Calendar files (*.ics)")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.write_event(one, Path(file)))
        dialog.open()
        return dialog

    def write_event(self, one: Planned, file: Path) -> None:
        """Write the activity to a calendar file, and say so, or why it can't be done."""
        try:
            file.write_bytes(calendar_file.ics(one.id))
        except OSError as why:
            self._desk.notice.emit(tr("{file} can't be written: {why}", file=file.name, why=why.strerror or str(why)))
            return
        self._desk.notice.emit(tr("{file} is written", file=file.name))

    def menu(self, one: Planned, at: QPoint, *, open_record: bool = False) -> Menu:
        """Open the menu of an activity; `open_record` offers to go to its record."""
        menu = Menu(self._view)
        if open_record:
            _add(menu, "external", tr("Open the record"), lambda: self._desk.open_record.emit(one.thread, 0))
        _add(menu, "pencil", tr("Change…"), lambda: self.change(one))
        words = tr("Hand in a file…") if wants_file(one) else tr("Attach a file…")
        _add(menu, "paperclip", words, lambda: self.choose_file(one))
        self._add_days(menu, one)
        self._add_snooze(menu, one)
        _add(menu, "calendar", tr("Save for a calendar…"), lambda: self.save_for_calendar(one))
        menu.addSeparator()
        _add(menu, "ban", tr("Cancel activity…"), lambda: self.cancel(one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def _add_days(self, menu: Menu, one: Planned) -> None:
        days = Menu(tr("Move to"), menu)
        days.setIcon(icon("calendar"))
        for words, day in quick_days(activity.today_of(one.assignee)).values():
            days.addAction(words, partial(self.move, one, day))
        menu.addMenu(days)

    def _add_snooze(self, menu: Menu, one: Planned) -> None:
        now = dt.datetime.now(dt.UTC)
        snooze = Menu(tr("Snooze"), menu)
        snooze.setIcon(icon("snooze"))
        for words, moment in quick_moments(now, activity.zone_of(one.assignee)).values():
            snooze.addAction(words, partial(self.snooze, one, moment))
        if snoozed_words(one, self._desk.reader, now):
            snooze.addAction(tr("Not any more"), partial(self.snooze, one, now))
        menu.addMenu(snooze)

    def _write(self, verb: Callable[[], Any]) -> None:
        write(self._desk, verb, owner=self, done=lambda _: None, refused=self._desk.notice.emit)


def wants_file(one: Planned) -> bool:
    """Whether an activity is done by handing in a file."""
    known = types()
    return one.type in known and known[one.type].upload


def _add(menu: Menu, sign: str, words: str, run: Callable[[], Any]) -> None:
    menu.addAction(icon(sign), words).triggered.connect(lambda _=False: run())
