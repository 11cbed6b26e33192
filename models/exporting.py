"""Exporting: records of a kind written to a CSV file that spreadsheets can't be harmed by and an import reads again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models import listing, record, user
from models.cells import guarded
from models.database import snapshot
from models.declaration import Record
from models.errors import Refused
from models.fields import Amounts, DateTime, Field, Lines, Link, Member, Names, Tags, YesNo, iso
from models.listing import Chosen, Row
from models.shown import plain_amount
from models.text import fold
from models.thread import Thread

PAGE = 500  # records read at a time


def write(
    kind: str,
    file: Path,
    *,
    where: Mapping[str, Any] | None = None,
    archived: bool = False,
    chosen: Chosen | None = None,
) -> int:
    """Write the records of a kind (or those `chosen`) to `file` in UTF-8, columns named by field. Returns how many.

    Nothing stands there before it is whole; what stood there is replaced.
    """
    cls = record.kind(kind)
    if file.is_dir():
        raise Refused(f"{file} is a folder; name a file.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".export-") as made:
            whole = Path(made) / "whole.csv"
            with whole.open("w", encoding="utf-8", newline="") as out, snapshot():
                count = _write(cls, csv.writer(out), chosen or Chosen(where or {}, archived=archived))
            whole.replace(file)
    except OSError as error:
        raise Refused(f"{file} can't be written: {error.strerror or error}.") from error
    return count


def _write(cls: type[Record], out: Any, chosen: Chosen) -> int:
    out.writerow(["id", *cls.fields])
    texts, count = _Texts(cls), 0
    for page in _pages(cls.kind, chosen):
        names = listing.names_for(cls.kind, [row.values for row in page])
        for row in page:
            cells = (texts.of(field, row.values[name], names) for name, field in cls.fields.items())
            out.writerow([row.id, *(guarded(cell) for cell in cells)])
        count += len(page)
    return count


def _pages(kind: str, chosen: Chosen) -> Iterator[list[Row]]:
    cls = record.kind(kind)
    query = listing.filtered(cls, chosen).select(cls.table.id).order_by(cls.table.id)
    ids = [id for (id,) in query.tuples()]
    for start in range(0, len(ids), PAGE):
        some = listing.some(kind, ids[start : start + PAGE])
        yield [some[id] for id in ids[start : start + PAGE]]


class _Texts:
    """Values as texts that an import takes for the same values."""

    def __init__(self, cls: type[Record]) -> None:
        self._members = {one.id: one for one in user.members()}
        self._links = {field.name: _only(field.to) for field in cls.fields.values() if isinstance(field, Link)}

    def of(self, field: Field, value: Any, names: Names) -> str:
        """One value."""
        if value is None or value == ():
            return ""
        if isinstance(field, Link):
            return self._link(field, value, names.title(value))
        if isinstance(field, Member):
            return self._member(value, names)
        return _text(field, value)

    def _link(self, field: Link, id: int, title: str) -> str:
        """The title where it leads to the record and to no other, else the id."""
        unmistakable = title and "@" not in title and not title.isdecimal() and fold(title) in self._links[field.name]
        return title if unmistakable else str(id)

    def _member(self, id: int, names: Names) -> str:
        member = self._members.get(id)
        return (member.email if member else None) or names.someone(id).name


def _only(kind: str | None) -> set[str]:
    """The folded titles that one record alone has, of a kind or of any, the archived left out."""
    query = Thread.select(Thread.folded).where(~Thread.archived & ((Thread.kind == kind) if kind else True))
    found: dict[str, int] = {}
    for (folded,) in query.tuples():
        found[folded] = found.get(folded, 0) + 1
    return {folded for folded, count in found.items() if count == 1}


def _text(field: Field, value: Any) -> str:
    if isinstance(field, Amounts):
        return f"{plain_amount(value.amount, value.currency)} {value.currency}"
    if isinstance(field, Lines):
        return "\n".join(f"{one.product}; {one.quantity.normalize():f}; {one.price.normalize():f}" for one in value)
    if isinstance(field, Tags):
        return ", ".join(value)
    if isinstance(field, YesNo):
        return "yes" if value else "no"
    if isinstance(field, DateTime):
        return iso(value)
    return str(value)
