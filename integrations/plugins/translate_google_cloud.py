"""Google Cloud Translation (v2) with a key."""

from __future__ import annotations

import html as markup
import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from integrations.api import Field, Later, Misconfigured, Rejected, Translated, Translator, unreached

if TYPE_CHECKING:
    import httpx

LARGEST = 4 << 20  # bytes of an answer
CODES = {"nb": "no", "nn": "no"}  # what Google calls languages where it differs from ISO 639-1
ADDRESS = "https://translation.googleapis.com"


class GoogleCloud(Translator):
    """The key goes in a header, never into an address that could be logged."""

    name: ClassVar[str] = "translate_google_cloud"
    label: ClassVar[str] = "Google Cloud"
    limit: ClassVar[int] = 5000  # what Google advises
    settings: ClassVar[tuple[Field, ...]] = (
        Field(
            "secret", "API key", "secret", required=True, help="From the Google Cloud console, for the Translation API."
        ),
        Field("api_url", "Address", "url", default=ADDRESS, advanced=True, help="For proxies and tests."),
    )

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self._client: httpx.Client | None = None

    def check(self) -> str:
        """Translate one word."""
        return (
            f"Google Cloud answers: “Hello” is “{self.translate('Hello', target='es', source='en').text}” in Spanish."
        )

    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate one text; the engine says which language it found."""
        question: dict[str, Any] = {"q": [text], "target": CODES.get(target, target), "format": "text"}
        if source:
            question["source"] = CODES.get(source, source)
        answered = self._ask("POST", "/language/translate/v2", question)
        try:
            found = answered["data"]["translations"][0]
            text, said = str(found["translatedText"]), found.get("detectedSourceLanguage")
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise Later("Google Cloud's answer has no translation in it; try again later.") from error
        return Translated(markup.unescape(text), said or source)

    def _ask(self, method: str, path: str, question: dict[str, Any] | None = None) -> Any:
        import httpx

        address = (self.values.get("api_url") or ADDRESS).rstrip("/") + path
        try:
            status, content, wait = self._exchange(method, address, question)
        except httpx.TimeoutException as error:
            raise Later("Google Cloud did not answer in time; try again.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Later(unreached("Google Cloud", error)) from error
        try:
            found = json.loads(content)
        except ValueError as error:
            if status == 200:
                raise Later("Google Cloud's answer can't be read; try again later.") from error
            found = None
        if status == 200:
            return found
        raise _trouble(status, found, wait)

    def _exchange(self, method: str, address: str, question: dict[str, Any] | None) -> tuple[int, bytes, str]:
        """Status, content and the wish to be left alone; an answer that drips ends with the time-out too."""
        import httpx

        if self._client is None:
            self._client = httpx.Client(headers={"X-Goog-Api-Key": self.values["secret"]})
        waits = httpx.Timeout(self.timeout / 2, connect=min(5.0, self.timeout))
        end = time.monotonic() + self.timeout
        content = bytearray()
        with self._client.stream(method, address, json=question, timeout=waits) as answer:
            for piece in answer.iter_bytes():
                content += piece
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("the answer took too long")
                if len(content) > LARGEST:
                    raise httpx.ReadError("the answer was too large")
            return answer.status_code, bytes(content), answer.headers.get("Retry-After", "")

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def languages(self) -> Sequence[str]:
        """What the service says it translates to."""
        found = self._ask("GET", "/language/translate/v2/languages")
        try:
            return [str(one["language"]) for one in found["data"]["languages"]]
        except (KeyError, TypeError) as error:
            raise Later("Google Cloud's list of languages can't be read; try again later.") from error


def _trouble(status: int, content: Any, wait: str) -> Exception:
    """What an error of the service means."""
    error = content.get("error") if isinstance(content, dict) else None
    words = (str(error.get("message", "")).strip() if isinstance(error, dict) else "") or f"status {status}"
    words = words.rstrip(".")
    if status in (401, 403) or "API key" in words:
        return Misconfigured(f"Google Cloud refuses the key: {words}.", code=str(status))
    if status == 429 or status >= 500:
        pause = float(wait) if wait.isdecimal() else 30
        return Later(f"Google Cloud can't do it just now: {words}.", code=str(status), retry_after=pause)
    return Rejected(f"Google Cloud refuses the text: {words}.", code=str(status))
