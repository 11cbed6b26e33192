"""One planned activity over the thread: icon, summary, when it is due, who does it, and what one can do with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.activities import words
from desktop.activities.deeds import Deeds, wants_file
from desktop.chatter.drop_target import DropTarget
from desktop.chatter.intake import local_paths
from desktop.tr import plural, tr
from desktop.widgets import ElidedLabel, IconButton, IconLabel, Label, PlainButton, plain_tooltip
from models.activity import Planned
from models.activity_type import Type
from models.shown import Reader


class ActivityRow(QWidget):
    """Shows `planned`; a click on its words changes it."""

    def __init__(self, planned: Planned, reader: Reader, known: dict[str, Type], deeds: Deeds) -> None:
        super().__init__()
        self.planned, self._deeds = planned, deeds
        tone = words.TONES[planned.state]
        self.setAccessibleName(words.spoken(planned, reader))
        snoozed = words.snoozed_words(planned, reader)
        self.setToolTip(plain_tooltip("\n".join(filter(None, (planned.note, snoozed)))))
        self._upload = wants_file(planned)
        sign, verb = ("upload", tr("Hand in")) if self._upload else ("check", tr("Done"))
        self.done = PlainButton(verb, sign, icon_colour="green", small=True)
        self.done.setAccessibleDescription(planned.summary)
        self.done.clicked.connect(self._finish)
        self.more = IconButton("more", tr("More"), small=True)
        self.more.setAccessibleDescription(planned.summary)
        self.more.clicked.connect(self._open_menu)
        self._target = DropTarget(self, self._what_becomes)
        self._target.dropped.connect(self._drop)
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 0, 4)
        line.setSpacing(10)
        line.addWidget(IconLabel(words.icon_of(planned.type, known), tone, 17))
        line.addLayout(self._words(reader, tone, bool(snoozed)), 1)
        line.addWidget(self.done)
        line.addWidget(self.more)

    def _words(self, reader: Reader, tone: str, snoozed: bool) -> QVBoxLayout:
        self.due = Label(words.due_words(self.planned, reader), "secondary_strong", tone=tone)
        who = f"{self.planned.assigned_to} · {tr('Snoozed')}" if snoozed else self.planned.assigned_to
        if self.planned.files:
            who += f" · {plural(self.planned.files, '{n} file', '{n} files')}"
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.due)
        below.addWidget(ElidedLabel(f"· {who}", "secondary"), 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElidedLabel(self.planned.summary, "medium"))
        column.addLayout(below)
        return column

    def _what_becomes(self) -> str:
        return tr("Drop to hand it in") if self._upload else tr("Drop to attach to this activity")

    def _drop(self, urls: list[QUrl]) -> None:
        self._deeds.hand_in(self.planned, local_paths(urls))

    def _finish(self) -> None:
        self._deeds.do(self.planned, self.done)

    def _open_menu(self) -> None:
        self._deeds.menu(self.planned, self.more.mapToGlobal(QPoint(0, self.more.height())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words opens the dialog with all of it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._deeds.change(self.planned)
