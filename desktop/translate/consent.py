"""The question before anything is translated: what leaves this computer, and to whom; asked while no engine is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.tr import tr
from desktop.widgets import Dialog, IconLabel, Label, LinkButton, PlainButton, PrimaryButton

GOOGLE = "translate_google"


class ConsentDialog(Dialog):
    """`accepted`: Google may be switched on. `never_for`: nothing of this contact leaves; `never`: nothing at all.

    `others_wanted`: another engine is to be set up.
    """

    never_for = Signal()
    never = Signal()
    others_wanted = Signal()

    def __init__(self, parent: QWidget | None, name: str) -> None:
        title = tr("Translate with Google?")
        super().__init__(parent, title, tr("Nothing has left this computer so far."), width=520)
        self._say("send", tr("What is sent"), tr("The text and subject of each message you translate or answer."))
        self._say(
            "lock",
            tr("What stays here"),
            tr("Files, who wrote to whom, full names, links, addresses, telephone numbers, codes; they are put back."),
        )
        self._say(
            "globe",
            tr("To whom"),
            tr("Google, over its public translation page, without an account. Google may keep what it is sent."),
        )
        self.error = ErrorLine()
        self.body.addWidget(self.error)
        self.body.addLayout(self._refusals(name))
        self.cancel = self.add_button(PlainButton(tr("Not now")))
        self.cancel.clicked.connect(self.reject)
        self.verb = self.add_button(PrimaryButton(tr("Switch Google on")))
        self.verb.clicked.connect(self.accept)
        self.others = self.add_button(LinkButton(tr("Another engine…"), small=True), start=True)
        self.others.clicked.connect(self._wants_others)

    def _say(self, icon: str, title: str, words: str) -> None:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(Label(title, "medium"))
        column.addWidget(Label(words, "secondary", tone="text2", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(0, 3, 0, 5)
        row.setSpacing(12)
        row.addWidget(IconLabel(icon, "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def _refusals(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(26, 2, 0, 0)
        row.setSpacing(10)
        self.not_this = LinkButton(tr("Never for {name}", name=name), small=True)
        if not name:
            self.not_this.hide()
        self.not_this.clicked.connect(lambda: self._refuse(self.never_for))
        self.not_any = LinkButton(tr("Never translate here"), small=True)
        self.not_any.clicked.connect(lambda: self._refuse(self.never))
        row.addWidget(self.not_this)
        row.addWidget(self.not_any)
        row.addStretch(1)
        return row

    def _refuse(self, said: SignalInstance) -> None:
        said.emit()
        self.reject()

    def _wants_others(self) -> None:
        self.reject()
        self.others_wanted.emit()
