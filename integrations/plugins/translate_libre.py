"""LibreTranslate: a translation server of one's own."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from integrations.api import Field, Later, Misconfigured, Rejected, Translated, Translator, unreached

if TYPE_CHECKING:
    import httpx

LARGEST = 4 << 20  # bytes of an answer
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
        self._client: httpx.Client | None = None

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
        import httpx

        address = str(self.values["api_url"]).rstrip("/") + path
        try:
            status, content, wait = self._exchange(address, question)
        except httpx.TimeoutException as error:
            raise Later("The translation server did not answer in time; try again.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Later(unreached(f"The translation server at {self.values['api_url']}", error)) from error
        try:
            found = json.loads(content)
        except ValueError as error:
            if status == 200:
                raise Later("The translation server's answer can't be read; is the address right?") from error
            found = None
        if status == 200:
            return found
        raise _trouble(status, found, wait)

    def _exchange(self, address: str, question: dict[str, Any] | None) -> tuple[int, bytes, str]:
        """Status, content and the wish to be left alone; an answer that drips ends with the time-out too."""
        import httpx

        if self._client is None:
            self._client = httpx.Client()
        waits = httpx.Timeout(self.timeout / 2, connect=min(5.0, self.timeout))
        end = time.monotonic() + self.timeout
        content = bytearray()
        method = "POST" if question else "GET"
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
        """What the server says it knows."""
        found = self._ask("/languages")
        if not isinstance(found, list) or not all(isinstance(one, dict) and "code" in one for one in found):
            raise Later("The translation server's list of languages can't be read; is the address right?")
        return [str(one["code"]) for one in found]


def _trouble(status: int, content: Any, wait: str) -> Exception:
    """What an error of the server means."""
    said = str(content.get("error", "")) if isinstance(content, dict) else ""
    words = said or f"status {status}"
    if status in (401, 403):
        return Misconfigured(f"The translation server refuses the key: {words}.", code=str(status))
    if status == 429 or status >= 500:
        pause = float(wait) if wait.isdecimal() else 30
        return Later(f"The translation server can't do it just now: {words}.", code=str(status), retry_after=pause)
    return Rejected(f"The translation server refuses the text: {words}.", code=str(status))
