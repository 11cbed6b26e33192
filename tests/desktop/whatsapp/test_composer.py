"""Writing by WhatsApp in the pane: the window of 24 hours, templates, numbers, opt-out, and a journey to the answer."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter.deliveries_popover import DeliveriesPopover
from desktop.chatter.pane import ChatterPane
from desktop.chatter.trouble_box import TroubleBox
from desktop.desk import Desk
from models import draft, entries, person, record, template, window
from models.database import now, transaction
from tests.desktop.whatsapp.conftest import ANA, Connection

ORDER = "Hello {{1}}, {{2}} is ready at {{3}}."
SAMPLES = {"1": "customer name", "2": "order", "3": "hours"}


def write(qtbot: QtBot, pane: ChatterPane, text: str) -> None:
    qtbot.keyClicks(pane.whatsapp.composer.parts.field, text)


def heard(ago: dt.timedelta) -> None:
    """Ana last wrote that long ago."""
    window.Window.delete().execute()
    with transaction():
        window.hear("whatsapp", ANA, now() - ago)


def click(qtbot: QtBot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def newest(pane: ChatterPane) -> str:
    return next(pane.view.message_rows()).body.toPlainText()


def state(pane: ChatterPane) -> str:
    """How far the newest message is, as its row says it."""
    row = next(pane.view.message_rows())
    return next((part.text for part in row._parts if part.what == "state"), "")


# Who and when


def test_without_the_plugin_it_says_so_and_leads_to_the_settings(pane: ChatterPane, desk: Desk, qtbot: QtBot) -> None:
    click(qtbot, pane.top.whatsapp)
    composer = pane.whatsapp.composer
    assert composer.isVisible() and composer.parts.banner.isVisible()
    assert "not set up" in composer.parts.banner.accessibleName()
    assert not composer.parts.send.isEnabled()
    with qtbot.waitSignal(desk.open_page) as asked:
        click(qtbot, composer.parts.set_up)
    assert asked.args == ["settings:whatsapp_twilio"]


def test_an_open_window_counts_down_in_words(pane: ChatterPane, connected: Connection, qtbot: QtBot) -> None:
    heard(dt.timedelta(hours=20, minutes=47, seconds=30))
    click(qtbot, pane.top.whatsapp)
    head = pane.whatsapp.composer.parts.head
    assert (head.name.text(), head.number.text()) == ("Ana Herrera", "+34 656 55 50 14")
    assert head.words.text() == "replies accepted for another 3 h 12 min"
    assert head.property("cls") == "head-green" and 0.13 < head.bar.share < 0.14
    assert pane.top.whatsapp.filled and not pane.top.message.filled
    assert not pane.composer.isVisible()


def test_the_window_shuts_and_opens_while_one_writes(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, filled
) -> None:
    heard(dt.timedelta(hours=23, minutes=59, seconds=58))
    click(qtbot, pane.top.whatsapp)
    parts = pane.whatsapp.composer.parts
    write(qtbot, pane, "Just in time")
    assert parts.send.isEnabled()
    qtbot.waitUntil(lambda: parts.head.property("cls") == "head-amber", timeout=4000)
    assert parts.templates.isVisible() and not parts.field.isVisible()
    assert parts.templates.locked.text.text() == "Just in time"
    assert not parts.send.isEnabled()
    connected.hear("Still here?")
    qtbot.waitUntil(lambda: parts.head.property("cls") == "head-green", timeout=4000)
    assert parts.field.isVisible() and parts.field.toPlainText() == "Just in time"
    assert parts.send.isEnabled()


def test_a_missing_number_is_asked_for_checked_and_saved(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, filled
) -> None:
    pane.show_record(filled.wall)
    pane.compose("whatsapp")
    parts = pane.whatsapp.composer.parts
    assert parts.number.isVisible() and "Karl Weber has no number" in parts.number.words.text()
    assert "Karl Weber has no number" in pane.whatsapp.composer.why_not()
    qtbot.keyClicks(parts.number.field, "call me")
    click(qtbot, parts.number.button)
    assert parts.number.error.words() and parts.number.field.text() == "call me"
    parts.number.field.clear()
    qtbot.keyClicks(parts.number.field, "+49 1512 3456789")
    click(qtbot, parts.number.button)
    assert person.of_card(filled.karl).mobile == "+4915123456789"
    assert not parts.number.isVisible() and parts.head.number.text() == "+49 1512 3456789"


def test_another_contact_can_be_chosen(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    pane.compose("whatsapp")
    parts = pane.whatsapp.composer.parts
    popover = parts.ask_recipient([], known=True)
    popover.picked.connect(pane.whatsapp.composer._picked)
    qtbot.keyClicks(popover.field, "Karl")
    qtbot.keyClick(popover.field, Qt.Key.Key_Return)
    assert parts.head.name.text() == "Karl Weber"


def test_who_opted_out_is_not_written_to(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    heard(dt.timedelta(hours=1))
    pane.compose("whatsapp")
    write(qtbot, pane, "Hello")
    record.save(filled.ana, {"whatsapp_consent": "no"}, by=filled.marta)
    parts = pane.whatsapp.composer.parts
    qtbot.waitUntil(lambda: parts.head.property("cls") == "head-red")
    assert not parts.send.isEnabled() and "opted out" in parts.why.words()


# Text


def test_characters_are_counted_and_too_many_are_refused(
    pane: ChatterPane, connected: Connection, qtbot: QtBot
) -> None:
    heard(dt.timedelta(hours=1))
    pane.compose("whatsapp")
    parts = pane.whatsapp.composer.parts
    write(qtbot, pane, "Hello")
    assert parts.count.text() == "5 / 1,600"
    parts.field.setPlainText("x" * 1601)
    assert parts.count.text() == "1,601 / 1,600" and not parts.send.isEnabled()
    assert "1 characters too many" in parts.why.words()


def test_its_draft_is_apart_and_stays(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    heard(dt.timedelta(hours=1))
    pane.compose("whatsapp")
    write(qtbot, pane, "Half a thought")
    pane.compose("message")
    assert not pane.whatsapp.composer.isVisible() and pane.composer.isVisible()
    assert pane.composer.field.toPlainText() == ""
    pane.composer.drafts.flush()
    assert draft.read(filled.barrels, "whatsapp", by=filled.marta).text == "Half a thought"
    pane.show_record(filled.wall)
    pane.show_record(filled.barrels)
    click(qtbot, pane.composer.closed)
    assert pane.whatsapp.composer.parts.field.toPlainText() == "Half a thought"


def test_what_is_refused_stays_with_the_reason(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, filled
) -> None:
    heard(dt.timedelta(hours=1))
    pane.compose("whatsapp")
    write(qtbot, pane, "Hello")
    record.archive(filled.barrels, by=filled.marta)
    qtbot.keyClick(pane.whatsapp.composer.parts.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    parts = pane.whatsapp.composer.parts
    assert "archived" in parts.error.words()
    assert parts.field.toPlainText() == "Hello" and pane.whatsapp.composer.isVisible()


# Templates


def test_a_template_is_filled_from_the_record_and_missing_values_are_named(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, filled
) -> None:
    connected.twilio.account.template("order_ready", ORDER, variables=SAMPLES)
    pane.compose("whatsapp")
    parts = pane.whatsapp.composer.parts
    qtbot.waitUntil(lambda: len(parts.templates.list.rows) == 1)
    click(qtbot, parts.templates.list.rows[0])
    fields = parts.templates.form.fields
    assert [(one.text(), one.source()) for one in fields] == [
        ("Ana", "Contact"),
        ("Oak barrels, harvest 2027", "Opportunity"),
        ("", ""),
    ]
    assert fields[2].property("state") == "error" and "Hours missing" in parts.templates.form.preview.text()
    assert not parts.send.isEnabled() and parts.beside.words() == "Fill in “Hours” to send"
    qtbot.keyClicks(fields[2], "9:30")
    assert parts.send.isEnabled() and not parts.why.words()
    click(qtbot, parts.send)
    qtbot.waitUntil(lambda: newest(pane) == "Hello Ana, Oak barrels, harvest 2027 is ready at 9:30.")
    connected.work()
    assert connected.bodies() == ["Hello Ana, Oak barrels, harvest 2027 is ready at 9:30."]


def test_templates_that_cannot_be_fetched_say_why(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, filled
) -> None:
    connected.twilio.stop()
    pane.compose("whatsapp")
    words = pane.whatsapp.composer.parts.templates.list.empty
    qtbot.waitUntil(lambda: "can't be fetched" in words.text(), timeout=15000)
    assert template.every("whatsapp") == []


# The journey


def test_from_the_first_word_to_the_answer_in_the_thread(
    pane: ChatterPane, connected: Connection, qtbot: QtBot, filled
) -> None:
    connected.hear("¿Cuándo llegan?")
    click(qtbot, pane.top.whatsapp)
    write(qtbot, pane, "They leave on Tuesday")
    qtbot.keyClick(pane.whatsapp.composer.parts.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not pane.whatsapp.composer.isVisible()
    qtbot.waitUntil(lambda: newest(pane) == "They leave on Tuesday")
    assert pane.composer.isVisible() and draft.read(filled.barrels, "whatsapp", by=filled.marta).text == ""
    connected.work()
    assert connected.bodies() == ["They leave on Tuesday"]
    for word in ("Queued", "Sent", "Delivered", "Read"):
        connected.twilio.account.advance()
        connected.fetch()
        qtbot.waitUntil(lambda word=word: state(pane).startswith(word), timeout=4000)
    connected.hear("¡Gracias!")
    qtbot.waitUntil(lambda: newest(pane) == "¡Gracias!", timeout=4000)
    assert entries.page(filled.barrels)[0].author.name == "Ana Herrera"


def test_what_is_taken_back_is_a_draft_again(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    from models import setting

    setting.put("undo", 30, by=filled.marta, person=filled.marta)
    heard(dt.timedelta(hours=1))
    pane.compose("whatsapp")
    write(qtbot, pane, "Too early")
    click(qtbot, pane.whatsapp.composer.parts.send)
    pane.others.take_back(entries.page(filled.barrels)[0])
    assert pane.whatsapp.composer.isVisible()
    assert pane.whatsapp.composer.parts.field.toPlainText() == "Too early"


def test_a_failure_says_what_to_do_and_does_it(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    heard(dt.timedelta(hours=1))  # we think so; the provider knows better
    pane.compose("whatsapp")
    write(qtbot, pane, "Too late")
    click(qtbot, pane.whatsapp.composer.parts.send)
    connected.work()
    connected.twilio.account.advance(4)
    connected.fetch()
    qtbot.waitUntil(lambda: state(pane) == "Failed", timeout=4000)
    box = next(pane.view.message_rows()).foot(TroubleBox)
    assert box is not None and box._what is not None and box._what.code == "Code 63016"
    assert box.template.isVisible() and box.email.isVisible() and not box.retry.isVisible()
    click(qtbot, box.template)
    assert pane.whatsapp.composer.parts.templates.isVisible()
    click(qtbot, next(pane.view.message_rows()).foot(TroubleBox).email)
    assert pane.composer.mode == "message" and "Too late" in pane.composer.field.toPlainText()


def test_retry_sends_once_more(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    connected.hear("Hola")
    pane.compose("whatsapp")
    write(qtbot, pane, "Once more")
    click(qtbot, pane.whatsapp.composer.parts.send)
    connected.work()
    account = connected.twilio.account
    account.fail(account.outgoing(ANA)[0], 30008, "Unknown error")
    connected.fetch()
    qtbot.waitUntil(lambda: state(pane) == "Failed", timeout=4000)
    click(qtbot, next(pane.view.message_rows()).foot(TroubleBox).retry)
    qtbot.waitUntil(lambda: state(pane) != "Failed", timeout=4000)
    connected.work()
    assert connected.bodies() == ["Once more", "Once more"]


def test_the_ticks_open_to_each_recipient(pane: ChatterPane, connected: Connection, qtbot: QtBot, filled) -> None:
    connected.hear("Hola")
    pane.compose("whatsapp")
    write(qtbot, pane, "To whom?")
    click(qtbot, pane.whatsapp.composer.parts.send)
    qtbot.waitUntil(lambda: newest(pane) == "To whom?")
    row = next(pane.view.message_rows())
    where = next(rect for rect, part in row._placed if part.what == "state")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=where.translated(60, 9).center())
    popover = pane.findChild(DeliveriesPopover)
    assert popover is not None and popover.isVisible()
    assert popover.accessibleDescription().startswith("Ana Herrera, WhatsApp +34656555014: Waiting")


def test_alt_w_writes_by_whatsapp(window, connected: Connection, qtbot: QtBot, filled) -> None:
    window.show_record(filled.barrels)
    window.commands.run("write.whatsapp")
    assert window.records.chatter.whatsapp.composer.isVisible()
    assert window.records.chatter.top.whatsapp.filled
