"""The settings page: an index of parts at the side, the cards of the one chosen beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.plugins import PluginCard
from desktop.shell.care import Care
from desktop.shell.look import Look
from desktop.shell.settings_parts import Part, parts, sections
from desktop.tr import tr
from desktop.widgets import Label, RowButton, line

INDEX = 236  # px of the index at 100 % of text size
WIDEST = 820  # px of a card


class SettingsPage(QFrame):
    """One part is seen at a time, made when it is first chosen; `chosen` is its key. Each change holds at once, but
    for a plugin's, which are saved together."""

    def __init__(self, desk: Desk, look: Look, care: Care, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parts = {part.key: part for part in parts(desk, look, care)}
        self._made: dict[str, QWidget] = {}
        self.rows: dict[str, RowButton] = {}
        self.chosen = ""
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Settings"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._index = self._build_index()
        self._stack = QStackedWidget()
        row.addWidget(self._index)
        row.addWidget(line(vertical=True))
        row.addWidget(self._stack, 1)
        desk.theme.changed.connect(self._fit)
        self._fit()
        self.show_part(next(iter(self._parts)))

    def show_part(self, key: str) -> QWidget:
        """Show the part whose key begins like that, else the first; returns what holds its cards."""
        named = (part for name, part in self._parts.items() if name.startswith(key))
        part = self._parts.get(key) or next(named, next(iter(self._parts.values())))
        if part.key not in self._made:
            self._made[part.key] = self._build(part)
            self._stack.addWidget(self._made[part.key])
        self._stack.setCurrentWidget(self._made[part.key])
        self.chosen = part.key
        for name, row in self.rows.items():
            row.set_current(name == part.key)
        return self._made[part.key]

    def _build_index(self) -> QScrollArea:
        page = QFrame()
        page.setProperty("cls", "header")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 16, 12, 16)
        column.setSpacing(0)
        title = Label(tr("Settings"), "heading")
        title.setContentsMargins(8, 0, 8, 4)
        column.addWidget(title)
        for section, caption in sections().items():
            words = Label(caption, "caps")
            words.setContentsMargins(8, 14, 8, 4)
            column.addWidget(words)
            for part in self._parts.values():
                if part.section == section:
                    column.addWidget(self._row(part))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _row(self, part: Part) -> RowButton:
        row = RowButton(part.title, part.icon)
        row.clicked.connect(lambda: self.show_part(part.key))
        if part.plugin is not None:
            row.set_dot(_dot(enabled=part.plugin.enabled, failure=part.plugin.failure))
        self.rows[part.key] = row
        return row

    def _build(self, part: Part) -> QScrollArea:
        page = QWidget()
        sides = QHBoxLayout(page)
        sides.setContentsMargins(24, 18, 24, 24)
        column = QVBoxLayout()
        column.setSpacing(16)
        sides.addLayout(column, 100)
        sides.addStretch(1)
        if part.plugin is None:  # its card says so itself
            column.addWidget(Label(part.title, "heading"))
        for card in part.cards():
            card.setMaximumWidth(WIDEST)
            column.addWidget(card)
            if isinstance(card, PluginCard):
                card.turned.connect(self._show_dots)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _show_dots(self) -> None:
        """Show which plugins are on: one that is switched on may take the place of another."""
        for listed in self._desk.registry.listed():
            if listed.name in self.rows:
                self.rows[listed.name].set_dot(_dot(enabled=listed.enabled, failure=listed.failure))

    def _fit(self) -> None:
        self._index.setFixedWidth(INDEX * self._desk.theme.scale // 100)


def _dot(*, enabled: bool, failure: str | None) -> str:
    """The colour of the dot behind a plugin's name."""
    return "red" if failure else "green" if enabled else "faint"
