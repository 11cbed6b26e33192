"""Mail servers that misbehave: wrong certificates, drips, silence, other protocols; and the window meanwhile."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from integrations.api import Later, Misconfigured, Offline, Outgoing, PluginError
from integrations.plugins import email_servers
from integrations.plugins.email import Email
from integrations.plugins.email_parsing import incoming_of, parsed, report_of

Play = Callable[[socket.socket], None]


class Server:
    """A server that plays one part for whoever connects."""

    def __init__(self, play: Play, context: ssl.SSLContext | None = None) -> None:
        self.play, self.context = play, context
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.said = b""

    def __enter__(self) -> Server:
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
            threading.Thread(target=self._one, args=(line,), daemon=True).start()

    def _one(self, line: socket.socket) -> None:
        try:
            with self.context.wrap_socket(line, server_side=True) if self.context else line as spoken:
                self.play(spoken)
        except OSError:
            return  # the other side went

    def settings(self, **changed: Any) -> dict[str, Any]:
        """E-mail over this server, both ways."""
        both = {"smtp_host": "127.0.0.1", "imap_host": "127.0.0.1", "smtp_port": self.port, "imap_port": self.port}
        plain = {"smtp_security": "none", "imap_security": "none"}
        return {"address": "marta@northwind.example", **both, **plain, **changed}


def drip(line: socket.socket) -> None:
    """One byte after the other, never a whole line."""
    line.sendall(b"220 ")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def silence(line: socket.socket) -> None:
    line.recv(1)
    time.sleep(20)


def page(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>No mail here</html>\r\n")


def flood(line: socket.socket) -> None:
    line.sendall(b"z" * 5_000_000 + b"\r\n")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Email, "timeout", 1)
    monkeypatch.setattr(email_servers, "CONNECT", 2.0)


def outgoing() -> Outgoing:
    return Outgoing(key="a-1", address="ana@herrera.example", name="Ana", text="Hello")


@pytest.mark.parametrize("play", [drip, silence, page, flood])
def test_a_server_that_makes_no_sense_is_offline_in_time(play: Play) -> None:
    with Server(play) as server:
        for call in (lambda channel: channel.send(outgoing()), lambda channel: channel.poll(None, [])):
            began = time.monotonic()
            with pytest.raises((Offline, Later)) as told:
                call(Email(server.settings()))
            assert time.monotonic() - began < 6
            assert str(told.value).endswith(".")
            assert len(str(told.value)) < 400


def test_a_certificate_that_nobody_vouches_for_gets_no_password(own_certificate: ssl.SSLContext) -> None:
    heard: list[bytes] = []

    def listen(line: socket.socket) -> None:
        line.sendall(b"220 here\r\n")
        heard.append(line.recv(1000))

    with Server(listen, own_certificate) as server:
        both = {"smtp_security": "tls", "imap_security": "tls", "username": "marta", "secret": "secret"}
        channel = Email(server.settings(**both))
        with pytest.raises(Misconfigured, match="certificate"):
            channel.send(outgoing())
        with pytest.raises(Misconfigured, match="certificate"):
            channel.poll(None, [])
    assert not [one for one in heard if one]


def test_plain_where_tls_is_asked_for_is_told(own_certificate: ssl.SSLContext) -> None:
    with Server(page) as server, pytest.raises(PluginError) as told:
        Email(server.settings(smtp_security="tls")).check()
    assert str(told.value).endswith(".")


def test_a_drip_in_the_middle_of_the_encryption_ends_too(own_certificate: ssl.SSLContext) -> None:
    with Server(drip) as server:
        began = time.monotonic()
        with pytest.raises(PluginError):
            Email(server.settings(smtp_security="tls")).send(outgoing())
        assert time.monotonic() - began < 6


def test_no_thread_stays_behind() -> None:
    with Server(page) as server:
        for _ in range(5):
            with pytest.raises(PluginError):
                Email(server.settings()).poll(None, [])
    time.sleep(0.2)
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer) and one.is_alive()]


def test_every_mail_of_the_suites_is_read_within_two_seconds(test_data: Path) -> None:
    slow, count = [], 0
    for path in sorted(one for one in (test_data / "email").rglob("*") if one.is_file()):
        raw = path.read_bytes()
        began = time.monotonic()
        message = parsed(raw)
        report_of(message)
        incoming_of(message, fallback="<none>")
        count += 1
        if time.monotonic() - began > 2:
            slow.append(path.name)
    assert slow == []
    assert count > 100


def test_a_header_of_megabytes_costs_little() -> None:
    """Two million characters in encoded words: read whole, they would take minutes and gigabytes."""
    word = "=?utf-8?q?Die_hei=C3=9Fe_Zypernsonne_qu=C3=A4lte?=\r\n "
    known = "".join(f"<{number}@elsewhere.example>\r\n " for number in range(20_000))
    raw = f"From: a@b.example\r\nSubject: {word * 40_000}x\r\nReferences: {known}<last@here>\r\n\r\nHi".encode()
    tracemalloc.start()
    began = time.monotonic()
    read = incoming_of(parsed(raw), fallback="x")
    took, peak = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read is not None and (read.subject or "").startswith("Die heiße Zypernsonne")
    assert read.references[-1] == "<last@here>" and len(read.references) > 300
    assert took < 20 and peak < 150_000_000
