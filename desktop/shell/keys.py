"""The list of keys: every shortcut with what it does, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.commands import Command, commands, menus
from desktop.tr import tr
from desktop.widgets import Dialog, KeyCap, Label

# Keys of parts that have no command of their own: (menu, keys, what they do).
MORE = (
    ("record", "Ctrl+Return", "Save, in the form"),
    ("write", "Ctrl+Return", "Send or log what is written"),
    ("write", "Esc", "Close the composer; the draft stays"),
    ("go", "Up", "The record above, in the list"),
    ("go", "Down", "The record below, in the list"),
    ("thread", "J", "The next entry"),
    ("thread", "K", "The entry before"),
    ("thread", "E", "Edit the entry"),
    ("thread", "R", "Reply to the entry"),
    ("thread", "H", "See its earlier versions"),
    ("thread", "Delete", "Delete the entry"),
    ("thread", "Return", "What else can be done with it"),
)


class Keys(Dialog):
    """Two columns of keys; from the table of commands, so that none is forgotten."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Keys"), tr("Single letters work where nothing is being typed."), width=820)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Keys"))
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(32)
        for sections in _halves():
            row.addLayout(_column(sections), 1)
        area.setWidget(page)
        self.body.addWidget(area)
        self.set_height(660)


Section = tuple[str, list[tuple[str, str]]]


def _halves() -> tuple[list[Section], list[Section]]:
    """The sections in two columns of about the same height."""
    titles = {**menus(), "thread": tr("In the thread")}
    filled = [(title, rows) for menu, title in titles.items() if (rows := _rows(menu))]
    left: list[Section] = []
    height = 0
    for title, rows in filled:
        if height + len(rows) / 2 > sum(len(rows) + 1 for _, rows in filled) / 2:
            break
        left.append((title, rows))
        height += len(rows) + 1
    return left, filled[len(left) :]


def _column(sections: list[Section]) -> QVBoxLayout:
    """Captions, and under each its keys with what they do."""
    column = QVBoxLayout()
    column.setSpacing(6)
    for number, (title, rows) in enumerate(sections):
        column.addSpacing(10 if number else 0)
        column.addWidget(Label(title, "caps"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 96)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(rows):
            grid.addWidget(KeyCap(keys), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(words), row, 1)
        column.addLayout(grid)
    column.addStretch(1)
    return column


def _rows(menu: str) -> list[tuple[str, str]]:
    own = [(one.shortcut, one.title) for one in commands() if _listed(one, menu)]
    return own + [(keys, tr(words)) for where, keys, words in MORE if where == menu]


def _listed(command: Command, menu: str) -> bool:
    return command.menu == menu and bool(command.shortcut)
