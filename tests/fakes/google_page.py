"""A server in the shape of Google's translation page; answers by Apertium where it is installed, else by a word table.

`python -m tests.fakes.google_page [PORT]` starts it by hand; the address it prints goes into the plugin's settings.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MODES = {("en", "es"): "eng-spa", ("es", "en"): "spa-eng", ("fr", "ca"): "fra-cat", ("ca", "fr"): "cat-fra"}
WORDS = {
    ("es", "en"): {
        "hola": "hello",
        "gracias": "thanks",
        "barricas": "barrels",
        "camión": "lorry",
        "mañana": "tomorrow",
    },
    ("en", "es"): {
        "hello": "hola",
        "thanks": "gracias",
        "barrels": "barricas",
        "lorry": "camión",
        "tomorrow": "mañana",
    },
}
_apertium = threading.Lock()


def translate(text: str, source: str, target: str) -> str:
    """Apertium's translation, or the text word by word from the table; unknown languages are marked as such."""
    mode = MODES.get((source, target))
    if mode and shutil.which("apertium"):
        with _apertium:
            run = subprocess.run(
                ["apertium", "-u", mode], input=text, capture_output=True, text=True, timeout=20, check=True
            )
        return run.stdout.strip("\n")
    table = WORDS.get((source, target), {})
    if not table:
        return f"[{target}] {text}"
    return re.sub(r"\w+", lambda found: table.get(found[0].lower(), found[0]), text)


class GooglePage(ThreadingHTTPServer):
    """On 127.0.0.1. `mode`: ok, 429, 500, captcha, hang or drip; `asked` keeps every text with its languages."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Page)
        self.mode = "ok"
        self.asked: list[tuple[str, str, str]] = []
        self.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/m"

    def __enter__(self) -> GooglePage:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.mode = "ok"
        self.shutdown()
        self.server_close()


class _Page(BaseHTTPRequestHandler):
    server: GooglePage

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        text, source, target = asked.get("q", ""), asked.get("sl", "auto"), asked.get("tl", "en")
        self.server.asked.append((text, source, target))
        mode = self.server.mode
        if mode in ("429", "500"):
            self._answer(int(mode), "no")
        elif mode == "captcha":
            self._answer(200, "<html><body>Are you a person?</body></html>")
        elif mode == "hang":
            while self.server.mode == "hang":
                time.sleep(0.05)
            self.close_connection = True
        elif mode == "drip":
            self._drip()
        else:
            found = translate(text, source, target)
            self._answer(200, f'<html><body><div class="result-container">{html.escape(found)}</div></body></html>')

    def _answer(self, status: int, content: str) -> None:
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while self.server.mode == "drip":
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.2)
        except OSError:
            return

    def log_message(self, format: str, *arguments: Any) -> None:
        """Stay quiet."""


def main() -> None:
    server = GooglePage(int(sys.argv[1]) if len(sys.argv) > 1 else 8071)
    sys.stdout.write(f"A page in the shape of Google's: {server.address} (setting translate_google.base_url)\n")
    server.serve_forever()


if __name__ == "__main__":
    main()
