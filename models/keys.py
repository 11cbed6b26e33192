"""Keys: the records of a kind by the values of one field, for an import that updates what is there already."""

from __future__ import annotations

from typing import Any

from models import journal
from models.declaration import Record
from models.text import fold


class Keys:
    """All values of a field, in any case and with any accents. What others write meanwhile is read from the journal."""

    def __init__(self, cls: type[Record], name: str) -> None:
        self._cls, self._name = cls, name
        self._seen = journal.head()[0]
        self._ids: dict[str, list[int]] = {}
        self._values: dict[int, str] = {}
        self._read(None)

    def find(self, value: Any) -> list[int]:
        """The records that have this value; none for an empty one."""
        return self._ids.get(_folded(value), []) if value not in (None, "", ()) else []

    def learn(self, id: int, value: Any) -> None:
        """A record has this value from now on."""
        old, new = self._values.pop(id, None), _folded(value)
        if old is not None:
            self._ids[old].remove(id)
        if value not in (None, "", ()):
            self._values[id] = new
            self._ids.setdefault(new, []).append(id)

    def follow(self) -> None:
        """Learn what was written since the last time."""
        while changes := journal.since(self._seen):
            self._seen = changes[-1].seq
            self._read({one.entity for one in changes if one.what == self._cls.kind})

    def _read(self, ids: set[int] | None) -> None:
        """Read the values of these records, or of all; those that are gone have none."""
        field = self._cls.fields[self._name]
        table = self._cls.table
        query = table.select(table.id, *(table._meta.fields[column] for column in field.columns()))
        there = set()
        for row in query.where(table.id.in_(list(ids))).dicts() if ids is not None else query.dicts():
            there.add(row["id"])
            self.learn(row["id"], field.load(row))
        for gone in (ids or set()) - there:
            self.learn(gone, None)


def _folded(value: Any) -> str:
    return fold(str(value))
