"""Joining: batches are put under one dictionary, piece by piece, without reading their messages anew."""

from __future__ import annotations

import contextlib
import time
from array import array
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from pathlib import Path

from search_index.about import About, Numbers
from search_index.batch import Stored
from search_index.schema import Codec, DictionaryWriter, Durable
from search_index.volume import Pieces, Volume, joined

NAME = "joining"  # of its files, which a writer's tidying up leaves alone
STEP = 0.2  # seconds that a step takes
_TERMS = 2_000  # between looks at the clock


class Joining:
    """`batches` in their new order, out of the segments `sources`; `step` until all is written, then `put`."""

    def __init__(self, folder: Path, batches: Sequence[Stored]) -> None:
        self.sources = {one.segment for one in batches}
        self.batches = [one for one in batches if one.live]
        self._gone = [one.about for one in batches if not one.live and one.gone]
        self._storage = Durable(str(folder))
        self._writer = DictionaryWriter(*(self._storage.create_file(NAME + ext) for ext in Codec.EXTENSIONS))
        self._work = self._write()

    def step(self) -> bool:
        """Write for a moment. True: all is written."""
        until = time.monotonic() + STEP
        for _ in self._work:
            if time.monotonic() > until:
                return False
        self._writer.close()
        return True

    def abouts(self) -> Iterator[About]:
        """What the batches say of themselves; of one whose messages all have a younger state only what is gone."""
        yield from (one.about for one in self.batches)
        yield from (replace(one, ids=Numbers.of(array("q")), at=Numbers.of(array("q"))) for one in self._gone)

    def put(self, names: Sequence[str]) -> None:
        """Let the files have these names."""
        for ext, name in zip(Codec.EXTENSIONS, names, strict=True):
            self._storage.rename_file(NAME + ext, name)

    def drop(self) -> None:
        """Leave it at that."""
        self._work.close()
        self._storage.let_go()
        for ext in Codec.EXTENSIONS:
            with contextlib.suppress(OSError):  # gone with its folder, or thrown away by the next one
                self._storage.delete_file(NAME + ext)

    def _write(self) -> Generator[None, None, None]:
        numbers: dict[Volume, dict[int, int]] = {}
        for number, one in enumerate(self.batches):
            numbers.setdefault(one.volume, {})[one.place] = number
        listed = list(numbers)
        streams = [_terms(place, volume) for place, volume in enumerate(listed)]
        last, pieces, seen = b"", Pieces(), 0
        for term, place, value in merge(*streams):
            if term != last:
                self._put(last, pieces)
                last, pieces, seen = term, {}, seen + 1
                if seen % _TERMS == 0:
                    yield
            moved = numbers[listed[place]]
            pieces |= {moved[old]: piece for old, piece in listed[place].pieces(value).items() if old in moved}
        self._put(last, pieces)

    def _put(self, term: bytes, pieces: Pieces) -> None:
        if pieces:
            self._writer.start_term(term)
            self._writer.add(0, 1.0, joined(pieces), 0)
            self._writer.finish_term()


def _terms(place: int, volume: Volume) -> Iterator[tuple[bytes, int, bytes]]:
    return ((term, place, value) for term, value in volume.dictionary.begun(b""))
