"""Asking: questions to the search from the window; each is answered in a job, and a newer one stops those before it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from models import attachment, database

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.jobs import Jobs
    from models.shown import Reader
    from search_index.search import Facets, Hit, Question, RecordHit, Results, Search

NEWEST, BEST = "newest", "best"  # as the search calls the orders; it is imported in the job only


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a text, how many milliseconds that took, and the names of the files of what was found."""

    typed: str
    question: Question
    results: Results
    milliseconds: int
    files: Mapping[int, Sequence[str]]


class Asking:
    """The search of one workspace, opened by the first question, in whatever thread answers it.

    `index` is the folder of the index; `asker` says who asks, as a person's id, and how they read dates.
    """

    def __init__(self, jobs: Jobs, index: Path, asker: Callable[[], tuple[int, Reader]]) -> None:
        self._jobs, self._index, self._asker = jobs, index, asker
        self._lock = threading.Lock()
        self._search: Search | None = None
        self._number = 0

    def ask(
        self,
        typed: str,
        done: Callable[[Answer], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
        record: int | None = None,
        order: str = NEWEST,
        limit: int = 30,
        after: Hit | None = None,
    ) -> None:
        """Have a text looked for; `done` gets the answer unless a newer question came meanwhile."""
        asked: dict[str, Any] = {"record": record, "order": order, "limit": limit, "after": after}
        number, look = self._begin(typed, asked)

        def work() -> Answer | None:
            question = look(number)
            began = time.monotonic()
            results = self._opened().answer(question) if question is not None else None
            took = round((time.monotonic() - began) * 1000)
            if question is None or results is None:
                return None
            kept = attachment.of_messages(hit.message for hit in results.hits)
            files = {message: tuple(one.name for one in listed) for message, listed in kept.items()}
            return Answer(typed, question, results, max(1, took), files)

        self._run(work, _unless_none(done), failed, owner=owner, replacing="search")

    def count(
        self,
        question: Question,
        done: Callable[[Facets], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
    ) -> None:
        """Have counted of what kinds, by whom and from when the messages are that answer a question."""
        self._run(lambda: self._opened().facets(question), _unless_none(done), failed, owner=owner, replacing="count")

    def records(
        self,
        typed: str,
        done: Callable[[list[RecordHit]], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
    ) -> None:
        """Have records looked for by their names and values."""
        self._run(lambda: self._opened().records(typed), done, failed, owner=owner, replacing="records")

    def mean(
        self,
        question: Question,
        done: Callable[[str], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
    ) -> None:
        """Have looked up what else may have been meant by a question to which nothing was found; told only if so."""
        self._run(lambda: self._opened().meant(question), _unless_none(done), failed, owner=owner, replacing="mean")

    def drop(self) -> None:
        """Nobody waits for what was asked."""
        self._number += 1

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            if self._search is not None:
                self._search.close()
                self._search = None

    def _run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
        replacing: str,
    ) -> None:
        if not self._jobs.stopped:  # else the window is closing, and nobody waits for an answer
            self._jobs.run(work, done, failed, owner=owner, replacing=replacing)

    def _begin(self, typed: str, asked: dict[str, Any]) -> tuple[int, Callable[[int], Question | None]]:
        self._number += 1
        (me, reader), now = self._asker(), database.now()

        def look(number: int) -> Question | None:
            from search_index.filters import Asker

            search = self._opened()
            with self._lock:  # so that an older question never becomes the newest
                if number != self._number:
                    return None
                return search.question(typed, asker=Asker(me, reader, now), **asked)

        return self._number, look

    def _opened(self) -> Search:
        with self._lock:
            if self._search is None:
                from search_index.search import Search

                self._search = Search(self._index)
            return self._search


def _unless_none(done: Callable[[Any], None]) -> Callable[[Any], None]:
    """Nothing is told of what nobody waits for any more."""

    def told(answer: Any) -> None:
        if answer is not None:
            done(answer)

    return told
