"""A journey in the window with its workers at work: write, sending, delivered, read, and the answer in the thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.workers import Workers
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

    assert newest().strip() == "They leave on Tuesday"
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
