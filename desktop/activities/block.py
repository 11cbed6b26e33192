"""The block over a record's thread that shows what is planned on it; it can be folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import memory
from desktop.activities.deeds import Deeds
from desktop.activities.quarter import Quarter
from desktop.activities.row import ActivityRow
from desktop.activities.words import types
from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import CountBadge, IconButton, Label, LinkButton
from models import activity
from models.activity import Planned
from models.journal import Change
from models.waking import Woken

if TYPE_CHECKING:
    from desktop.activities.schedule_dialog import ScheduleDialog

_FEW = 4  # rows shown until one asks for the rest
_KEPT = "chatter/activities-folded"
_NARROW, _LOW = 1250, 800  # pixels of a window that has the chatter under the form and little height for it
CONCERNS = ("activity", "user", "person", "setting")


class ActivitiesBlock(QFrame):
    """The planned activities of a record, the most pressing first; hidden where nothing is planned."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.record = 0
        self.rows: list[ActivityRow] = []
        self._list: list[Planned] = []
        self._all = False
        self.deeds = Deeds(desk, self)
        self.setProperty("cls", "surface")
        self.setAccessibleName(tr("Planned activities"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 12, 2)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        column.addLayout(self._body)
        desk.journal.changed.connect(self._changed)
        self.quarter = Quarter(self)
        self.quarter.passed.connect(self.renew)
        desk.waking.woke.connect(self._woke)
        self.setVisible(False)

    def _head(self) -> QHBoxLayout:
        self.fold = IconButton("chevron-down", tr("Fold the planned activities"), small=True)
        self.fold.clicked.connect(self._toggle)
        self.count = CountBadge()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.fold)
        head.addWidget(Label(tr("Planned activities"), "caps"))
        head.addWidget(self.count)
        self.pressing = Label("", "secondary_strong")
        self.pressing.setProperty("tone", "red")
        head.addWidget(self.pressing)
        head.addStretch(1)
        return head

    def show_record(self, record: int) -> None:
        """Show what is planned on this record; 0 shows nothing."""
        if record != self.record:
            self._all = False
        self.record = record
        self.renew()

    def plan(self) -> ScheduleDialog | None:
        """Open the dialog that plans an activity here."""
        return self.deeds.plan(self.record) if self.record else None

    def renew(self) -> None:
        """Read the activities again."""
        self._list = activity.planned(thread_id=self.record) if self.record else []
        self.count.set_count(len(self._list))
        self._fill()
        self.setVisible(bool(self._list))

    def _fill(self) -> None:
        while item := self._body.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        folded = self._folded()
        self.fold.set_icon("chevron-right" if folded else "chevron-down")
        self.fold.set_label(tr("Unfold the planned activities") if folded else tr("Fold the planned activities"))
        self.pressing.setText(self._late_and_today() if folded else "")
        if folded:
            return
        known = types()
        for one in self._list if self._all else self._list[:_FEW]:
            row = ActivityRow(one, self._desk.reader, known, self.deeds)
            self.rows.append(row)
            self._body.addWidget(row)
        rest = len(self._list) - len(self.rows)
        if rest > 0:
            self.more = LinkButton(plural(rest, "{n} more", "{n} more"), small=True)
            self.more.clicked.connect(self._show_all)
            self._body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)

    def _late_and_today(self) -> str:
        """What a folded block must not hide."""
        states = [one.state for one in self._list]
        counted = ((states.count("overdue"), tr("late")), (states.count("today"), tr("today")))
        return ", ".join(f"{number} {word}" for number, word in counted if number)

    def _folded(self) -> bool:
        """As the user left it; at first folded only where the thread would have no room left."""
        window = self.window()
        return memory.yes(self._desk.memory, _KEPT, window.width() < _NARROW and window.height() < _LOW)

    def _toggle(self) -> None:
        self._desk.memory.setValue(_KEPT, not self._folded())
        self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _woke(self, woken: Sequence[Woken]) -> None:
        """One here is snoozed no more."""
        if any(one.thread == self.record for one in woken):
            self.renew()

    def _changed(self, changes: Sequence[Change]) -> None:
        """Read again where an activity here, a name or a type was touched."""
        if self.record and any(one.what in CONCERNS and one.thread in (None, self.record) for one in changes):
            self.renew()
