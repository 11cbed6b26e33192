"""E-mail keeps the contract of channels; IDLE, reports of arrival and reading, and the servers of common providers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.workers import Workers
from integrations.api import Channel
from integrations.listening import Listener
from integrations.plugins.email import Email
from integrations.plugins.email_parsing import parsed, report_of
from integrations.plugins.email_providers import PROVIDERS, provider, settings_for
from integrations.registry import Registry
from models import entries
from tests.fakes import mail
from tests.fakes.mail import MailServer, free_port
from tests.integrations.channel_contract import ChannelContract

needs_dovecot = pytest.mark.skipif(not mail.available(), reason="no Dovecot on this computer (a test extra)")
ANA = "ana@herrera.example"


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.refusal, running.cut, running.slow = None, False, 0.0
    return running


@needs_dovecot
class TestEmail(ChannelContract):
    kind = Email
    address = ANA

    @pytest.fixture(autouse=True)
    def provider(self, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Email, "timeout", 2)
        self.server = server
        server.empty()

    def channel(self, **changed: Any) -> Channel:
        return Email({**self.server.settings, **changed})

    def unreachable(self) -> Channel:
        return self.channel(smtp_port=str(free_port()))

    def misconfigured(self) -> Channel:
        return self.channel(secret="wrong")

    def answer(self, text: str) -> str:
        return self.server.receive(text, sender=f"Ana <{self.address}>", Date=_now())

    def deliver(self, provider_id: str) -> None:
        self.server.report(provider_id, recipient=self.address)

    def lose_next_reply(self) -> None:
        self.server.cut = True

    def hang_next(self) -> None:
        self.server.slow = 4.0

    # What only e-mail has

    def test_a_receipt_says_that_it_was_read(self) -> None:
        channel = self.channel()
        id = channel.send(self.outgoing("Read it", "77")).provider_id
        self.server.read_receipt(id, recipient=self.address)
        states = [one.state for one in channel.poll(None, [id]).statuses if one.provider_id == id]
        assert states == ["read"]

    def test_without_an_incoming_server_there_is_nothing_to_listen_to(self) -> None:
        assert not self.channel(imap_host="").listens


def _now() -> str:
    from email.utils import format_datetime

    from models.database import now

    return format_datetime(now())


def test_a_report_that_says_nothing_good_or_bad_is_a_mail_like_any_other() -> None:
    text = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        "Final-Recipient: rfc822; a@x.example\r\nAction: delayed\r\nStatus: 4.0.0\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <1@x>\r\n\r\n--b--\r\n"
    )
    assert report_of(parsed(text.encode())) is None
    assert report_of(parsed(text.replace("delayed", "delivered").encode())).state == "delivered"  # type: ignore[union-attr]


# Told at once


def until(reached: Any, seconds: float = 10) -> float:
    """Wait for something that a worker does; returns how long it took."""
    began = time.monotonic()
    while not reached():
        assert time.monotonic() < began + seconds, "it didn't happen"
        time.sleep(0.02)
    return time.monotonic() - began


@needs_dovecot
def test_an_answer_is_there_within_seconds_and_all_ends_with_the_window(filled: Any, server: MailServer) -> None:
    registry = Registry(filled.workspace.id, discover=False)
    registry.put("email", server.settings, by=filled.marta)
    registry.enable("email", by=filled.marta)
    workers = Workers(filled.workspace, registry)
    workers.start()
    try:
        server.receive("Before anybody listens", sender=f"Ana <{ANA}>")
        until(lambda: "Before anybody listens" in said(filled.ana, filled.barrels))
        time.sleep(1)
        server.receive("While somebody listens", sender=f"Ana <{ANA}>")
        assert until(lambda: "While somebody listens" in said(filled.ana, filled.barrels)) < 5
    finally:
        began = time.monotonic()
        workers.stop()
    assert time.monotonic() - began < 5
    assert not [one for one in threading.enumerate() if one.name.startswith("listener")]


def said(*records: int) -> set[str]:
    return {one.body for record in records for one in entries.page(record)}


@needs_dovecot
def test_settings_that_change_end_the_listening(filled: Any, server: MailServer) -> None:
    registry = Registry(filled.workspace.id, discover=False)
    registry.put("email", server.settings, by=filled.marta)
    registry.enable("email", by=filled.marta)
    heard, stop = threading.Event(), threading.Event()
    listener = Listener(registry, "email", heard.set)
    thread = threading.Thread(target=listener.run, args=(stop,))
    thread.start()
    try:
        assert heard.wait(5)
        assert listener.listening
        registry.disable("email", by=filled.marta)
        until(lambda: not listener.listening)
    finally:
        stop.set()
        thread.join(timeout=5)
    assert not thread.is_alive()
    registry.close()


class OldServer:
    """An IMAP server of one connection at a time that offers no IDLE, and ends when told."""

    def __enter__(self) -> OldServer:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as file:
                file.write(b"* OK old\r\n")
                file.flush()
                for row in file:
                    tag, _, command = row.decode().strip().partition(" ")
                    self.asked.append(command.split(" ")[0])
                    if command == "CAPABILITY":
                        file.write(b"* CAPABILITY IMAP4rev1\r\n")
                    file.write(f"{tag} OK done\r\n".encode())
                    file.flush()


def test_a_server_without_idle_is_left_to_polling() -> None:
    with OldServer() as old:
        host, port = old.socket.getsockname()
        values = {"address": mail.ADDRESS, "smtp_host": host, "imap_host": host, "imap_port": str(port)}
        heard: list[bool] = []
        Email({**values, "imap_security": "none"}).listen(lambda: heard.append(True), lambda: False)
    assert heard == []
    assert "IDLE" not in old.asked


# Providers


@pytest.mark.parametrize(
    ("address", "smtp", "imap", "security"),
    [
        ("Ana.Herrera@Gmail.com", "smtp.gmail.com", "imap.gmail.com", "tls"),
        ("ana@outlook.com", "smtp-mail.outlook.com", "outlook.office365.com", "starttls"),
        ("ana@yahoo.es", "smtp.mail.yahoo.com", "imap.mail.yahoo.com", "tls"),
        ("ana@icloud.com", "smtp.mail.me.com", "imap.mail.me.com", "starttls"),
        ("ana@gmx.de", "mail.gmx.net", "imap.gmx.net", "tls"),
        ("ana@web.de", "smtp.web.de", "imap.web.de", "tls"),
        ("ana@fastmail.com", "smtp.fastmail.com", "imap.fastmail.com", "tls"),
        ("ana@zoho.eu", "smtp.zoho.eu", "imap.zoho.eu", "tls"),
        ("ana@ionos.de", "smtp.ionos.de", "imap.ionos.de", "tls"),
    ],
)
def test_the_servers_of_common_providers_are_known(address: str, smtp: str, imap: str, security: str) -> None:
    found = settings_for(address)
    assert (found["smtp_host"], found["imap_host"], found["smtp_security"]) == (smtp, imap, security)
    assert found["smtp_port"] == (465 if security == "tls" else 587)
    assert found["username"] == address


@pytest.mark.parametrize("typed", ["", "ana", "gmail.com", "ana@", "ana@gmail", "ana@northwind.example", "@", "\0"])
def test_of_others_nothing_is_guessed(typed: str) -> None:
    assert settings_for(typed) == {}


def test_no_domain_stands_twice_and_every_server_is_a_name() -> None:
    domains = [domain for one in PROVIDERS for domain in one.domains.split()]
    assert len(domains) == len(set(domains))
    for one in PROVIDERS:
        assert "." in one.smtp and "." in one.imap
        assert one.smtp_security in ("tls", "starttls")


def test_no_signed_address_where_the_provider_would_refuse_it() -> None:
    assert provider("ana@gmx.de") is not None and not provider("ana@gmx.de").plus  # type: ignore[union-attr]
    assert not Email({"address": "ana@gmx.de", "smtp_host": "x"})._signs()
    assert Email({"address": "ana@gmail.com", "smtp_host": "x"})._signs()
    assert not Email({"address": "ana@own.example", "smtp_host": "x", "signed_replies": False})._signs()
