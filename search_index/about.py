"""About: what a batch says of itself and of the index at the time it was committed, kept with it under a checksum."""

from __future__ import annotations

import pickle
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, overload

from search_index.schema import Damaged

FORM = 6  # the form of the index: raised whenever analysis, terms or files change, so that older ones are built anew

PIECE = 6  # bits of a place in a column that are the place in a piece of it


class Mark(NamedTuple):
    """How far the journal was taken in: its row and that row's hash."""

    seq: int
    hash: bytes


class Column(NamedTuple):
    """Numbers as they are kept: the first of each piece, the steps from one to the next, and what is often asked."""

    starts: bytes
    code: str
    steps: bytes
    size: int
    low: int
    high: int
    last: int


class Numbers(Sequence[int]):
    """A column of numbers, unpacked piece by piece when somebody asks for one of them, which is seldom."""

    def __init__(self, listed: array[int]) -> None:
        self._listed: array[int] | None = listed
        self._pieces: dict[int, array[int]] = {}
        self._count = len(listed)
        self.low, self.high, self.last = (min(listed), max(listed), listed[-1]) if listed else (0, -1, 0)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> array[int]: ...
    def __getitem__(self, place: int | slice) -> int | array[int]:
        if self._listed is not None or isinstance(place, slice):
            return self.listed[place]
        piece = self._pieces.get(place >> PIECE)
        if piece is None:
            piece = self._pieces[place >> PIECE] = self._unpacked(place >> PIECE)
        return piece[place & ((1 << PIECE) - 1)]

    def __iter__(self) -> Iterator[int]:
        return iter(self.listed)

    @property
    def listed(self) -> array[int]:
        """The numbers, all of them."""
        if self._listed is None:
            pieces = (self._unpacked(number) for number in range(len(self._starts)))
            self._listed = array("q", [one for piece in pieces for one in piece])
            self._pieces.clear()
        return self._listed

    def _unpacked(self, number: int) -> array[int]:
        steps = self._steps[number << PIECE : (number + 1) << PIECE]
        return array("q", accumulate(steps, initial=self._starts[number]))[1:]

    def packed(self) -> Column:
        """What to keep: steps compress well."""
        listed = self.listed
        starts = array("q", listed[:: 1 << PIECE])
        steps = [now - before for before, now in zip([0, *listed], listed, strict=False)]
        steps[:: 1 << PIECE] = [0] * len(starts)
        bits = max((step.bit_length() for step in steps), default=0) + 1
        code = next(code for code in "bhiq" if bits <= 8 * array(code).itemsize)
        packed = array(code, steps).tobytes()
        return Column(starts.tobytes(), code, packed, len(self), self.low, self.high, self.last)

    @classmethod
    def kept(cls, column: Column) -> Numbers:
        """What `packed` made."""
        made = cls(array("q"))
        made._listed = None
        made._starts, made._steps = array("q", column.starts), array(column.code, column.steps)
        made._count, made.low, made.high, made.last = column.size, column.low, column.high, column.last
        return made

    _starts: array[int]
    _steps: array[int]


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
        columns = {"ids": self.ids, "at": self.at, "gone": Numbers(self.gone)}
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
    plain |= {name: Numbers.kept(Column(*plain[name])) for name in ("ids", "at")}
    plain["gone"] = Numbers.kept(Column(*plain["gone"])).listed
    return About(**plain | {"mark": Mark(*plain["mark"])})
