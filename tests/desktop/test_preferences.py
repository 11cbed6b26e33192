"""Settings of users and of the workspace, built from their declaration; canned answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.shell.canned_card import CannedCard
from desktop.shell.preferences_card import PreferencesCard
from models import attachment, canned, preference, setting
from models.canned import Answer
from models.errors import Invalid, Refused


@pytest.fixture
def writing(desk: Desk, qtbot: QtBot) -> PreferencesCard:
    made = PreferencesCard(desk, preference.USER, "Writing")
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_preference_has_a_control_named_as_its_label(writing: PreferencesCard) -> None:
    for one in preference.of(preference.USER):
        assert writing.controls[one.name].accessibleName() == one.label


def test_a_change_holds_at_once_and_for_that_user_only(writing: PreferencesCard, filled, desk: Desk, qtbot) -> None:
    field = writing.controls["undo"]
    field.setText("30")
    field.editingFinished.emit()
    assert setting.get("undo", person=filled.marta) == 30
    desk.act_as(filled.jonas)
    assert field.text() == "10"
    writing.controls["safety.first"].click()
    assert setting.get("safety.first", person=filled.jonas) is False
    assert setting.get("safety.first", person=filled.marta) is None


def test_what_is_wrong_is_said_in_place_and_not_kept(writing: PreferencesCard, filled) -> None:
    field = writing.controls["undo"]
    for typed in ("61", "-1", "soon", ""):
        field.setText(typed)
        field.editingFinished.emit()
        assert "from 0 to 60" in writing._wrong["undo"].text() and not writing._wrong["undo"].isHidden()
    assert setting.get("undo", person=filled.marta) is None
    field.setText("0")
    field.editingFinished.emit()
    assert writing._wrong["undo"].isHidden() and setting.get("undo", person=filled.marta) == 0


def test_the_workspaces_are_for_administrators(desk: Desk, filled, qtbot: QtBot) -> None:
    card = PreferencesCard(desk, preference.WORKSPACE, "Files")
    qtbot.addWidget(card)
    card.controls["limit.file"].setText("5")
    card.controls["limit.file"].editingFinished.emit()
    assert attachment.limit() == 5 << 20
    desk.act_as(filled.jonas)
    assert not card.controls["limit.file"].isEnabled()
    with pytest.raises(Refused, match="administrator"):
        preference.put(preference.of(preference.WORKSPACE)[0], "6", by=filled.jonas)


def test_a_default_is_not_kept_and_an_unknown_currency_refused(filled) -> None:
    undo = next(one for one in preference.PREFERENCES if one.name == "undo")
    preference.put(undo, "20", by=filled.marta)
    preference.put(undo, "10", by=filled.marta)
    assert setting.get("undo", person=filled.marta) is None
    money = next(one for one in preference.PREFERENCES if one.name == "currency")
    with pytest.raises(Invalid):
        preference.put(money, "Doubloons", by=filled.marta)


def test_canned_answers_are_written_changed_and_removed(desk: Desk, filled, qtbot: QtBot) -> None:
    card = CannedCard(desk)
    qtbot.addWidget(card)
    card.show()
    dialog = card.edit(None)
    dialog.fields["name"].setText("/offer")
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    assert "name and a text" in dialog._trouble.accessibleName() or dialog._trouble.isVisible()
    dialog.text.setPlainText("Dear {first name}")
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    assert canned.answers() == [Answer("offer", "Dear {first name}")]
    card._keep(canned.answers()[0], Answer("offer", "Hello"))
    assert canned.answers() == [Answer("offer", "Hello")]
    card._drop(canned.answers()[0])
    assert canned.answers() == []


def test_each_kind_of_news_has_a_choice_and_quiet_hours_their_fields(desk: Desk, filled, qtbot: QtBot) -> None:
    card = PreferencesCard(desk, preference.NEWS, "News")
    qtbot.addWidget(card)
    choice = card.controls["news.mention"]
    assert choice.current() == "inbox"
    choice.chosen.emit("both")
    assert setting.get("news.mention", person=filled.marta) == "both"
    field = card.controls["quiet.from"]
    field.setText("late")
    field.editingFinished.emit()
    assert "no time of day" in card._wrong["quiet.from"].text()
    desk.act_as(filled.jonas)
    assert choice.current() == "inbox"
