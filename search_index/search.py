"""Search: what windows and commands ask. Questions are answered one at a time; a newer one stops those before it.

Typing live: make a `question` for each change of the text (on any thread, at once), let a worker `answer` it, and throw
away the answer None: a newer question came meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from models import person, record, thread
from search_index import analysis, documents, filters, terms
from search_index.about import Place
from search_index.clauses import Between, Clause, Labelled, Run, Word
from search_index.dates import period
from search_index.documents import Document
from search_index.filters import Asker
from search_index.marking import Marker
from search_index.query import Chip, Query, parse
from search_index.ranking import RANKED, Ranker
from search_index.schema import Damaged
from search_index.searcher import Found, Searcher, Stop, Stopped
from search_index.snippets import Snippet, cut, snippet
from search_index.suggesting import suggestions

PATIENCE = 2.0  # seconds after which an answer is what was found so far
AUTHORS_OF, MOST_AUTHORS = 200, 8  # newest hits among whose authors the facets' are chosen
MOST_RECORDS = 50  # records among which the best are chosen
PHONE_DIGITS = 7
NEWEST, BEST = "newest", "best"
SPANS = ("today", "week", "month", "year", "older")

Answered = TypeVar("Answered")
Choice = TypeVar("Choice", str, int)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: `record` limits it to one thread, `after` continues behind a hit of the same question."""

    typed: str
    asker: Asker = field(default_factory=Asker)
    record: int | None = None
    order: str = NEWEST
    limit: int = 20
    after: Hit | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found. `place` and `rank` say where the next page begins, by newest and by best."""

    message: int
    record: int
    title: str
    record_kind: str
    kind: str
    author: str
    place: Place
    rank: int
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Results:
    """The answer. `total` is `exact`, or there are at least so many; `complete`: no part of the index is missing.

    `marker` marks the words of the question in any text.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    complete: bool
    chips: tuple[Chip, ...]
    marker: Marker = field(compare=False)

    @property
    def count(self) -> str:
        """The total as it is said to people."""
        return f"{self.total:,}" if self.exact else f"{self.total:,}+"


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the messages found are of each kind of entry and of record, by whom, from when, and what they have.

    The spans of time hold one another: what is of today is of the last seven days too.
    """

    kinds: dict[str, int]
    record_kinds: dict[str, int]
    authors: tuple[tuple[int, str, int], ...]
    times: dict[str, int]
    types: dict[str, int]


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record that was found by its title or its own values; the snippet is of what matched."""

    id: int
    kind: str
    title: str
    archived: bool
    snippet: Snippet


