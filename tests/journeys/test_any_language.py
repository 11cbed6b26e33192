"""A journey: a Spanish WhatsApp is read and answered in English; Spanish goes out, both texts are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.translate.in_pane import TranslationInPane
from integrations import engine
from models import entries, posting, window
from models.database import now, transaction
from models.sending import WHATSAPP_LIMIT
from tests.desktop.whatsapp import conftest as whatsapp
from tests.desktop.whatsapp.conftest import ANA, Connection
from tests.fakes.google_page import GooglePage

connected, no_keyring, twilio = whatsapp.connected, whatsapp.no_keyring, whatsapp.twilio
SPANISH = "Hola Marta, ¿podéis confirmar la fecha de entrega de las barricas?"
ENGLISH = "Hello Ana, the barrels leave on Tuesday."


@pytest.fixture
def page() -> Iterator[GooglePage]:
    engine.forget()
    with GooglePage() as made:
        yield made
    engine.forget()


class Journey:
    """The window on Ana's opportunity."""

    def __init__(self, made: Any, qtbot: QtBot, record: int) -> None:
        self.window, self.qtbot, self.record = made, qtbot, record
        made.show_record(record)
        self.pane = made.records.chatter
        self.parts = self.pane.findChild(TranslationInPane)

    def wait(self, condition: Any) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def press(self, message: int, name: str) -> None:
        row = self.pane.view.row_of(message)
        found = [one for one in row.findChildren(QAbstractButton) if one.text() == name and one.isVisibleTo(row)]
        assert found, f"no button {name!r}"
        found[0].click()

    def text(self, message: int) -> str:
        row = self.pane.view.row_of(message)
        return str(row.body.toPlainText()) if row is not None else ""


@pytest.fixture
def journey(window: Any, connected: Connection, page: GooglePage, qtbot: QtBot, filled: Any) -> Journey:
    connected.desk.registry.put("translate_google", {"base_url": page.page}, by=connected.desk.me)
    return Journey(window, qtbot, filled.ana)


def test_read_and_answer_in_another_language(journey: Journey, connected: Connection) -> None:
    # A Spanish WhatsApp arrives.
    connected.hear(SPANISH)
    journey.wait(lambda: SPANISH in journey.text(entries.page(journey.record, limit=1)[0].id))
    arrived = entries.page(journey.record, limit=1)[0].id
    journey.wait(lambda: journey.pane.view.row_of(arrived).item.entries[0].language == "es")

    # It is read in English; what leaves the machine is said first.
    journey.press(arrived, "Translate")
    journey.parts.asking.dialog.verb.click()
    journey.wait(lambda: "barrels" in journey.text(arrived))
    assert "Marta" in journey.text(arrived)

    # It is answered in English, and what that says in Spanish is seen before.
    journey.window.compose("whatsapp")
    composer = journey.pane.whatsapp.composer
    composer.parts.field.set_content(ENGLISH)
    answer = journey.parts.by_whatsapp
    journey.wait(lambda: answer.button.caption() == "Translate to Spanish" and not answer.button.isHidden())
    answer.button.click()
    journey.wait(lambda: answer.state == "ready")
    spanish = answer.stack.theirs.field.toPlainText()
    assert "barri" in spanish and spanish != ENGLISH
    assert "barrels" in answer.stack.back.field.toPlainText()
    assert not answer.stack.tell.isChecked()

    # Spanish goes out, both are kept, mine is shown with theirs one click away.
    composer.send()
    journey.wait(lambda: entries.page(journey.record, limit=1)[0].body == ENGLISH)
    connected.work()
    assert connected.bodies() == [spanish]
    sent = entries.page(journey.record, limit=1)[0]
    assert [(one.language, one.body) for one in sent.translations] == [("es", spanish)]
    journey.wait(lambda: journey.text(sent.id) == ENGLISH)
    journey.press(sent.id, "Show what was sent")
    assert journey.text(sent.id) == spanish
    journey.press(sent.id, "Show original")
    assert journey.text(sent.id) == ENGLISH


def test_the_translation_has_to_fit_into_a_whatsapp(journey: Journey, page: GooglePage) -> None:
    """1,600 characters count for what goes out."""
    with transaction():
        window.hear("whatsapp", ANA, now())
    journey.parts.asking._enable(lambda: None)
    journey.wait(journey.parts.asking.may)
    page.instant = True
    page.spoil = lambda answer: answer.replace("barrels", "barricas " * 200)
    journey.window.compose("whatsapp")
    composer = journey.pane.whatsapp.composer
    composer.parts.field.set_content("The barrels leave our cooperage on Tuesday.")
    answer = journey.parts.by_whatsapp
    journey.wait(lambda: not answer.button.isHidden())
    assert composer.parts.send.isEnabled()
    answer.button.click()
    journey.wait(lambda: answer.state == "ready")
    length = len(answer.theirs().text)
    assert length > WHATSAPP_LIMIT
    assert composer.parts.count.text() == f"{length:,} / {WHATSAPP_LIMIT:,}"
    assert not composer.parts.send.isEnabled()
    assert "too many for WhatsApp" in composer.why_not()
    answer.stack.theirs.field.setPlainText("Las barricas salen el martes.")
    assert composer.parts.send.isEnabled()
    answer.plain.click()
    assert composer.parts.field.isVisible() and composer.parts.send.isEnabled()


def test_a_message_received_otherwise_is_read_so_too(journey: Journey) -> None:
    """As scripts and imports put it there."""
    ana = entries.page(journey.record, limit=30)[-1]
    id = posting.receive(journey.record, SPANISH, author=ana.author.id, channel="whatsapp", address=ANA)
    assert id is not None
    journey.wait(lambda: journey.pane.view.row_of(id) is not None)
    journey.parts.asking._enable(lambda: None)
    journey.wait(journey.parts.asking.may)
    journey.pane.actions.do("translate", entries.one(id))
    journey.wait(lambda: "barrels" in journey.text(id))
