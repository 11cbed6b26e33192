"""About: what a batch says of itself and of the index at the time it was committed, kept with it under a checksum."""

from __future__ import annotations

import pickle
import sys
import zlib
from array import array
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from search_index.schema import Damaged

FORM = 5  # the form of the index: raised whenever analysis, terms or files change, so that older ones are built anew


class Mark(NamedTuple):
    """How far the journal was taken in: its row and that row's hash."""

    seq: int
    hash: bytes


class Numbers:
    """A column of numbers as it is kept: unpacked when somebody asks for one of them, which is seldom."""

    def __init__(self, listed: array[int]) -> None:
        self._listed: array[int] | None = listed
        self._steps = b""
        self.count = len(listed)
        self.low, self.high, self.last = (min(listed), max(listed), listed[-1]) if listed else (0, -1, 0)

    @property
    def listed(self) -> array[int]:
        """The numbers."""
        if self._listed is None:
            self._listed = array("q", accumulate(array("q", self._steps)))
        return self._listed

    def packed(self) -> tuple[bytes, int, int, int, int]:
        """Numbers as the differences between them, which compress well, and what is mostly asked for."""
        steps = array("q", [now - before for before, now in zip([0, *self.listed], self.listed, strict=False)])
        return steps.tobytes(), self.count, self.low, self.high, self.last

    @classmethod
    def kept(cls, packed: tuple[bytes, int, int, int, int]) -> Numbers:
        """What `packed` made."""
        made = cls(array("q"))
        made._listed = None
        made._steps, made.count, made.low, made.high, made.last = packed
        return made


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
        plain |= {"ids": self.ids.packed(), "at": self.at.packed(), "gone": Numbers(self.gone).packed()}
        body = zlib.compress(pickle.dumps(plain, 5), 1)
        return zlib.crc32(body).to_bytes(4, "big") + body


def read(kept: object) -> About:
    """What `packed` made, or `Damaged`; so is what an older version of this program made."""
    if not isinstance(kept, bytes) or zlib.crc32(kept[4:]).to_bytes(4, "big") != kept[:4]:
        raise Damaged("what a batch says of itself")
    plain = pickle.loads(zlib.decompress(kept[4:]))
    if plain["form"] != (FORM, sys.byteorder):
        raise Damaged(f"form {plain['form']} instead of {FORM}")
    plain |= {name: Numbers.kept(plain[name]) for name in ("ids", "at")}
    plain["gone"] = Numbers.kept(plain["gone"]).listed
    return About(**plain | {"mark": Mark(*plain["mark"])})
