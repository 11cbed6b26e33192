"""What every translator has to keep. A plugin's author subclasses `TranslatorContract` and says what its provider does.

    class TestDictionary(TranslatorContract):
        kind = Dictionary
        def translator(self, **changed): ...
        …

No test of it speaks to a real provider: `translator()` is set up for one that runs on this computer.
"""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from integrations import api
from integrations.api import Field, Later, Misconfigured, PluginError, Rejected, Translated, Translator

KINDS = {"text", "secret", "number", "yes_no", "choice", "url", "phone"}
HEAVY = ("requests", "httpx", "deep_translator", "bs4", "PySide6")
SPANISH = "La factura vence el viernes"


class TranslatorContract:
    """The promises of `integrations.api.Translator`. What comes before the first test is the author's to fill in."""

    kind: type[Translator]
    unknown = "xx"  # a language that the provider doesn't have
    patience = 3.0  # seconds that a call takes at most when `translator(quick=True)` meets a provider that hangs

    def translator(self, *, quick: bool = False, **changed: Any) -> Translator:
        """A translator set up for the provider, with `changed` settings; `quick`: with a time-out below a second."""
        raise NotImplementedError

    def unreachable(self) -> Translator:
        """A translator whose provider isn't there."""
        raise NotImplementedError

    def misconfigured(self) -> Translator | None:
        """A translator with wrong credentials; None where it has none."""
        return None

    def fail(self, how: str) -> None:
        """Let the provider fail from now on: "429", "500", "broken" (no sense in it), "hang", "drip"; "ok" ends it."""
        raise NotImplementedError

    # What it declares

    def test_it_is_a_translator_of_this_api(self) -> None:
        assert issubclass(self.kind, Translator)
        assert self.kind.api_version == api.API_VERSION
        assert re.fullmatch(r"[a-z][a-z0-9_]*", self.kind.name)
        assert self.kind.label.strip()
        assert self.kind.limit >= 200
        assert 0 < self.kind.timeout <= 30

    def test_its_settings_can_be_shown_and_typed(self) -> None:
        names = [field.name for field in self.kind.settings]
        assert len(names) == len(set(names))
        for field in self.kind.settings:
            assert isinstance(field, Field)
            assert field.kind in KINDS
            assert field.label.strip()
            assert bool(field.choices) == (field.kind == "choice")

    def test_its_calls_have_the_arguments_of_the_api(self) -> None:
        for name in ("translate", "languages", "check", "close"):
            wanted = inspect.signature(getattr(Translator, name)).parameters
            assert list(inspect.signature(getattr(self.kind, name)).parameters) == list(wanted)

    def test_importing_it_loads_nothing_heavy(self) -> None:
        program = f"import sys, json, {self.kind.__module__}; print(json.dumps(sorted(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
        assert [name for name in json.loads(done.stdout) if name.split(".")[0] in HEAVY] == []

    # What it does

    def test_check_says_what_it_found(self) -> None:
        assert len(self.translator().check()) > 10

    def test_it_translates(self) -> None:
        answer = self.translator().translate(SPANISH, target="en", source="es")
        assert isinstance(answer, Translated)
        assert answer.text.strip() not in ("", SPANISH)

    def test_it_finds_the_language_by_itself(self) -> None:
        answer = self.translator().translate(SPANISH, target="en")
        assert answer.text.strip() not in ("", SPANISH)
        assert answer.source is None or answer.source.split("-")[0] == "es"

    def test_lines_stay_lines(self) -> None:
        answer = self.translator().translate("Hola\nGracias\nHasta luego", target="en", source="es")
        assert len(answer.text.strip().split("\n")) == 3

    def test_markers_come_back(self) -> None:
        answer = self.translator().translate("La factura ⟦0⟧ vence el ⟦1⟧ viernes", target="en", source="es")
        assert re.findall(r"⟦(\d)⟧", answer.text) == ["0", "1"]

    def test_markup_in_a_text_is_text(self) -> None:
        answer = self.translator().translate("Precio < 5 & impuestos > 3", target="en", source="es")
        assert "&lt;" not in answer.text
        assert "&amp;" not in answer.text

    @pytest.mark.parametrize("text", ["!!!", "👍", "12:30", "…"])
    def test_what_has_no_words_comes_back_as_it_is(self, text: str) -> None:
        assert self.translator().translate(text, target="en", source="es").text == text

    def test_a_text_as_long_as_its_limit_is_taken(self) -> None:
        text = "ñandú " * (self.kind.limit // 6)
        assert self.translator().translate(text.strip(), target="en", source="es").text.strip()

    def test_a_region_is_understood(self) -> None:
        assert self.translator().translate("Good morning", target="es-MX", source="en-GB").text.strip()

    def test_its_languages_are_codes(self) -> None:
        found = self.translator().languages()
        assert {"en", "es"} <= set(found)
        assert all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", code) for code in found)

    def test_a_language_it_does_not_have_is_rejected(self) -> None:
        with pytest.raises(Rejected):
            self.translator().translate("Hola", target=self.unknown, source="es")

    def test_many_at_once_get_each_their_own(self) -> None:
        """Each thread has an object of its own, as the registry gives it."""
        texts = [[f"texto {thread}x{number} factura" for number in range(30)] for thread in range(6)]
        own = threading.local()

        def one(text: str) -> str:
            if not hasattr(own, "translator"):
                own.translator = self.translator()
            return str(own.translator.translate(text, target="de", source="es").text)

        with ThreadPoolExecutor(6) as pool:
            answers = [list(pool.map(one, some)) for some in texts]
        for some, answered in zip(texts, answers, strict=True):
            for text, answer in zip(some, answered, strict=True):
                assert text.split()[1] in answer

    # What goes wrong

    def _fails(self, translator: Translator) -> PluginError:
        with pytest.raises(PluginError) as caught:
            translator.translate(SPANISH, target="en", source="es")
        words = str(caught.value)
        assert words.endswith((".", "?"))
        assert "Traceback" not in words and "Error(" not in words
        return caught.value

    @pytest.mark.parametrize("how", ["429", "500", "broken", "null", "huge"])
    def test_what_passes_is_for_later(self, how: str) -> None:
        self.fail(how)
        assert isinstance(self._fails(self.translator()), Later)

    def test_too_many_requests_say_how_long_to_rest(self) -> None:
        self.fail("429")
        error = self._fails(self.translator())
        assert isinstance(error, Later) and error.retry_after > 0

    def test_a_provider_that_is_not_there_is_for_later(self) -> None:
        assert isinstance(self._fails(self.unreachable()), Later)

    @pytest.mark.parametrize("how", ["hang", "drip"])
    def test_nothing_waits_for_ever(self, how: str) -> None:
        translator = self.translator(quick=True)
        self.fail(how)
        started = time.monotonic()
        try:
            error = self._fails(translator)
        finally:
            self.fail("ok")
        assert isinstance(error, Later)
        assert time.monotonic() - started < self.patience

    def test_wrong_credentials_are_said_to_be_wrong(self) -> None:
        translator = self.misconfigured()
        if translator is None:
            pytest.skip("it has no credentials")
        assert isinstance(self._fails(translator), Misconfigured)

    def test_a_failing_check_says_why(self) -> None:
        with pytest.raises(PluginError) as caught:
            self.unreachable().check()
        assert str(caught.value).endswith(".")
