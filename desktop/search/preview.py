"""What stands around a hit: its thread, to be read, with the message marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.chatter.thread_view import ThreadView
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import ElidedLabel, KeyCap, Label, PrimaryButton, line
from models.errors import NotFound
from models.record import kinds

if TYPE_CHECKING:
    from search_index.search import Hit

CALM = 60  # milliseconds in which one walks on to another hit


class Preview(QFrame):
    """`opened()`: the hit that is shown is to be opened."""

    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("cls", "surface")
        self._hit: Hit | None = None
        self._title, self._kind = ElidedLabel("", "strong"), Label("", "secondary")
        self.open = PrimaryButton(tr("Open"))
        self.open.clicked.connect(self.opened)
        self.view = ThreadView(desk)
        self.view.canvas.setAccessibleName(tr("Preview"))  # "Thread" is the list of the record that is open
        self.view.keep_mark = self.view.rendering.excerpts = True
        self._timer = QTimer(self, singleShot=True, interval=CALM)
        self._timer.timeout.connect(self._show)
        desk.theme.changed.connect(self.view.renew)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._kind)
        head.addLayout(words, 1)
        head.addWidget(KeyCap("Enter"))
        head.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.view, 1)
        self._tell()

    def show_hit(self, hit: Hit | None) -> None:
        """Show the thread around a hit, once one stays at it; nothing for None."""
        if hit is not None and self._hit is not None and hit.message == self._hit.message:
            return
        self._hit = hit
        self._tell()
        self._timer.start()

    def showEvent(self, event) -> None:
        """Show what was chosen while there was no room."""
        super().showEvent(event)
        self._timer.start()

    def _tell(self) -> None:
        hit = self._hit
        self._title.setText(hit.title if hit else "")
        self._kind.setText(kinds[hit.record_kind].label if hit and hit.record_kind in kinds else "")
        self.open.setEnabled(hit is not None)

    def _show(self) -> None:
        if self._hit is None or not self.isVisible():
            self.view.clear()
            return
        try:
            self.view.show_thread(self._hit.record, message=self._hit.message)
        except NotFound:
            self.view.clear()  # removed since it was found; the list is read anew by the journal
