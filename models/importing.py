"""Importing: records created and updated from a CSV file, each with Deskbot's entry naming the file and who ran it."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from models import csv_files, journal, person, record, setting, thread, user
from models.cells import Cells, unguarded
from models.creation import Creation
from models.csv_files import Row
from models.database import snapshot, transaction
from models.declaration import Record, Values, field_named
from models.errors import Invalid, NotFound, Refused
from models.keys import Keys
from models.text import fold, one_line

BATCH = 200  # rows in a transaction
BREATH = 0.002  # seconds between two of them; others also get through while a batch is read
PATIENCE = 60.0  # seconds a batch waits for other writers


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a row was refused: its number in the file (the first row is 1), and the column's name if that is at fault."""

    row: int
    column: str | None
    reason: str


@dataclass(slots=True)
class Outcome:
    """What an import did, or in a dry run would do. `number` is the import's; None where nothing was written."""

    number: int | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[Wrong] = field(default_factory=list)
    part: float = 0.0

    def fail(self, *wrong: Wrong) -> None:
        """Count a row as refused."""
        self.failed += 1
        self.errors += wrong

    def add(self, other: Outcome, part: float) -> None:
        """Count what a batch did; `part` of the file lies behind it."""
        self.number, self.part = other.number or self.number, part
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.failed += other.failed
        self.errors += other.errors

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return self.created + self.updated + self.unchanged + self.failed


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell means which field. `key` names the field, or `id`, by which records are found again."""

    header: tuple[str, ...]
    fields: dict[str, int]
    key: str | None
    unused: tuple[str, ...]

    def of(self, name: str) -> str | None:
        """The column's name in the file."""
        return self.header[self.fields[name]] if name in self.fields else None


def name_of(cls: type[Record], typed: str) -> str | None:
    """The field that a column's name means; `id` is the record's own."""
    return "id" if one_line(typed).casefold() == "id" else field_named(cls, typed)


def columns(cls: type[Record], header: Sequence[str], mapping: Sequence[tuple[str, str]], key: str | None) -> Columns:
    """Match the first row of a file to fields; `mapping` says what a column means (an empty field: nothing)."""
    names = [one_line(name) for name in header]
    meant = {
        place: name
        for place, typed in enumerate(names)
        if (name := name_of(cls, typed)) is not None and name not in cls.computed
    }
    for column, target in mapping:
        place = _place(names, column)
        meant.pop(place, None)
        if target.strip():
            meant[place] = _mapped(cls, target)
    by = _key(cls, key)
    if by != "id":
        meant = {place: name for place, name in meant.items() if name != "id"}
    if not meant:
        raise Refused(
            f"No column of the file is a field of {cls.label.lower()}: its first row must name them, "
            f"such as {', '.join(list(cls.fields)[:4])}; or say what a column means with --map COLUMN=FIELD."
        )
    fields = _once(names, meant)
    if by is not None and by not in fields:
        raise Refused(f"No column of the file is {by}, by which records are to be found.")
    return Columns(tuple(names), fields, by, tuple(name for place, name in enumerate(names) if place not in meant))


def _place(names: Sequence[str], column: str) -> int:
    places = [place for place, name in enumerate(names) if fold(name) == fold(one_line(column))]
    if not places:
        raise NotFound(f"The file has no column “{one_line(column)}”; it has {', '.join(names)}.")
    if len(places) > 1:
        raise Refused(f"The file has more than one column “{one_line(column)}”.")
    return places[0]


def _mapped(cls: type[Record], target: str) -> str:
    name = name_of(cls, target)
    if name is None:
        raise NotFound(f"{cls.label} has no field “{one_line(target)}”; its fields are {', '.join(cls.fields)}.")
    if name in cls.computed:
        raise Refused(f"{cls.fields[name].label} is computed and can't be imported.")
    return name


def _key(cls: type[Record], key: str | None) -> str | None:
    return None if key is None else _mapped(cls, key)


def _once(names: Sequence[str], meant: dict[int, str]) -> dict[str, int]:
    fields: dict[str, int] = {}
    for place, name in sorted(meant.items()):
        if name in fields:
            raise Refused(
                f"The columns “{names[fields[name]]}” and “{names[place]}” both mean {name}; map one of them elsewhere."
            )
        fields[name] = place
    return fields


