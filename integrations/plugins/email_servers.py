"""Connections to mail servers that end: a time-out ends a server that is silent, the deadline one that drips."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
import threading
from typing import Any

CONNECT = 60.0  # seconds until greeting, encryption and login are over, and for SMTP the message handed over
TALK = 600.0  # seconds that one look into a mailbox may take


class Deadline:
    """Breaks a connection off after so many seconds, whatever still drips in; `lift` ends that."""

    def __init__(self, seconds: float) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._break)
        self._timer.daemon = True
        self.passed = False
        self._timer.start()

    def watch(self, connection: socket.socket) -> None:
        """Break off this connection; the one before it went into it."""
        self._socket = connection

    def lift(self) -> None:
        """Let the connection live on."""
        self._timer.cancel()

    def require(self) -> None:
        """Refuse what only seems to be there because the connection was broken off."""
        if self.passed:
            raise TimeoutError

    def end(self) -> None:
        """Lift it, and close the connection where there is one: it came to nothing."""
        self.lift()
        if self._socket is not None:
            self._socket.close()

    def _break(self) -> None:
        self.passed = True
        if self._socket is None:
            return
        try:
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # a reader in another thread gets the end
        except OSError:
            return  # it is gone already


class _InTime:
    """Mixed into a client: it has to be connected by a deadline, over TLS from the start where there is a `context`."""

    def __init__(self, host: str, port: int, *, timeout: float, context: ssl.SSLContext | None = None) -> None:
        self._over_tls = context
        self.deadline = Deadline(CONNECT)
        try:
            super().__init__(host, port, timeout=timeout)  # type: ignore[call-arg]
            self.deadline.require()
        except BaseException:
            self.deadline.end()
            raise


class Smtp(_InTime, smtplib.SMTP):
    """An SMTP server whose connection has a deadline; encrypted from the start where there is a `context`."""

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        return _opened(self.deadline, host, port, timeout, self._over_tls)

    def close(self) -> None:
        """Let go of server and deadline."""
        self.deadline.lift()
        super().close()


class Imap(_InTime, imaplib.IMAP4):
    """An IMAP server whose connection has a deadline; encrypted from the start where there is a `context`."""

    def _create_socket(self, timeout: float | None) -> Any:
        return _opened(self.deadline, self.host, self.port, timeout, self._over_tls)

    def shutdown(self) -> None:
        """Let go of server and deadline."""
        self.deadline.lift()
        super().shutdown()

    def give(self, seconds: float | None) -> None:
        """Have the connection end after so many seconds from now; None: it may stay as long as it is used."""
        self.deadline.lift()
        if seconds is not None:
            self.deadline = Deadline(seconds)
            self.deadline.watch(self.sock)


def _opened(
    deadline: Deadline, host: str, port: int, timeout: float | None, context: ssl.SSLContext | None
) -> socket.socket:
    raw = socket.create_connection((host, port), timeout)
    deadline.watch(raw)
    if context is None:
        return raw
    over = context.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)
    deadline.watch(over)
    try:
        over.do_handshake()
    except BaseException:
        over.close()
        raise
    return over
