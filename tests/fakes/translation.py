"""What the fake translation servers share: a backend (Apertium, else a table of words), modes of failing, a notebook.

`python -m tests.fakes.translation` starts all three; what it prints lets a person try them without any account.
"""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODES = {("en", "es"): "eng-spa", ("es", "en"): "spa-eng", ("fr", "ca"): "fra-cat", ("ca", "fr"): "cat-fra"}
WORDS = {"hola": "hello", "gracias": "thanks", "barricas": "barrels", "camión": "lorry", "mañana": "tomorrow"}
TABLES = {("es", "en"): WORDS, ("en", "es"): {english: spanish for spanish, english in WORDS.items()}}
FAILURES = ("429", "500", "403", "captcha", "broken", "null", "huge", "empty", "hang", "drip", "other", "hostile")
_apertium = threading.Semaphore(2)


def translate(text: str, source: str, target: str) -> str:
    """Apertium's translation, or word by word from the table; what it has no words for is marked with the language."""
    known = recognised(text) if source in ("auto", "") else source.split("-")[0]
    pair = (known, target.split("-")[0])
    if pair in MODES and shutil.which("apertium"):
        return _by_apertium(text, MODES[pair])
    table = TABLES.get(pair)
    if table is None:
        return "\n".join(f"[{target}] {line}" if line.strip() else line for line in text.split("\n"))
    return re.sub(r"\w+", lambda found: table.get(found[0].lower(), found[0]), text)


@lru_cache(maxsize=2000)
def _by_apertium(text: str, mode: str) -> str:
    with _apertium:
        run = subprocess.run(
            ["apertium", "-u", mode], input=text, capture_output=True, text=True, timeout=30, check=True
        )
    return run.stdout.strip("\n")


def recognised(text: str) -> str:
    """The language of a text, one of those that there is something for."""
    from integrations.languages import recognise

    found = recognise(text, likely="en", in_use=("en", "es", "fr", "ca", "de"))
    return found or "en"


class TranslationServer(ThreadingHTTPServer):
    """On 127.0.0.1. `mode` is "ok" or one of FAILURES; `asked` keeps every text with its languages.

    "other": each request gets the answer to the one before. "hostile": markup that would run. `instant` never asks
    Apertium, but marks each line with the language it was to be in. `spoil` changes every answer.
    """

    handler: type[BaseHTTPRequestHandler]
    daemon_threads = True
    certificate: ssl.SSLContext | None = None  # where it is spoken to by https

    def __init__(self, port: int = 0, *, instant: bool = False) -> None:
        super().__init__(("127.0.0.1", port), self.handler)
        self.mode = "ok"
        self.instant = instant
        self.spoil: Callable[[str], str] = lambda answer: answer
        self.asked: list[tuple[str, str, str]] = []
        self._last = ("", "auto", "en")

    @property
    def address(self) -> str:
        scheme = "https" if self.certificate is not None else "http"
        return f"{scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever does not accept the certificate goes away in the middle."""
        if self.certificate is None:
            super().handle_error(request, client_address)

    def __enter__(self) -> Any:
        if self.certificate is not None:
            self.socket = self.certificate.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.mode = "ok"
        self.shutdown()
        self.server_close()

    def answer(self, text: str, source: str, target: str) -> str:
        """What is answered in this mode, where it is an answer at all."""
        asked = (text, source, target)
        self.asked.append(asked)
        used, self._last = (self._last if self.mode == "other" else asked), asked
        if self.mode == "hostile":
            return "<img src=x onerror=alert(1)><script>alert(1)</script>" + used[0]
        if self.mode == "empty":
            return ""
        marked = "\n".join(f"{target}:{line}" for line in used[0].split("\n"))
        return self.spoil(marked if self.instant else translate(*used))


class Handler(BaseHTTPRequestHandler):
    """What all three say when they fail."""

    server: TranslationServer

    def failed(self) -> bool:
        """Whether this request was answered by a failure."""
        mode = self.server.mode
        if mode in ("429", "500", "403"):
            self.say(int(mode), "no", "text/plain")
        elif mode in ("captcha", "broken"):
            self.say(200, "<html><body>Are you a person?</body></html>", "text/html; charset=utf-8")
        elif mode == "null":
            self.say(200, "null")
        elif mode == "huge":
            self.say(200, "x" * 5_000_000)
        elif mode == "hang":
            while self.server.mode == "hang":
                time.sleep(0.02)
            self.close_connection = True
        elif mode == "drip":
            self._drip()
        else:
            return False
        return True

    def say(self, status: int, content: str, kind: str = "application/json") -> None:
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # whoever asked has gone

    def say_json(self, status: int, value: Any) -> None:
        self.say(status, json.dumps(value, ensure_ascii=False))

    def body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while self.server.mode == "drip":
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, format: str, *arguments: Any) -> None:
        """Stay quiet."""


def main() -> None:
    """Start the three servers and say how Chatterdesk is told of them."""
    from tests.fakes.google_cloud import GoogleCloudServer
    from tests.fakes.google_page import GooglePage
    from tests.fakes.libre_translate import LibreServer

    page, cloud, libre = GooglePage(8071), GoogleCloudServer(8072), LibreServer(8073)
    backend = "Apertium (English and Spanish, French and Catalan)" if shutil.which("apertium") else "a few words"
    print(f"Three translation servers, backed by {backend}. Tell Chatterdesk of one:\n")
    for name, field, address in (
        ("translate_google", "base_url", page.page),
        ("translate_google_cloud", "api_url", cloud.address),
        ("translate_libre", "api_url", libre.address),
    ):
        print(f"  chatterdesk settings set {name}.{field} {address} && chatterdesk plugins enable {name}")
    print("  export CHATTERDESK_SECRET_TRANSLATE_GOOGLE_CLOUD_SECRET=key   # for the second", flush=True)
    with page, cloud, libre:
        threading.Event().wait()


if __name__ == "__main__":
    main()
