"""The thread beside a list of news: a record's whole chatter under its name, read as soon as it is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import EmptyState, PageHead, PlainButton, QuietButton
from models import database, notification, record, thread


class ThreadBeside(QFrame):
    """Signals: `opened(record)`: it is to be opened itself; `read(record)` after its news were marked read;
    `put_back(record)`: it is to be unread again. `record` is 0 while nothing is shown.
    """

    opened = Signal(int)
    read = Signal(int)
    put_back = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.record = self._message = 0
        self.chatter: Any = None
        self.setProperty("cls", "surface")
        self.setAccessibleName(tr("Thread beside the news"))
        self.head = PageHead("", sign="inbox")
        self.unread = QuietButton(tr("Mark unread"))
        self.unread.clicked.connect(lambda: self.put_back.emit(self.record))
        self.open = PlainButton(tr("Open"))
        self.open.setToolTip(tr("Open the record with its form"))
        self.open.clicked.connect(lambda: self.opened.emit(self.record))
        self.head.add(self.unread, self.open)
        self._pane = QWidget()
        column = QVBoxLayout(self._pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self._stack = QStackedLayout(self)
        words = tr("Choose news at the left to read and answer them here. Enter opens the record.")
        self._stack.addWidget(EmptyState("message", tr("Nothing chosen"), words))
        self._stack.addWidget(self._pane)
        self._stack.addWidget(QWidget())
        self._some = True

    def show_record(self, id: int, message: int = 0) -> None:
        """Show the thread of a record, at a message if one is named; its news are read."""
        self.record, self._message = id, message
        self.build()
        head = thread.head(id)
        self.head.title.setText(head.title)
        self.head.sign.set_icon(record.kinds[head.kind].icon)
        self.chatter.show_record(id, message)
        self._stack.setCurrentIndex(1)
        QTimer.singleShot(0, self, self._mark_read)

    def invite(self, some: bool) -> None:
        """Say that one can choose, as long as there is something to choose."""
        self._some = some
        if not self.record:
            self._stack.setCurrentIndex(0 if some else 2)

    def clear(self) -> None:
        """Show nothing."""
        self.record = self._message = 0
        self.invite(self._some)
        if self.chatter is not None and self.chatter.record:
            self.chatter.clear()

    def take_focus(self) -> None:
        """Let the keyboard be in the thread."""
        if self.chatter is not None:
            self.chatter.view.setFocus()

    def build(self) -> None:
        """Make the chatter, where it is not made yet: ahead of time, or when it is needed."""
        if self.chatter is not None:
            return
        from desktop.shell.whole_chatter import WholeChatter

        self.chatter = WholeChatter(self._desk)
        self.chatter.read.connect(self.read)
        self.chatter.shown.connect(self._shown)
        self._pane.layout().addWidget(self.chatter)

    def _shown(self, id: int) -> None:
        """Another thread, or none any more: its record was removed."""
        if not id and self.isVisible():
            self.clear()

    def _mark_read(self) -> None:
        with database.transaction():
            if not self.record or self.record not in thread.heads([self.record]):  # removed by somebody meanwhile
                return
            notification.mark_read(self.record, self._desk.me)
        self.read.emit(self.record)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is kept; a thread that isn't seen is not followed."""
        super().hideEvent(event)
        if self.chatter is not None and self.chatter.record:
            self.chatter.clear()

    def showEvent(self, event: QShowEvent) -> None:
        """Show again what was chosen, if it is still there."""
        super().showEvent(event)
        if not self.record or (self.chatter is not None and self.chatter.record == self.record):
            return
        if self.record in thread.heads([self.record]):
            self.show_record(self.record)
        else:
            self.clear()
