"""Making a workspace: folder, name, e-mail, currency; what is wrong is said at the field."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.tr import tr
from desktop.widgets import PlainButton
from desktop.widgets.fields_dialog import FieldsDialog
from models import workspace
from models.errors import Invalid, Refused
from models.fields import Currency
from models.text import email_address, one_line


class NewWorkspace(FieldsDialog):
    """`made(path)` is emitted once the workspace is there; the person is its administrator."""

    made = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Make a workspace"), tr("You become its administrator."), verb=tr("Make it"))
        choose = PlainButton(tr("Choose"), "folder")
        choose.clicked.connect(self._choose)
        proposed = str(Path.home() / "Chatterdesk")
        self.add_field("folder", tr("Folder"), value=proposed, hint=tr("A folder that is new or empty"), beside=choose)
        self.add_field("name", tr("Your name"), hint=tr("First and last name"))
        self.add_field("email", tr("Your e-mail"), hint=tr("name@company.example"))
        self.add_field("currency", tr("Currency"), hint=tr("That of this computer's country; EUR, USD, JPY…"))
        self.end_of_fields()
        self.do = self._make
        self.fields["name"].setFocus()

    def open(self) -> None:
        """Show it, ready for the name: the folder is proposed already."""
        super().open()
        self.fields["name"].setFocus()

    def _make(self, texts: dict[str, str]) -> bool:
        wrong = _wrong(texts)
        if wrong:
            raise Invalid(wrong)
        path = Path(texts["folder"]).expanduser()
        try:
            new = workspace.create(path, name=texts["name"], email=texts["email"], currency=texts["currency"] or None)
        except Invalid:
            raise
        except Refused as refused:
            raise Invalid({"folder": str(refused)}) from refused
        workspace.close(new)
        self.made.emit(new.path)
        return True

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder"), str(Path.home()))
        if chosen:
            self.fields["folder"].setText(chosen)


def _wrong(texts: dict[str, str]) -> dict[str, str]:
    """Everything wrong with what was typed, by field, so that it is said at once and not one after another."""
    wrong: dict[str, str] = {}
    if not texts["folder"]:
        wrong["folder"] = tr("Say where it should lie.")
    if not one_line(texts["name"]):
        wrong["name"] = tr("Say who you are.")
    for name, read in (("email", _address), ("currency", _currency)):
        try:
            read(texts[name])
        except Refused as refused:
            wrong[name] = str(refused)
    return wrong


def _address(text: str) -> None:
    if not text:
        raise Refused(tr("Say where you are written to."))
    email_address(text)


def _currency(text: str) -> None:
    if text:
        Currency(tr("Currency")).parse(text, {})
