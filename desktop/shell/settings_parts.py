"""The parts of the settings: what each is called, where it stands, its cards. A new part, or card, is a row here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.plugins import ICONS, PluginCard
from desktop.shell.care import Care
from desktop.shell.look import Look
from desktop.tr import tr
from integrations.registry import Listed
from models import preference

OWN, WORKSPACE, OUTSIDE = "own", "workspace", "outside"


@dataclass(frozen=True, slots=True)
class Part:
    """A part: `cards` is called when it is first shown. `plugin` is what it sets up, where it sets up one."""

    key: str
    title: str
    icon: str
    section: str
    cards: Callable[[], Sequence[QWidget]]
    plugin: Listed | None = None


def sections() -> dict[str, str]:
    """The captions of the sections, in order."""
    return {OWN: tr("General"), WORKSPACE: tr("Workspace"), OUTSIDE: tr("Integrations")}


def parts(desk: Desk, look: Look, care: Care) -> tuple[Part, ...]:
    """Every part, in the order of the index; a plugin's key is its name."""

    def appearance() -> Sequence[QWidget]:
        from desktop.shell.appearance_card import AppearanceCard

        return [AppearanceCard(desk, look)]

    def writing() -> Sequence[QWidget]:
        from desktop.shell.canned_card import CannedCard
        from desktop.shell.preferences_card import PreferencesCard

        return [PreferencesCard(desk, preference.USER, tr("Writing")), CannedCard(desk)]

    def news() -> Sequence[QWidget]:
        from desktop.shell.preferences_card import PreferencesCard

        return [PreferencesCard(desk, preference.NEWS, tr("News"))]

    def translation() -> Sequence[QWidget]:
        from desktop.translate.settings_card import TranslationCard

        return [TranslationCard(desk)]

    def users() -> Sequence[QWidget]:
        from desktop.shell.users_card import UsersCard

        return [UsersCard(desk, care)]

    def activities() -> Sequence[QWidget]:
        from desktop.activities.plans_card import PlansCard
        from desktop.activities.types_card import TypesCard

        return [TypesCard(desk), PlansCard(desk)]

    def stages() -> Sequence[QWidget]:
        from desktop.shell.stages_card import StagesCard

        return [StagesCard(desk)]

    def files() -> Sequence[QWidget]:
        from desktop.shell.preferences_card import PreferencesCard

        return [PreferencesCard(desk, preference.WORKSPACE, tr("Files, money and country"))]

    def workspace() -> Sequence[QWidget]:
        from desktop.shell.workspace_card import WorkspaceCard

        return [WorkspaceCard(desk, care)]

    return (
        Part("appearance", tr("Appearance"), "sun", OWN, appearance),
        Part("writing", tr("Writing and undo"), "pencil", OWN, writing),
        Part("news", tr("News and quiet hours"), "bell", OWN, news),
        Part("translation", tr("Translation"), "globe", OWN, translation),
        Part("users", tr("Users"), "users", WORKSPACE, users),
        Part("activities", tr("Activities and plans"), "clock", WORKSPACE, activities),
        Part("stages", tr("Stages"), "board", WORKSPACE, stages),
        Part("files", tr("Files, money and country"), "file", WORKSPACE, files),
        Part("workspace", tr("Journal and backups"), "shield", WORKSPACE, workspace),
        *(_plugin(desk, listed) for listed in desk.registry.listed()),
    )


def _plugin(desk: Desk, listed: Listed) -> Part:
    def card() -> Sequence[QWidget]:
        made = PluginCard(desk, listed)
        made.open()
        return [made]

    return Part(listed.name, listed.label, ICONS.get(listed.name, "globe"), OUTSIDE, card, listed)
