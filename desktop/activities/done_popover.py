"""The popover that marks an activity done: how it went, and whether the next one is planned at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.activities.words import types
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Label, PlainButton, Popover, PrimaryButton
from desktop.widgets.frames import SHADOW
from models import activity
from models.activity import Planned

_WIDTH = 288


class _Feedback(QPlainTextEdit):
    """`sent`: Ctrl+Enter was pressed."""

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter ends the writing."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sent.emit()
        else:
            super().keyPressEvent(event)


def following_words(type: str) -> str:
    """What follows an activity of a type; empty where nothing does."""
    known = types()
    chosen = known.get(type)
    if chosen is None or chosen.next not in known:
        return ""
    words = tr("Then {next} is planned by itself.") if chosen.automatic else tr("Suggested next: {next}.")
    return words.format(next=known[chosen.next].label)


class DonePopover(Popover):
    """`next_wanted(type)`: it is done, and the next one is to be planned."""

    next_wanted = Signal(str)

    def __init__(self, desk: Desk, one: Planned, parent: QWidget) -> None:
        super().__init__(parent, label=tr("Mark done"))
        self._desk, self._one = desk, one
        self.feedback = _Feedback()
        self.feedback.setTabChangesFocus(True)
        self.feedback.setPlaceholderText(tr("How did it go?"))
        self.feedback.setAccessibleName(tr("Feedback"))
        self.feedback.setFixedSize(_WIDTH, 76 * desk.theme.scale // 100)
        self.error = Label("", "secondary", tone="red", wrap=True)
        self.error.hide()
        self.body.setSpacing(8)
        self.body.setContentsMargins(*(SHADOW + 12,) * 4)
        title = Label(one.summary, "strong", wrap=True)
        title.setMaximumWidth(_WIDTH)
        self.body.addWidget(title)
        self.body.addWidget(self.feedback)
        self.following = Label(following_words(one.type), "secondary", wrap=True)
        self.following.setMaximumWidth(_WIDTH)
        self.following.setVisible(bool(self.following.text()))
        self.body.addWidget(self.following)
        self.body.addWidget(self.error)
        self.body.addLayout(self._verbs())
        self.feedback.sent.connect(self.finish)
        self.closed.connect(self.deleteLater)

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.done = PrimaryButton(tr("Done"), "check", small=True)
        self.done.clicked.connect(self.finish)
        self.next = PlainButton(tr("Done and plan next"), small=True)
        self.next.clicked.connect(self.finish_and_plan)
        row.addWidget(self.done)
        row.addWidget(self.next)
        row.addStretch(1)
        return row

    def finish(self) -> None:
        """Mark it done."""
        self._write(self._ended)

    def finish_and_plan(self) -> None:
        """Mark it done, and ask for the next one to be planned."""
        self._write(self._plan_next)

    def _ended(self, ended: activity.Done) -> None:
        self.close_popover()
        if ended.following is not None:
            self._desk.notice.emit(tr("The next activity is planned"))

    def _plan_next(self, ended: activity.Done) -> None:
        """A type whose next one plans itself has done so already."""
        self._ended(ended)
        if ended.following is None:
            self.next_wanted.emit(activity.suggestions(self._one.type)[0])

    def _write(self, done: Callable[[activity.Done], None]) -> None:
        said, id, me = self.feedback.toPlainText(), self._one.id, self._desk.me
        self._allow(False)
        verb = lambda: activity.mark_done(id, by=me, feedback=said)  # noqa: E731
        write(self._desk, verb, owner=self, done=done, refused=self._refuse)

    def _refuse(self, why: str) -> None:
        self.error.setText(why)
        self.error.show()
        self._allow(True)
        self.adjustSize()

    def _allow(self, allowed: bool) -> None:
        self.done.setEnabled(allowed)
        self.next.setEnabled(allowed)
