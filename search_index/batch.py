"""Batch: up to 65,536 messages in order of time, and for each term which of them have it; in memory or in the index."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from search_index.about import About, Numbers, Place
from search_index.analysis import STEMMED
from search_index.bits import between, bits_of, pack, union
from search_index.terms import STEM, in_language
from search_index.volume import Volume

FULL = 65_536  # positions are 16 bits


class Row(NamedTuple):
    """A message as it is indexed: when (microseconds since 1970, UTC), what it is found by, in which languages."""

    id: int
    at: int
    terms: set[bytes]
    languages: frozenset[str] = frozenset()


class Batch:
    """Messages in order of (time, id). This one is in memory: what is to be written, or is younger than the index.

    `live` are the bits of those that have no younger state elsewhere, `all` of all; `stemmed`: the languages there
    are stems of.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._ids, self._at, self.languages = array("q"), array("q"), set[str]()
        self.lists: defaultdict[bytes, array[int]] = defaultdict(lambda: array("H"))
        lists = self.lists
        for position, row in enumerate(rows):
            self._ids.append(row.id)
            self._at.append(row.at)
            self.languages |= row.languages
            for term in row.terms:
                lists[term].append(position)
        self._measure(len(self._ids))
        self.low, self.high = (min(self._ids), max(self._ids)) if self._ids else (0, -1)

    def _measure(self, size: int) -> None:
        self.size = size
        self.stemmed = frozenset(self.languages.intersection(STEMMED))
        self.live = self.all = (1 << self.size) - 1
        self._order: array[int] | None = None

    @property
    def ids(self) -> Sequence[int]:
        """The messages in their order."""
        return self._ids

    @property
    def at(self) -> Sequence[int]:
        """When they were, in microseconds."""
        return self._at

    @property
    def newest(self) -> int:
        """When the newest message was, in microseconds; only of a batch that has some."""
        return self.at[-1]

    def bits(self, term: bytes) -> int:
        """Which messages have the term, hidden ones included."""
        return bits_of(self.lists[term], self.size) if term in self.lists else 0

    def rooted(self, root: bytes, languages: frozenset[bytes], *, own: bool) -> int:
        """Which messages have a word whose stem this is in one of these languages, or the word that the stem itself is.

        That word counts anywhere if it is the `own` one that is looked for, else where a text is in such a language:
        a German "Herr" is no form of the Spanish "Herrera", though that has the stem "herr".
        """
        found = 0
        for language in languages:
            found |= self.bits(root + STEM + language)
        plain = self.bits(root)
        return found | (plain if own else plain & self._spoken_in(languages))

    def _spoken_in(self, languages: Collection[bytes]) -> int:
        """Which messages have a text in one of these languages."""
        found = 0
        for language in languages:
            found |= self.spoken(language)
        return found

    def spoken(self, language: bytes) -> int:
        """Which messages have a text in a language."""
        return self.bits(in_language(language.decode()))

    def begun(self, beginning: bytes) -> int:
        """Which messages have a term that begins so, stems apart."""
        listed = (one for term, one in self.lists.items() if term.startswith(beginning) and STEM not in term)
        return bits_of((position for positions in listed for position in positions), self.size)

    def words(self, beginning: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms that begin so, with how many messages have each."""
        for term, positions in self.lists.items():
            if term.startswith(beginning) and STEM not in term:
                yield term, len(positions)

    def columns(self) -> tuple[Numbers, Numbers]:
        """The messages in their order, and when they were, to be kept."""
        return Numbers.of(self._ids), Numbers.of(self._at)

    def packed(self) -> Iterator[tuple[bytes, bytes]]:
        """What to write, in order of terms. Empties the lists."""
        for term in sorted(self.lists):
            yield term, pack(self.lists.pop(term), self.size)

    def within(self, after: int | None, before: int | None) -> int:
        """The bits of the messages from the moment `after` up to, but not including, the moment `before`."""
        low = 0 if after is None else bisect_left(self.at, after)
        high = self.size if before is None else bisect_left(self.at, before)
        return between(low, high)

    def older_than(self, place: Place) -> int:
        """The bits of the messages before a place."""
        return between(0, bisect_left(range(self.size), place, key=lambda one: Place(self.at[one], self.ids[one])))

    def position(self, id: int) -> int | None:
        """Where a message stands in the batch, if it does."""
        if not self.low <= id <= self.high:
            return None
        if self._order is None:
            self._order = array("H", sorted(range(self.size), key=list(self.ids).__getitem__))
        found = bisect_left(self._order, id, key=self.ids.__getitem__)
        if found == self.size or self.ids[self._order[found]] != id:
            return None
        return self._order[found]

    def bits_of_ids(self, ids: Iterable[int]) -> int:
        """The bits of those of these messages that the batch has."""
        return bits_of((place for id in ids if (place := self.position(id)) is not None), self.size)

    def hide(self, ids: set[int]) -> None:
        """These have a younger state elsewhere."""
        if not ids or max(ids) < self.low or min(ids) > self.high:
            return
        if len(ids) * 8 < self.size:
            self.live &= ~self.bits_of_ids(ids)
        else:
            self.live &= ~bits_of((place for place, id in enumerate(self.ids) if id in ids), self.size)


class Stored(Batch):
    """A batch in the index: the one with the number `place` in a volume."""

    def __init__(self, about: About, volume: Volume, place: int = 0) -> None:
        super().__init__()
        self.about, self.volume, self.place = about, volume, place
        self.name = f"{volume.segment}.{place}"
        self.number, self.gone = about.number, about.gone
        self.languages = set(about.languages)
        self._spoken: dict[bytes, int] = {}  # kept: there are few languages, and words ask for them again and again
        self._measure(len(about.ids))
        self.low, self.high = about.ids.low, about.ids.high
        self.stemmed = volume.stemmed  # so that all its batches ask for the same

    @property
    def ids(self) -> Sequence[int]:
        return self.about.ids

    @property
    def at(self) -> Sequence[int]:
        return self.about.at

    @property
    def newest(self) -> int:
        return self.about.at.last

    @property
    def segment(self) -> str:
        """The name of the segment in which the batch lies."""
        return self.volume.segment

    def bits(self, term: bytes) -> int:
        piece = self.volume.value(term).get(self.place)
        return union((piece,), self.size) if piece is not None else 0

    def rooted(self, root: bytes, languages: frozenset[bytes], *, own: bool) -> int:
        pieces, stemmed = self.volume.rooted(root, languages)
        plain = pieces.get(self.place)
        found = [piece for one in stemmed if (piece := one.get(self.place)) is not None]
        if own and plain is not None:
            found.append(plain)
            plain = None
        bits = union(found, self.size) if found else 0
        return bits if plain is None else bits | (union((plain,), self.size) & self._spoken_in(languages))

    def spoken(self, language: bytes) -> int:
        if language not in self._spoken:
            self._spoken[language] = self.bits(in_language(language.decode()))
        return self._spoken[language]

    def begun(self, beginning: bytes) -> int:
        return union(self.volume.begun(beginning, self.place), self.size)
