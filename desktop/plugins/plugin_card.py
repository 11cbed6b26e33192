"""A plugin's card in the settings: on or off, its declared settings, the test of its connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.plugins.setting_row import SettingRow
from desktop.tr import tr
from desktop.widgets import Banner, Card, IconLabel, Label, PlainButton, PrimaryButton, Switch
from integrations.registry import Listed
from models.errors import Invalid, Refused

ICONS = {"whatsapp_twilio": "whatsapp", "email": "mail"}


class PluginCard(Card):
    """Closed it is one line; "Set up" or switching it on opens its settings. Nothing is kept before Save.

    `turned`: it was switched on or off.
    """

    turned = Signal()

    def __init__(self, desk: Desk, listed: Listed, *, parent: QWidget | None = None) -> None:
        super().__init__(margin=20, parent=parent)
        self._desk, self._name, self._label = desk, listed.name, listed.label
        self._rows: dict[str, SettingRow] = {}
        self.setAccessibleName(listed.label)
        self._build(listed)

    def _build(self, listed: Listed) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(ICONS.get(self._name, "globe"), size=18))
        self._title = Label(listed.label, "medium")
        head.addWidget(self._title)
        head.addStretch(1)
        self.set_up = PlainButton(tr("Set up"), small=True)
        self.set_up.setAccessibleDescription(listed.label)
        self.set_up.clicked.connect(self._toggle)
        head.addWidget(self.set_up)
        self._switch = Switch(tr("{plugin} is on", plugin=listed.label), listed.enabled)
        self._switch.clicked.connect(self._switched)
        head.addWidget(self._switch)
        self.body.addLayout(head)
        self._said = Banner("error", "")
        self._said.hide()
        self.body.addWidget(self._said)
        self._holder = QWidget()
        self._holder.hide()
        self.body.addWidget(self._holder)
        if listed.failure:
            self._say("error", listed.failure)

    def open(self) -> None:
        """Open the settings, where the plugin can be used."""
        if not self._holder.isVisibleTo(self):
            self._toggle()

    def _toggle(self) -> None:
        """Open the settings, or close them."""
        if self._holder.isVisibleTo(self):
            self._holder.hide()
            self.set_up.setText(tr("Set up"))
            return
        if not self._rows and not self._fill():
            return
        self._holder.show()
        self.set_up.setText(tr("Close"))

    def _fill(self) -> bool:
        """Build the settings from their declaration; False, with the reason shown, where the plugin can't be used."""
        registry = self._desk.registry
        try:
            declared, shown = registry.declared(self._name).settings, registry.shown(self._name)
        except Refused as refused:
            self._say("error", str(refused))
            return False
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        for field in sorted(declared, key=lambda one: one.advanced):
            row = SettingRow(field, shown[field.name])
            row.edited.connect(lambda name=field.name: self._edited(name))
            self._rows[field.name] = row
            column.addWidget(row)
        foot = QHBoxLayout()
        self._test = PlainButton(tr("Test connection"), "plug")
        self._test.clicked.connect(self._check)
        self._save = PrimaryButton(tr("Save"))
        self._save.setEnabled(False)
        self._save.clicked.connect(self._keep)
        foot.addWidget(self._test)
        foot.addStretch(1)
        foot.addWidget(self._save)
        column.addLayout(foot)
        return True

    def _edited(self, name: str) -> None:
        """Fill in what most likely goes with what was typed, where nothing was typed yet."""
        given = self._desk.registry.declared(self._name).suggestions(name, self._rows[name].value())
        for other, value in given.items():
            if other != name and other in self._rows:
                self._rows[other].suggest(value)
        self._save.setEnabled(any(row.is_dirty() for row in self._rows.values()))

    def _keep(self) -> None:
        """Save what was changed; a keyring may ask its user first, so not on this thread."""
        given = {name: row.value() for name, row in self._rows.items() if row.is_dirty()}
        for row in self._rows.values():
            row.refuse("")
        registry, by, name = self._desk.registry, self._desk.me, self._name
        self._work(lambda: registry.put(name, given, by=by), self._kept)

    def _kept(self, said: list[str]) -> None:
        for row in self._rows.values():
            row.settle()
        self._save.setEnabled(False)
        self._say("success", tr("Saved."), " ".join(said))

    def _check(self) -> None:
        registry, by, name = self._desk.registry, self._desk.me, self._name
        self._say("info", tr("Testing the connection …"))
        self._work(lambda: registry.check(name, by=by), lambda words: self._say("success", words))

    def _switched(self) -> None:
        """Switch the plugin on or off; one that can't be used stays off and says why."""
        registry, by, name, on = self._desk.registry, self._desk.me, self._name, self._switch.isChecked()
        verb = registry.enable if on else registry.disable
        self._work(lambda: verb(name, by=by), lambda _: self._turned(on=on))

    def _turned(self, *, on: bool) -> None:
        self._said.hide()
        if on:
            self.open()
        self.turned.emit()

    def _work(self, verb: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._desk.jobs.run(verb, done, self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        self._switch.setChecked(self._name in {one.name for one in self._desk.registry.listed() if one.enabled})
        if isinstance(error, Invalid):
            for name, words in error.fields.items():
                if name in self._rows:
                    self._rows[name].refuse(words)
        if not isinstance(error, Refused):
            raise error
        self._say("error", str(error))

    def _say(self, kind: str, title: str, text: str = "") -> None:
        self._said.set_message(kind, title, text)
        self._said.show()
