"""Fixtures for channels: a workspace that is connected to a fake Twilio, with a clock that tests turn on."""

from __future__ import annotations

import datetime as dt
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from integrations import secrets
from integrations.inbox import Fetched, Inbox
from integrations.outbox import Outbox
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from integrations.registry import Registry
from models import entries, sending
from models.delivery import Delivery, Sent
from models.workspace import Workspace
from tests.fakes.twilio.server import Twilio

ANA = "+34656555014"  # the number of the contact Ana in the filled workspace


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that lasts as long as a test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


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
def memory_keyring(no_keyring: None) -> MemoryKeyring:
    """A working keyring."""
    made = MemoryKeyring()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Twilio]:
    """A running fake Twilio, whose description of its API finds no fault with any request; impatient plugins."""
    monkeypatch.setattr(WhatsAppTwilio, "timeout", 1.0)
    monkeypatch.setattr(WhatsAppTwilio, "deadline", 2.0)
    with Twilio() as fake:
        yield fake
    assert fake.violations == []


@dataclass
class Clock:
    """The present, and how far tests have turned it on."""

    ahead: dt.timedelta = field(default_factory=dt.timedelta)

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += dt.timedelta(**by)


@dataclass
class Connected:
    """A workspace, its people, the fake it speaks to, and the workers."""

    filled: Any
    twilio: Twilio
    registry: Registry
    clock: Clock
    outbox: Outbox
    inbox: Inbox

    def write(self, text: str = "Hello Ana", *, record: int | None = None, **more: Any) -> int:
        """Send by WhatsApp on Ana's opportunity; returns the delivery."""
        posted = sending.send(record or self.filled.barrels, text, by=self.filled.marta, channel="whatsapp", **more)
        return posted.deliveries[0]

    def work(self) -> None:
        """Let the outbox do everything that can be done now."""
        while self.outbox.step():
            pass

    def fetch(self) -> list[Fetched]:
        return self.inbox.fetch()

    def hear(self, text: str = "Hola", **more: Any) -> None:
        """Ana writes, and it is fetched."""
        self.twilio.account.inbound(ANA, text, **more)
        self.fetch()

    def sent(self, delivery: int) -> Sent:
        message = Delivery.get_by_id(delivery).message_id
        return next(one for one in entries.one(message).deliveries if one.id == delivery)

    def states(self) -> list[str]:
        return [row[0] for row in Delivery.select(Delivery.state).order_by(Delivery.id).tuples()]

    def bodies(self, number: str = ANA) -> list[str]:
        """What arrived at Twilio for a number."""
        return [one.body for one in self.twilio.account.outgoing(number)]


def connect(workspace: Workspace, twilio: Twilio, *, by: int) -> Registry:
    """A registry on which WhatsApp by Twilio is set up for the fake."""
    registry = Registry(workspace.id, discover=False)
    registry.put("whatsapp_twilio", twilio.settings, by=by)
    registry.enable("whatsapp_twilio", by=by)
    return registry


@pytest.fixture
def connected(filled: Any, twilio: Twilio) -> Iterator[Connected]:
    """The filled workspace with WhatsApp set up; e-mail of the fixture's own messages waits and is left alone."""
    registry = connect(filled.workspace, twilio, by=filled.marta)
    clock = Clock()
    outbox = Outbox(filled.workspace, registry, clock=clock, chance=lambda low, high: high)
    inbox = Inbox(filled.workspace, registry, clock=clock)
    Delivery.update(state="read").execute()  # what the filled workspace had waiting is not the matter here
    yield Connected(filled, twilio, registry, clock, outbox, inbox)
    outbox.close()
    inbox.close()
    registry.close()


@pytest.fixture
def talking(connected: Connected) -> Connected:
    """The same, after Ana wrote: the window is open."""
    connected.hear("Hola, ¿cuándo llegan las barricas?")
    return connected


@pytest.fixture(scope="session")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    """What a server needs to speak TLS by a certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    yield context
