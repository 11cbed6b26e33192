"""The list of keys: every shortcut with what it does, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from desktop.commands import Command, commands, menus
from desktop.tr import tr
from desktop.widgets import Dialog, KeyCap, Label

# Keys of parts that have no command of their own: (menu, keys, what they do).
MORE = (
    ("write", "Ctrl+Return", "Send or log what is written"),
    ("write", "Esc", "Close the composer; the draft stays"),
    ("go", "Up", "The record above, in the list"),
    ("go", "Down", "The record below, in the list"),
    ("thread", "J", "The next entry of the thread"),
    ("thread", "K", "The entry before"),
    ("thread", "E", "Edit the entry"),
    ("thread", "R", "Reply to the entry"),
)


class Keys(Dialog):
    """Two columns of keys; from the table of commands, so that none is forgotten."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Keys"), tr("Single letters work where nothing is being typed."), width=760)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Keys"))
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._fill()
        area.setWidget(page)
        self.body.addWidget(area)
        self.set_height(560)

    def _fill(self) -> None:
        titles = {**menus(), "thread": tr("In the thread")}
        sections = {title: _rows(menu) for menu, title in titles.items()}
        filled = [(title, rows) for title, rows in sections.items() if rows]
        half = sum(len(rows) + 2 for _, rows in filled) / 2
        place = [0, 0]
        for title, rows in filled:
            side = 0 if place[0] + len(rows) <= half + 1 else 1
            place[side] = self._section(title, rows, row=place[side], side=side)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(4, 1)
        self._grid.setColumnMinimumWidth(2, 16)
        self._grid.setRowStretch(max(place), 1)

    def _section(self, title: str, rows: list[tuple[str, str]], *, row: int, side: int) -> int:
        """Put a section into the left (0) or right (1) half from a row on; gives the next free row."""
        first = 3 * side
        caption = Label(title, "caps")
        caption.setContentsMargins(0, 10 if row else 0, 0, 2)
        self._grid.addWidget(caption, row, first, 1, 2)
        for number, (keys, words) in enumerate(rows, start=row + 1):
            self._grid.addWidget(KeyCap(keys), number, first, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(Label(words), number, first + 1)
        return row + len(rows) + 1


def _rows(menu: str) -> list[tuple[str, str]]:
    own = [(one.shortcut, one.title) for one in commands() if _listed(one, menu)]
    return own + [(keys, tr(words)) for where, keys, words in MORE if where == menu]


def _listed(command: Command, menu: str) -> bool:
    return command.menu == menu and bool(command.shortcut)
