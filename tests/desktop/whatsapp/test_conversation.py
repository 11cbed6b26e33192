"""The conversation page: all WhatsApp with one person over all records, alive, each entry with its record."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.whatsapp.conversation import RecordLine
from models import person, posting, record, sending
from tests.desktop.whatsapp.conftest import ANA, Connection


@pytest.fixture
def ana(filled) -> int:
    return person.of_card(filled.ana).id


@pytest.fixture
def said(connected: Connection, filled, ana: int) -> Connection:
    """Words on two records, and one on the contact."""
    connected.hear("Hola")
    for place, words in ((filled.barrels, "On the barrels"), (filled.task, "On the task")):
        sending.send(place, words, by=filled.marta, channel="whatsapp")
        connected.work()
    posting.note(filled.barrels, "Not of the conversation", by=filled.marta)
    sending.send(filled.wall, "To another, by e-mail", by=filled.marta, channel="email")
    return connected


def bodies(page) -> list[str]:
    return [row.body.toPlainText().strip() for row in page.view.message_rows()]


def records(page) -> list[str]:
    return [row.foot(RecordLine).link.caption() for row in page.view.message_rows()]


def test_it_is_one_click_from_the_composer_and_a_command_away(window, said, qtbot: QtBot, filled) -> None:
    window.show_record(filled.barrels)
    window.compose("whatsapp")
    window.records.chatter.whatsapp.composer.parts.head.all.click()
    assert window.open_page() == "conversation"
    page = window.pages.made["conversation"]
    assert bodies(page) == ["On the task", "On the barrels", "Hola"]
    assert records(page) == ["Plan the delivery", "Oak barrels, harvest 2027", "Ana Herrera"]
    window.go(-1)
    assert window.records.record == filled.barrels
    window.commands.run("go.conversation")
    assert window.open_page() == "conversation"
    assert page.name.text() == "Ana Herrera"
    assert page.state.text().startswith("Replies accepted for another")


def test_a_click_on_the_record_opens_it_at_the_message(window, said, filled, ana: int) -> None:
    window.show_conversation(ana)
    page = window.pages.made["conversation"]
    row = list(page.view.message_rows())[1]
    row.foot(RecordLine).link.click()
    assert (window.open_page(), window.records.record) == ("records", filled.barrels)
    assert window.records.chatter.view.row_of(row.item.entries[0].id).marked


def test_it_is_alive(window, said, qtbot: QtBot, filled, ana: int) -> None:
    window.show_conversation(ana)
    page = window.pages.made["conversation"]
    said.hear("Ya los veo")
    qtbot.waitUntil(lambda: bodies(page)[0] == "Ya los veo")
    record.save(filled.task, {"title": "Deliver"}, by=filled.marta)
    qtbot.waitUntil(lambda: records(page)[0] == "Deliver")
    said.twilio.account.inbound("+4915112345678", "Somebody else")
    said.fetch()
    qtbot.wait(60)
    assert bodies(page)[0] == "Ya los veo"
    assert len(bodies(page)) == 4


def test_writing_goes_on_at_the_record_of_the_newest_entry(window, said, filled, ana: int) -> None:
    window.show_conversation(ana)
    page = window.pages.made["conversation"]
    page.writer.click()
    assert window.records.record == filled.task
    assert window.records.chatter.whatsapp.is_open()
    window.show_conversation(ana)
    page.actions.do("reply", page.view.loaded.entries[1])
    composer = window.records.chatter.whatsapp.composer
    assert (window.records.record, composer.recipient()) == (filled.barrels, ana)


def test_many_are_paged_and_a_person_without_any_is_told(window, connected, qtbot: QtBot, filled, ana: int) -> None:
    window.show_conversation(person.of_card(filled.karl).id)
    page = window.pages.made["conversation"]
    assert page._empty.isVisible()
    for number in range(70):
        connected.twilio.account.inbound(ANA, f"Number {number}")
    connected.fetch()
    window.show_conversation(ana)
    assert not page._empty.isVisible()
    bar = page.view.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return not page.view.loaded.has_older

    qtbot.waitUntil(at_the_end)
    assert len(bodies(page)) == 70
    assert len(set(bodies(page))) == 70


def test_a_record_without_a_contact_says_so(window, filled, qtbot: QtBot) -> None:
    alone = record.create("task", {"title": "Sweep"}, by=filled.marta).id
    window.show_record(alone)
    window.commands.run("go.conversation")
    assert window.open_page() == "records"
