"""Searcher: finds the messages that fulfil a query, in the index and in what is younger than it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from search_index import documents, source, terms
from search_index.about import Mark, Place
from search_index.answers import Answers, Known
from search_index.batch import Batch, Row, Stored
from search_index.bits import few_bits, newest
from search_index.clauses import Clause, Phrase, in_row
from search_index.home import Home
from search_index.index import Index
from search_index.query import Query
from search_index.schema import Damaged
from search_index.texts import Texts
from search_index.volume import PLACE, Spots, Volume

YOUNGEST = 2_000  # rows of the journal not yet indexed, or messages where there is no index, that are searched
CAP = 1_000  # counts stop there
CHECKED = 20_000  # texts that are read at most for the phrases of one search,
COUNTED = 500  # and as long as it is only for the count


class Stopped(Exception):
    """Nobody waits for the answer any more."""


Stop = Callable[[], bool]


def never() -> bool:
    """Don't stop."""
    return False


@dataclass(frozen=True, slots=True)
class Found:
    """The newest messages that fulfil a query, and how many there are: `exact`, or at least so many."""

    places: list[Place]
    count: int
    exact: bool


class _Few(NamedTuple):
    """The messages of a volume that are to be looked at, by their batch's number, and the clauses they all fulfil."""

    positions: dict[int, list[int]]
    fulfilled: frozenset[Clause]


class _Asked(NamedTuple):
    """The clauses of a query, each with what is known of it; and where to look in volumes, by their names."""

    every: list[tuple[Clause, Known]]
    none: list[tuple[Clause, Known]]
    few: dict[str, _Few | None]


class Young:
    """What the index doesn't have: what changed since it was written and, while it is built, the newest of the rest.

    `hidden` are the messages whose state in the index is no longer right; `whole`: everything missing is here.
    """

    def __init__(self, files: Texts) -> None:
        self._files = files
        self.batch, self.hidden, self.mark, self.whole = Batch(), frozenset[int](), Mark(-1, b""), True
        self.low, self.high = 0, -1
        self._base: tuple[Mark, int | None] | None = None
        self._rows: dict[int, Row] = {}

    def look(self, index: Index | None) -> None:
        """Read what changed since the last look."""
        head = source.head()
        base = (index.mark, index.floor) if index else (head, source.TOP)
        if head == self.mark and base == self._base:
            return
        changed, fresh, whole = self._changed(index, base)
        rest = source.downwards(base[1], YOUNGEST) if base[1] is not None else []
        ids = changed.union(rest)
        self._rows = {id: row for id, row in self._rows.items() if id in ids and id not in fresh}
        self._rows |= {row.id: row for row in source.read(ids - self._rows.keys(), self._files)}
        if ids or self.hidden:
            self.batch = Batch(sorted(self._rows.values(), key=lambda row: (row.at, row.id)))
        self.hidden, self.whole = ids, whole and len(rest) < YOUNGEST
        self.low, self.high = (min(ids), max(ids)) if ids else (0, -1)
        self.mark, self._base = head, base

    def _changed(
        self, index: Index | None, base: tuple[Mark, int | None]
    ) -> tuple[frozenset[int], frozenset[int], bool]:
        """What changed since the index was written, which of it must be read anew, and whether that is all."""
        if index is None:
            self._rows.clear()
            return frozenset(), frozenset(), True
        every = source.pending(base[0], index.ids, limit=YOUNGEST, newest=True)
        known = every.ids.union(self._rows)
        if base != self._base:
            return every.ids, known, every.whole
        fresh = source.pending(self.mark, index.ids, limit=YOUNGEST, newest=True)
        return every.ids, fresh.ids if fresh.whole else known, every.whole