class Search:
    """The search in one workspace, for any thread; `reading` as in `Searcher`."""

    def __init__(self, folder: Path, *, reading: bool = False) -> None:
        self._searcher = Searcher(folder, reading=reading)
        self._lock = threading.Lock()
        self._asked = 0

    def question(
        self,
        typed: str,
        *,
        asker: Asker | None = None,
        record: int | None = None,
        order: str = NEWEST,
        limit: int = 20,
        after: Hit | None = None,
    ) -> Question:
        """A question that makes all before it stop."""
        self._asked += 1
        return Question(typed, asker or Asker(), record, order, limit, after, self._asked)

    def answer(self, question: Question) -> Results | None:
        """The answer, or None when a newer question was asked meanwhile."""
        with self._lock:
            try:
                return self._sound(lambda: self._answer(question))
            except Stopped:
                return None

    def facets(self, question: Question) -> Facets | None:
        """The numbers beside the answer, or None when a newer question was asked meanwhile."""
        with self._lock:
            try:
                return self._sound(lambda: self._facets(question))
            except Stopped:
                return None

    def meant(self, question: Question) -> str | None:
        """What else may have been meant where nothing was found: a text that finds something."""
        with self._lock:
            try:
                return self._sound(lambda: self._meant(question))
            except Stopped:
                return None

    def records(self, typed: str, *, limit: int = 8) -> list[RecordHit]:
        """Records whose titles or own texts have all the words typed, those first whose title begins so."""
        with self._lock:
            return self._sound(lambda: self._records(typed, limit))

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            self._searcher.close()

    def _sound(self, ask: Callable[[], Answered]) -> Answered:
        """Ask with all that was written taken in; where the index turns out damaged, once more without it."""
        self._searcher.refresh()
        try:
            return ask()
        except Damaged as damage:
            self._searcher.give_up(str(damage))
            self._searcher.refresh()
            return ask()

    def _stop(self, question: Question) -> Stop:
        until = time.monotonic() + PATIENCE

        def stop() -> bool:
            if question.number < self._asked:
                raise Stopped
            return time.monotonic() > until

        return stop

    def _query(self, question: Question) -> Query:
        languages = self._searcher.languages
        query = parse(question.typed, replace(question.asker, languages=languages))
        if question.record is not None and not query.empty:
            query.every.append(Labelled((terms.record(question.record),)))
        return query

    def _answer(self, question: Question) -> Results:
        stop, query = self._stop(question), self._query(question)
        marker = Marker(query.words, query.phrases)
        if query.empty:
            return Results((), 0, True, self._searcher.complete, tuple(query.chips), marker)
        if question.order == BEST:
            found, places = self._best(query, stop)
            first = question.after.rank + 1 if question.after else 0
        else:
            older = question.after.place if question.after else None
            found = self._searcher.find(query, limit=question.limit, older=older, stop=stop)
            places, first = found.places, 0
        hits = _hits(self._read(places[first : first + question.limit]), marker, first)
        return Results(hits, found.count, found.exact, self._searcher.complete, tuple(query.chips), marker)

    def _best(self, query: Query, stop: Stop) -> tuple[Found, list[Place]]:
        """What was found, and the newest of it best first."""
        found = self._searcher.find(query, limit=RANKED, stop=stop)
        clauses = [one for one in query.every if isinstance(one, Word)]
        if not clauses:
            return found, found.places
        everything = max(1, self._searcher.indexed)
        shares = [count / everything for count in self._searcher.counts(Query(""), clauses, stop=stop)]
        listed = documents.quick([one.id for one in found.places], self._searcher.files)
        newest = sorted(listed, key=lambda one: one.place, reverse=True)
        return found, [one.place for one in Ranker(clauses, shares).ranked(newest)]

    def _read(self, places: Sequence[Place]) -> list[Document]:
        """The messages at these places, in their order."""
        found = {one.id: one for one in documents.read([place.id for place in places], self._searcher.files)}
        return [found[place.id] for place in places if place.id in found]

    def _meant(self, question: Question) -> str | None:
        stop, query = self._stop(question), self._query(question)

        def frequency(word: Word) -> int:
            return self._searcher.counts(Query(""), [word], stop=stop)[0]

        for typed in suggestions(query, self._searcher.words, frequency):
            if self._searcher.find(self._query(replace(question, typed=typed)), limit=1, stop=stop).count:
                return typed
        return None

    def _facets(self, question: Question) -> Facets:
        """The numbers; each group as if nothing of it were chosen, for one may choose several."""
        stop, query = self._stop(question), self._query(question)

        def count(clauses: dict[Choice, Clause], *keys: str) -> dict[Choice, int]:
            counts = self._searcher.counts(query.without(*keys), list(clauses.values()), stop=stop)
            return {one: found for one, found in zip(clauses, counts, strict=True) if found}

        newest = self._searcher.find(query.without("from"), limit=AUTHORS_OF, stop=stop)
        authors = Counter(one.author for one in self._read(newest.places))
        people = dict.fromkeys([one for one, _ in authors.most_common(MOST_AUTHORS)] + _authors(query))
        names = person.some(people)
        by_whom = count({one: Labelled((terms.author(one),)) for one in people}, "from")
        return Facets(
            count({one: Labelled((terms.kind(one),)) for one in filters.IS}, "is"),
            count({one: Labelled((terms.record_kind(one),)) for one in record.kinds}, "in"),
            tuple((one, names[one].name, found) for one, found in by_whom.items()),
            count(dict(_times(question.asker)), "on", "after", "before"),
            count({one: Labelled((term,)) for one, term in filters.HAS.items()}, "has"),
        )

    def _records(self, typed: str, limit: int) -> list[RecordHit]:
        words = analysis.words(analysis.fold(typed))
        if not words:
            return []
        clauses: list[Clause] = [
            Run(word, terms.RECORD)
            if analysis.is_unspaced(word)
            else Word(word, last=place == len(words) - 1, space=terms.RECORD)
            for place, word in enumerate(words)
        ]
        digits = "".join(filter(str.isdigit, typed))
        if len(digits) >= PHONE_DIGITS and len(digits) == sum(map(str.isalnum, typed)):
            clauses = [Labelled((terms.RECORD + analysis.phone(digits),))]
        found = self._searcher.find(Query(typed, every=clauses), limit=MOST_RECORDS)
        marker = Marker([Word(word, last=place == len(words) - 1) for place, word in enumerate(words)])
        hits = [_record_hit(one, marker) for one in self._read(found.places)]
        start = analysis.fold(typed.strip())
        hits.sort(key=lambda one: (one.archived, not analysis.fold(one.title).startswith(start), one.title))
        return hits[:limit]


def _hits(found: Sequence[Document], marker: Marker, first: int) -> tuple[Hit, ...]:
    heads = thread.heads(one.thread for one in found)
    return tuple(
        Hit(
            *(one.id, one.thread, heads[one.thread].title, heads[one.thread].kind, one.kind, one.author_name),
            *(one.place, rank, snippet(one, marker)),
        )
        for rank, one in enumerate(found, first)
        if one.thread in heads
    )


def _record_hit(document: Document, marker: Marker) -> RecordHit:
    head = thread.head(document.thread)
    texts = [part for part in document.parts if part.where == documents.RECORD]
    best = max(texts, key=lambda part: len({one.what for one in marker.spans(part.text)}))
    return RecordHit(head.id, head.kind, head.title, head.archived, cut(best, marker.spans(best.text)))


def _authors(query: Query) -> list[int]:
    """The persons whose messages alone are wanted, as far as they have room among the choices."""
    wanted = [term for one in query.narrowed.get("from", ()) if isinstance(one, Labelled) for term in one.terms]
    return [int(term.partition(b":")[2]) for term in wanted[:MOST_AUTHORS]]


def _times(asker: Asker) -> dict[str, Between]:
    """The spans of time of the facets."""
    now, zone = asker.now, asker.reader.zone
    today = period("today", zone=zone, now=now)
    assert today is not None
    day = today[1] - today[0]
    since = [today[0] - days * day for days in (0, 6, 30, 365)]
    spans = [*(Between(start, None) for start in since), Between(None, since[-1])]
    return dict(zip(SPANS, spans, strict=True))
