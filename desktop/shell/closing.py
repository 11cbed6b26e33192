"""Before the window goes while messages are about to leave: send them now, stay in the tray, or at the next start."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.chatter.words import listed
from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import Banner, Dialog, Label, PlainButton, PrimaryButton
from models import leaving
from models.errors import Refused
from models.leaving import Leaving

LOOK = 200  # milliseconds between looks at what has left
PATIENCE = 20_000  # milliseconds after which it is said that it takes longer


class ClosingDialog(Dialog):
    """The question; `done_with` is called once the window may go, `stay` where it is to hide in the tray."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        waiting: Sequence[Leaving],
        *,
        done_with: Callable[[], None],
        stay: Callable[[], None] | None,
    ) -> None:
        many = _many(waiting)
        title = plural(many, "A message has not left yet", "{n} messages have not left yet")
        super().__init__(window, title, width=520)
        self._desk, self._done_with, self._stay = desk, done_with, stay
        self._ids = [one.id for one in waiting]
        names = listed(list(dict.fromkeys(one.name for one in waiting)), 4)
        said = plural(many, "To {names}. When should it go out?", "To {names}. When should they go out?", names=names)
        self.words = Label(said, tone="text2", wrap=True)
        self.body.addWidget(self.words)
        self.trouble = Banner("warning", "")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.later = self.add_button(PlainButton(tr("At the next start")), start=True)
        self.later.clicked.connect(self._go)
        self.tray = PlainButton(tr("Keep running in the tray"))
        self.tray.clicked.connect(self._hide)
        if stay is not None:
            self.add_button(self.tray)
        self.send = self.add_button(PrimaryButton(tr("Send now"), "send"))
        self.send.clicked.connect(self._send)
        self._looks = QTimer(self, interval=LOOK)
        self._looks.timeout.connect(self._look)
        self._long = QTimer(self, singleShot=True, interval=PATIENCE)
        self._long.timeout.connect(self._takes_long)

    def _send(self) -> None:
        """Let all go, and wait until they are gone."""
        self.trouble.hide()
        try:
            leaving.let_go(self._ids, by=self._desk.me)
        except Refused as refused:
            self._say(str(refused))
            return
        self._looks.start()
        self._long.start()
        self._look()
        self.send.setEnabled(False)

    def _look(self) -> None:
        """Are they gone? Then the window goes too, unless one failed."""
        left = [one for one in leaving.soon() if one.id in self._ids]
        if left:
            self.set_title(plural(_many(left), "Sending a message …", "Sending {n} messages …"))
            return
        self._rest()
        failed = leaving.failures(self._ids)
        if not failed:
            self._go()
            return
        self.set_title(tr("Not everything could be sent"))
        self.words.setText(tr("What failed stays in the outbox, where it can be tried again."))
        self.tray.hide()
        self.send.hide()
        self.later.setText(tr("Close"))
        self._say(failed[0])

    def _takes_long(self) -> None:
        left = [one for one in leaving.soon() if one.id in self._ids]
        self._rest()
        self.send.setEnabled(True)
        self.set_title(plural(_many(left), "A message has not left yet", "{n} messages have not left yet"))
        self._say(next((one.reason for one in left if one.reason), None) or tr("The provider takes its time."))

    def _say(self, words: str) -> None:
        self.trouble.set_message("warning", words)
        self.trouble.show()

    def _rest(self) -> None:
        self._looks.stop()
        self._long.stop()

    def _go(self) -> None:
        self._rest()
        self.accept()
        self._done_with()

    def _hide(self) -> None:
        self._rest()
        self.accept()
        assert self._stay is not None
        self._stay()


def _many(waiting: Sequence[Leaving]) -> int:
    """How many messages these deliveries are of."""
    return len({one.message for one in waiting})


class Closing:
    """Guards the end of a window: one may go, or it is asked first what becomes of the messages that wait.

    `tray`: there is a tray from which the window can be opened again.
    """

    def __init__(self, window: QWidget, desk: Desk) -> None:
        self._window, self._desk = window, desk
        self._dialog: ClosingDialog | None = None
        self.tray = False

    def asking(self) -> bool:
        """Whether the question is open."""
        return self._dialog is not None

    def leave(self, go: Callable[[], None]) -> None:
        """Leave the window and `go`, at once or after the question."""
        if self.may_go(go):
            go()

    def may_go(self, go: Callable[[], None], *, stay: Callable[[], None] | None = None) -> bool:
        """Whether the window may go. Else it is asked, and `go` or `stay` (in the tray) called as one answers.

        While the question is open, later wishes to leave come to nothing.
        """
        if self.asking():
            return False
        waiting = leaving.soon()
        if not waiting:
            return True
        offered = stay if self.tray else None
        self._dialog = ClosingDialog(self._window, self._desk, waiting, done_with=go, stay=offered)
        self._dialog.finished.connect(self._answered)
        self._dialog.open()
        return False

    def _answered(self) -> None:
        self._dialog = None
