"""The composer: who will get it, drafts, sending, refusals, a busy database; nothing typed is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from models import delivery, draft, entries, follower, person, posting, record, user
from models.message import Message
from models.workspace import DATABASE


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana."""
    pane.show_record(filled.barrels)
    return pane


def write(qtbot: QtBot, pane: ChatterPane, text: str) -> None:
    qtbot.keyClicks(pane.composer.field, text)


def newest(pane: ChatterPane) -> str:
    return next(pane.view.message_rows()).body.toPlainText()


# Who gets it


def test_at_rest_it_says_who_would_read(pane: ChatterPane, filled) -> None:
    assert pane.composer.closed.text() == "Write to Ana"
    follower.follow(filled.barrels, filled.jonas, by=filled.marta)
    follower.follow(filled.barrels, person.of_card(filled.karl).id, by=filled.marta)
    pane.composer.renew()
    assert pane.composer.closed.text() == "Write to Ana and 2 followers"


def test_everybody_who_gets_it_is_named_inside_and_outside_apart(pane: ChatterPane, filled) -> None:
    follower.follow(filled.barrels, filled.jonas, by=filled.marta)
    pane.compose("message")
    said = pane.composer.head.accessibleName()
    assert said == "Ana Herrera, outside, E-mail ana@herrera.example; Jonas Lind, inside"
    assert [piece[0] for piece in pane.composer.head.followers._pieces] == ["Inside", "Jonas Lind"]


