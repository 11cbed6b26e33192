"""Suggesting: "did you mean", from the words there are, where nothing was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from string import ascii_lowercase

from search_index import analysis
from search_index.clauses import Word
from search_index.query import Query

SHORTEST, LONG = 3, 5  # letters of a word for one mistake, for two
_MOST = 60_000  # words looked at

Words = Callable[[str], Iterable[tuple[str, int]]]
Frequency = Callable[[Word], int]


def suggestions(query: Query, words: Words, frequency: Frequency) -> Iterator[str]:
    """What else may have been meant, best first: the query with its unknown words replaced by likely ones."""
    unknown = [one for one in query.words if isinstance(one, Word) and len(one.word) >= SHORTEST and not frequency(one)]
    text = query.text
    for one in unknown:
        better = likely(one.word, words)
        if better is None:
            return
        text = _replaced(query, text, one.word, better)
    if unknown and text != query.text:
        yield text


def _replaced(query: Query, text: str, word: str, better: str) -> str:
    """The text with one word replaced where it was typed."""
    for chip in query.chips:
        typed = query.text[chip.start : chip.end]
        for token in typed.split():
            if analysis.words(analysis.fold(token)) == [word]:
                return text.replace(token, better, 1)
    return text


def likely(word: str, words: Words) -> str | None:
    """The most frequent of the words that differ least from this one."""
    allowed = 2 if len(word) >= LONG else 1
    best: dict[str, tuple[int, int]] = {}
    for place, (candidate, count) in enumerate(_candidates(word, words)):
        if place > _MOST:
            break
        if candidate in best:
            distance, before = best[candidate]
            best[candidate] = (distance, before + count)
        elif abs(len(candidate) - len(word)) <= allowed and candidate.isalpha():
            distance = difference(word, candidate, allowed)
            if 0 < distance <= allowed:
                best[candidate] = (distance, count)
    if not best:
        return None
    return min(best, key=lambda one: (best[one][0], one[:2] != word[:2], -best[one][1]))


def _candidates(word: str, words: Words) -> Iterator[tuple[str, int]]:
    """Words with the same first letter, and those in which only the first letters are otherwise."""
    yield from words(word[0])
    starts = {word[1:], word[1] + word[0] + word[2:]}
    if word.isascii():
        starts |= {letter + rest for letter in ascii_lowercase for rest in (word, word[1:])}
    for start in sorted(starts):
        if start[0] != word[0]:
            yield from words(start[:4])


def difference(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, replaced or swapped with their neighbour; `most` + 1 when more."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for at, against in enumerate(other, 1):
            cost = min(row[-1] + 1, last[at] + 1, last[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, before[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
