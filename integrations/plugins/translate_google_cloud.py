"""Google Cloud Translation (v2) with a key."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from typing import Any, ClassVar

from integrations.api import Field, Later, Misconfigured, Rejected, Translated, Translator

ADDRESS = "https://translation.googleapis.com"


class GoogleCloud(Translator):
    """The key goes in a header, never into an address that could be logged."""

    name: ClassVar[str] = "translate_google_cloud"
    label: ClassVar[str] = "Google Cloud"
    settings: ClassVar[tuple[Field, ...]] = (
        Field(
            "secret", "API key", "secret", required=True, help="From the Google Cloud console, for the Translation API."
        ),
        Field("api_url", "Address", "url", default=ADDRESS, advanced=True, help="For proxies and tests."),
    )

    def check(self) -> str:
        """Translate one word."""
        return (
            f"Google Cloud answers: “Hello” is “{self.translate('Hello', target='es', source='en').text}” in Spanish."
        )

    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate one text; the engine says which language it found."""
        question: dict[str, Any] = {"q": [text], "target": target, "format": "text"}
        if source:
            question["source"] = source
        found = self._ask("POST", "/language/translate/v2", question)["data"]["translations"][0]
        return Translated(markup.unescape(found["translatedText"]), found.get("detectedSourceLanguage") or source)

    def _ask(self, method: str, path: str, question: dict[str, Any] | None = None) -> Any:
        import httpx

        address = (self.values.get("api_url") or ADDRESS).rstrip("/")
        headers = {"X-Goog-Api-Key": self.values["secret"]}
        try:
            with httpx.Client(timeout=httpx.Timeout(self.timeout / 2, connect=5), headers=headers) as client:
                answer = client.request(method, address + path, json=question)
            content = answer.json()
        except httpx.TimeoutException as error:
            raise Later("Google Cloud did not answer in time; try again.") from error
        except httpx.HTTPError as error:
            raise Later("Google Cloud can't be reached; check the connection and try again.") from error
        except ValueError as error:
            raise Later("Google Cloud's answer can't be read; try again later.") from error
        if answer.status_code == 200:
            return content
        raise _trouble(answer.status_code, content)

    def languages(self) -> Sequence[str]:
        """What the service says it translates to."""
        found = self._ask("GET", "/language/translate/v2/languages")
        return [one["language"] for one in found["data"]["languages"]]


def _trouble(status: int, content: Any) -> Exception:
    """What an error of the service means."""
    error = content.get("error", {}) if isinstance(content, dict) else {}
    words = str(error.get("message", "")).strip() or f"status {status}"
    if status in (401, 403) or "API key" in words:
        return Misconfigured(f"Google Cloud refuses the key: {words}.", code=str(status))
    if status == 429 or status >= 500:
        return Later(f"Google Cloud can't do it just now: {words}.", code=str(status), retry_after=30)
    return Rejected(f"Google Cloud refuses the text: {words}.", code=str(status))
