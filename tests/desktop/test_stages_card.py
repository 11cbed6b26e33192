"""The card of stages: added, renamed, ordered and removed; for administrators."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.shell.preferences_card import PreferencesCard
from desktop.shell.stages_card import StageDialog, StagesCard
from desktop.widgets import IconButton
from models import preference, setting, stages


@pytest.fixture
def card(desk: Desk, filled, qtbot: QtBot) -> StagesCard:
    made = StagesCard(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def button(card: StagesCard, name: str) -> IconButton:
    return next(one for row in card.rows for one in row.findChildren(IconButton) if one.accessibleName() == name)


def rows(card: StagesCard) -> list[str]:
    return [row.accessibleName() for row in card.rows]


def dialog(card: StagesCard) -> StageDialog:
    return next(one for one in card.window().findChildren(StageDialog) if one.isVisible())


def test_stages_are_added_renamed_moved_and_removed(card: StagesCard, filled) -> None:
    assert rows(card) == ["New", "Qualified", "Proposition", "Won", "Lost"]
    card.add.click()
    asked = dialog(card)
    asked.fields["name"].setText("won")
    asked.verb.click()
    assert "already" in asked._wrong["name"].text()
    asked.fields["name"].setText("Talks")
    asked.verb.click()
    assert rows(card) == ["New", "Qualified", "Proposition", "Talks", "Won", "Lost"]
    button(card, "Move Talks up").click()
    button(card, "Remove Qualified").click()
    assert rows(card) == ["New", "Talks", "Proposition", "Won", "Lost"]
    assert not button(card, "Remove Won").isEnabled() and not button(card, "Move Proposition down").isEnabled()
    button(card, "Rename Talks").click()
    dialog(card).fields["name"].setText("Negotiation")
    dialog(card).verb.click()
    assert [(one.value, one.name) for one in stages.of("opportunity")][1] == ("Talks", "Negotiation")


def test_others_only_see_them(card: StagesCard, filled, desk: Desk) -> None:
    desk.act_as(filled.jonas)
    assert not card.add.isEnabled() and not button(card, "Rename New").isEnabled()
    assert "administrator" in button(card, "Rename New").toolTip()


def test_a_country_is_kept_by_its_code(desk: Desk, filled, qtbot: QtBot) -> None:
    made = PreferencesCard(desk, preference.WORKSPACE, "Files")
    qtbot.addWidget(made)
    field = made.controls["country"]
    for typed, kept in (("Portugal", "PT"), ("nowhere", "PT"), ("", None)):
        field.setText(typed)
        field.editingFinished.emit()
        assert setting.get("country") == kept
