"""The card of canned answers: their list, and the dialog in which one is written."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Card, ElidedLabel, IconButton, Label, PlainButton, line
from desktop.widgets.fields_dialog import FieldsDialog
from models import canned
from models.canned import Answer
from models.errors import Refused
from models.text import one_line


class CannedCard(Card):
    """Each answer with its beginning; changes hold at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Canned answers"), margin=20)
        self._desk = desk
        words = tr(
            "Type / in a message to put one in. {first name}, {record}, {me} and fields of the record are filled."
        )
        self.body.addWidget(Label(words, "secondary", wrap=True))
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 4, 0, 4)
        self._rows.setSpacing(0)
        self.body.addWidget(holder)
        foot = QHBoxLayout()
        self.add = PlainButton(tr("Add a canned answer"), "plus")
        self.add.clicked.connect(lambda: self.edit(None))
        foot.addWidget(self.add)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.renew()

    def renew(self) -> None:
        """Show the list again."""
        while (item := self._rows.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for number, one in enumerate(canned.answers()):
            if number:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(one))

    def _row(self, one: Answer) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 5, 0, 5)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(f"/{one.name}", "medium"))
        words.addWidget(ElidedLabel(one_line(one.text)[:200], "secondary"))
        row.addLayout(words, 1)
        change = IconButton("pencil", tr("Change {name}", name=one.name))
        change.clicked.connect(lambda: self.edit(one))
        drop = IconButton("trash", tr("Remove {name}", name=one.name))
        drop.clicked.connect(lambda: self._drop(one))
        row.addWidget(change)
        row.addWidget(drop)
        return made

    def edit(self, one: Answer | None) -> AnswerDialog:
        """Open the dialog for one, or for a new one."""
        dialog = AnswerDialog(self, one, self._keep)
        dialog.open()
        return dialog

    def _keep(self, old: Answer | None, new: Answer) -> None:
        rest = [one for one in canned.answers() if one != old]
        canned.keep([*rest, new], by=self._desk.me)
        self.renew()

    def _drop(self, one: Answer) -> None:
        try:
            canned.keep([other for other in canned.answers() if other != one], by=self._desk.me)
        except Refused as refused:
            self._desk.notice.emit(str(refused))
        self.renew()


class AnswerDialog(FieldsDialog):
    """Name and text of a canned answer."""

    def __init__(self, parent: QWidget, one: Answer | None, keep) -> None:
        super().__init__(parent, tr("Canned answer"), verb=tr("Save"))
        self.add_field("name", tr("Name"), value=one.name if one else "", hint=tr("offer"))
        caption = Label(tr("Text"), "secondary_medium")
        self.text = QPlainTextEdit(one.text if one else "")
        self.text.setAccessibleName(tr("Text"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(140)
        self.body.addWidget(caption)
        self.body.addWidget(self.text)
        self.end_of_fields()

        def do(texts: dict[str, str]) -> bool:
            keep(one, Answer(texts["name"], self.text.toPlainText()))
            return True

        self.do = do
