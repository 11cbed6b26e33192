"""Google's translation page without a key, through deep-translator."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from integrations.api import Field, Later, Rejected, Translated, Translator, unreached

PAGE = "https://translate.google.com/m"
LARGEST = 2 << 20  # bytes of an answer; a translation page has some ten thousand
# deep-translator's codes where they differ from ISO 639-1 with region
CODES = {
    "he": "iw",
    "nb": "no",
    "nn": "no",
    "jv": "jw",
    "fil": "tl",
    "zh": "zh-CN",
    "zh-hans": "zh-CN",
    "zh-hant": "zh-TW",
}


class _Patience(threading.local):
    """How many seconds a call of this thread may take."""

    seconds = 30.0


_patience = _Patience()


class _Requests:
    """In the place of the name `requests` in deep-translator's module: every request ends within the time given.

    deep-translator has no time-out of its own, and one between two bytes would not end an answer that drips.
    """

    def get(self, url: str, **given: Any) -> Any:
        import requests

        end = time.monotonic() + _patience.seconds
        waits = (min(5.0, _patience.seconds), min(10.0, _patience.seconds))
        answer = requests.get(url, timeout=waits, stream=True, **given)
        content = bytearray()
        while piece := answer.raw.read1(16_384, decode_content=True):  # what is there, without waiting for more
            content += piece
            if time.monotonic() > end:
                answer.close()
                raise requests.Timeout("the answer took too long")
            if len(content) > LARGEST:
                answer.close()
                raise requests.RequestException("the answer was too large")
        answer._content = bytes(content)
        return answer


class GoogleFree(Translator):
    """One instance of the library for each call: it keeps the text in itself and mixes up calls at the same time."""

    name: ClassVar[str] = "translate_google"
    label: ClassVar[str] = "Google"
    settings: ClassVar[tuple[Field, ...]] = (
        Field("base_url", "Address of the page", "url", default=PAGE, advanced=True, help="For proxies and tests."),
    )

    def check(self) -> str:
        """Translate one word."""
        answer = self.translate("Hello", target="es", source="en")
        return f"Google answers: “Hello” is “{answer.text}” in Spanish."

    def translate(self, text: str, *, target: str, source: str | None = None) -> Translated:
        """Translate one piece of text below 5,000 characters."""
        if not any(char.isalpha() for char in text):
            return Translated(text, source)  # the library answers None for what has no letters
        from deep_translator import exceptions

        try:
            found = self._ask(text, target, source)
        except exceptions.TooManyRequests as error:
            raise Later("Google takes no more requests from here just now; try again later.", retry_after=60) from error
        except (exceptions.LanguageNotSupportedException, exceptions.InvalidSourceOrTargetLanguage) as error:
            raise Rejected(f"Google doesn't translate from {source or 'that language'} to {target}.") from error
        except exceptions.TranslationNotFound as error:
            raise Later("Google's page came without a translation; it may want to see a person. Try later.") from error
        except (exceptions.NotValidPayload, exceptions.NotValidLength) as error:
            raise Rejected("Google doesn't take this text.") from error
        except exceptions.RequestError as error:
            raise Later("Google answered with an error; try again later.") from error
        return Translated(found if found is not None else text, source)

    def _ask(self, text: str, target: str, source: str | None) -> str | None:
        import deep_translator.google as library
        import requests

        library.requests = _Requests()
        _patience.seconds = self.timeout
        known = (self._code(source) if source else None) or "auto"
        try:
            translator = library.GoogleTranslator(source=known, target=self._code(target) or target)
            translator._base_url = self.values.get("base_url") or PAGE
            found = translator.translate(text)
        except requests.Timeout as error:
            raise Later("Google did not answer in time; try again.") from error
        except requests.RequestException as error:
            raise Later(unreached("Google", error)) from error
        return str(found) if found is not None else None

    def _code(self, language: str) -> str | None:
        """The library's code of a language with or without region; None when it has none."""
        lowered = language.lower().replace("_", "-")
        if lowered == "auto":
            return "auto"
        known = {code.lower(): code for code in self._known()}
        for code in (CODES.get(lowered, lowered), CODES.get(lowered.split("-")[0], lowered.split("-")[0])):
            if code.lower() in known:
                return known[code.lower()]
        return None

    @staticmethod
    def _known() -> Sequence[str]:
        from deep_translator.constants import GOOGLE_LANGUAGES_TO_CODES

        return list(GOOGLE_LANGUAGES_TO_CODES.values())

    def languages(self) -> Sequence[str]:
        """All codes of the library, as ISO 639-1."""
        back = {"iw": "he", "jw": "jv", "no": "nb", "tl": "fil"}
        return sorted(back.get(code, code) for code in self._known())
