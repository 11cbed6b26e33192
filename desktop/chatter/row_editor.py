"""The editor of a message in its row: the text, that editing never sends again, Save and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.chatter.rich_field import RichField
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import Label, PlainButton, PrimaryButton, set_tooltip
from desktop.widgets.paint import rounded
from models.entries import Entry


class RowEditor(QWidget):
    """Edits one entry; `saved(text, html)` and `left`. It keeps its text while its row is out of sight."""

    saved = Signal(str, object)
    left = Signal()
    grown = Signal()

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.field = RichField(tr("Edited message"), least=1)
        self.field.set_content(entry.body, entry.html)
        self.field.sent.connect(self._save)
        self.field.left.connect(self.left)
        self.field.grown.connect(self.grown)
        self.field.textChanged.connect(self._typed)
        self.error = ErrorLine()
        words = (
            tr("Editing never sends again.")
            if entry.direction == "out"
            else tr("The version before stays in the history.")
        )
        self.save = PrimaryButton(tr("Save"), small=True)
        self.save.clicked.connect(self._save)
        cancel = PlainButton(tr("Cancel"), small=True)
        cancel.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(Label(words, "small", wrap=True), 1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.error)
        column.addLayout(foot)
        self._typed()

    def heightForWidth(self, width: int) -> int:
        """As high as the text needs at this width."""
        if self.width() != width:
            self.resize(width, self.height())
        self.layout().activate()
        return self.layout().sizeHint().height()

    def refuse(self, words: str) -> None:
        """Say why it was not saved; the text stays."""
        self.error.say(words)
        self.save.setText(tr("Save"))
        self.save.setEnabled(True)
        self.field.setReadOnly(False)
        self.grown.emit()

    def wait(self) -> None:
        """The database is busy: the text goes there as soon as it can."""
        self.save.setText(tr("Saving"))
        self.save.setEnabled(False)
        self.field.setReadOnly(True)

    def _typed(self) -> None:
        why = "" if self.field.toPlainText().strip() else tr("An edited message can't be empty; delete it instead.")
        self.save.setEnabled(not why)
        set_tooltip(self.save, why or self.save.caption(), "" if why else "Ctrl+Return")
        if not self.error.isHidden():
            self.error.clear()
            self.grown.emit()

    def _save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self.field.toPlainText(), self.field.html())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A field with its focus shown."""
        painter, now = QPainter(self), tokens()
        note = self.entry.kind == "note"
        rounded(painter, self.rect(), 8, fill=now.colour("note" if note else "raised"), line=now.colour("accent"))
