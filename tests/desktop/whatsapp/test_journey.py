"""Journeys in the window with its workers at work: write, sending, delivered, read, and the answer in the thread."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.whatsapp.watching import SETTLES
from desktop.workers import Workers
from integrations.inbox import WATCHED
from tests.desktop.whatsapp.conftest import ANA, Connection


@pytest.fixture
def workers(connected: Connection) -> Iterator[Workers]:
    """The threads that send and fetch, as when the program runs."""
    made = Workers(connected.desk.workspace, connected.desk.registry)
    made.start()
    yield made
    made.stop()


def test_a_message_goes_out_is_read_and_answered(
    window, connected: Connection, workers: Workers, qtbot: QtBot, filled
) -> None:
    window.show_record(filled.barrels)
    pane = window.records.chatter
    connected.twilio.account.inbound(ANA, "¿Cuándo llegan las barricas?")
    workers.fetch_now()
    window.commands.run("write.whatsapp")
    parts = pane.whatsapp.composer.parts
    qtbot.waitUntil(lambda: parts.head.property("cls") == "head-green", timeout=15000)
    qtbot.keyClicks(parts.field, "They leave on **Tuesday** ")
    qtbot.keyClick(parts.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def newest() -> str:
        return next(pane.view.message_rows()).body.toPlainText()

    def state() -> str:
        pieces = next(pane.view.message_rows())._parts
        return next((part.text for part in pieces if part.what == "state"), "")

    qtbot.waitUntil(lambda: newest().strip() == "They leave on Tuesday", timeout=15000)
    qtbot.waitUntil(lambda: connected.bodies() == ["They leave on *Tuesday*"], timeout=15000)
    qtbot.waitUntil(
        lambda: state().startswith(("Queued", "Sent")), timeout=15000
    )  # the answer is in: it can be asked for
    for word in ("Delivered", "Read"):
        while connected.twilio.account.outgoing(ANA)[0].status != word.lower():
            connected.twilio.account.advance()
        workers.fetch_now()
        qtbot.waitUntil(lambda word=word: state().startswith(word), timeout=15000)
    connected.twilio.account.inbound(ANA, "¡Gracias!")
    workers.fetch_now()
    qtbot.waitUntil(lambda: newest() == "¡Gracias!", timeout=15000)


def test_an_answer_comes_within_seconds_while_one_waits_for_it(
    window, connected: Connection, workers: Workers, qtbot: QtBot, filled
) -> None:
    """Nobody asks for it: what is on the screen says how often to look."""
    desk = connected.desk
    desk.watched.connect(workers.watch)
    window.show_record(filled.ana)
    connected.twilio.account.inbound(ANA, "Hola")
    workers.fetch_now()
    pane = window.records.chatter
    qtbot.waitUntil(lambda: next(pane.view.message_rows()).body.toPlainText() == "Hola", timeout=15000)
    qtbot.waitUntil(lambda: desk.is_watched, timeout=5000)
    connected.twilio.account.inbound(ANA, "¿Estás ahí?")
    began = time.monotonic()
    qtbot.waitUntil(lambda: next(pane.view.message_rows()).body.toPlainText() == "¿Estás ahí?", timeout=20000)
    assert time.monotonic() - began < WATCHED + 3


def test_what_is_on_the_screen_is_watched_and_what_is_hidden_is_not(
    window, connected: Connection, qtbot: QtBot, filled
) -> None:
    desk = connected.desk
    told: list[bool] = []
    desk.watched.connect(told.append)
    window.show_record(filled.barrels)
    qtbot.wait(2 * SETTLES)
    assert told == []  # nothing was said by WhatsApp lately
    window.commands.run("write.whatsapp")
    qtbot.waitUntil(lambda: told == [True])
    window.show_page("outbox")
    qtbot.waitUntil(lambda: told == [True, False])
    window.show_record(filled.barrels)
    qtbot.waitUntil(lambda: told == [True, False, True])
    window.records.chatter.whatsapp.composer.close_draft()
    qtbot.waitUntil(lambda: told == [True, False, True, False])
    window.show_conversation()
    qtbot.waitUntil(lambda: told[4:] == [True])
    window.hide()
    qtbot.waitUntil(lambda: told[4:] == [True, False])
