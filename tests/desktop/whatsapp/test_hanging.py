"""The window while a provider hangs: writing, sending and looking around never wait for it."""

from __future__ import annotations

import time
from itertools import pairwise

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.workers import Workers
from models.delivery import Delivery
from tests.desktop.whatsapp.conftest import ANA, Connection
from tests.fakes.twilio.faults import Fault

LONGEST = 0.05  # seconds between two ticks of the window, beyond the ticks' own interval
TICK = 5  # milliseconds


def test_the_window_goes_on_while_a_provider_hangs(window, connected: Connection, qtbot: QtBot, filled) -> None:
    connected.hear("Hola")
    window.show_record(filled.barrels)
    window.compose("whatsapp")
    composer = window.records.chatter.whatsapp.composer
    composer.parts.field.setPlainText("Are you there?")
    qtbot.waitUntil(lambda: composer.parts.send.isEnabled())
    composer.send()
    qtbot.wait(200)  # what is shown once the composer closes is drawn
    connected.twilio.faults.append(Fault("sleep", seconds=1.5, after=True))
    connected.twilio.list_faults.append(Fault("drip", seconds=1.5))
    workers = Workers(connected.desk.workspace, connected.desk.registry)
    ticks: list[float] = []
    timer = QTimer(interval=TICK)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    try:
        workers.start()
        qtbot.waitUntil(lambda: Delivery.select().where(Delivery.state == "sending").exists(), timeout=10_000)
        timer.start()
        qtbot.wait(900)
        timer.stop()
    finally:
        workers.stop()
    gaps = sorted(after - before for before, after in pairwise(ticks))
    assert len(ticks) > 30
    usual = gaps[len(gaps) * 95 // 100]  # on a busy computer a few come late, whatever the provider does
    assert usual < LONGEST + TICK / 1000, f"the window stood still for {usual * 1000:.0f} ms"
    assert gaps[-1] < 0.5, f"the window waited for the provider, {gaps[-1] * 1000:.0f} ms"
    assert connected.twilio.account.outgoing(ANA)
