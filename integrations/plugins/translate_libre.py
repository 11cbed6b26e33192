"""LibreTranslate: a translation server of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from integrations.api import Field, Later, Rejected, Translated, Translator
from integrations.plugins.translation_server import TranslationServer

# What servers call languages where it differs from ISO 639-1, in the order in which they are tried.
ALSO = {"zh": ("zh-hans",), "zh-cn": ("zh-hans", "zh"), "zh-tw": ("zh-hant", "zt"), "no": ("nb",), "nn": ("nb",)}


class LibreTranslate(Translator):
    """Texts go in the body of the request and nowhere else; the key is optional, as on most own servers."""

    name: ClassVar[str] = "translate_libre"
    label: ClassVar[str] = "LibreTranslate"
    settings: ClassVar[tuple[Field, ...]] = (
        Field("api_url", "Address of the server", "url", required=True, help="Such as http://localhost:5000"),
        Field("secret", "API key", "secret", help="Only where the server asks for one."),
    )

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self._known: dict[str, str] = {}
        reached = f"The translation server at {self.values['api_url']}"
        self._server = TranslationServer("The translation server", _words, reached=reached)

    def check(self) -> str:
        """Ask for the languages."""
        return f"The server answers and knows {len(self.languages())} languages."

    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate one text; the server says which language it found."""
        there = self._code(target)
        if there is None:
            raise Rejected(f"The translation server doesn't translate to {target}.")
        question = {"q": text, "source": (source and self._code(source)) or "auto", "target": there, "format": "text"}
        if self.values.get("secret"):
            question["api_key"] = self.values["secret"]
        found = self._ask("/translate", question)
        if not isinstance(found, dict) or not isinstance(found.get("translatedText"), str):
            raise Later("The server's answer has no translation in it; try again later.")
        detected = found.get("detectedLanguage")
        said = detected.get("language") if isinstance(detected, dict) else None
        return Translated(found["translatedText"], said or source)

    def _code(self, language: str) -> str | None:
        """What the server calls a language; None where it has none such."""
        if not self._known:
            self._known = {code.lower(): code for code in self.languages()}
        wanted = language.lower().replace("_", "-")
        tried = (wanted, *ALSO.get(wanted, ()), wanted.split("-")[0], *ALSO.get(wanted.split("-")[0], ()))
        return next((self._known[code] for code in tried if code in self._known), None)

    def _ask(self, path: str, question: dict[str, Any] | None = None) -> Any:
        return self._server.ask(str(self.values["api_url"]).rstrip("/") + path, question, timeout=self.timeout)

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()

    def languages(self) -> Sequence[str]:
        """What the server says it knows."""
        found = self._ask("/languages")
        if not isinstance(found, list) or not all(isinstance(one, dict) and "code" in one for one in found):
            raise Later("The translation server's list of languages can't be read; is the address right?")
        return [str(one["code"]) for one in found]


def _words(content: dict[str, Any]) -> str:
    return str(content.get("error", ""))
