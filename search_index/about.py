"""About: what a batch says of itself and of the index at the time it was committed, kept with it under a checksum."""

from __future__ import annotations

import pickle
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

from search_index.schema import Damaged

FORM = 8  # the form of the index: raised whenever analysis, terms or files change, so that older ones are built anew

FEW = 16  # numbers of a column that are kept as what they differ from the first of them


class Mark(NamedTuple):
    """How far the journal was taken in: its row and that row's hash."""

    seq: int
    hash: bytes


class Column(NamedTuple):
    """Numbers as they are kept: the first of each few, how far each is from that one, and what is often asked for."""

    starts: bytes
    code: str
    offsets: bytes
    low: int
    high: int
    last: int


class Numbers(Sequence[int]):
    """A column of numbers, of which only those are computed that somebody asks for."""

    def __init__(self, column: Column) -> None:
        self._starts, self._offsets = array("q", column.starts), array(column.code, column.offsets)
        self.low, self.high, self.last = column.low, column.high, column.last

    @classmethod
    def of(cls, listed: array[int]) -> Numbers:
        """The column of these numbers."""
        starts = array("q", listed[::FEW])
        offsets = [number - starts[place // FEW] for place, number in enumerate(listed)]
        bits = max((offset.bit_length() for offset in offsets), default=0) + 1
        code = next(code for code in "bhiq" if bits <= 8 * array(code).itemsize)
        low, high, last = (min(listed), max(listed), listed[-1]) if listed else (0, -1, 0)
        return cls(Column(starts.tobytes(), code, array(code, offsets).tobytes(), low, high, last))

    def packed(self) -> Column:
        """What to keep."""
        code = self._offsets.typecode
        return Column(self._starts.tobytes(), code, self._offsets.tobytes(), self.low, self.high, self.last)

    def __len__(self) -> int:
        return len(self._offsets)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            return list(self)[place]
        return self._starts[place // FEW] + self._offsets[place]

    def __iter__(self) -> Iterator[int]:
        for start, first in enumerate(self._starts):
            for offset in self._offsets[start * FEW : (start + 1) * FEW]:
                yield first + offset


class Place(NamedTuple):
    """Where a message stands in time: microseconds since 1970, UTC, and its id."""

    at: int
    id: int


@dataclass(frozen=True, slots=True)
class About:
    """`number` counts commits. `floor`: a build, from high ids to low ones, has come down to this id; None: all is in.

    `beside` are the other batches of the index at that commit, by name. `gone` are messages that are no more.
    """

    number: int
    mark: Mark
    workspace: str
    ids: Numbers
    at: Numbers
    gone: array[int]
    languages: frozenset[str] = frozenset()
    floor: int | None = None
    beside: frozenset[str] = frozenset()
    form: tuple[int, str] = field(default=(FORM, sys.byteorder))

    def packed(self) -> bytes:
        """The bytes to keep."""
        plain = {name: getattr(self, name) for name in ("form", "number", "workspace", "languages", "beside")}
        plain |= {"floor": self.floor, "mark": tuple(self.mark)}
        columns = {"ids": self.ids, "at": self.at, "gone": Numbers.of(self.gone)}
        plain |= {name: tuple(one.packed()) for name, one in columns.items()}
        body = zlib.compress(pickle.dumps(plain, 5), 1)
        return zlib.crc32(body).to_bytes(4, "big") + body


def read(kept: object) -> About:
    """What `packed` made, or `Damaged`; so is what an older version of this program made."""
    if not isinstance(kept, bytes) or zlib.crc32(kept[4:]).to_bytes(4, "big") != kept[:4]:
        raise Damaged("what a batch says of itself")
    plain = pickle.loads(zlib.decompress(kept[4:]))
    if plain["form"] != (FORM, sys.byteorder):
        raise Damaged(f"form {plain['form']} instead of {FORM}")
    plain |= {name: Numbers(Column(*plain[name])) for name in ("ids", "at")}
    plain["gone"] = array("q", Numbers(Column(*plain["gone"])))
    return About(**plain | {"mark": Mark(*plain["mark"])})
