"""The thread at hand: that of the open record or the one beside the news; commands write, search and plan there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.desk import Desk
from desktop.shell.record_dialog import RecordDialog
from desktop.tr import tr
from models import notification, thread

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

_OFFERED = 12  # records one was at lately, offered while nothing is typed


class ThreadAtHand:
    """Acts for the window; without a thread at hand `compose`, `search` and `plan` do nothing."""

    def __init__(self, window: MainWindow, desk: Desk, lately: Callable[[], list[int]]) -> None:
        self._window, self._desk, self._lately = window, desk, lately

    def is_there(self) -> bool:
        """Whether the thread of a record is at hand."""
        return self._window.has_record() or self._beside() is not None

    def _beside(self) -> Any:
        """The chatter beside the news; None where there is none."""
        page = self._window.pages.made.get(self._window.open_page())
        beside = getattr(page, "beside", None)
        return beside.chatter if beside is not None and page.thread else None

    def _chatter(self) -> Any:
        """Its chatter; one that is hidden comes back."""
        beside = self._beside()
        if beside is not None:
            return beside
        self._window.look.reveal_chatter()
        self._window.records.build_chatter()
        return self._window.records.chatter

    def compose(self, mode: str) -> None:
        """Open the composer for a "message", a "note" or "whatsapp"."""
        if self.is_there():
            self._chatter().compose(mode)

    def search(self) -> None:
        """Open the bar that finds words in it."""
        if self.is_there():
            self._chatter().search()

    def plan(self) -> None:
        """Open the dialog that plans an activity on its record."""
        if self.is_there():
            self._chatter().activities.plan()

    def plan_anywhere(self, day: dt.date | None = None) -> RecordDialog:
        """Find a record first, and plan an activity on it, on a day if one is named."""
        me, lately = self._desk.me, self._lately()

        def offered() -> list[int]:
            recent = [record for record, _ in notification.recent(me, limit=_OFFERED)]
            return list(dict.fromkeys([*lately, *recent]))[:_OFFERED]

        words = tr("New activity"), tr("On which record?")
        dialog = RecordDialog(
            self._window, self._desk, offered, title=words[0], subtitle=words[1], verb=tr("Next"), offer=tr("Lately")
        )
        dialog.chosen.connect(lambda record: self._plan_on(record, day))
        dialog.open()
        return dialog

    def _plan_on(self, record: int, day: dt.date | None) -> None:
        from desktop.activities.schedule_dialog import ScheduleDialog

        dialog = ScheduleDialog(self._desk, self._window, record=record, due=day)
        dialog.accepted.connect(lambda: self._tell(record))
        dialog.open()

    def _tell(self, record: int) -> None:
        """It was planned, maybe on a record that isn't seen: say where."""
        said = tr("Planned on “{title}”", title=thread.head(record).title)
        self._window.tell(said, tr("Open"), lambda: self._window.show_record(record))
