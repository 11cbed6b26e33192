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
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any
from zlib import crc32

from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

BLOCK = 4096  # bytes of postings under one checksum
_HEAD = struct.Struct("<4sIIII")  # mark, checksum of what follows, number of terms, of blocks, of bytes of names
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

    def create_file(self, name: str, *arguments: Any, **more: Any) -> Any:
        def sync(file: Any) -> None:
            file.flush()
            os.fsync(file.fileno())

        return super().create_file(name, *arguments, onclose=sync, **more)

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


def _mapped(storage: Any, name: str) -> mmap.mmap:
    file = storage.open_file(name)
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    finally:
        file.close()


class DictionaryWriter(base.FieldWriter):
    """Writes the terms of a batch, which come in order, and their values."""

    def __init__(self, names: Any, values: Any) -> None:
        self.is_closed = False
        self._names, self._values = names, values
        self._terms: list[bytes] = []
        self._ends = array("I", [0])
        self._sums = array("I")
        self._rest = bytearray()

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """There is one field only."""

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)

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
        if self._rest or not self._ends[-1]:
            self._rest = self._rest or bytearray(1)
            self._flush()
        starts = array("I", accumulate(map(len, self._terms), initial=0))
        names = b"".join(self._terms)
        body = b"".join((starts.tobytes(), self._ends.tobytes(), self._sums.tobytes(), names))
        self._names.write(_HEAD.pack(_MARK, crc32(body), len(self._terms), len(self._sums), len(names)) + body)
        self._names.close()
        self._values.close()
        self.is_closed = True


class Dictionary(base.TermsReader):
    """The terms of a stored batch. Raises `Damaged` as soon as something read is not what was written."""

    def __init__(self, names: mmap.mmap, values: mmap.mmap) -> None:
        mark, checksum, self.count, blocks, length = _HEAD.unpack_from(names)
        places = _HEAD.size
        if mark != _MARK or len(names) != places + 8 * (self.count + 1) + 4 * blocks + length:
            raise Damaged("the head of a dictionary")
        whole = memoryview(names)
        if crc32(whole[places:]) != checksum:
            raise Damaged("a dictionary")
        ends = places + 4 * (self.count + 1)
        sums = ends + 4 * (self.count + 1)
        self._starts = whole[places:ends].cast("I")
        self._ends = whole[ends:sums].cast("I")
        self._sums = whole[sums : sums + 4 * blocks].cast("I")
        self._base = sums + 4 * blocks
        self._names, self._values, self._whole = names, values, whole
        self._sound = bytearray(blocks)
        if (self._ends[self.count] + BLOCK - 1) // BLOCK > blocks or len(values) < self._ends[self.count]:
            raise Damaged("the length of postings")

    def name(self, place: int) -> bytes:
        """The term at this place."""
        return self._names[self._base + self._starts[place] : self._base + self._starts[place + 1]]

    def place(self, term: bytes) -> int:
        """Where a term stands, or would."""
        return bisect_left(range(self.count), term, key=self.name)

    def value(self, term: bytes) -> bytes | None:
        """The value of a term."""
        place = self.place(term)
        return self._value(place) if place < self.count and self.name(place) == term else None

    def begun(self, beginning: bytes) -> Iterator[tuple[bytes, bytes]]:
        """All terms that begin so, with their values, in order."""
        place = self.place(beginning)
        while place < self.count and (name := self.name(place)).startswith(beginning):
            yield name, self._value(place)
            place += 1

    def _value(self, place: int) -> bytes:
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
