"""How batches lie on the disk: Whoosh's schema, storage and codec, as far as they differ from its own.

A Whoosh document is a batch of messages. A term has one posting in it, whose *value* says which of them have the term;
in a segment of several batches one value says so for all of them (`volume`).
Only here and in `index` is Whoosh known.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
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

BLOCK = 1024  # bytes of postings under one checksum
SHELF = 64  # terms that lie together
_HEAD = struct.Struct("<4sIIIII")  # mark, checksum; number of terms, of shelves, of blocks; directory's length
_MARK = b"CDX2"


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
    EXTENSIONS = (".dic", ".val")  # of names and of values

    def field_writer(self, storage: Any, segment: Any) -> DictionaryWriter:
        return DictionaryWriter(*(segment.create_file(storage, ext) for ext in self.EXTENSIONS))

    def terms_reader(self, storage: Any, segment: Any) -> Dictionary:
        return Dictionary(*(_mapped(storage, segment.make_filename(ext)) for ext in self.EXTENSIONS))


def _mapped(storage: Durable, name: str) -> mmap.mmap:
    with Path(storage.folder, name).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _sum(directory: bytes, *head: int) -> int:
    """The checksum of a directory and of the numbers before it."""
    return crc32(directory, crc32(struct.pack(f"<{len(head)}I", *head)))


class DictionaryWriter(base.FieldWriter):
    """Writes the terms of a batch, which come in order, and their values."""

    def __init__(self, names: Any, values: Any) -> None:
        self.is_closed = False
        self._names, self._values = names, values
        self._terms: list[bytes] = []
        self._ends = array("I", [0])
        self._firsts: list[bytes] = []
        self._shelves: list[bytes] = []
        self._sums = array("I")
        self._rest = bytearray()
        self._count = 0

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """There is one field only."""

    def start_term(self, text: bytes) -> None:
        if len(self._terms) == SHELF:
            self._put_away()
        self._terms.append(text)
        self._count += 1

    def _put_away(self) -> None:
        """Close a shelf: where the values of its terms end, and their names."""
        self._firsts.append(self._terms[0])
        self._shelves.append(self._ends.tobytes() + b"\n".join(self._terms))
        self._terms.clear()
        del self._ends[:-1]

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
        if self._terms:
            self._put_away()
        if self._rest or not self._sums:
            self._rest = self._rest or bytearray(1)
            self._flush()
        starts = array("I", accumulate(map(len, self._shelves), initial=0))
        sums = array("I", map(crc32, self._shelves))
        directory = b"".join((starts.tobytes(), sums.tobytes(), self._sums.tobytes(), b"\n".join(self._firsts)))
        head = (self._count, len(self._shelves), len(self._sums), len(directory))
        self._names.write(_HEAD.pack(_MARK, _sum(directory, *head), *head) + directory + b"".join(self._shelves))
        self._names.close()
        self._values.close()
        self.is_closed = True


class Dictionary(base.TermsReader):
    """The terms of a stored batch. Raises `Damaged` whenever something read is not what was written.

    Names lie on shelves of 64, whose first ones are kept in memory: a look is two short searches. Every shelf and every
    block of values has its checksum, which is compared each time it is read.
    """

    def __init__(self, names: mmap.mmap, values: mmap.mmap) -> None:
        mark, checksum, self._count, shelves, blocks, length = _HEAD.unpack_from(names)
        directory = names[_HEAD.size : _HEAD.size + length]
        if mark != _MARK or _sum(directory, self._count, shelves, blocks, length) != checksum:
            raise Damaged("the head of a dictionary")
        sums, values_sums, firsts = (4 * (shelves + 1), 4 * (2 * shelves + 1), 4 * (2 * shelves + 1 + blocks))
        self._starts = array("I", directory[:sums])
        self._shelf_sums = array("I", directory[sums:values_sums])
        self._sums = array("I", directory[values_sums:firsts])
        self._firsts = directory[firsts:].split(b"\n") if shelves else []
        self._base = _HEAD.size + length
        self._names, self._values = names, values
        self._last: tuple[int, list[bytes], array[int]] = (-1, [], array("I"))
        if len(names) != self._base + self._starts[-1] or (len(values) + BLOCK - 1) // BLOCK != blocks:
            raise Damaged("the length of a dictionary")

    def _shelf(self, number: int) -> tuple[int, list[bytes], array[int]]:
        """Its number, its names, and where their values begin and the last one ends.

        The last one looked at is at hand, for a word and its stems mostly lie together.
        """
        if self._last[0] != number:
            start, end = self._starts[number], self._starts[number + 1]
            shelf = self._names[self._base + start : self._base + end]
            if crc32(shelf) != self._shelf_sums[number]:
                raise Damaged("a shelf of a dictionary")
            names = 4 * (min(SHELF, self._count - number * SHELF) + 1)
            self._last = number, shelf[names:].split(b"\n"), array("I", shelf[:names])
        return self._last

    def _from(self, term: bytes) -> Iterator[tuple[list[bytes], array[int], int]]:
        """The shelves from this term on: names, where values end, and the first place that counts."""
        if not self._firsts:
            return
        number, names, ends = self._shelf(max(0, bisect_right(self._firsts, term) - 1))
        yield names, ends, bisect_left(names, term)
        while number + 1 < len(self._firsts):
            number, names, ends = self._shelf(number + 1)
            yield names, ends, 0

    def value(self, term: bytes) -> bytes | None:
        """The value of a term."""
        for names, ends, place in self._from(term):
            if place < len(names):
                return self._read(ends[place], ends[place + 1]) if names[place] == term else None
        return None

    def rooted(self, root: bytes, languages: Collection[bytes]) -> tuple[bytes, list[bytes]]:
        """The value of a word, empty where there is none, and those of the stems that it is in these languages."""
        plain, found = b"", list[bytes]()
        behind = root + b" "
        for names, ends, first in self._from(root):
            for place in range(first, len(names)):
                term = names[place]
                if term == root:
                    plain = self._read(ends[place], ends[place + 1])
                elif not term.startswith(behind):
                    return plain, found
                elif term[len(behind) :] in languages:
                    found.append(self._read(ends[place], ends[place + 1]))
        return plain, found

    def begun(self, beginning: bytes) -> Iterator[tuple[bytes, bytes]]:
        """All terms that begin so, with their values, in order."""
        for names, ends, first in self._from(beginning):
            last = first
            while last < len(names) and names[last].startswith(beginning):
                last += 1
            start = ends[first]
            values = self._read(start, ends[last])
            for place in range(first, last):
                yield names[place], values[ends[place] - start : ends[place + 1] - start]
            if last < len(names):
                return

    def _read(self, start: int, end: int) -> bytes:
        """Values as they were written."""
        if start == end:
            return b""
        first, last = start // BLOCK, (end + BLOCK - 1) // BLOCK
        blocks = self._values[first * BLOCK : last * BLOCK]
        for number in range(first, last):
            place = (number - first) * BLOCK
            if crc32(blocks[place : place + BLOCK]) != self._sums[number]:
                raise Damaged("postings")
        return blocks[start - first * BLOCK : end - first * BLOCK]

    def check(self) -> None:
        """Read and check everything."""
        for number in range(len(self._firsts)):
            self._shelf(number)
        self._read(0, len(self._sums) * BLOCK)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.value(term[1]) is not None

    def close(self) -> None:
        """Let go of the files."""
        self._names.close()
        self._values.close()
