"""The three translators keep what every translator has to keep."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from integrations.api import Later, Rejected, Translator
from integrations.plugins.translate_google import GoogleFree
from integrations.plugins.translate_google_cloud import GoogleCloud
from integrations.plugins.translate_libre import LibreTranslate
from tests.fakes.google_cloud import KEY, GoogleCloudServer
from tests.fakes.google_page import GooglePage
from tests.fakes.libre_translate import LibreServer
from tests.fakes.translation import TranslationServer
from tests.integrations.translator_contract import TranslatorContract


def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _OnFake(TranslatorContract):
    """A translator that speaks to its fake."""

    fake: ClassVar[type[TranslationServer]]
    field: ClassVar[str] = "api_url"
    others: ClassVar[dict[str, Any]] = {}

    @pytest.fixture(autouse=True)
    def _serve(self) -> Iterator[None]:
        with self.fake() as server:
            self.server = server
            yield

    def address(self) -> str:
        return self.server.address

    def translator(self, *, quick: bool = False, **changed: Any) -> Translator:
        made = self.kind({self.field: self.address(), **self.others, **changed})
        if quick:
            made.timeout = 0.8  # type: ignore[misc]
        return made

    def unreachable(self) -> Translator:
        return self.translator(**{self.field: f"http://127.0.0.1:{closed_port()}/m"})

    def fail(self, how: str) -> None:
        self.server.mode = how

    def test_a_certificate_that_nobody_vouches_for_gets_no_text(self, own_certificate: ssl.SSLContext) -> None:
        made = self.fake()
        made.certificate = own_certificate
        with made as server:
            self.server = server
            error = self._fails(self.translator())
        assert isinstance(error, Later) and "certificate is not accepted" in str(error)
        assert server.asked == []


class TestGoogle(_OnFake):
    kind = GoogleFree
    fake = GooglePage
    field = "base_url"

    def address(self) -> str:
        return self.server.page  # type: ignore[attr-defined, no-any-return]

    @pytest.mark.parametrize(
        ("language", "code"),
        [
            *(("pt-BR", "pt"), ("es-MX", "es"), ("he", "iw"), ("nb", "no"), ("zh", "zh-CN"), ("zh-TW", "zh-TW")),
            *(("zh-Hant", "zh-TW"), ("en_GB", "en"), ("jv", "jw"), ("fil", "tl"), ("DE", "de")),
        ],
    )
    def test_languages_are_called_as_google_does(self, language: str, code: str) -> None:
        self.translator().translate("Ciao", target=language, source="it")
        assert self.server.asked[-1][1:] == ("it", code)

    def test_each_call_has_the_library_for_itself(self) -> None:
        """The library keeps a call's text in its object; our own object may be shared without harm."""
        from concurrent.futures import ThreadPoolExecutor

        self.server.instant = True
        translator = self.translator()
        texts = [f"palabra{number}" for number in range(180)]
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda text: translator.translate(text, target="en", source="es").text, texts))
        assert answers == [f"en:{text}" for text in texts]

    def test_five_thousand_characters_are_rejected_in_words(self) -> None:
        with pytest.raises(Rejected, match="doesn't take this text"):
            self.translator().translate("a" * 5000, target="en", source="es")

    def test_letters_of_many_bytes_fit_into_the_address(self) -> None:
        self.server.instant = True
        text = "請" * self.kind.limit
        assert self.translator().translate(text, target="en", source="zh").text == f"en:{text}"


class TestGoogleCloud(_OnFake):
    kind = GoogleCloud
    fake = GoogleCloudServer
    others: ClassVar[dict[str, Any]] = {"secret": KEY}
    unknown = "xx"

    def misconfigured(self) -> Translator:
        return self.translator(secret="wrong")

    def test_the_key_is_in_no_address(self) -> None:
        """Addresses are logged by proxies; the fake refuses whoever has the key nowhere but in its header."""
        answer = self.translator().translate("Hola", target="en", source="es")
        assert answer.text

    def test_quotes_come_as_quotes(self) -> None:
        self.server.instant = True
        assert self.translator().translate('it\'s <5 & "so"', target="es").text == 'es:it\'s <5 & "so"'


class TestLibreTranslate(_OnFake):
    kind = LibreTranslate
    fake = LibreServer

    def misconfigured(self) -> Translator:
        self.fail("403")
        return self.translator()

    @pytest.mark.parametrize(
        ("language", "code"), [("pt-BR", "pt-BR"), ("pt-PT", "pt"), ("zh", "zh-Hans"), ("no", "nb"), ("en-GB", "en")]
    )
    def test_languages_are_called_as_the_server_does(self, language: str, code: str) -> None:
        self.translator().translate("Salut", target=language, source="fr")
        assert self.server.asked[-1][2] == code

    def test_another_web_server_is_no_translator(self) -> None:
        self.fail("broken")
        with pytest.raises(Later, match="is the address right"):
            self.translator().languages()
