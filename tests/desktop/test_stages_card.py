"""The card of stages: added, renamed, ordered and removed; for administrators."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.shell.preferences_card import PreferencesCard
from desktop.shell.stage_row import StageRow
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


def carry(card: StagesCard, qtbot: QtBot, name: str, onto: str, *, below: bool) -> StageRow:
    """Take a line by its handle and hold it over the upper or the lower half of another."""
    qtbot.wait(10)  # the lines are laid out
    named = {row.accessibleName(): row for row in card.rows}
    row, other = named[name], named[onto]
    start = row.mapToGlobal(QPoint(8, row.height() // 2))
    end = other.mapToGlobal(QPoint(8, other.height() // 2 + (5 if below else -5)))
    qtbot.mousePress(row, Qt.MouseButton.LeftButton, pos=row.mapFromGlobal(start))
    for step in range(1, 6):
        qtbot.mouseMove(row, row.mapFromGlobal(start + (end - start) * step / 5))
    return row


def drop(qtbot: QtBot, row: StageRow) -> None:
    qtbot.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(8, row._pressed.y()))


def test_a_stage_is_dragged_to_its_place_by_its_handle(card: StagesCard, filled, qtbot: QtBot) -> None:
    row = carry(card, qtbot, "New", "Proposition", below=True)
    assert row.lifted
    seen = sorted((one for one in card.rows if one is not row), key=lambda one: one.y())
    assert [one.accessibleName() for one in seen[:2]] == ["Qualified", "Proposition"]
    assert seen[0].y() < row.y() - row.height()  # the others made room
    drop(qtbot, row)
    assert rows(card) == ["Qualified", "Proposition", "New", "Won", "Lost"]
    drop(qtbot, carry(card, qtbot, "New", "Qualified", below=False))
    assert rows(card) == ["New", "Qualified", "Proposition", "Won", "Lost"]
    drop(qtbot, carry(card, qtbot, "Qualified", "Lost", below=True))  # those that end something stay last
    assert rows(card) == ["New", "Proposition", "Qualified", "Won", "Lost"]


def test_esc_and_its_own_place_leave_it_where_it_was(card: StagesCard, filled, qtbot: QtBot) -> None:
    row = carry(card, qtbot, "New", "Proposition", below=True)
    qtbot.keyClick(row, Qt.Key.Key_Escape)
    assert rows(card) == ["New", "Qualified", "Proposition", "Won", "Lost"]
    row = carry(card, qtbot, "Qualified", "Proposition", below=True)
    qtbot.mouseMove(row, QPoint(8, row._pressed.y() - row.height() - 5))  # and back
    drop(qtbot, row)
    assert rows(card) == ["New", "Qualified", "Proposition", "Won", "Lost"]
    assert setting.get("stages.opportunity") is None


def test_the_keyboard_stays_where_it_moves_a_stage(card: StagesCard, filled, qtbot: QtBot) -> None:
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    for expected in ("Move New down", "Move New up"):  # at the end there is no further down
        button(card, "Move New down").setFocus()
        qtbot.keyClick(button(card, "Move New down"), Qt.Key.Key_Space)
        assert card.focusWidget().accessibleName() == expected
    assert rows(card) == ["Qualified", "Proposition", "New", "Won", "Lost"]


def test_what_can_not_be_moved_is_not_dragged(card: StagesCard, filled, qtbot: QtBot, desk: Desk) -> None:
    row = carry(card, qtbot, "Won", "New", below=False)
    assert not row.lifted
    desk.act_as(filled.jonas)
    assert not any(one.movable for one in card.rows)


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
