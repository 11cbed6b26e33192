"""The card of the settings with the users of the workspace: who there is, who acts, adding one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.shell.care import Care
from desktop.shell.setting_rows import deed_button
from desktop.tr import tr
from desktop.widgets import Avatar, Card, ElidedLabel, Label, Pill
from models import user


class UsersCard(Card):
    """One row a user; `members` is their column."""

    def __init__(self, desk: Desk, care: Care, parent: QWidget | None = None) -> None:
        super().__init__(margin=20, parent=parent)
        self._desk = desk
        words = tr("Users are names, not logins: who can read the folder can act as anyone in it.")
        self.body.addWidget(Label(words, "secondary", wrap=True))
        holder = QWidget()
        self.members = QVBoxLayout(holder)
        self.members.setContentsMargins(0, 4, 0, 4)
        self.members.setSpacing(0)
        self.body.addWidget(holder)
        foot = QHBoxLayout()
        foot.addWidget(deed_button(tr("Add a user"), "user-plus", care.add_user))
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.reload()
        desk.users_changed.connect(self.reload)
        desk.user_changed.connect(self.reload)

    def reload(self) -> None:
        """Show who there is and who acts."""
        while (item := self.members.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for member in user.members():
            self.members.addWidget(self._member(member))

    def _member(self, member: user.Member) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(10)
        row.addWidget(Avatar(member.name, 28))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(member.name, "medium"))
        words.addWidget(ElidedLabel(member.email or "", "secondary"))
        row.addLayout(words, 1)
        if member.archived:
            row.addWidget(Pill(tr("Archived"), "neutral"))
            return made
        if member.administrator:
            row.addWidget(Pill(tr("Administrator"), "accent"))
        if member.id == self._desk.me:
            row.addWidget(Pill(tr("You"), "green"))
        else:
            row.addWidget(deed_button(tr("Act as"), "", lambda id=member.id: self._desk.act_as(id), small=True))
        return made
