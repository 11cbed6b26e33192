"""What every field of a record declares, and the names that values are shown with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import peewee as pw

from models import person, thread
from models.errors import Invalid
from models.text import one_line


class Names:
    """Titles of records and names of persons, looked up together and once."""

    def __init__(self) -> None:
        self.titles: dict[int, str] = {}
        self.persons: dict[int, person.Someone] = {}

    def learn(self, *, threads: Sequence[int] = (), persons: Sequence[int] = ()) -> None:
        self.titles |= {id: head.title for id, head in thread.heads(set(threads) - self.titles.keys()).items()}
        self.persons |= person.some(set(persons) - self.persons.keys())

    def title(self, id: int) -> str:
        if id not in self.titles:
            self.learn(threads=[id])
        return self.titles.get(id, f"Record {id}")

    def someone(self, id: int) -> person.Someone:
        if id not in self.persons:
            self.learn(persons=[id])
        return self.persons[id]


class Field:
    """What every field declares: its label, whether changes are tracked, and where it stands.

    `place` is where the form shows it ("head", "main", "tab", None for nowhere); `listed` puts it into the list's
    first columns.
    """

    type = "text"

    def __init__(
        self,
        label: str,
        *,
        tracked: bool = False,
        required: bool = False,
        listed: bool = False,
        place: str | None = "main",
    ) -> None:
        self.label, self.tracked, self.required, self.listed, self.place = label, tracked, required, listed, place
        self.name = ""

    def __set_name__(self, owner: object, name: str) -> None:
        self.name = name

    def columns(self) -> dict[str, pw.Field]:
        """The columns of the record's table that keep this field."""
        return {self.name: pw.TextField(null=True)}

    def load(self, row: Mapping[str, Any]) -> Any:
        """The value kept in a row."""
        return row[self.name]

    def store(self, value: Any) -> dict[str, Any]:
        """The columns that keep a value."""
        return {self.name: value}

    def initial(self) -> Any:
        """The value that a new record starts with."""
        return self.parse("", {})

    def parse(self, text: str, given: Mapping[str, Any]) -> Any:
        """The value that a typed text means, `given` the record's other values; refuses in words."""
        return one_line(text) or None

    def check(self, value: Any) -> Any:
        """A value from the program's own parts, as it is kept."""
        return value

    def snapshot(self, value: Any, names: Names, values: Mapping[str, Any]) -> Any:
        """What a change keeps of a value, `values` the record's values at that time."""
        return value

    def plain(self, value: Any, names: Names, values: Mapping[str, Any]) -> Any:
        """The value as scripts get it (product.md §12)."""
        return self.snapshot(value, names, values)

    def refuse(self, words: str) -> Invalid:
        return Invalid({self.name: words})
