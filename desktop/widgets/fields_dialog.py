"""A dialog of a few fields, where what is wrong is said at the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets.banner import Banner, announce
from desktop.widgets.buttons import Button, PlainButton, PrimaryButton
from desktop.widgets.dialog import Dialog
from desktop.widgets.labels import Label
from models.errors import Invalid, Refused


class FieldsDialog(Dialog):
    """Fields under their labels and one verb in the foot.

    `do` is called with the texts by name when the verb is pressed: it returns True where it is done (the dialog
    closes), False where it goes on by itself; a `Refused` is shown in place.
    """

    def __init__(self, parent: QWidget | None, title: str, subtitle: str = "", *, verb: str, width: int = 480) -> None:
        super().__init__(parent, title, subtitle, width=width)
        self.fields: dict[str, QLineEdit] = {}
        self._wrong: dict[str, Label] = {}
        self.do: Callable[[dict[str, str]], bool] = lambda texts: True
        self._trouble = Banner("error", "")
        self._trouble.hide()
        self.cancel = self.add_button(PlainButton(tr("Cancel")))
        self.cancel.clicked.connect(self.reject)
        self.verb = self.add_button(PrimaryButton(verb))
        self.verb.clicked.connect(self._press)

    def add_field(
        self, name: str, label: str, *, value: str = "", hint: str = "", beside: Button | None = None
    ) -> QLineEdit:
        """A field of one line; `hint` stands in it while it is empty, `beside` is a button at its end."""
        field = QLineEdit(value)
        field.setPlaceholderText(hint)
        field.setAccessibleName(label)
        caption = Label(label, "secondary_medium")
        caption.setBuddy(field)
        wrong = Label("", "secondary", tone="red", wrap=True)
        wrong.hide()
        field.textChanged.connect(lambda: self._clear(name))
        self.fields[name], self._wrong[name] = field, wrong
        self.body.addLayout(_stacked(caption, field, wrong, beside))
        return field

    def end_of_fields(self) -> None:
        """Call it after the last field: what can't be said at a field is said there."""
        self.body.addWidget(self._trouble)

    def show_wrong(self, fields: Mapping[str, str], rest: str = "") -> None:
        """Say what is wrong at the fields, and below them what belongs to none."""
        for name, words in fields.items():
            if name not in self.fields:
                rest = rest or words
                continue
            set_class(self.fields[name], "field", state="error")
            self._wrong[name].setText(words)
            self._wrong[name].show()
            announce(self.fields[name], words)
        self._trouble.setVisible(bool(rest))
        if rest:
            self._trouble.set_message("error", rest)
        first = next((self.fields[name] for name in fields if name in self.fields), None)
        if first is not None:
            first.setFocus()

    def texts(self) -> dict[str, str]:
        """What was typed, by name."""
        return {name: field.text().strip() for name, field in self.fields.items()}

    def _clear(self, name: str) -> None:
        set_class(self.fields[name], "field", state="")
        self._wrong[name].hide()
        self._trouble.hide()

    def _press(self) -> None:
        try:
            done = self.do(self.texts())
        except Invalid as wrong:
            self.show_wrong(wrong.fields)
            return
        except Refused as refused:
            self.show_wrong({}, str(refused))
            return
        if done:
            self.accept()


def _stacked(caption: Label, field: QLineEdit, wrong: Label, beside: Button | None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(caption)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(field, 1)
    if beside is not None:
        row.addWidget(beside)
    column.addLayout(row)
    column.addWidget(wrong)
    return column
