"""The messages of a record that wait for their time, above its thread: each can be edited, cancelled or sent now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter import dates
from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import ElidedLabel, IconButton, IconLabel, QuietButton
from models import pending
from models.pending import Scheduled

_OPEN = 3  # rows shown without asking


class ScheduledList(QFrame):
    """`asked(what, message)`: "undo" to edit, "now", "cancel", or "show" it in the thread."""

    asked = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list: list[Scheduled] = []
        self._folded = False
        self.setAccessibleName(tr("Scheduled messages"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 2, 12, 2)
        self._column.setSpacing(0)
        self.head = QuietButton("", "chevron-down", small=True)
        self.head.clicked.connect(self._fold)
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addStretch(1)
        self._column.addLayout(top)
        self._rows: list[QWidget] = []
        self.hide()

    def show_record(self, record: int) -> None:
        """Show what waits on a record; nothing where nothing does."""
        found = pending.scheduled(record) if record else []
        if found == self.list:
            return
        self.list = found
        self._folded = len(found) > _OPEN
        self._show()

    def _fold(self) -> None:
        self._folded = not self._folded
        self._show()

    def _show(self) -> None:
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [] if self._folded else [self._row(one) for one in self.list]
        for row in self._rows:
            self._column.addWidget(row)
        self.head.setText(plural(len(self.list), "{n} scheduled message", "{n} scheduled messages"))
        self.head.set_icon("chevron-right" if self._folded else "chevron-down")
        self.setVisible(bool(self.list))

    def _row(self, one: Scheduled) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(6, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel("clock", "accent", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(one.text, "medium"))
        when = dates.coming(one.send_after, dates.today(self._desk.reader), self._desk.reader)
        said = [when, tr("to {names}", names=", ".join(one.to))]
        if one.unless_answered:
            said.append(tr("unless they answer first"))
        words.addWidget(ElidedLabel(" · ".join(said), "secondary"))
        row.addLayout(words, 1)
        made.setAccessibleName(f"{one.text}, {' · '.join(said)}")
        for drawing, label, what in (
            ("pencil", tr("Edit"), "undo"),
            ("send", tr("Send now"), "now"),
            ("x", tr("Cancel sending"), "cancel"),
        ):
            button = IconButton(drawing, label, small=True)
            button.clicked.connect(lambda _=False, what=what: self.asked.emit(what, one.message))
            row.addWidget(button)
        return made
