"""The menu of the user: act as somebody else, and every command that belongs to no single record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.icons import icon
from desktop.shell.actions import Actions
from desktop.theme import SCALES
from desktop.tr import tr
from desktop.widgets import Menu
from models import user

_LAYOUT = ("view.navigation", "view.list", "", "view.chatter.right", "view.chatter.below", "view.chatter.hidden")
_SCHEMES = {"system": "view.system", "light": "view.light", "dark": "view.dark"}


class UserMenu(Menu):
    """Made anew each time it is opened, so that it shows how things stand."""

    def __init__(self, parent: QWidget, desk: Desk, actions: Actions, *, set_scale: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._desk, self._commands, self._set_scale = desk, actions, set_scale
        self.setAccessibleName(tr("User"))
        self.addMenu(self._users())
        actions.fill(self, ["workspace.user", ""])
        self.addMenu(self._appearance())
        self.addMenu(self._text_size())
        panes = actions.menu(self, tr("Layout"), _LAYOUT)
        panes.setIcon(icon("panel-right"))
        self.addMenu(panes)
        actions.fill(self, ["", "workspace.verify", "workspace.backup", "workspace.restore", "workspace.open"])
        actions.fill(self, ["", "workspace.settings", "help.keys", "help.about", "", "workspace.close"])
        self.aboutToHide.connect(self.deleteLater)

    def open_over(self, widget: QWidget) -> None:
        """Open it above a widget, flush with its start."""
        size = self.sizeHint()
        at = widget.mapToGlobal(QPoint(0, 0))
        self.popup(QPoint(at.x(), max(0, at.y() - size.height() - 4)))

    def _users(self) -> Menu:
        menu = Menu(tr("Act as"), self)
        menu.setIcon(icon("user"))
        for member in user.members(archived=False):
            row = menu.addAction(member.name.replace("&", "&&"))
            row.setCheckable(True)
            row.setChecked(member.id == self._desk.me)
            row.triggered.connect(lambda _=False, id=member.id: self._desk.act_as(id))
        return menu

    def _appearance(self) -> Menu:
        menu = self._commands.menu(self, tr("Appearance"), _SCHEMES.values())
        menu.setIcon(icon("sun"))
        names = (tr("As the system"), tr("Light"), tr("Dark"))
        for row, scheme, name in zip(menu.actions(), _SCHEMES, names, strict=True):
            row.setText(name)
            _check(row, scheme == self._desk.theme.scheme)
        return menu

    def _text_size(self) -> Menu:
        menu = Menu(tr("Text size"), self)
        menu.setIcon(icon("expand"))
        for scale in SCALES:
            row = menu.addAction(tr("{percent} %", percent=scale))
            _check(row, scale == self._desk.theme.scale)
            row.triggered.connect(lambda _=False, scale=scale: self._set_scale(scale))
        return menu


def _check(row: QAction, checked: bool) -> None:
    row.setCheckable(True)
    row.setChecked(checked)
