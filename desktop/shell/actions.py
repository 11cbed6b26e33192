"""The commands as Qt's actions on a window: shortcuts, and menus whose rows say what can't be done now and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.commands import Command, Window
from desktop.icons import icon
from desktop.widgets import Menu, plain_tooltip


class Actions(QObject):
    """One action for each command. `told` is called with the reason where a shortcut asks for what can't be done."""

    def __init__(
        self, window: QWidget, acting: Window, commands: Iterable[Command], told: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self._acting, self._told = acting, told
        self.commands = tuple(commands)
        self._actions = {one.id: self._action(window, one) for one in self.commands}

    def run(self, id: str) -> None:
        """Do what a command says, if it can be done now; say why not otherwise."""
        command = next(one for one in self.commands if one.id == id)
        if not command.enabled(self._acting):
            self._told(command.needs)
            return
        command.run(self._acting)

    def possible(self, command: Command) -> bool:
        """Whether a command can be done now."""
        return command.enabled(self._acting)

    def fill(self, menu: QMenu, ids: Iterable[str]) -> None:
        """Put commands into a menu; "" is a line between them."""
        for id in ids:
            if not id:
                menu.addSeparator()
                continue
            action = self._actions[id]
            command = next(one for one in self.commands if one.id == id)
            possible = command.enabled(self._acting)
            row = menu.addAction(action.icon(), action.text())
            row.setShortcut(action.shortcut())
            row.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # it is only shown: the window's own acts
            row.setEnabled(possible)
            row.setToolTip(plain_tooltip(command.help if possible else command.needs))
            row.triggered.connect(self._runner(id))
        menu.setToolTipsVisible(True)

    def menu(self, parent: QWidget, title: str, ids: Iterable[str]) -> Menu:
        """A menu of commands with a title, to be put into another."""
        made = Menu(title, parent)
        self.fill(made, ids)
        return made

    def _action(self, window: QWidget, command: Command) -> QAction:
        action = QAction(icon(command.icon) if command.icon else icon("dot"), command.title.replace("&", "&&"), window)
        action.setObjectName(command.id)
        action.setToolTip(plain_tooltip(command.help))
        action.setStatusTip(command.help)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(self._runner(command.id))
        window.addAction(action)
        return action

    def _runner(self, id: str) -> Callable[[], None]:
        return lambda: self.run(id)
