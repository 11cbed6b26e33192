"""LibreTranslate: a translation server of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from integrations.api import Field, Later, Misconfigured, Rejected, Translated, Translator


class LibreTranslate(Translator):
    """Texts go in the body of the request and nowhere else; the key is optional, as on most own servers."""

    name: ClassVar[str] = "translate_libre"
    label: ClassVar[str] = "LibreTranslate"
    settings: ClassVar[tuple[Field, ...]] = (
        Field("api_url", "Address of the server", "url", required=True, help="Such as http://localhost:5000"),
        Field("secret", "API key", "secret", help="Only where the server asks for one."),
    )

    def check(self) -> str:
        """Ask for the languages."""
        return f"The server answers and knows {len(self.languages())} languages."

    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate one text; the server says which language it found."""
        question = {
            "q": text,
            "source": (source or "auto").split("-")[0],
            "target": target.split("-")[0],
            "format": "text",
        }
        if self.values.get("secret"):
            question["api_key"] = self.values["secret"]
        found = self._ask("/translate", question)
        if not isinstance(found, dict) or not isinstance(found.get("translatedText"), str):
            raise Later("The server's answer has no translation in it; try again later.")
        detected = found.get("detectedLanguage") or {}
        return Translated(found["translatedText"], detected.get("language") or source)

    def _ask(self, path: str, question: dict[str, Any] | None = None) -> Any:
        import httpx

        address = str(self.values["api_url"]).rstrip("/") + path
        try:
            with httpx.Client(timeout=httpx.Timeout(self.timeout / 2, connect=5)) as client:
                answer = client.post(address, json=question) if question else client.get(address)
            content = answer.json()
        except httpx.TimeoutException as error:
            raise Later("The translation server did not answer in time; try again.") from error
        except httpx.HTTPError as error:
            raise Later(f"The translation server at {self.values['api_url']} can't be reached.") from error
        except ValueError as error:
            raise Later("The translation server's answer can't be read; is the address right?") from error
        if answer.status_code == 200:
            return content
        words = str(content.get("error", "")) if isinstance(content, dict) else ""
        if answer.status_code in (401, 403):
            raise Misconfigured(f"The translation server refuses the key: {words or answer.status_code}.")
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Later(f"The translation server can't do it just now: {words or answer.status_code}.", retry_after=30)
        raise Rejected(f"The translation server refuses the text: {words or answer.status_code}.")

    def languages(self) -> Sequence[str]:
        """What the server says it knows."""
        found = self._ask("/languages")
        return [str(one["code"]) for one in found] if isinstance(found, list) else []