def run(
    kind: str,
    file: Path,
    *,
    by: int,
    mapping: Sequence[tuple[str, str]] = (),
    key: str | None = None,
    dry_run: bool = False,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Import a CSV file. Rows that can't be are refused in words and don't stop the others.

    With `key` a row updates the record that has its value there, or creates one; an empty cell empties its field.
    Without, every row creates. `progress` is told after each batch.
    """
    cls = record.kind(kind)
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    user.require_active(by)
    form = csv_files.form(file, lambda cells: sum(name_of(cls, cell) is not None for cell in cells))
    with csv_files.opened(file, form) as rows:
        header = next(rows, None)
        if header is None:
            raise Refused(f"{file.name} is empty.")
        plan = columns(cls, header.cells, mapping, key)
        importing = _Import(cls, plan, by=by, file=file, dry_run=dry_run)
        for batch in _batches(rows, importing.outcome):
            importing.take(batch)
            if progress is not None:
                progress(importing.outcome)
            time.sleep(0 if dry_run else BREATH)
    return importing.outcome


def _batches(rows: Iterator[Row], outcome: Outcome) -> Iterator[list[Row]]:
    """The rows in batches; a file that can't be read on ends there, which is told as a failed row."""
    last = 1
    while batch := list(_readable(islice(rows, BATCH), last, outcome)):
        last = batch[-1].number
        yield batch


def _readable(rows: Iterator[Row], last: int, outcome: Outcome) -> Iterator[Row]:
    try:
        for row in rows:
            last = row.number
            yield row
    except csv.Error as error:
        outcome.fail(Wrong(last + 1, None, f"The rest of the file can't be read: {error}."))


@dataclass(slots=True)
class _Read:
    """A batch as it was read: the new records, the changes of old ones, and what is known of the rows before."""

    creation: Creation
    cells: Cells
    done: Outcome = field(default_factory=Outcome)
    updates: list[tuple[int, Values]] = field(default_factory=list)
    values: dict[int, Values] = field(default_factory=dict)


class _Import:
    """One run: what it has done so far, and what it needs to know for the next batch.

    A batch is read first, as the database stands, and written afterwards: so others wait only while it is written.
    Where somebody wrote in between, it is read again.
    """

    def __init__(self, cls: type[Record], plan: Columns, *, by: int, file: Path, dry_run: bool) -> None:
        self._cls, self._plan, self._by, self._dry = cls, plan, by, dry_run
        self._file = one_line(file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        self._keys = Keys(cls, plan.key) if plan.key not in (None, "id") else None
        self._would_be: _Read | None = None
        self.outcome = Outcome()

    def take(self, batch: Sequence[Row]) -> None:
        """Import a batch, all of its good rows or, when the database won't have them, none."""
        with snapshot():
            seen, read = journal.head()[0], self._read(batch)
        if not self._dry and (read.creation.waiting or read.updates):
            try:
                with transaction(patience=PATIENCE):
                    read = read if journal.head()[0] == seen else self._again(batch, read)
                    self._write(read)
            except Refused as error:
                raise Refused(f"{error}{self._so_far()}") from error
        self.outcome.add(read.done, batch[-1].part)

    def _so_far(self) -> str:
        done = self.outcome
        return f" Before that {done.created:,} were created and {done.updated:,} updated." if done.rows else ""

    def _read(self, batch: Sequence[Row]) -> _Read:
        """Read the rows of a batch. A dry run remembers what would be there; else the database does."""
        read = self._would_be or _Read(Creation(self._cls, by=self._by), Cells(self._cls))
        if self._dry:
            read.done = Outcome()
            self._would_be = read
        if self._keys is not None:
            self._keys.follow()
        for row in batch:
            self._row(row, read)
        return read

    def _again(self, batch: Sequence[Row], read: _Read) -> _Read:
        """Read a batch again, now that nobody else can write."""
        if self._keys is not None:
            for id in read.creation.waiting:
                self._keys.learn(id, None)
        return self._read(batch)

    def _write(self, read: _Read) -> None:
        """Write what was read (inside a transaction); the first that is written gives the import its number."""
        number = self.outcome.number
        if number is None:
            number = int(setting.get("imports", 0)) + 1
            setting.put("imports", number, by=self._by)
        origin = f"Imported from {self._file} by {person.one(self._by).name} (import {number})"
        read.creation.write(origin)
        for id, new in read.updates:
            record.save(id, new, by=self._by, origin=origin)
        read.done.number = number

    def _row(self, row: Row, read: _Read) -> None:
        try:
            id = self._meant(row, read)
            given = self._given(row)
            if id is None:
                self._create(given, read)
            else:
                self._update(id, given, read)
        except Invalid as error:
            read.done.fail(*(Wrong(row.number, self._plan.of(name), words) for name, words in error.fields.items()))
        except Refused as error:
            read.done.fail(Wrong(row.number, None, str(error)))

    def _given(self, row: Row) -> dict[str, str]:
        width = len(self._plan.header)
        if any(cell.strip() for cell in row.cells[width:]):
            raise Refused(f"The row has {len(row.cells)} cells, the first row names {width}.")
        places = {name: place for name, place in self._plan.fields.items() if name != "id" and place < len(row.cells)}
        return {name: unguarded(row.cells[place]) for name, place in places.items()}

    def _meant(self, row: Row, read: _Read) -> int | None:
        """The record that a row is about; None for a new one."""
        if self._plan.key is None:
            return None
        place = self._plan.fields[self._plan.key]
        typed = one_line(unguarded(row.cells[place])) if place < len(row.cells) else ""
        if not typed:
            return None
        if self._keys is None:
            return self._by_id(typed)
        found = self._keys.find(read.cells.read(self._cls.fields[self._plan.key], typed, read.cells.start))
        if len(found) > 1:
            raise Invalid({self._plan.key: f"“{typed}” fits more than one {self._cls.label.lower()}."})
        return found[0] if found else None

    def _by_id(self, typed: str) -> int:
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
            raise Invalid({"id": f"“{typed}” is not the id of a record; ids are whole numbers."})
        if thread.head(int(typed)).kind != self._cls.kind:
            raise Invalid({"id": f"Record {typed} is not a {self._cls.label.lower()}."})
        return int(typed)

    def _create(self, given: dict[str, str], read: _Read) -> None:
        values, _ = record.prepared(self._cls, given, start=read.cells.start, read=read.cells.read)
        id = read.creation.add(values)
        read.cells.made(id, values)
        if self._keys is not None and self._plan.key is not None:
            self._keys.learn(id, values[self._plan.key])
            read.values[id] = values
        if self._dry:
            read.creation.waiting.clear()
        read.done.created += 1

    def _update(self, id: int, given: dict[str, str], read: _Read) -> None:
        old = read.values.get(id) or self._kept(id)
        values, new = record.revised(self._cls, id, old, given, read=read.cells.read)
        if values == old:
            read.done.unchanged += 1
            return
        read.values[id] = values
        if not self._dry:
            read.updates.append((id, new))
        read.done.updated += 1

    def _kept(self, id: int) -> Values:
        if thread.head(id).archived:
            raise Refused(record.ARCHIVED)
        return record.load(self._cls, id)
