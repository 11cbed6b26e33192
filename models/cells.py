"""Cells: the texts of an imported file read as values, each only once; and texts made harmless for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from models import setting
from models.declaration import Record, Values, as_given, defaults
from models.errors import NotFound, Refused
from models.fields import Field, Link, Phone
from models.text import fold, one_line

# What a spreadsheet would take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class Cells:
    """Reads the cells of a batch. `start` are the values of a new record.

    A link may lead to a record of the batch that is not written yet; `Creation` told which id it will have.
    """

    def __init__(self, cls: type[Record]) -> None:
        self._cls = cls
        self.start = defaults(cls)
        self._country = setting.get("country")
        self._known: dict[tuple[Any, ...], Any] = {}
        self._waiting: dict[str, list[int]] = {}

    def made(self, id: int, values: Values) -> None:
        """A record that waits to be written can be linked to by name or address."""
        for named in (values[self._cls.title_field], values.get("email")):
            if named:
                self._waiting.setdefault(fold(named), []).append(id)

    def read(self, field: Field, text: Any, known: Mapping[str, Any]) -> Any:
        """The value that a cell means (see `declaration.as_given`)."""
        if isinstance(field, Phone) and not known.get("country"):
            known = {**known, "country": self._country}
        if isinstance(field, Link) and (waiting := self._waiting.get(fold(one_line(text)))):
            return self._among(field, text, waiting, known)
        key = (field.name, text, known.get("country"), known.get("currency"))
        if key not in self._known:
            self._known[key] = as_given(field, text, known)
        return self._known[key]

    def _among(self, field: Link, text: Any, waiting: list[int], known: Mapping[str, Any]) -> int:
        """The one record that a name leads to, among those that wait and those that are there."""
        try:
            there: list[int] = [as_given(field, text, known)]
        except Refused as error:
            if not isinstance(error.__cause__, NotFound):
                raise
            there = []
        if field.to not in (None, self._cls.kind):
            waiting = []
        if len(there) + len(waiting) > 1:
            raise field.refuse(f"{field.label}: “{one_line(text)}” fits more than one record; use the id.")
        return [*there, *waiting][0] if waiting else as_given(field, text, known)
