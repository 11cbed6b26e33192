"""A server of pictures on loopback that counts who asks for what, and with which headers."""

from __future__ import annotations

import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


def png(width: int = 24, height: int = 16) -> bytes:
    """A small green picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x2e\x8b\x57" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class PictureServer:
    """Serves pictures; `asked` are the paths in order, `headers` those of the last question."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        handler = type("BoundHandler", (_Handler,), {"home": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> PictureServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    home: ClassVar[PictureServer]

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        self.home.asked.append(self.path)
        self.home.headers = {name.lower(): value for name, value in self.headers.items()}
        status, kind, content = {
            "/page.html": (200, "text/html", b"<b>no picture</b>"),
            "/drawing.svg": (200, "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "/gone.png": (404, "text/plain", b"gone"),
            "/large.png": (200, "image/png", png() + b"\0" * (6 << 20)),
            "/round.png": (302, "text/plain", b""),
            "/file.png": (302, "text/plain", b""),
            "/moved.png": (302, "text/plain", b""),
        }.get(self.path, (200, "image/png", png()))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "seen=1")
        if status == 302:
            targets = {"/round.png": "/round.png", "/file.png": "file:///etc/hosts", "/moved.png": "/there.png"}
            self.send_header("Location", targets[self.path])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            return  # whoever asked has had enough
