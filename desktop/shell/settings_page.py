"""The settings page: appearance, panes, users, journal and backups; each change holds at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.activities.plans_card import PlansCard
from desktop.activities.types_card import TypesCard
from desktop.desk import Desk
from desktop.plugins import PluginCard
from desktop.shell.canned_card import CannedCard
from desktop.shell.care import Care
from desktop.shell.header import BAR
from desktop.shell.look import Look
from desktop.shell.preferences_card import PreferencesCard
from desktop.theme import SCALES
from desktop.tr import tr
from desktop.translate.settings_card import TranslationCard
from desktop.widgets import (
    Avatar,
    Button,
    Card,
    ElidedLabel,
    Label,
    Pill,
    PlainButton,
    SegmentedControl,
    line,
)
from models import preference, user


class SettingsPage(QFrame):
    """One scrolling page of cards."""

    def __init__(self, desk: Desk, look: Look, care: Care, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._look, self._care = desk, look, care
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Settings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(Label(tr("Settings"), "heading"))
        column.addWidget(self._head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._cards())
        column.addWidget(area, 1)
        desk.users_changed.connect(self._show_users)
        desk.user_changed.connect(self._show_users)
        desk.theme.changed.connect(self._show_theme)
        self._show_theme()

    def _cards(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 16, 24, 24)
        column = QVBoxLayout()
        column.setSpacing(16)
        row.addLayout(column, 100)
        row.addStretch(1)
        plugins = [PluginCard(self._desk, listed) for listed in self._desk.registry.listed()]
        writing = PreferencesCard(self._desk, preference.USER, tr("Writing"))
        workspace = PreferencesCard(self._desk, preference.WORKSPACE, tr("Files and money"))
        activities = (TypesCard(self._desk), PlansCard(self._desk))
        own = (self._appearance(), writing, CannedCard(self._desk), *activities, self._users(), workspace)
        for card in (*own, TranslationCard(self._desk), *plugins, self._workspace()):
            card.setMaximumWidth(820)
            column.addWidget(card)
        column.addStretch(1)
        return page

    def _appearance(self) -> Card:
        card = Card(tr("Appearance"), margin=20)
        schemes = (("system", tr("System"), "monitor"), ("light", tr("Light"), "sun"), ("dark", tr("Dark"), "moon"))
        self._scheme = SegmentedControl(schemes, self._desk.theme.scheme, label=tr("Colours"))
        self._scheme.chosen.connect(self._look.set_scheme)
        card.body.addLayout(_row(tr("Colours"), tr("As the system is, or always the same."), self._scheme))
        sizes = [(str(scale), tr("{percent} %", percent=scale)) for scale in SCALES]
        self._scale = SegmentedControl(sizes, "100", label=tr("Text size"))
        self._scale.chosen.connect(lambda scale: self._look.set_scale(int(scale)))
        card.body.addLayout(_row(tr("Text size"), tr("Everything grows with it."), self._scale))
        places = (("right", tr("Right")), ("below", tr("Below")), ("hidden", tr("Hidden")))
        place = SegmentedControl(places, self._look.wishes.chatter, label=tr("Chatter"))
        place.chosen.connect(self._look.place_chatter)
        card.body.addLayout(_row(tr("Chatter"), tr("Where the thread stands; a narrow window puts it below."), place))
        return card

    def _users(self) -> Card:
        card = Card(tr("Users"), margin=20)
        words = tr("Users are names, not logins: who can read the folder can act as anyone in it.")
        card.body.addWidget(Label(words, "secondary", wrap=True))
        holder = QWidget()
        self._members = QVBoxLayout(holder)
        self._members.setContentsMargins(0, 4, 0, 4)
        self._members.setSpacing(0)
        card.body.addWidget(holder)
        foot = QHBoxLayout()
        foot.addWidget(_button(tr("Add a user"), "user-plus", self._care.add_user))
        foot.addStretch(1)
        card.body.addLayout(foot)
        self._show_users()
        return card

    def _workspace(self) -> Card:
        card = Card(tr("Workspace"), margin=20)
        path = self._desk.workspace.path
        rows = (
            (
                path.name,
                str(path.parent),
                _button(tr("Open another"), "folder", lambda: self._care.workspace_wanted.emit(None)),
            ),
            (
                *(
                    tr("Journal"),
                    tr("Each change carries the hash of the one before, so nothing can be altered unseen."),
                ),
                _button(tr("Verify"), "shield", self._care.verify),
            ),
            (
                *(tr("Backup"), tr("Database and files in one file, read back and checked.")),
                _button(tr("Back up"), "database", self._care.back_up),
            ),
            (
                *(tr("Restore"), tr("A backup becomes a workspace in a new folder; this one stays as it is.")),
                _button(tr("Restore a backup"), "history", self._care.restore_backup),
            ),
        )
        for number, (title, text, button) in enumerate(rows):
            if number:
                card.body.addWidget(line())
            card.body.addLayout(_row(title, text, button))
        return card

    def _show_users(self) -> None:
        while (item := self._members.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for member in user.members():
            self._members.addWidget(self._member(member))

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
            row.addWidget(_button(tr("Act as"), "", lambda id=member.id: self._desk.act_as(id), small=True))
        return made

    def _show_theme(self) -> None:
        theme = self._desk.theme
        self._head.setFixedHeight((BAR + 8) * theme.scale // 100)
        self._scheme.set_current(theme.scheme)
        if theme.scale in SCALES:
            self._scale.set_current(str(theme.scale))


def _row(title: str, text: str, control: QWidget) -> QHBoxLayout:
    """A setting: what it is, what it does, and its control at the end."""
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(title, "medium"))
    words.addWidget(Label(text, "secondary", wrap=True))
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(16)
    row.addLayout(words, 1)
    row.addWidget(control)
    return row


def _button(text: str, icon: str, act: Callable[[], object], *, small: bool = False) -> Button:
    made = PlainButton(text, icon, small=small)
    made.clicked.connect(lambda: act())
    return made
