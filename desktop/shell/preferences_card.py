"""A card of settings, built from what models.preference declares; each change holds at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import Card, Label, SegmentedControl, Switch, announce
from models import preference
from models.errors import Invalid, Refused
from models.preference import Preference


class _Lines(QPlainTextEdit):
    """A text of several lines that is kept when one leaves it."""

    def __init__(self, done) -> None:
        super().__init__()
        self._done = done
        self.setTabChangesFocus(True)
        self.setFixedSize(300, 76)

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._done()


class PreferencesCard(Card):
    """The preferences of one scope: "user", "news" or "workspace"."""

    def __init__(self, desk: Desk, scope: str, title: str) -> None:
        super().__init__(title, margin=20)
        self._desk = desk
        self.controls: dict[str, QWidget] = {}
        self._wrong: dict[str, Label] = {}
        self._list = preference.of(scope)
        for one in self._list:
            self.body.addLayout(self._row(one))
        desk.user_changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Show what holds now, for whoever acts."""
        for one in self._list:
            control, kept = self.controls[one.name], preference.value(one, by=self._desk.me)
            if isinstance(control, SegmentedControl):
                control.set_current(str(kept))
            elif isinstance(control, Switch):
                control.setChecked(bool(kept))
            elif isinstance(control, QPlainTextEdit):
                control.setPlainText(str(kept))
            elif isinstance(control, QLineEdit):
                control.setText(str(kept))
            if one.scope == preference.WORKSPACE:
                control.setEnabled(self._desk.member.administrator)
                control.setToolTip("" if self._desk.member.administrator else tr("Only an administrator changes this."))

    def _row(self, one: Preference) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(tr(one.label), "medium"))
        words.addWidget(Label(tr(one.help), "secondary", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(words, 1)
        self.controls[one.name] = control = self._control(one)
        control.setAccessibleName(tr(one.label))
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        if one.unit:
            row.addWidget(Label(tr(one.unit), "secondary"))
        self._wrong[one.name] = Label("", "secondary", tone="red", wrap=True)
        self._wrong[one.name].hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._wrong[one.name])
        return column

    def _control(self, one: Preference) -> QWidget:
        if one.kind == "yes":
            switch = Switch(tr(one.label))
            switch.clicked.connect(lambda: self._put(one, "yes" if switch.isChecked() else "no"))
            return switch
        if one.kind == "lines":
            lines = _Lines(lambda: self._put(one, lines.toPlainText()))
            return lines
        if one.kind == "choice":
            options = [(key, tr(words)) for key, words in one.options]
            chosen = SegmentedControl(options, str(one.default), label=tr(one.label))
            chosen.chosen.connect(lambda key: self._put(one, key))
            return chosen
        field = QLineEdit()
        field.setFixedWidth(90)
        field.editingFinished.connect(lambda: self._put(one, field.text()))
        return field

    def _put(self, one: Preference, typed: str) -> None:
        wrong, control = self._wrong[one.name], self.controls[one.name]
        if typed == str(preference.value(one, by=self._desk.me)):
            self._say(wrong, control, "")
            return
        try:
            preference.put(one, typed, by=self._desk.me)
        except Invalid as error:
            self._say(wrong, control, next(iter(error.fields.values())))
            return
        except Refused as error:
            self._say(wrong, control, str(error))
            return
        self._say(wrong, control, "")
        if isinstance(control, QLineEdit):
            control.setText(str(preference.value(one, by=self._desk.me)))

    def _say(self, wrong: Label, control: QWidget, words: str) -> None:
        wrong.setText(words)
        wrong.setVisible(bool(words))
        if isinstance(control, QLineEdit):
            set_class(control, "field", state="error" if words else "")
        if words:
            announce(control, words)
