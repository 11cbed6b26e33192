"""A folder on the web, as a real server: what is put there by PUT, with a password, everybody can read."""

from __future__ import annotations

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.request import urlopen


class WebFolder:
    """A running server; `files` are by their paths."""

    def __init__(self, *, user: str, password: str) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.expected = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        handler = type("BoundHandler", (_Handler,), {"folder": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/shared"
        self.url_with_credentials = self.url.replace("://", f"://{user}:{password}@")
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def read(self, url: str) -> tuple[bytes, str]:
        """A file as anybody gets it, with its type."""
        with urlopen(url, timeout=5) as answer:
            return answer.read(), answer.headers["Content-Type"]

    def __enter__(self) -> WebFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    folder: ClassVar[WebFolder]

    def log_message(self, *_: object) -> None:
        return

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        allowed = self.headers.get("Authorization") == self.folder.expected
        if allowed:
            self.folder.files[self.path] = (content, self.headers["Content-Type"])
        self.send_response(201 if allowed else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        content, kind = self.folder.files.get(self.path, (b"", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
