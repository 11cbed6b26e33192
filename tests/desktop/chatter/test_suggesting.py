"""Suggestions while writing, the signature, and the questions before something goes out by mistake."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from desktop.chatter import emoji
from desktop.chatter.emoji import EmojiPicker
from desktop.chatter.pane import ChatterPane
from desktop.widgets import Question
from models import canned, draft, entries, follower, posting, record, setting, user
from models.canned import Answer
from models.errors import Refused


@pytest.fixture
def pane(pane: ChatterPane, qtbot: QtBot, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana, its window active."""
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.show_record(filled.barrels)
    return pane


def offered(pane: ChatterPane) -> list[str]:
    watching = pane.wiring.suggesting
    return [one.words for one in watching.list.rows] if watching.shown() else []


def test_colleagues_are_offered_followers_first(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    third = user.add("Adam Berg", "adam@northwind.example", by=filled.marta)
    follower.follow(filled.barrels, filled.jonas, by=filled.marta)
    follower.unfollow(filled.barrels, filled.marta, by=filled.marta)
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "Ask @")
    assert offered(pane) == ["Jonas Lind", "Adam Berg", "Marta Oliveira"]
    qtbot.keyClicks(pane.composer.field, "ber")
    assert offered(pane) == ["Adam Berg"] and third
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Return)
    assert pane.composer.field.toPlainText() == "Ask @Adam Berg " and offered(pane) == []
    assert "Adam Berg, inside" in pane.composer.audience().inside or pane.composer.audience().inside


def test_escape_closes_the_list_and_not_the_draft(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "@j")
    assert offered(pane) == ["Jonas Lind"]
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Escape)
    assert offered(pane) == [] and pane.composer.mode == "note"
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Escape)
    assert not pane.composer.mode


def test_an_address_or_a_time_offers_nothing(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    for typed in ("ana@jonas", "at 10:30", "and/or", "https://x"):
        pane.composer.field.clear()
        qtbot.keyClicks(pane.composer.field, typed)
        assert offered(pane) == []


def test_emoji_by_their_names(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "Well done :tad")
    assert offered(pane)[0] == "tada"
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Tab)
    assert pane.composer.field.toPlainText() == "Well done 🎉 "
    assert emoji.find("elephant")[0][0] == "🐘" and emoji.find("no such thing") == []


def test_the_picker_puts_one_in(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    qtbot.mouseClick(pane.composer.formats.emoji, Qt.MouseButton.LeftButton)
    picker = pane.window().findChild(EmojiPicker)
    qtbot.keyClicks(picker.search, "rocket")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert pane.composer.field.toPlainText() == "🚀"


def test_canned_answers_are_filled_from_the_record(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    text = "Dear {first name},\nabout {record} at {expected revenue}: {lost reason}\n{me}"
    canned.keep([Answer("Offer", text), Answer("/Thanks", "Thank you!")], by=filled.marta)
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "/of")
    assert offered(pane) == ["Offer"]
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Return)
    written = pane.composer.field.toPlainText()
    assert written.startswith("Dear Ana,\nabout Oak barrels, harvest 2027 at €18,640.00: {lost reason}\nMarta Oliveira")
    with pytest.raises(Refused, match="two canned answers"):
        canned.keep([Answer("a", "x"), Answer("A", "y")], by=filled.marta)
    with pytest.raises(Refused, match="administrator"):
        canned.keep([], by=filled.jonas)


def test_the_signature_stands_under_a_new_message_and_is_no_draft(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    setting.put("signature", "Marta Oliveira\nNorthwind", by=filled.marta, person=filled.marta)
    pane.compose("message")
    assert pane.composer.field.toPlainText() == "\n\nMarta Oliveira\nNorthwind"
    assert not pane.composer.button.isEnabled() and not pane.has_draft()
    qtbot.keyClicks(pane.composer.field, "Hello")
    assert pane.composer.field.toPlainText().startswith("Hello\n") and pane.composer.button.isEnabled()
    pane.composer.drafts.flush()
    assert draft.count(filled.marta) == 1
    pane.compose("note")
    assert pane.composer.field.toPlainText() == ""


# Safety


def asked(pane: ChatterPane) -> Question | None:
    return next((one for one in pane.window().findChildren(Question) if one.isVisible()), None)


def test_attached_without_a_file_is_asked_about_and_can_be_switched_off(
    pane: ChatterPane, qtbot: QtBot, filled
) -> None:
    before = len(entries.page(filled.barrels))
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "The plan is attached.")
    pane.composer.send()
    question = asked(pane)
    assert "attached" in question.accessibleDescription() and len(entries.page(filled.barrels)) == before
    question.reject()
    assert pane.composer.field.toPlainText() == "The plan is attached."
    qtbot.waitUntil(lambda: asked(pane) is None)
    pane.composer.send()
    question = asked(pane)
    question.findChild(QCheckBox).setChecked(True)
    question.accept()
    assert entries.page(filled.barrels)[0].body == "The plan is attached."
    qtbot.waitUntil(lambda: asked(pane) is None)
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Also attached.")
    pane.composer.send()
    assert asked(pane) is None and entries.page(filled.barrels)[0].body == "Also attached."


@pytest.mark.parametrize("text", ["Adjunto el plano", "Im Anhang der Plan", "Ci-joint le plan", "In allegato"])
def test_attached_in_other_languages(pane: ChatterPane, qtbot: QtBot, text: str) -> None:
    pane.compose("message")
    pane.composer.field.set_content(text)
    pane.composer.send()
    assert "file" in asked(pane).accessibleDescription()


def test_the_first_message_ever_to_an_address(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    record.save(filled.ana, {"email": "ana@new.example"}, by=filled.marta)
    pane.show_record(filled.barrels)
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Hello")
    pane.composer.send()
    assert "first message ever to Ana Herrera (ana@new.example)" in asked(pane).accessibleDescription()
    asked(pane).accept()
    assert entries.page(filled.barrels)[0].deliveries[0].address == "ana@new.example"


def test_words_of_a_note_are_not_sent_outside_unasked(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    posting.note(filled.barrels, "They would pay far more than we asked for.", by=filled.jonas)
    pane.compose("message")
    pane.composer.field.set_content("Hello Ana\n> They would pay far more than we asked for.")
    pane.composer.send()
    assert "note of Jonas Lind" in asked(pane).accessibleDescription()


def test_a_note_is_asked_nothing(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "The plan is attached.")
    pane.composer.send()
    assert asked(pane) is None and entries.page(filled.barrels)[0].kind == "note"
