"""The texts of an answer, one under the other: what was written, what arrives, what that says when read back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.tr import tr
from desktop.translate.answer_card import AnswerCard
from desktop.widgets import Label, PlainButton, YieldingRow
from integrations.translate import Written


class AnswerStack(QWidget):
    """`edit_wanted`: the writer goes back to their own text. `edited`: they changed what arrives. `language_wanted`,
    `retry`. `sent` and `left` are the keys of the text that arrives.
    """

    edit_wanted = Signal()
    edited = Signal()
    language_wanted = Signal()
    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mine = AnswerCard("pencil", tr("What you wrote"), tr("Edit"))
        self.mine.linked.connect(self.edit_wanted)
        self.theirs = AnswerCard("globe", tr("What arrives"), tr("Language"), marked=True)
        self.theirs.linked.connect(self.language_wanted)
        self.theirs.field.textChanged.connect(self._typed)
        self.theirs.subject.textEdited.connect(self._typed)
        self.back = AnswerCard("undo", tr("Read back"))
        self.waiting = Label("", "secondary", tone="text2")
        self.error = ErrorLine()
        self.again = PlainButton(tr("Retry"), "refresh", small=True)
        self.again.clicked.connect(self.retry)
        self.tell = QCheckBox()
        self.kept = Label(tr("Both texts are kept"), "secondary", tone="text3")
        self._filling = False
        self._build()

    def _build(self) -> None:
        trouble = QHBoxLayout()
        trouble.addWidget(self.error, 1)
        trouble.addWidget(self.again)
        foot = YieldingRow()
        foot.addWidget(self.tell)
        foot.addStretch(1)
        foot.addWidget(self.kept)
        foot.leaves(self.kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.mine, self.theirs, self.waiting):
            column.addWidget(part)
        column.addLayout(trouble)
        column.addWidget(self.back)
        column.addLayout(foot)

    def _typed(self, *_: object) -> None:
        if not self._filling and not self.theirs.isHidden():
            self.edited.emit()

    def begin(self, written: Written, words: str) -> None:
        """The text is on its way to be translated."""
        self.show_mine(written)
        self._show(waiting=words)

    def show_mine(self, written: Written) -> None:
        """What was written; its subject stands over the texts already."""
        self.mine.show_text(replace(written, subject=None))

    def show_theirs(self, written: Written) -> None:
        """What arrives."""
        self._filling = True
        self.theirs.show_text(written)
        self._filling = False
        self._show(theirs=True)

    def show_back(self, written: Written) -> None:
        """What it says when read back."""
        self.back.show_text(written)
        self._show(theirs=True, back=True)

    def fail(self, words: str, *, theirs: bool) -> None:
        """Say why it was not translated, or not read back."""
        self._show(theirs=theirs, error=True)
        self.error.say(words)

    def _show(self, *, theirs: bool = False, back: bool = False, waiting: str = "", error: bool = False) -> None:
        self.theirs.setVisible(theirs)
        self.back.setVisible(back)
        self.waiting.setText(waiting)
        self.waiting.setVisible(bool(waiting))
        self.again.setVisible(error)
        self.tell.setVisible(theirs)
        self.kept.setVisible(theirs)
        if not error:
            self.error.clear()
