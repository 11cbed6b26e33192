"""The whole text of a message too long for its row."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.tr import tr
from desktop.widgets import Dialog, PrimaryButton
from models.entries import Entry
from models.text import text_of


class WholeMessage(Dialog):
    """Shows the text plain, which stays fast at any length; read only."""

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent, tr("Whole message"), entry.author.name, width=760)
        self.text = QPlainTextEdit(entry.body or text_of(entry.html or ""))
        self.text.setReadOnly(True)
        self.text.setProperty("cls", "sunken")
        self.text.setAccessibleName(tr("Whole message"))
        self.body.addWidget(self.text, 1)
        self.add_button(PrimaryButton(tr("Close"))).clicked.connect(self.accept)
        self.set_height(620)
