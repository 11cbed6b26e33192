"""A server in the shape of Google's translation page, which deep-translator reads."""

from __future__ import annotations

import html
from urllib.parse import parse_qs, urlsplit

from tests.fakes.translation import Handler, TranslationServer

LONGEST = 16_000  # characters of an address; Google answers 413 or 400 above


class _Page(Handler):
    def do_GET(self) -> None:
        if len(self.path) > LONGEST:
            self.say(413, "too long", "text/plain")
            return
        if self.failed():
            return
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        found = self.server.answer(asked.get("q", ""), asked.get("sl", "auto"), asked.get("tl", "en"))
        page = f'<html><body><div class="result-container">{html.escape(found)}</div></body></html>'
        self.say(200, page, "text/html; charset=utf-8")


class GooglePage(TranslationServer):
    """`page` goes into the setting translate_google.base_url."""

    handler = _Page

    @property
    def page(self) -> str:
        return f"{self.address}/m"
