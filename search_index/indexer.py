"""Indexer: follows the journal, so that the index does; builds it where there is none; tidies it when idle.

Everything it does is a small step that may be cut off at any point: what is committed is a whole step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.lock import Lock
from search_index import source
from search_index.batch import FULL, Row
from search_index.home import Home
from search_index.index import Index
from search_index.schema import Damaged
from search_index.texts import Texts

AT_ONCE = 20_000  # rows of the journal taken in by one commit


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: messages done of all there are, and whether it is the first or one beside an index in use."""

    done: int
    total: int


Tell = Callable[[Progress], None]


def _nobody(progress: Progress) -> None:
    """Nobody wants to be told."""


class Indexer:
    """The writer of an index; there is one at a time (the lock of `home`). Belongs to one thread."""

    def __init__(self, home: Home, lock: Lock, *, tell: Tell = _nobody) -> None:
        self._home, self._lock, self._tell = home, lock, tell
        self._texts = Texts(home.folder, reading=True)
        self._workspace = source.workspace()
        self._index: Index | None = None
        self._next: Index | None = None
        self._anew = False

    @classmethod
    def alone(cls, folder: Path, *, tell: Tell = _nobody) -> Indexer | None:
        """The indexer of the index in this folder, or None while another one works on it."""
        home = Home(folder)
        lock = home.lock()
        return cls(home, lock, tell=tell) if lock else None

    def step(self) -> bool:
        """Do the most urgent thing. False: there was nothing to do."""
        try:
            return self._step()
        except Damaged:
            self._abandon()
            return True

    def _step(self) -> bool:
        if self.asked and not self._anew:
            self._begin_anew()
        if self._index is None and self._next is None:
            self._open()
        if self._index is not None and self._follow(self._index):
            return True
        return self._build() or self._tidy()

    def _open(self) -> None:
        """Open the index in use, or begin one where there is none that can be used."""
        current = self._home.current()
        if current is None:
            self._begin()
            return
        self._index = Index(current, self._workspace)
        self._index.check()
        if not source.holds(self._index.mark):
            raise Damaged("of another past of this workspace")
        if self._index.floor is not None:
            self._index, self._next = None, self._index

    def _abandon(self) -> None:
        """Leave an index that can't be used, and begin another."""
        for index in (self._index, self._next):
            if index is not None:
                index.close()
        self._index = self._next = None
        self._begin()

    def _begin(self) -> None:
        """Begin an index; what there is of it is searched at once."""
        if self._next is not None:
            self._next.close()
        self._next = Index(self._home.next(), self._workspace, make=True)
        self._next.write(self._read, (), mark=source.head(), floor=source.TOP)
        if self._index is None:
            self._home.use(self._next.folder)

    def _begin_anew(self) -> None:
        """Begin an index beside the one in use, which serves until the new one is whole."""
        self._anew = True
        if self._index is None and self._next is None:
            self._open()
        if self._index is not None or self._next is None:
            self._begin()
        else:  # none was whole before: what there is goes on to be built, if it is sound
            self._next.check()

    def _follow(self, index: Index) -> bool:
        index.refresh()
        found = source.pending(index.mark, index.ids, limit=AT_ONCE)
        if found.mark.seq == index.mark.seq:
            return False
        index.take_in(self._read, found.ids, found.mark)
        if found.erased:
            self._texts.forget_removed()
        return True

    def _build(self) -> bool:
        """Take the next messages, from high ids to low ones, into the index that is being built."""
        index = self._next
        if index is None:
            return False
        assert index.floor is not None
        self._follow(index)
        ids = source.downwards(index.floor, FULL)
        left = source.count_below(ids[-1]) if ids else 0
        index.write(self._read, ids, mark=index.mark, floor=ids[-1] if left else None)
        self._tell(Progress(index.count, index.count + left))
        if not left:
            self._finish(index)
        return True

    def _read(self, ids: Iterable[int]) -> Iterator[Row]:
        return source.read(ids, self._texts)

    def _finish(self, index: Index) -> None:
        if self._index is not None:
            self._index.close()
        self._home.use(index.folder)
        self._index, self._next = index, None
        if self._anew:
            self._home.answer_anew()
            self._anew = False

    def _tidy(self) -> bool:
        return self._index is not None and self._index.tidy(self._read)

    @property
    def asked(self) -> bool:
        """Whether somebody asked for a new index."""
        return self._home.asked_anew() is not None

    @property
    def whole(self) -> bool:
        """Whether an index is in use that has all messages as far as its mark."""
        return self._index is not None and self._next is None

    @property
    def count(self) -> int:
        """How many messages the index in use has."""
        return self._index.count if self._index else 0

    def close(self) -> None:
        """Let go of the index and of its lock."""
        for index in (self._index, self._next):
            if index is not None:
                index.close()
        self._lock.release()
