"""Cells: the texts of an imported file read as values, each only once; and texts made harmless for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from models import setting
from models.creation import Creation
from models.declaration import Record, Values, as_given, defaults
from models.errors import Refused
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
    """Reads the cells of a batch. `start` are the values of a new record; `write` writes the records that still wait.

    Without `write` (a dry run) a link may lead to a record that only would be there.
    """

    def __init__(self, cls: type[Record], creation: Creation, *, write: Callable[[], None] | None) -> None:
        self._cls, self._write, self._creation = cls, write, creation
        self.start = defaults(cls)
        self._country = setting.get("country")
        self._known: dict[tuple[Any, ...], Any] = {}
        self._named: dict[str, list[int]] = {}

    def made(self, id: int, values: Values) -> int:
        """A record that waits to be written can be linked to by name or address."""
        for named in (values[self._cls.title_field], values.get("email")):
            if named:
                self._named.setdefault(fold(named), []).append(id)
        return id

    def forget(self) -> None:
        """What waited is written: the database knows it, and what was looked up before may have changed."""
        self._named.clear()
        self._known.clear()

    def read(self, field: Field, text: Any, known: Mapping[str, Any]) -> Any:
        """The value that a cell means (see `declaration.as_given`)."""
        if isinstance(field, Phone) and not known.get("country"):
            known = {**known, "country": self._country}
        waiting = self._named.get(fold(one_line(text))) if self._named and isinstance(field, Link) else None
        if waiting and self._write is not None:
            self._write()
        elif waiting:
            return self._would_be(field, text, waiting, known)
        key = (field.name, text, known.get("country"), known.get("currency"))
        if key not in self._known:
            self._known[key] = as_given(field, text, known)
        return self._known[key]

    def _would_be(self, field: Field, text: str, waiting: list[int], known: Mapping[str, Any]) -> Any:
        """The record that a name would lead to if those that wait were written."""
        try:
            there: list[int] = [as_given(field, text, known)]
        except Refused:
            there = []
        if len(there) + len(waiting) > 1:
            raise field.refuse(f"{field.label}: “{one_line(text)}” fits more than one record; use the id.")
        return [*there, *waiting][0]
