"""Fields with a known set of values: choices and stages, languages, countries, currencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from models import setting
from models.fields.field import Field, Names
from models.text import fold, one_line


class Choice(Field):
    """One of a few values. `choices` are (value, label); those of stages come from the setting `stages.<name>`.

    `declared` are those that hold where a workspace has none of its own.
    """

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
        self.declared, self.stages, self.default = tuple(choices), stages, default

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The values with their labels, in their order."""
        if self.stages is None:
            return self.declared
        kept = setting.get(f"stages.{self.stages}")
        pairs = ((one, one) if isinstance(one, str) else (str(one[0]), str(one[1])) for one in kept or ())
        return tuple(pairs) or self.declared

    def initial(self) -> str | None:
        """The default; the first stage where a workspace's own stages lack it."""
        known = [value for value, _ in self.choices]
        return self.default if self.default is None or self.default in known else known[0]

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        typed = one_line(text)
        if not typed:
            return None if self.required else self.default
        for value, label in self.choices:
            if fold(typed) in (fold(value), fold(label)):
                return value
        labels = ", ".join(label for _, label in self.choices)
        raise self.refuse(f"“{typed}” can't be chosen for {self.label}; choose one of {labels}.")

    def snapshot(self, value: str | None, names: Names, values: Mapping[str, Any]) -> dict[str, str] | None:
        return None if value is None else {"value": value, "label": dict(self.choices).get(value, value)}

    def plain(self, value: str | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return value


@lru_cache
def _names(what: str) -> Mapping[str, str]:
    """The English names of all "languages", "territories" or "currencies", by code."""
    from babel import Locale

    return {str(code): str(name) for code, name in getattr(Locale("en"), what).items()}


class _Named(Field):
    """A field whose values are codes with names in every language."""

    type = "label"
    hint: ClassVar[str]

    @classmethod
    def known(cls) -> Mapping[str, str]:
        """The names, in English, by code."""
        return {}

    @classmethod
    @lru_cache
    def _folded(cls) -> Mapping[str, str]:
        """The codes by folded name and folded code; where two share a name, the first."""
        named = {fold(name): code for code, name in reversed(list(cls.known().items()))}
        return named | {fold(code): code for code in cls.known()}

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        typed = one_line(text)
        if not typed:
            return None
        code = self._folded().get(fold(typed))
        if code is None:
            raise self.refuse(f"“{typed}” is not a {self.label.lower()} that is known; {self.hint}.")
        return code

    def snapshot(self, value: str | None, names: Names, values: Mapping[str, Any]) -> dict[str, str] | None:
        return None if value is None else {"value": value, "label": self.known().get(value, value)}

    def plain(self, value: str | None, names: Names, values: Mapping[str, Any]) -> str | None:
        return value


class Language(_Named):
    """A language, ISO 639-1."""

    hint = "use a code such as es, or the name"

    @classmethod
    @lru_cache
    def known(cls) -> Mapping[str, str]:
        return {code: name for code, name in _names("languages").items() if len(code) == 2}


class Country(_Named):
    """A country, ISO 3166."""

    hint = "use a code such as ES, or the name"
    _groups: ClassVar[frozenset[str]] = frozenset(("ZZ", "EU", "UN", "EZ", "XA", "XB", "QO"))

    @classmethod
    @lru_cache
    def known(cls) -> Mapping[str, str]:
        codes = _names("territories").items()
        return {code: name for code, name in codes if len(code) == 2 and code.isalpha() and code not in cls._groups}


class Currency(_Named):
    """A currency, ISO 4217; empty means the workspace's."""

    hint = "use a code such as EUR"

    @classmethod
    def known(cls) -> Mapping[str, str]:
        return _names("currencies")

    def parse(self, text: str, given: Mapping[str, Any]) -> str | None:
        return super().parse(text, given) or setting.get("currency")
