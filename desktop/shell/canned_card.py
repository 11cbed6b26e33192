"""The card of canned answers: their list, and the dialog in which one is written."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import IconButton, Label, ListCard, PlainButton, listed_row
from desktop.widgets.fields_dialog import FieldsDialog
from models import canned
from models.canned import Answer
from models.errors import Refused
from models.text import one_line


class CannedCard(ListCard):
    """Each answer with its beginning; changes hold at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.add = PlainButton(tr("Add a canned answer"), "plus")
        self.add.clicked.connect(lambda: self.edit(None))
        words = tr(
            "Type / in a message to put one in. {first name}, {record}, {me} and fields of the record are filled."
        )
        super().__init__(tr("Canned answers"), words, self.add)
        self.renew()

    def listed(self) -> Iterable[QWidget]:
        """The answers."""
        return [self._row(one) for one in canned.answers()]

    def _row(self, one: Answer) -> QWidget:
        change = IconButton("pencil", tr("Change {name}", name=one.name))
        change.clicked.connect(lambda: self.edit(one))
        drop = IconButton("trash", tr("Remove {name}", name=one.name))
        drop.clicked.connect(lambda: self._drop(one))
        return listed_row(f"/{one.name}", one_line(one.text)[:200], end=[change, drop])

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
