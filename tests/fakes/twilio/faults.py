"""Faults: what the fake Twilio does wrong on purpose, before or after it took a message over."""

from __future__ import annotations

import contextlib
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.twilio.server import Handler

KINDS = ("503", "429", "500", "502 html", "html", "garbage", "list", "no sid", "large", "sleep", "cut", "drip")


@dataclass(frozen=True)
class Fault:
    """`kind` is one of KINDS; `after`: the message was taken over all the same; `seconds` for sleep and Retry-After."""

    kind: str
    after: bool = False
    seconds: float = 0.0

    def play(self, handler: Handler) -> bool:
        """Do it; whether the request was answered by that."""
        if self.kind == "sleep":
            time.sleep(self.seconds)
            return False
        if self.kind == "cut":
            cut(handler)
            return True
        if self.kind == "drip":
            drip(handler, self.seconds)
            return True
        answers = {
            "503": (503, b'{"code": 20503, "message": "Service unavailable", "status": 503}'),
            "500": (500, b'{"code": 20500, "message": "Internal server error", "status": 500}'),
            "429": (429, b'{"code": 20429, "message": "Too Many Requests", "status": 429}'),
            "502 html": (502, b"<html><h1>502 Bad Gateway</h1></html>"),
            "html": (200, b"<html>Please log in to the hotel's network</html>"),
            "garbage": (201, b'{"sid": "SM'),
            "list": (201, b"[1, 2, 3]"),
            "no sid": (201, b"{}"),
            "large": (201, b'{"sid": "' + b"x" * (20 << 20) + b'"}'),
        }
        status, body = answers[self.kind]
        headers = {"Retry-After": f"{self.seconds:g}"} if self.kind == "429" and self.seconds else {}
        handler.answer_bytes(status, body, "text/html" if b"<html" in body else "application/json", headers)
        return True


def cut(handler: Handler) -> None:
    """Shut the connection without an answer."""
    handler.close_connection = True
    with contextlib.suppress(OSError):
        handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: Handler, seconds: float) -> None:
    """Answer one byte after another, as long as somebody listens."""
    handler.close_connection = True
    end = time.monotonic() + seconds
    with contextlib.suppress(OSError):
        handler.connection.sendall(b"HTTP/1.1 201 Created\r\nX-Slow: ")
        while time.monotonic() < end:
            handler.connection.sendall(b"x")
            time.sleep(0.1)
