"""How long the window stands still at most while every provider hangs: sending, fetching, translating, testing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.window import window

if TYPE_CHECKING:
    from desktop.chatter.pane import ChatterPane
    from desktop.main_window import MainWindow
    from desktop.workers import Workers

TICK = 5  # milliseconds between the beats that are listened for
LASTS = 6.0  # seconds of hanging that are watched
SECRET = "CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET"


def measure(path: Path, messages: int) -> list[Figure]:
    """On a workspace of its own: the plugins are switched on in it."""
    del path, messages
    from tests.fakes.google_page import GooglePage
    from tests.fakes.twilio.faults import Fault
    from tests.fakes.twilio.server import Twilio

    with tempfile.TemporaryDirectory() as folder, Twilio(validate=False) as twilio, GooglePage() as google:

        def hang() -> None:
            twilio.misbehave = lambda body: Fault("sleep", seconds=LASTS)
            twilio.list_faults.extend(Fault("sleep", seconds=LASTS) for _ in range(20))
            google.mode = "hang"
            twilio.requests.clear()

        os.environ[SECRET] = twilio.account.token
        record = _workspace(Path(folder) / "workspace", {**twilio.settings, "secret": None}, google.page)
        usual, late = _late(Path(folder) / "workspace", record, hang)
        asked = len(twilio.requests)
    longest = max(late)
    return [
        Figure(
            "the window stands still while providers hang, at most",
            f"WhatsApp, fetching and translation hang for {LASTS:g} s ({asked} requests to Twilio)",
            f"longest {longest:.0f}, p99 {percentile(late, 0.99):.0f} ms",
            "≤ 50 ms",
            longest <= 50 and asked > 0,
            f"while they answer at once {max(usual):.0f} ms",
            longest / max(usual),
        )
    ]


def _workspace(path: Path, whatsapp: dict[str, object], page: str) -> int:
    """A sample workspace with both plugins on; returns the record that is shown."""
    from integrations.registry import Registry
    from models import sample, setting, thread, user, workspace

    opened = workspace.create(path, name="Marta Oliveira", email="marta@northwind.example", currency="EUR")
    me = user.first_administrator().id
    sample.fill(me)
    registry = Registry(opened.id)
    registry.put("whatsapp_twilio", {name: value for name, value in whatsapp.items() if value}, by=me)
    registry.put("translate_google", {"base_url": page}, by=me)
    for name in ("whatsapp_twilio", "translate_google"):
        registry.enable(name, by=me)
    setting.put("undo", 0, by=me, person=me)
    registry.close()
    shown = thread.Thread.get(thread.Thread.title == "Oak barrels, harvest 2027").id
    workspace.close(opened)
    return int(shown)


def _late(path: Path, record: int, hang: Callable[[], None]) -> tuple[list[float], list[float]]:
    """How much later than asked for each beat came, in milliseconds, while one does everything that asks a provider:
    first while they answer at once, then while they hang."""
    from PySide6.QtCore import QCoreApplication

    with window(path, record) as (shown, pane):
        from desktop.workers import Workers

        workers = Workers(shown.desk.workspace, shown.desk.registry)
        workers.start()
        _round(shown, pane, workers, record)  # what is loaded and built at the first use is not what hangs
        usual = _round(shown, pane, workers, record)
        hang()
        late = _round(shown, pane, workers, record)
        workers.stop()
        QCoreApplication.processEvents()
    return usual, late


def _round(shown: MainWindow, pane: ChatterPane, workers: Workers, record: int) -> list[float]:
    """Write and send by WhatsApp, fetch, translate, open the record again, and listen for the beats meanwhile."""
    from PySide6.QtCore import QElapsedTimer, Qt, QTimer
    from PySide6.QtTest import QTest

    late: list[float] = []
    clock = QElapsedTimer()

    def beat() -> None:
        late.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK))
        clock.restart()

    pane.compose("whatsapp")
    _wait(1.0)
    beats = QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
    beats.timeout.connect(beat)
    field = pane.whatsapp.composer.parts.field
    deeds: list[Callable[[], object]] = [
        lambda: field.setPlainText("Hola, ¿todo bien?"),
        lambda: QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        workers.fetch_now,
        lambda: QTest.keyClick(pane.view, Qt.Key.Key_T),
        lambda: shown.desk.open_record.emit(record, 0),
    ]
    clock.start()
    beats.start()
    for number, deed in enumerate(deeds):
        QTimer.singleShot(500 * (number + 1), shown, deed)
    _wait(LASTS)
    beats.stop()
    return late


def _wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