class Searcher:
    """For one thread at a time. It never writes; where the index can't be used it asks for another one.

    With `reading`, texts of files that nobody has taken out yet are, which may take seconds.
    """

    def __init__(self, folder: Path, *, reading: bool = False) -> None:
        self._home, self.files = Home(folder), Texts(folder, reading=reading)
        self._index: Index | None = None
        self._folder: Path | None = None
        self._young = Young(self.files)
        self._answers = Answers()
        self._shadows: dict[str, int] = {}
        self._shadows_of = Mark(-1, b"")

    # -- what there is to search ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in what was written since, to the index and to the database."""
        try:
            self._refresh_index()
        except Damaged as damage:
            self.give_up(str(damage))
        self._young.look(self._index)

    def _refresh_index(self) -> None:
        current = self._home.current()
        given_up = self._index is None and self._home.asked_anew() is None
        if current != self._folder or given_up:
            self._close_index()
            self._folder = current
            if current is not None:
                self._index = Index(current, source.workspace())
                self._require_same_past()
        elif self._index is not None and self._index.refresh():
            self._require_same_past()

    def _require_same_past(self) -> None:
        assert self._index is not None
        if not source.holds(self._index.mark):
            raise Damaged("of another past of this workspace")

    def give_up(self, reason: str) -> None:
        """Do without an index that can't be used, and ask for a new one."""
        self._close_index()
        with contextlib.suppress(OSError):  # where nothing can be written, nobody can build anything either
            self._home.ask_anew(reason)

    def _close_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
        self.forget()

    def forget(self) -> None:
        """Forget the answers that are kept."""
        self._answers.forget()
        if self._index is not None:
            self._index.forget()

    @property
    def complete(self) -> bool:
        """Whether all messages are searched; not so while an index of many is missing or being built."""
        return self._young.whole

    @property
    def indexed(self) -> int:
        """How many messages the index has."""
        return self._index.count if self._index else 0

    @property
    def languages(self) -> set[str]:
        """The languages there are."""
        return set[str]().union(*(one.languages for one in self._batches()))

    def close(self) -> None:
        """Let go of the index."""
        self._close_index()
        self._folder = None

    def _batches(self) -> Iterator[Batch]:
        yield self._young.batch
        if self._index is not None:
            yield from self._index.batches.values()

    def _newest_first(self) -> list[Batch]:
        return sorted((one for one in self._batches() if one.size), key=lambda one: -one.newest)

    # -- bits ----------------------------------------------------------------------------------------------------------

    def _asked(self, query: Query) -> _Asked:
        """The clauses in the order in which they are best asked, with what is known of each."""
        every = [(clause, self._answers.of(clause)) for clause in sorted(query.every, key=lambda one: one.cost)]
        return _Asked(every, [(clause, self._answers.of(clause)) for clause in query.none], {})

    def _few(self, volume: Volume, asked: _Asked) -> _Few | None:
        """Where to look in a volume, if there are clauses that few messages fulfil."""
        if volume.segment not in asked.few:
            asked.few[volume.segment] = self._looked_up(volume, asked)
        return asked.few[volume.segment]

    def _looked_up(self, volume: Volume, asked: _Asked) -> _Few | None:
        found: dict[Clause, Spots] = {}
        for clause, known in asked.every:
            if volume.segment not in known.few:
                self._answers.keep_few(clause, volume.segment, clause.few(volume))
            few = known.few[volume.segment]
            if few is not None:
                found[clause] = few
                if not few:
                    break
        if not found:
            return None
        smallest, *others = sorted(found.values(), key=len)
        positions: dict[int, list[int]] = {}
        for spot in smallest.intersection(*others):
            positions.setdefault(spot >> PLACE, []).append(spot & ((1 << PLACE) - 1))
        return _Few(positions, frozenset(found))

    def _bits(self, batch: Batch, clause: Clause, known: Known) -> int:
        """The messages that fulfil a clause."""
        if not isinstance(batch, Stored):
            return clause.bits(batch)
        bits = known.bits.get(batch.name)
        if bits is None:
            bits = clause.bits(batch)
            self._answers.keep_bits(clause, batch.name, bits)
        return bits

    def _live(self, batch: Batch) -> int:
        """The messages of a batch that have no younger state elsewhere."""
        young = self._young
        if not isinstance(batch, Stored) or not young.hidden or young.low > batch.high or young.high < batch.low:
            return batch.live
        if self._shadows_of != young.mark:
            self._shadows, self._shadows_of = {}, young.mark
        if batch.name not in self._shadows:
            self._shadows[batch.name] = batch.bits_of_ids(young.hidden)
        return batch.live & ~self._shadows[batch.name]

    def _match(self, batch: Batch, asked: _Asked, older: Place | None) -> int:
        bits, fulfilled = self._live(batch), frozenset[Clause]()
        if isinstance(batch, Stored) and batch.volume.shared and (few := self._few(batch.volume, asked)) is not None:
            if batch.place not in few.positions:
                return 0
            bits &= few_bits(few.positions[batch.place], batch.size)
            fulfilled = few.fulfilled
        if older is not None:
            bits &= batch.older_than(older)
        for clause, known in asked.every:
            if not bits:
                return 0
            if clause not in fulfilled:
                bits &= self._bits(batch, clause, known)
        for clause, known in asked.none:
            if bits:
                bits &= ~self._bits(batch, clause, known)
        return bits

    def _matching(self, batch: Batch, asked: _Asked, older: Place | None) -> tuple[int, Iterator[int]]:
        """How many messages of a batch are found, and their positions, newest first."""
        if isinstance(batch, Stored) and batch.volume.shared and older is None and not asked.none:
            few = self._few(batch.volume, asked)
            if few is not None and len(few.fulfilled) == len(asked.every) and self._live(batch) == batch.all:
                positions = few.positions.get(batch.place, [])
                return len(positions), iter(sorted(positions, reverse=True))
        bits = self._match(batch, asked, older)
        return bits.bit_count(), newest(bits)

    # -- searching -----------------------------------------------------------------------------------------------------

    def find(
        self, query: Query, *, limit: int = 20, cap: int = CAP, older: Place | None = None, stop: Stop = never
    ) -> Found:
        """The newest messages that fulfil a query, older than a place if one is given.

        `stop` is asked every few milliseconds: it may raise `Stopped`, or return True to have what was found so far.
        """
        found: list[Place] = []
        asked = self._asked(query)
        count, checked, cap, unknown = 0, 0, max(cap, limit), False
        for batch in self._newest_first():
            if stop():
                return Found(found[:limit], min(count, cap), False)
            full = len(found) >= limit and found[limit - 1].at > batch.newest
            if (full and (count >= cap or checked >= COUNTED)) or checked >= CHECKED:
                return Found(found[:limit], min(count, cap), False)
            number, positions = self._matching(batch, asked, older)
            if not number:
                continue
            if full and not query.checked:  # what is further down is only counted
                count += number
                continue
            places = (Place(batch.at[place], batch.ids[place]) for place in positions)
            if query.checked:
                good, read, whole = self._checked(query, places, limit, CHECKED - checked, stop)
                checked += read
                unknown = unknown or not whole
                count += len(good)
            else:
                good = list(islice(places, limit))
                count += number
            found = sorted([*found, *good], reverse=True)[:limit]
        exact = self.complete and not unknown and count <= cap
        return Found(found, min(count, cap), exact)

    def _checked(
        self, query: Query, places: Iterator[Place], limit: int, most: int, stop: Stop
    ) -> tuple[list[Place], int, bool]:
        """The places whose texts have the phrases of a query, how many texts were read, and whether all were.

        At least `limit` of them where there are so many; further ones only as long as few texts were read.
        """
        good: list[Place] = []
        read, size = 0, max(20, min(limit, 200))
        while some := list(islice(places, size)):
            if read >= most or (len(good) >= limit and read >= COUNTED) or stop():
                return good, read, False
            read += len(some)
            read_texts = documents.texts([one.id for one in some], self.files)
            texts = {id: [*map(in_row, listed)] for id, listed in read_texts.items()}
            good += [one for one in some if _fits(texts.get(one.id, []), query.phrases, query.unwanted)]
        return good, read, True

    def counts(self, query: Query, clauses: Sequence[Clause], *, stop: Stop = never) -> list[int]:
        """How many of the messages found fulfil each of these clauses; phrases count as their candidates."""
        found = [0] * len(clauses)
        asked, wanted = self._asked(query), [(clause, self._answers.of(clause)) for clause in clauses]
        for batch in self._newest_first():
            if stop():
                break
            bits = self._match(batch, asked, None)
            for place, (clause, known) in enumerate(wanted) if bits else ():
                found[place] += (bits & self._bits(batch, clause, known)).bit_count()
        return found

    def words(self, beginning: str) -> Iterator[tuple[str, int]]:
        """The words there are that begin so, with how many messages of a volume have each, the largest volume first."""
        for there in (*(self._index.volumes.values() if self._index else ()), self._young.batch):
            for term, count in there.words(terms.word(beginning)):
                yield term[1:].decode(), count


def _fits(texts: list[str], phrases: list[Phrase], unwanted: list[Phrase]) -> bool:
    return all(one.stands_in(texts) for one in phrases) and not any(one.stands_in(texts) for one in unwanted)
