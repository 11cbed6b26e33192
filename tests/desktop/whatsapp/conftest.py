"""Fixtures for WhatsApp in the window: a pane on a workspace that is connected to the fake Twilio."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import keyring
import keyring.backends.fail
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from desktop.whatsapp.in_pane import WhatsAppInPane
from integrations import secrets
from integrations.inbox import Inbox
from integrations.outbox import Outbox
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import setting
from models.delivery import Delivery
from tests.fakes.twilio.server import Twilio

ANA = "+34656555014"


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """No test reaches the keyring of whoever runs it."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)
    secrets._memory.clear()
    secrets._read.clear()


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Twilio]:
    """A running fake Twilio, whose description of its API finds no fault with any request."""
    monkeypatch.setattr(WhatsAppTwilio, "timeout", 1.0)
    monkeypatch.setattr(WhatsAppTwilio, "deadline", 2.0)
    with Twilio() as fake:
        yield fake
    assert fake.violations == []


class Connection:
    """The desk's registry set up for the fake, and the workers, moved by hand."""

    def __init__(self, desk: Desk, twilio: Twilio) -> None:
        self.desk, self.twilio = desk, twilio
        desk.registry.put("whatsapp_twilio", twilio.settings, by=desk.me)
        desk.registry.enable("whatsapp_twilio", by=desk.me)
        setting.put("undo", 0, by=desk.me, person=desk.me)
        self.outbox = Outbox(desk.workspace, desk.registry)
        self.inbox = Inbox(desk.workspace, desk.registry)
        Delivery.update(state="read").execute()

    def work(self) -> None:
        """Send everything that is due."""
        while self.outbox.step():
            pass

    def fetch(self) -> None:
        self.inbox.fetch()

    def hear(self, text: str = "Hola", **more: Any) -> None:
        """Ana writes, and it is fetched."""
        self.twilio.account.inbound(ANA, text, **more)
        self.fetch()

    def bodies(self) -> list[str]:
        """What arrived at Twilio for Ana."""
        return [one.body for one in self.twilio.account.outgoing(ANA)]

    def _rest(self) -> None:
        """Let jobs come to their end, which would speak to a provider that is gone."""
        end = time.monotonic() + 3
        while self.desk.jobs._newest and time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.01)

    def close(self) -> None:
        self._rest()
        self.outbox.close()
        self.inbox.close()
        self.desk.registry.close()


@pytest.fixture
def connected(desk: Desk, twilio: Twilio) -> Iterator[Connection]:
    """The workspace with WhatsApp set up."""
    made = Connection(desk, twilio)
    yield made
    made.close()


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk, filled) -> Iterator[ChatterPane]:
    """A pane that shows the opportunity of Ana."""
    made = ChatterPane(desk)
    WhatsAppInPane(desk, made)
    qtbot.addWidget(made)
    made.resize(480, 1000)
    with qtbot.waitExposed(made):
        made.show()
    made.show_record(filled.barrels)
    yield made
