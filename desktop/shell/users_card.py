"""The card of the settings with the users of the workspace: who there is, who acts, adding one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.shell.care import Care
from desktop.shell.setting_rows import deed_button
from desktop.tr import tr
from desktop.widgets import Avatar, ListCard, Pill, listed_row
from models import user


class UsersCard(ListCard):
    """One row a user."""

    def __init__(self, desk: Desk, care: Care) -> None:
        self._desk = desk
        words = tr("Users are names, not logins: who can read the folder can act as anyone in it.")
        super().__init__("", words, deed_button(tr("Add a user"), "user-plus", care.add_user), lines=False)
        self.renew()
        desk.users_changed.connect(self.renew)
        desk.user_changed.connect(self.renew)

    def listed(self) -> Iterable[QWidget]:
        """Who there is and who acts."""
        return [self._row(member) for member in user.members()]

    def _row(self, member: user.Member) -> QWidget:
        end: list[QWidget] = []
        if member.archived:
            end = [Pill(tr("Archived"), "neutral")]
        else:
            end += [Pill(tr("Administrator"), "accent")] if member.administrator else []
            act = deed_button(tr("Act as"), "", lambda: self._desk.act_as(member.id), small=True)
            end.append(Pill(tr("You"), "green") if member.id == self._desk.me else act)
        return listed_row(member.name, member.email or "", start=Avatar(member.name, 28), end=end)
