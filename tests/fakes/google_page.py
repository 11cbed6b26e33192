"""A server in the shape of Google's translation page, which deep-translator reads.

`python -m tests.fakes.google_page` starts it alone, and says how Chatterdesk is told of it.
"""

from __future__ import annotations

import html
import shutil
import threading
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


def main() -> None:
    """Start it and say how Chatterdesk is told of it."""
    page = GooglePage(8071)
    backend = "Apertium (English and Spanish, French and Catalan)" if shutil.which("apertium") else "a few words"
    print(f"Google's translation page, backed by {backend}. Tell Chatterdesk of it:\n")
    print(f"  chatterdesk settings set translate_google.base_url {page.page}", flush=True)
    with page:
        threading.Event().wait()


if __name__ == "__main__":
    main()
