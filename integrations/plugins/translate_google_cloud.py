"""Google Cloud Translation (v2) with a key."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from integrations.api import Field, Later, Translated, Translator
from integrations.plugins.translation_server import TranslationServer

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
        headers = {"X-Goog-Api-Key": self.values["secret"]}
        self._server = TranslationServer("Google Cloud", _words, headers=headers)

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
        answered = self._ask("/language/translate/v2", question)
        try:
            found = answered["data"]["translations"][0]
            text, said = str(found["translatedText"]), found.get("detectedSourceLanguage")
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise Later("Google Cloud's answer has no translation in it; try again later.") from error
        return Translated(markup.unescape(text), said or source)

    def _ask(self, path: str, question: dict[str, Any] | None = None) -> Any:
        return self._server.ask(
            (self.values.get("api_url") or ADDRESS).rstrip("/") + path, question, timeout=self.timeout
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()

    def languages(self) -> Sequence[str]:
        """What the service says it translates to."""
        found = self._ask("/language/translate/v2/languages")
        try:
            return [str(one["language"]) for one in found["data"]["languages"]]
        except (KeyError, TypeError) as error:
            raise Later("Google Cloud's list of languages can't be read; try again later.") from error


def _words(content: dict[str, Any]) -> str:
    error = content.get("error")
    return str(error.get("message", "")) if isinstance(error, dict) else ""