def test_a_note_names_who_is_told_as_one_types(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    assert "nobody outside" in pane.composer.head.accessibleName()
    write(qtbot, pane, "@Jonas look")
    qtbot.waitUntil(lambda: "Jonas Lind, inside" in pane.composer.head.accessibleName())


def test_new_followers_and_addresses_show_at_once(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("message")
    record.save(filled.ana, {"email": "ana@new.example"}, by=filled.jonas)
    qtbot.waitUntil(lambda: "ana@new.example" in pane.composer.head.accessibleName())


@pytest.mark.parametrize("lacking", [{"email": "", "mobile": ""}])
def test_who_cannot_be_reached_is_said_before_sending(pane: ChatterPane, filled, qtbot: QtBot, lacking: dict) -> None:
    record.save(filled.ana, lacking, by=filled.marta)
    pane.compose("message")
    write(qtbot, pane, "Hello")
    assert not pane.composer.button.isEnabled()
    assert "Ana Herrera has neither an e-mail address nor a number" in pane.composer.button.toolTip()


# Writing


def test_both_buttons_open_and_focus_their_mode(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    for button, mode, label in ((pane.top.note, "note", "Log"), (pane.top.message, "message", "Send")):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert pane.composer.mode == mode and pane.composer.field.hasFocus()
        assert pane.composer.button.text() == label and button.filled


def test_send_is_off_while_there_is_nothing_and_says_why(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("message")
    assert not pane.composer.button.isEnabled()
    assert "nothing to send" in pane.composer.button.toolTip()
    write(qtbot, pane, "Hi")
    assert pane.composer.button.isEnabled()
    pane.composer.field.setPlainText("   \n")
    assert not pane.composer.button.isEnabled()


def test_ctrl_enter_sends_and_the_entry_is_there_at_once(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("message")
    write(qtbot, pane, "On Thursday.")
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert newest(pane) == "On Thursday." and pane.view.at_top()
    sent = entries.page(filled.barrels, limit=1)[0]
    assert (sent.kind, sent.body, [one.name for one in sent.deliveries]) == ("message", "On Thursday.", ["Ana Herrera"])
    assert not pane.composer.mode and not pane.has_draft()


def test_a_note_goes_to_nobody_outside(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("note")
    write(qtbot, pane, "Between us")
    qtbot.mouseClick(pane.composer.button, Qt.MouseButton.LeftButton)
    note = entries.page(filled.barrels, limit=1)[0]
    assert (note.kind, note.body, note.deliveries) == ("note", "Between us", ())
    assert next(pane.view.message_rows()).is_note()


def test_what_is_posted_shows_even_under_a_filter_or_far_down(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.tabs.setCurrentIndex(2)
    pane.compose("message")
    write(qtbot, pane, "Visible")
    pane.composer.send()
    assert newest(pane) == "Visible" and pane.tabs.current() == "all"


def test_markup_typed_stays_text(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    write(qtbot, pane, "<b>not bold</b> & co")
    pane.composer.send()
    assert newest(pane) == "<b>not bold</b> & co"


# Drafts


def test_the_modes_keep_drafts_of_their_own(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("message")
    write(qtbot, pane, "Dear Ana")
    pane.compose("note")
    assert pane.composer.field.toPlainText() == ""
    write(qtbot, pane, "She calls later")
    pane.show_record(filled.wall)
    assert not pane.has_draft()
    pane.show_record(filled.barrels)
    assert pane.has_draft() and pane.composer.closed.text() == "Draft: Dear Ana"
    pane.compose("note")
    assert pane.composer.field.toPlainText() == "She calls later"
    pane.compose("message")
    assert pane.composer.field.toPlainText() == "Dear Ana"


def test_escape_closes_and_keeps_the_text(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("message")
    write(qtbot, pane, "Half a sen")
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Escape)
    assert not pane.composer.mode and pane.composer.closed.isVisible()
    qtbot.mouseClick(pane.composer.closed, Qt.MouseButton.LeftButton)
    assert pane.composer.field.toPlainText() == "Half a sen"


def test_drafts_are_on_disk_within_a_second(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("message")
    write(qtbot, pane, "Kept")
    qtbot.waitUntil(lambda: draft.read(filled.barrels, "message", by=filled.marta).text == "Kept", timeout=1000)


def test_users_do_not_see_each_others_drafts(pane: ChatterPane, filled, desk: Desk, qtbot: QtBot) -> None:
    pane.compose("message")
    write(qtbot, pane, "Mine")
    desk.act_as(filled.jonas)
    assert not pane.has_draft() and pane.record == filled.barrels
    pane.compose("message")
    assert pane.composer.field.toPlainText() == ""
    desk.act_as(filled.marta)
    pane.compose("message")
    assert pane.composer.field.toPlainText() == "Mine"


# What goes wrong


def test_a_refusal_stands_in_red_and_nothing_is_lost(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("note")
    write(qtbot, pane, "Too late")
    user.add("Second Admin", "second@northwind.example", administrator=True, by=filled.marta)
    user.archive(filled.marta, by=filled.marta)
    pane.composer.send()
    assert pane.composer.error.words().startswith("Marta Oliveira is archived")
    assert pane.composer.field.toPlainText() == "Too late" and pane.composer.field.isVisible()
    write(qtbot, pane, "!")
    assert not pane.composer.error.isVisible()


def test_an_archived_record_cannot_be_written_to(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.compose("note")
    write(qtbot, pane, "Too late")
    record.archive(filled.barrels, by=filled.jonas)
    qtbot.waitUntil(lambda: not pane.composer.button.isEnabled())
    assert "archived" in pane.composer.button.toolTip()
    assert pane.composer.field.toPlainText() == "Too late"


@pytest.fixture
def busy(desk: Desk) -> Iterator[Callable[[], None]]:
    """Another program that holds the database until it is told to let go."""
    holder = sqlite3.connect(desk.workspace.path / DATABASE, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        if holder.in_transaction:
            holder.execute("ROLLBACK")

    yield let_go
    let_go()
    holder.close()


def test_a_busy_database_is_waited_for_in_the_background(
    pane: ChatterPane, filled, qtbot: QtBot, busy: Callable[[], None]
) -> None:
    pane.compose("note")
    write(qtbot, pane, "Patience")
    pane.composer.send()
    row = next(pane.view.message_rows())
    assert row.saving and row.body.toPlainText() == "Patience" and row._placed[-1][1].text == "Saving"
    assert not Message.select().where(Message.body == "Patience").exists()
    busy()
    qtbot.waitUntil(lambda: not pane.view.pending, timeout=6000)
    qtbot.waitUntil(lambda: newest(pane) == "Patience" and not next(pane.view.message_rows()).saving)
    assert Message.select().where(Message.body == "Patience").count() == 1
    assert not pane.has_draft()


def test_what_stays_refused_after_waiting_comes_back(
    pane: ChatterPane, filled, qtbot: QtBot, busy: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        from models.database import transaction
        from models.errors import Refused

        with transaction():
            raise Refused("The disk is full.")

    monkeypatch.setattr(posting, "note", refuse)
    pane.compose("note")
    write(qtbot, pane, "Not lost")
    pane.composer.send()
    pane.compose("note")
    write(qtbot, pane, "Typed meanwhile")
    busy()
    qtbot.waitUntil(lambda: pane.composer.error.words() == "The disk is full.", timeout=6000)
    assert pane.composer.field.toPlainText() == "Not lost\nTyped meanwhile"
    assert not pane.view.pending


def test_what_was_on_its_way_when_the_program_ended_is_a_draft_again(
    pane: ChatterPane, filled, desk: Desk, qtbot: QtBot, busy: Callable[[], None]
) -> None:
    busy()
    pane.compose("note")
    write(qtbot, pane, "In flight")
    qtbot.waitUntil(lambda: bool(draft.read(filled.barrels, "note", by=filled.marta)), timeout=1000)
    holder = sqlite3.connect(desk.workspace.path / DATABASE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    pane.composer.send()
    assert not pane.composer.mode
    again = ChatterPane(desk)  # as after a crash: nothing in memory but what is on disk
    qtbot.addWidget(again)
    again.show_record(filled.barrels)
    assert again.composer.drafts.get(filled.barrels, "note").text == "In flight"
    holder.execute("ROLLBACK")
    holder.close()
    qtbot.waitUntil(lambda: not pane.view.pending, timeout=6000)
    assert not draft.read(filled.barrels, "note", by=filled.marta)


# Replies


def test_a_reply_to_a_note_mentions_its_author(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = posting.note(filled.barrels, "Where are they?", by=filled.jonas)
    pane.view.refresh([note])
    pane.actions.do("reply", pane.view.row_of(note).item.entries[0])
    assert pane.composer.mode == "note" and pane.composer.field.toPlainText() == "@Jonas Lind "
    write(qtbot, pane, "in Porto")
    pane.composer.send()
    written = Message.get(Message.body == "@Jonas Lind in Porto")
    assert written.reply_to_id == note


def test_a_reply_to_a_message_quotes_it(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    ana = person.of_card(filled.ana).id
    received = posting.receive(filled.barrels, "¿Cuándo?", author=ana, channel="email")
    pane.view.refresh([received])
    pane.actions.do("reply", pane.view.row_of(received).item.entries[0])
    assert pane.composer.mode == "message"
    assert pane.composer.field.toPlainText() == "\n\n> ¿Cuándo?\n"
    assert pane.composer.field.textCursor().position() == 0
    assert delivery.CHANNELS
