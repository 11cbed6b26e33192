"""Ranking: best first, by how well and how closely the words of a query stand in the texts of the newest hits."""

from __future__ import annotations

import math
from collections.abc import Sequence

from search_index import analysis
from search_index.clauses import Clause, Word
from search_index.documents import BODY, RECORD, SUBJECT, Document

RANKED = 1_000  # the newest hits, among which the best are sought
_SATURATED, _USUAL = 1.2, 20  # repetitions of a word count less and less; words of a usual text (as in BM25)
_EXACT, _STEM, _BEGUN = 1.0, 0.8, 0.6
_WEIGHTS = {BODY: 1.0, SUBJECT: 2.0}
_OTHER, _CLOSE, _RECENT = 0.8, 0.5, 0.3


class Ranker:
    """Scores documents for one query; `share` tells which part (0 to 1) of all messages fulfils a clause."""

    def __init__(self, clauses: Sequence[Clause], shares: Sequence[float]) -> None:
        self._words = [(one, -math.log(max(share, 1e-7))) for one, share in zip(clauses, shares, strict=True)]
        self._known: dict[str, _Fits] = {}

    def ranked(self, found: Sequence[Document]) -> list[Document]:
        """The documents, given from new to old, best first."""
        count = len(found)
        scored = [(self.score(one) + _RECENT * (count - place) / count, one) for place, one in enumerate(found)]
        return [one for _, one in sorted(scored, key=lambda pair: (pair[0], pair[1].place), reverse=True)]

    def score(self, document: Document) -> float:
        """How well a document fits."""
        total = 0.0
        for part in document.parts:
            if part.where != RECORD:
                total += _WEIGHTS.get(part.where, _OTHER) * self._score(part.text, part.language)
        return total

    def _score(self, text: str, language: str) -> float:
        listed = analysis.words(analysis.fold(text[:20_000]))
        fits = self._known.get(language)
        if fits is None:
            fits = self._known[language] = _Fits([clause for clause, _ in self._words], language)
        weights = [0.0] * len(self._words)
        close, before = 0, -2
        for place, fitting in enumerate(map(fits.__getitem__, listed)):
            for which, weight in fitting:
                weights[which] += weight
                close += before == place - 1
                before = place
        length = 0.25 + 0.75 * len(listed) / _USUAL
        total = sum(
            rarity * weight / (weight + _SATURATED * length)
            for (_, rarity), weight in zip(self._words, weights, strict=True)
            if weight
        )
        return total * (1 + _CLOSE * min(close, 3) / 3) if total else 0.0


class _Fits(dict[str, list[tuple[int, float]]]):
    """Which wanted words a word of a language is, and how well."""

    def __init__(self, wanted: Sequence[Clause], language: str) -> None:
        super().__init__()
        self._wanted, self._language = wanted, language
        self._first = {one.word[:1] for one in wanted if isinstance(one, Word)}

    def __missing__(self, word: str) -> list[tuple[int, float]]:
        if word[:1] not in self._first and self._language not in analysis.SCRIPTS:
            return self.setdefault(word, [])  # stemmers for Latin letters change the end
        rated = [(which, _likeness(one, word, self._language)) for which, one in enumerate(self._wanted)]
        found = self[word] = [(which, weight) for which, weight in rated if weight]
        return found


def _likeness(clause: Clause, word: str, language: str) -> float:
    if not isinstance(clause, Word):
        return 0.0
    if word == clause.word:
        return _EXACT
    if analysis.akin(word, clause.word, language):
        return _STEM
    return _BEGUN if clause.last and word.startswith(clause.word) else 0.0
