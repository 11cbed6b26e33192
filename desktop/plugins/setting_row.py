"""A setting of a plugin as it is edited: label and help left, the editor for its kind right, what is wrong below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import Label, Switch
from integrations.api import Field


class SettingRow(QWidget):
    """`edited` after each change. A secret is never shown, only where it lies; typing replaces it."""

    edited = Signal()

    def __init__(self, field: Field, shown: Any, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._was = field, shown
        self._free = shown is None or shown == field.default  # nobody chose what stands there
        self._suggesting = False
        self.edited.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(field.label, "medium"))
        if field.help:
            words.addWidget(Label(field.help, "secondary", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 2)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._editor = self._made()
        self._editor.setAccessibleName(field.label)
        column.addWidget(self._editor)
        self._wrong = Label("", "secondary", wrap=True)
        self._wrong.setProperty("tone", "red")
        self._wrong.hide()
        column.addWidget(self._wrong)
        row.addLayout(column, 3)

    def _made(self) -> QWidget:
        """The editor for the kind of the field."""
        if self._field.kind == "yes_no":
            switch = Switch(self._field.label, bool(self._was))
            switch.toggled.connect(self.edited)
            return switch
        if self._field.kind == "choice":
            box = QComboBox()
            for value, label in self._field.choices:
                box.addItem(label, value)
            box.setCurrentIndex(max(0, box.findData(self._was)))
            box.currentIndexChanged.connect(self.edited)
            return box
        line = QLineEdit("" if self._field.kind == "secret" or self._was is None else str(self._was))
        if self._field.kind == "secret":
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(str(self._was).capitalize() if self._was else tr("None yet"))
        line.textEdited.connect(self.edited)
        return line

    def _typed(self) -> None:
        if not self._suggesting:
            self._free = False

    def suggest(self, value: Any) -> None:
        """Put a value in that most likely fits, unless somebody chose one already."""
        if not self._free:
            return
        self._suggesting = True
        if isinstance(self._editor, Switch):
            self._editor.setChecked(bool(value))
        elif isinstance(self._editor, QComboBox):
            self._editor.setCurrentIndex(max(0, self._editor.findData(value)))
        elif isinstance(self._editor, QLineEdit) and self._field.kind != "secret":
            self._editor.setText("" if value is None else str(value))
        self._suggesting = False

    def value(self) -> str:
        """What stands in the editor, as typed text."""
        if isinstance(self._editor, Switch):
            return "yes" if self._editor.isChecked() else "no"
        if isinstance(self._editor, QComboBox):
            return str(self._editor.currentData())
        assert isinstance(self._editor, QLineEdit)
        return self._editor.text()

    def is_dirty(self) -> bool:
        """Whether it differs from what is kept."""
        if self._field.kind == "secret":
            return bool(self.value())
        if self._field.kind == "yes_no":
            return self.value() != ("yes" if self._was else "no")
        return self.value() != ("" if self._was is None else str(self._was))

    def settle(self) -> None:
        """What stands there is kept now."""
        if self._field.kind == "yes_no":
            self._was = self.value() == "yes"
        elif self._field.kind == "secret":
            assert isinstance(self._editor, QLineEdit)
            if self.is_dirty():
                self._editor.setPlaceholderText(tr("Kept; type to replace it"))
            self._editor.clear()
        else:
            self._was = self.value() or None
        self.refuse("")

    def refuse(self, words: str) -> None:
        """Say below the editor what is wrong with it; nothing takes it back."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        if isinstance(self._editor, QLineEdit):
            set_class(self._editor, "", state="error" if words else "")
