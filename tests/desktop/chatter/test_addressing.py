"""The To line and the subject: who is suggested, found, created, asked for an address; all kept in the draft."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter.pane import ChatterPane
from desktop.chatter.to_field import CREATE, read_address
from desktop.chatter.words import answered
from desktop.desk import Desk
from models import draft, entries, follower, person, posting, record, sending
from models.message import Message


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana, a message begun."""
    pane.activateWindow()
    pane.show_record(filled.barrels)
    pane.compose("message")
    return pane


def named(pane: ChatterPane) -> list[str]:
    return [chip.accessibleName().split(",")[0] for chip in pane.composer.head.field.chips]


def find(qtbot: QtBot, pane: ChatterPane, typed: str) -> list[str]:
    """Type into the To line; what is offered."""
    field = pane.composer.head.field.field
    field.setFocus()
    qtbot.keyClicks(field, typed)
    return [one.text for one in field.offered()]


def test_a_name_is_found_and_taken_by_keyboard(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    assert named(pane) == ["Ana Herrera"]
    assert find(qtbot, pane, "web") == ["Karl Weber", "Create “web”"]
    field = pane.composer.head.field.field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert named(pane) == ["Ana Herrera", "Karl Weber"] and field.hasFocus() and not field.text()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert named(pane) == []
    assert "add somebody to the To line" in pane.composer.why_not()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert [one.text for one in field.offered()] == ["Ana Herrera"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert named(pane) == ["Ana Herrera"]


def test_it_goes_to_whom_the_line_names(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    find(qtbot, pane, "k.weber@")
    qtbot.keyClick(pane.composer.head.field.field, Qt.Key.Key_Return)
    cross = pane.composer.head.field.chips[0].cross
    assert cross is not None and cross.accessibleName().startswith("Remove Ana Herrera")
    cross.click()
    qtbot.keyClicks(pane.composer.head.subject, "Your wall")
    qtbot.keyClicks(pane.composer.field, "Hello Karl")
    pane.composer.send(sure=True)
    sent = entries.page(filled.barrels, limit=1)[0]
    assert [(one.name, one.channel) for one in sent.deliveries] == [("Karl Weber", "email")]
    assert sent.subject == "Your wall" and not pane.has_draft()
    assert "Your wall" in next(pane.view.message_rows()).body.toPlainText()


def test_a_new_contact_is_made_and_its_address_asked_for(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    assert find(qtbot, pane, "Rosa Lima") == ["Create “Rosa Lima”"]
    qtbot.keyClick(pane.composer.head.field.field, Qt.Key.Key_Return)
    assert named(pane) == ["Ana Herrera", "Rosa Lima"]
    asked = pane.composer.head.address
    assert asked.isVisible() and "Rosa Lima has no e-mail address yet" in asked.words.text() and asked.field.hasFocus()
    qtbot.keyClicks(pane.composer.field, "Hello")
    assert "Rosa Lima" in pane.composer.why_not()
    qtbot.keyClicks(asked.field, "rosa at lima")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert "e-mail" in asked.error.words()
    asked.field.clear()
    qtbot.keyClicks(asked.field, "rosa@lima.example")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert asked.isHidden() and not pane.composer.why_not()
    assert person.find("rosa@lima.example").name == "Rosa Lima"


def test_a_whole_address_makes_a_contact_that_can_be_written_to(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    assert find(qtbot, pane, "rosa.lima@lima.example") == ["Create “Rosa Lima” with rosa.lima@lima.example"]
    assert "nobody yet" in pane.composer.why_not()
    qtbot.keyClick(pane.composer.head.field.field, Qt.Key.Key_Comma)
    assert named(pane) == ["Ana Herrera", "Rosa Lima"]
    assert read_address('"Lima, Rosa" <r@lima.example>') == ("Lima, Rosa", "r@lima.example")
    assert read_address("Rosa @ Lima") == ("Rosa @ Lima", "")
    assert CREATE


def test_what_is_no_address_is_refused_in_words(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    find(qtbot, pane, "rosa@lima")
    qtbot.keyClick(pane.composer.head.field.field, Qt.Key.Key_Return)
    assert "rosa@lima" in pane.composer.error.words() and named(pane) == ["Ana Herrera"]


def test_recipients_and_subject_survive_a_crash(pane: ChatterPane, filled, desk: Desk, qtbot: QtBot) -> None:
    find(qtbot, pane, "web")
    qtbot.keyClick(pane.composer.head.field.field, Qt.Key.Key_Return)
    qtbot.keyClicks(pane.composer.head.subject, "Delivery")
    karl, ana = person.of_card(filled.karl).id, person.of_card(filled.ana).id
    qtbot.waitUntil(lambda: draft.read(filled.barrels, "message", by=filled.marta).subject == "Delivery", timeout=1000)
    again = ChatterPane(desk)  # nothing in memory but what is on disk
    qtbot.addWidget(again)
    again.show_record(filled.barrels)
    assert again.composer.closed.text() == "Draft: Delivery"
    again.compose("message")
    assert again.composer.content().to == (ana, karl)
    assert again.composer.head.subject.text() == "Delivery" and named(again) == ["Ana Herrera", "Karl Weber"]
    again.compose("note")
    assert again.composer.head.field.isHidden() and again.composer.content().subject is None


def test_who_took_part_last_is_suggested(filled) -> None:
    ana, karl = person.of_card(filled.ana).id, person.of_card(filled.karl).id
    assert sending.suggested(filled.barrels) == [ana]
    posting.receive(filled.barrels, "May I ask too?", author=karl, channel="email")
    assert sending.suggested(filled.barrels) == [ana, karl]
    follower.follow(filled.barrels, karl, by=filled.marta)
    assert sending.suggested(filled.barrels) == [ana]
    assert [one.person for one in sending.recipients(filled.barrels, to=())] == [karl]


def test_followers_outside_are_named_apart(pane: ChatterPane, filled) -> None:
    follower.follow(filled.barrels, person.of_card(filled.karl).id, by=filled.marta)
    pane.composer.renew()
    pieces = [piece[0] for piece in pane.composer.head.followers._pieces]
    assert pieces == ["Followers", "Karl Weber"]
    assert "Karl Weber, outside, E-mail k.weber@weber.example" in pane.composer.head.accessibleName()


def test_an_answer_goes_to_its_writer_under_their_subject(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    karl = person.of_card(filled.karl).id
    first = posting.receive(filled.barrels, "First?", author=karl, channel="email", subject="Bungs")
    posting.post(filled.barrels, "Later", by=filled.marta, to=sending.recipients(filled.barrels))
    pane.view.refresh([first])
    pane.composer.renew()
    assert named(pane) == ["Ana Herrera"]
    pane.actions.do("reply", pane.view.row_of(first).item.entries[0])
    assert named(pane) == ["Ana Herrera", "Karl Weber"]
    assert pane.composer.head.subject.text() == "Re: Bungs"
    assert answered("RE: Bungs") == "RE: Bungs" and answered("AW: Re: x") == "AW: Re: x"


def test_tab_leads_through_the_head_and_ctrl_enter_sends_from_it(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    head = pane.composer.head
    qtbot.keyClicks(pane.composer.field, "On Thursday.")
    head.field.field.setFocus()
    qtbot.keyClick(head.field.field, Qt.Key.Key_Tab)
    assert head.subject.hasFocus()
    qtbot.keyClick(head.subject, Qt.Key.Key_Tab)
    assert pane.composer.field.hasFocus()
    qtbot.keyClick(head.subject, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert Message.select().where(Message.body == "On Thursday.").exists()


def test_escape_in_the_head_closes_and_keeps(pane: ChatterPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.composer.head.subject, "Half")
    qtbot.keyClick(pane.composer.head.subject, Qt.Key.Key_Escape)
    assert not pane.composer.mode and pane.composer.closed.text() == "Draft: Half"


def test_an_archived_contact_is_refused_with_words(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    record.archive(filled.ana, by=filled.marta)
    qtbot.waitUntil(lambda: "archived" in pane.composer.why_not())
    cross = pane.composer.head.field.chips[0].cross
    assert cross is not None
    cross.click()
    assert named(pane) == []
