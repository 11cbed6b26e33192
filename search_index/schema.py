"""How batches lie on the disk: Whoosh's schema, storage and codec, as far as they differ from its own.

A Whoosh document is a batch of messages. A term has one posting in it, whose *value* says which of them have the term.
Only here and in `index` is Whoosh known.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile

BLOCK = 4096  # bytes of postings under one checksum
SHELF = 64  # terms that lie together
_HEAD = struct.Struct("<4sIIIII")  # mark, checksum of what follows, number of shelves, terms, blocks, bytes of names
_MARK = b"CDX1"


class Damaged(Exception):
    """A file of the index is not as it was written."""


class AsGiven(formats.Format):
    """A posting's value is kept as it is."""


class Postings(fields.FieldType):
    """Terms with the value that says which messages have them."""

    def __init__(self) -> None:
        super().__init__(AsGiven(), None)

    def index(self, value: Iterable[tuple[bytes, bytes]], **more: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((term, 1, 1.0, which) for term, which in value)


SCHEMA = fields.Schema(terms=Postings(), about=fields.STORED)


class Durable(FileStorage):
    """Files reach the disk before the table of contents names them, which Whoosh by itself doesn't see to."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._made: list[Any] = []

    def create_file(self, name: str, *arguments: Any, **more: Any) -> Any:
        def sync(file: Any) -> None:
            file.flush()
            os.fsync(file.fileno())

        made = super().create_file(name, *arguments, onclose=sync, **more)
        self._made.append(made)
        return made

    def let_go(self) -> None:
        """Close the files made since the last time, after a failure (a full disk) as they are."""
        for made in self._made:
            with contextlib.suppress(OSError):  # what could not be written is thrown away by the next commit
                made.raw_file().close()
        self._made.clear()

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """What Whoosh would write and delete again stays in memory."""
        return RamStorage()

    def open_file(self, name: str, **more: Any) -> Any:
        """A file to read, in memory: they are small, and what Whoosh opens it doesn't always close."""
        return StructFile(BytesIO(Path(self.folder, name).read_bytes()), name=name, **more)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        super().rename_file(oldname, newname, safe)
        sync_folder(self.folder)


def sync_folder(folder: str) -> None:
    """Make the names in a folder last; Windows has no such thing."""
    with contextlib.suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


class Codec(W3Codec):
    """Whoosh's own codec but for the dictionary: terms in order under checksums, found by bisection in mapped files."""

    length_stats = False  # nobody asks for lengths of fields
    NAMES_EXT, VALUES_EXT = ".dic", ".val"

    def field_writer(self, storage: Any, segment: Any) -> DictionaryWriter:
        names, values = (segment.create_file(storage, ext) for ext in (self.NAMES_EXT, self.VALUES_EXT))
        return DictionaryWriter(names, values)

    def terms_reader(self, storage: Any, segment: Any) -> Dictionary:
        names, values = (segment.make_filename(ext) for ext in (self.NAMES_EXT, self.VALUES_EXT))
        return Dictionary(_mapped(storage, names), _mapped(storage, values))


def _mapped(storage: Durable, name: str) -> mmap.mmap:
    with Path(storage.folder, name).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class DictionaryWriter(base.FieldWriter):
    """Writes the terms of a batch, which come in order, and their values."""

    def __init__(self, names: Any, values: Any) -> None:
        self.is_closed = False
        self._names, self._values = names, values
        self._shelf: list[bytes] = []
        self._shelves: list[bytes] = []
        self._ends = array("I", [0])
        self._sums = array("I")
        self._rest = bytearray()

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """There is one field only."""

    def start_term(self, text: bytes) -> None:
        if len(self._shelf) == SHELF:
            self._put_away()
        self._shelf.append(text)

    def _put_away(self) -> None:
        self._shelves.append(b"\n".join(self._shelf))
        self._shelf.clear()

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        self._rest += vbytes
        self._ends.append(self._ends[-1] + len(vbytes))
        while len(self._rest) >= BLOCK:
            self._flush()

    def finish_term(self) -> None:
        """A term has one posting, which was written when it came."""

    def _flush(self) -> None:
        block = bytes(self._rest[:BLOCK])
        del self._rest[:BLOCK]
        self._sums.append(crc32(block))
        self._values.write(block)

    def close(self) -> None:
        if self._shelf:
            self._put_away()
        if self._rest or not self._sums:
            self._rest = self._rest or bytearray(1)
            self._flush()
        shelves = array("I", accumulate(map(len, self._shelves), initial=0))
        body = b"".join((shelves.tobytes(), self._ends.tobytes(), self._sums.tobytes(), *self._shelves))
        head = (len(self._shelves), len(self._ends) - 1, len(self._sums), shelves[-1])
        self._names.write(_HEAD.pack(_MARK, crc32(body), *head) + body)
        self._names.close()
        self._values.close()
        self.is_closed = True


class Dictionary(base.TermsReader):
    """The terms of a stored batch. Raises `Damaged` as soon as something read is not what was written.

    Names lie on shelves of 64, whose first ones are kept in memory: a look is two short searches.
    """

    def __init__(self, names: mmap.mmap, values: mmap.mmap) -> None:
        mark, checksum, shelves, count, blocks, length = _HEAD.unpack_from(names)
        starts = _HEAD.size
        ends = starts + 4 * (shelves + 1)
        sums = ends + 4 * (count + 1)
        self._base = sums + 4 * blocks
        if mark != _MARK or len(names) != self._base + length:
            raise Damaged("the head of a dictionary")
        whole = memoryview(names)
        if crc32(whole[starts:]) != checksum:
            raise Damaged("a dictionary")
        self._starts, self._ends, self._sums = (
            whole[first:last].cast("I") for first, last in ((starts, ends), (ends, sums), (sums, self._base))
        )
        self._names, self._values, self._whole = names, values, whole
        self._last: tuple[int, list[bytes]] = (-1, [])
        self._firsts = [self._shelf(number)[0] for number in range(shelves)]
        self._sound = bytearray(blocks)
        if len(values) < self._ends[count]:
            raise Damaged("the length of postings")

    def _shelf(self, number: int) -> list[bytes]:
        """The names on a shelf; the last one looked at is at hand, for a word and its stems mostly lie together."""
        if self._last[0] != number:
            start, end = self._starts[number], self._starts[number + 1]
            self._last = number, self._names[self._base + start : self._base + end].split(b"\n")
        return self._last[1]

    def items_from(self, term: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms from this one on, in order, with their places."""
        number = max(0, bisect_right(self._firsts, term) - 1)
        for on in range(number, len(self._firsts)):
            names = self._shelf(on)
            first = bisect_left(names, term) if on == number else 0
            for place in range(first, len(names)):
                yield names[place], on * SHELF + place

    def value(self, term: bytes) -> bytes | None:
        """The value of a term."""
        number = bisect_right(self._firsts, term) - 1
        if number < 0:
            return None
        names = self._shelf(number)
        place = bisect_left(names, term)
        return self.value_at(number * SHELF + place) if place < len(names) and names[place] == term else None

    def begun(self, beginning: bytes) -> Iterator[tuple[bytes, bytes]]:
        """All terms that begin so, with their values, in order."""
        for name, place in self.items_from(beginning):
            if not name.startswith(beginning):
                return
            yield name, self.value_at(place)

    def value_at(self, place: int) -> bytes:
        """The value of the term at a place."""
        start, end = self._ends[place], self._ends[place + 1]
        for block in range(start // BLOCK, (end + BLOCK - 1) // BLOCK):
            if not self._sound[block]:
                self._check(block)
        return self._values[start:end]

    def _check(self, block: int) -> None:
        if crc32(self._values[block * BLOCK : (block + 1) * BLOCK]) != self._sums[block]:
            raise Damaged("postings")
        self._sound[block] = 1

    def check(self) -> None:
        """Read and check everything."""
        for block in range(len(self._sums)):
            self._check(block)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.value(term[1]) is not None

    def close(self) -> None:
        """Let go of the files."""
        for view in (self._starts, self._ends, self._sums, self._whole):
            view.release()
        self._names.close()
        self._values.close()
