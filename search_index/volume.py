"""Volume: the batches that lie under one dictionary, so that a term is looked up once for all of them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, TypeVar

from search_index.bits import count, is_dense, positions_of, raw
from search_index.schema import Dictionary
from search_index.terms import STEM, in_language

MOST = 16  # batches of a volume: so many bits say which of them have a term
ROOM = 4_000_000  # bytes of what was looked up that are at hand
_EACH, _PIECE = 250, 130  # bytes that keeping a term takes, and one of its pieces, besides its positions
FEW = 3_000  # messages of a volume for which they themselves are quicker than their bits
PLACE = 16  # bits of a spot that are the position in a batch; those above are the batch's number

Pieces = dict[int, bytes]  # which messages have a term, by the number of the batch in its volume
Spots = frozenset[int]  # messages of a volume, each by its batch's number and its position there
Found = TypeVar("Found")

_NOTHING: Pieces = {}
_MASK = struct.Struct("<H")


def joined(pieces: Pieces) -> bytes:
    """The value of a term in a dictionary of several batches: which have it, how long each piece is, the pieces."""
    listed = sorted(pieces.items())
    mask = sum(1 << number for number, _ in listed)
    lengths = struct.pack(f"<{len(listed) - 1}H", *(len(piece) for _, piece in listed[:-1]))
    return b"".join((_MASK.pack(mask), lengths, *(piece for _, piece in listed)))


def parted(value: bytes) -> Pieces:
    """The pieces that such a value is made of."""
    mask = _MASK.unpack_from(value)[0]
    numbers = [number for number in range(MOST) if mask >> number & 1]
    first = 2 * len(numbers)
    ends = [*accumulate(struct.unpack_from(f"<{len(numbers) - 1}H", value, 2), initial=first), len(value)]
    return {number: value[ends[place] : ends[place + 1]] for place, number in enumerate(numbers)}


def spots(found: Iterable[Pieces]) -> Spots | None:
    """The messages that all these pieces together mean; None if they are not few."""
    there = [(number << PLACE, piece) for pieces in found for number, piece in pieces.items()]
    if sum(len(piece) for _, piece in there) > 2 * FEW or any(is_dense(piece) for _, piece in there):
        return None
    return frozenset([base + position for base, piece in there for position in positions_of(piece)])


class Volume:
    """A segment's dictionary and what was lately looked up in it.

    `sizes` are those of its batches, which it knows by their numbers; `stemmed`: the languages there are stems of.
    """

    def __init__(self, segment: str, dictionary: Dictionary, sizes: Sequence[int], stemmed: frozenset[str]) -> None:
        self.segment, self.dictionary, self.sizes, self.stemmed = segment, dictionary, sizes, stemmed
        self.shared = len(sizes) > 1
        self._spoken: dict[bytes, Spots | dict[int, bytes]] = {}  # kept: there are few languages
        self._kept: dict[Any, Any] = {}
        self._room = ROOM

    def pieces(self, value: bytes) -> Pieces:
        """What a value of the dictionary says, batch by batch."""
        return parted(value) if self.shared else {0: value}

    def value(self, term: bytes) -> Pieces:
        """Which messages have a term."""
        return self._at_hand(term, lambda: self._value(term))

    def rooted(self, root: bytes, languages: frozenset[bytes]) -> tuple[Pieces, list[Pieces]]:
        """Which messages have a word, and which one whose stem it is in each of these languages."""
        return self._at_hand((root, languages), lambda: self._rooted(root, languages))

    def pieces_begun(self, beginning: bytes) -> list[Pieces]:
        """Which messages have a term that begins so, stems apart: for each such term."""
        return self._at_hand((beginning,), lambda: self._begun(beginning))

    def begun(self, beginning: bytes, number: int) -> list[bytes]:
        """The same for one batch."""
        return [piece for one in self.pieces_begun(beginning) if (piece := one.get(number)) is not None]

    def speaking(self, found: Spots, languages: Iterable[bytes]) -> Spots:
        """Those of these messages that have a text in one of these languages."""
        kept: set[int] = set()
        for language in languages:
            there = self._spots_spoken(language)
            if isinstance(there, frozenset):
                kept |= found & there
            else:
                kept.update(spot for spot in found if _is_set(there, spot))
        return frozenset(kept)

    def _spots_spoken(self, language: bytes) -> Spots | dict[int, bytes]:
        """The messages that have a text in a language: if they are not few, their bits batch by batch."""
        known = self._spoken.get(language)
        if known is None:
            pieces = self._value(in_language(language.decode()))[0]
            few = spots((pieces,))
            known = few if few is not None else {place: raw(one, self.sizes[place]) for place, one in pieces.items()}
            self._spoken[language] = known
        return known

    def words(self, beginning: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms that begin so, with how many messages have each."""
        for term, value in self.dictionary.begun(beginning):
            if STEM not in term:
                yield term, sum(map(count, self.pieces(value).values()))

    def _value(self, term: bytes) -> tuple[Pieces, int]:
        value = self.dictionary.value(term)
        pieces = self.pieces(value) if value is not None else _NOTHING
        return pieces, _room((pieces,))

    def _rooted(self, root: bytes, languages: frozenset[bytes]) -> tuple[tuple[Pieces, list[Pieces]], int]:
        plain, stemmed = self.dictionary.rooted(root, languages)
        pieces = self.pieces(plain) if plain else _NOTHING
        others = [self.pieces(one) for one in stemmed]
        return (pieces, others), _room((pieces, *others))

    def _begun(self, beginning: bytes) -> tuple[list[Pieces], int]:
        found = [self.pieces(value) for term, value in self.dictionary.begun(beginning) if STEM not in term]
        return found, _room(found)

    def _at_hand(self, key: Any, look: Callable[[], tuple[Found, int]]) -> Found:
        """What a look finds, kept where other batches will ask for the same."""
        if not self.shared:
            return look()[0]
        if key in self._kept:
            known: Found = self._kept[key]
            return known
        found, room = look()
        if room > self._room:
            self.forget()
        if room <= self._room:
            self._room -= room
            self._kept[key] = found
        return found

    def forget(self) -> None:
        """Forget what was looked up."""
        self._kept.clear()
        self._room = ROOM

    def close(self) -> None:
        """Let go of the files."""
        self.forget()
        self.dictionary.close()


def _is_set(bits: dict[int, bytes], spot: int) -> bool:
    there = bits.get(spot >> PLACE)
    position = spot & ((1 << PLACE) - 1)
    return there is not None and bool(there[position >> 3] >> (position & 7) & 1)


def _room(found: Iterable[Pieces]) -> int:
    """How many bytes these take."""
    return sum(_EACH + _PIECE * len(pieces) + sum(map(len, pieces.values())) for pieces in found)
