"""Clauses: the conditions of a search, each of which tells which messages of a batch fulfil it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search_index import analysis, terms
from search_index.batch import Batch
from search_index.volume import Pieces, Spots, Volume, spots

CHEAP, PLAIN, DEAR = 0, 1, 2  # in which order clauses are asked: mostly nothing is left by the time of the dear ones


@dataclass(frozen=True, slots=True)
class Clause(ABC):
    """A condition. Equal ones have equal answers, so that these can be kept."""

    @property
    def cost(self) -> int:
        return PLAIN

    @abstractmethod
    def bits(self, batch: Batch) -> int:
        """The messages of the batch that fulfil it, hidden ones included."""

    def few(self, volume: Volume) -> Spots | None:
        """The messages of all batches of a volume that fulfil it, where these are few and quickly told."""
        return None


@dataclass(frozen=True, slots=True)
class Labelled(Clause):
    """Has one of these terms as it is."""

    terms: tuple[bytes, ...]

    @property
    def cost(self) -> int:
        return CHEAP

    def bits(self, batch: Batch) -> int:
        found = 0
        for term in self.terms:
            found |= batch.bits(term)
        return found

    def few(self, volume: Volume) -> Spots | None:
        return spots(map(volume.value, self.terms))


@dataclass(frozen=True, slots=True)
class Between(Clause):
    """From one moment up to, but not including, another; None leaves that side open."""

    after: int | None
    before: int | None

    @property
    def cost(self) -> int:
        return CHEAP

    def bits(self, batch: Batch) -> int:
        return batch.within(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Word(Clause):
    """Has this word, or one with the same stem in its language; a `last` one may be a beginning.

    A stem that is a word by itself counts where a text of the message is in the language that makes this stem.

    In German texts a long noun that ends so will do too (`termin` finds `Liefertermin`). `space` is that of file names
    or of records, where neither stems nor ends are known.
    """

    word: str
    last: bool = False
    space: bytes = b""

    @property
    def cost(self) -> int:
        return DEAR if self.last and len(self.word) > terms.BEGUN[-1] else PLAIN

    def bits(self, batch: Batch) -> int:
        if self.space:
            found = batch.bits(self.space + terms.word(self.word))
        else:
            found = 0
            own = terms.word(self.word)
            for root, languages in _roots(self.word, batch.stemmed):
                found |= batch.rooted(root, languages, own=root == own)
            if "de" in batch.stemmed and len(self.word) >= analysis.SHORTEST_PART:
                found |= batch.begun(terms.BACKWARDS + self.word[: terms.LONGEST][::-1].encode())
        return found | self._begun(batch) if self.last else found

    def few(self, volume: Volume) -> Spots | None:
        own = terms.word(self.word)
        if self.space:
            listed = [volume.value(self.space + own)]
            return spots(listed + self._pieces_begun(volume))
        listed = self._pieces_begun(volume)
        standing: list[tuple[Pieces, frozenset[bytes]]] = []  # stems that are words by themselves
        for root, languages in _roots(self.word, volume.stemmed):
            plain, stemmed = volume.rooted(root, languages)
            listed += stemmed
            if root == own:
                listed.append(plain)
            elif plain:
                standing.append((plain, languages))
        if "de" in volume.stemmed and len(self.word) >= analysis.SHORTEST_PART:
            listed += volume.pieces_begun(terms.BACKWARDS + self.word[: terms.LONGEST][::-1].encode())
        found = spots(listed)
        for plain, languages in standing:
            if found is None or (there := spots((plain,))) is None:
                return None
            found |= volume.speaking(there, languages)
        return found

    def _pieces_begun(self, volume: Volume) -> list[Pieces]:
        if not self.last or len(self.word) < terms.BEGUN[0]:
            return []
        if len(self.word) in terms.BEGUN:
            return [volume.value(self.space + terms.BEGINNING + self.word.encode())]
        return volume.pieces_begun(self.space + terms.word(self.word))

    def _begun(self, batch: Batch) -> int:
        if len(self.word) < terms.BEGUN[0]:
            return 0
        if len(self.word) in terms.BEGUN:
            return batch.bits(self.space + terms.BEGINNING + self.word.encode())
        return batch.begun(self.space + terms.word(self.word))


_stem = lru_cache(20_000)(analysis.stem)  # a stemmer takes longer than the look for what it finds


@lru_cache(1_000)
def _roots(word: str, spoken: frozenset[str]) -> tuple[tuple[bytes, frozenset[bytes]], ...]:
    """The word as it is and its stems in the languages that are spoken, each with those in which it is the stem."""
    found: dict[str, set[bytes]] = {word: set()}
    for language in spoken:
        found.setdefault(_stem(word, language), set()).add(language.encode())
    return tuple((terms.word(root), frozenset(languages)) for root, languages in found.items())


@dataclass(frozen=True, slots=True)
class Code(Clause):
    """Has this code, as inv/2026/00042, or a longer one that goes on after a joiner; `last`: goes on at all."""

    code: str
    last: bool = False

    def bits(self, batch: Batch) -> int:
        if self.last:
            return batch.begun(terms.word(self.code))
        return batch.bits(terms.word(self.code)) | batch.begun(terms.word(self.code + "/"))


@dataclass(frozen=True, slots=True)
class Run(Clause):
    """Has these characters of a script without spaces: looked for by pairs."""

    run: str
    space: bytes = b""

    def bits(self, batch: Batch) -> int:
        found = -1
        for part in analysis.unspaced(self.run[: terms.LONGEST], 2 if len(self.run) > 1 else 1):
            found &= batch.bits(self.space + terms.word(part))
            if not found:
                break
        return found


@dataclass(frozen=True, slots=True)
class Pairs(Clause):
    """Has each two of these words in a row somewhere: mostly the whole phrase."""

    words: tuple[str, ...]

    def bits(self, batch: Batch) -> int:
        found = -1
        for pair in analysis.pairs(self.words):
            found &= batch.bits(pair)
            if not found:
                break
        return found

    def few(self, volume: Volume) -> Spots | None:
        known = [spots((volume.value(pair),)) for pair in analysis.pairs(self.words)]
        listed = [one for one in known if one is not None]
        return listed[0].intersection(*listed[1:]) if len(listed) == len(known) and listed else None


@dataclass(frozen=True, slots=True)
class Any(Clause):
    """Fulfils one of these."""

    clauses: tuple[Clause, ...]

    @property
    def cost(self) -> int:
        return max(one.cost for one in self.clauses)

    def bits(self, batch: Batch) -> int:
        found = 0
        for one in self.clauses:
            found |= one.bits(batch)
        return found


@dataclass(frozen=True, slots=True)
class All(Clause):
    """Fulfils all of these."""

    clauses: tuple[Clause, ...]

    @property
    def cost(self) -> int:
        return max(one.cost for one in self.clauses)

    def bits(self, batch: Batch) -> int:
        found = -1
        for one in sorted(self.clauses, key=lambda one: one.cost):
            found &= one.bits(batch)
            if not found:
                break
        return found


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to each other in one text, whatever lies between them that is no word."""

    words: tuple[str, ...]

    @property
    def candidates(self) -> Clause:
        """What messages with the phrase have at least."""
        if len(self.words) == 1 or self._unspaced:
            return All(
                tuple(Run(one) if analysis.is_unspaced(one) else Labelled((terms.word(one),)) for one in self.words)
            )
        return Pairs(self.words)

    @property
    def _unspaced(self) -> bool:
        return any(map(analysis.is_unspaced, self.words))

    def stands_in(self, texts: Sequence[str]) -> bool:
        """Whether one of these texts, each given by `in_row`, has the phrase."""
        wanted = " ".join(self.words)
        wanted = wanted if self._unspaced else f" {wanted} "
        return any(wanted in text for text in texts)


def in_row(text: str) -> str:
    """The words of a text in a row, a space around each."""
    return f" {' '.join(analysis.words(analysis.fold(text)))} "
