"""Fields with a known set of values: choices and stages, languages, countries, currencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from models import setting
from models.fields.field import Field, Names
from models.text import fold, one_line


class Choice(Field):
    """One of a few values. `choices` are (value, label); a stage's come from the settings of the workspace (`stages.<name>`)."""

    type = "label"

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        stages: str | None = None,
        default: str | None = None,
        **more: Any,
    ):
        super().__init__(label, **more)
        self._choices, self.stages, self.default = tuple(choices), stages, default

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The values with their labels, in their order."""
        if self.stages is None:
            return self._choices
        kept = setting.get(f"stages.{self.stages}")
        return tuple((one, one) for one in kept) if kept else self._choices

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        typed = one_line(text)
        if not typed:
            return self.default
        for value, label in self.choices:
            if fold(typed) in (fold(value), fold(label)):
                return value
        raise self.refuse(
            f"“{typed}” is not a {self.label.lower()}; choose one of {', '.join(label for _, label in self.choices)}."
        )

    def snapshot(self, value: str | None, names: Names, values: Mapping[str, Any]) -> dict[str, str] | None:
        return None if value is None else {"value": value, "label": dict(self.choices).get(value, value)}

    def plain(self, value: str | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return value


class _Named(Field):
    """A field whose values are codes with names in every language."""

    type = "label"

    def known(self) -> Mapping[str, str]:
        raise AssertionError("a kind of code")

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        typed = one_line(text)
        if not typed:
            return None
        known = self.known()
        for code in (typed, typed.lower(), typed.upper()):
            if code in known:
                return code
        named = [code for code, name in known.items() if fold(name) == fold(typed)]
        if not named:
            raise self.refuse(f"“{typed}” is not a {self.label.lower()} that is known; {self.hint}.")
        return named[0]

    hint: ClassVar[str] = "use its code"

    def snapshot(self, value: str | None, names: Names, values: Mapping[str, Any]) -> dict[str, str] | None:
        return None if value is None else {"value": value, "label": self.known().get(value, value)}

    def plain(self, value: str | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return value


class Language(_Named):
    """A language, ISO 639-1."""

    hint = "use a code such as es, or the name"

    def known(self) -> Mapping[str, str]:
        from babel import Locale

        return {code: name for code, name in Locale("en").languages.items() if len(code) == 2}


class Country(_Named):
    """A country, ISO 3166."""

    hint = "use a code such as ES, or the name"

    def known(self) -> Mapping[str, str]:
        from babel import Locale

        groups = {"ZZ", "EU", "UN", "EZ", "XA", "XB", "QO"}
        return {
            code: name
            for code, name in Locale("en").territories.items()
            if len(code) == 2 and code.isalpha() and code not in groups
        }


class Currency(_Named):
    """A currency, ISO 4217; empty means the workspace's."""

    hint = "use a code such as EUR"

    def known(self) -> Mapping[str, str]:
        from babel import Locale

        return dict(Locale("en").currencies)

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        return super().parse(text, given) or setting.get("currency")
