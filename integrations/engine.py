"""Engine: a translator that is asked with patience: no longer than its time-out, not again while it wants to rest.

What it answered a moment ago is remembered in memory, so that a retry after a fault half-way goes on where it stopped.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from integrations import batches
from integrations.api import Later, PluginError, Translated, Translator
from integrations.batches import Memory, Mixed
from integrations.segments import Part
from models.errors import Refused

T = TypeVar("T")
REMEMBERED = 4_000  # answers
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_answers: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_resting: dict[tuple[Any, ...], float] = {}


class Engine:
    """A working translator by its name. `found` are the languages that it said texts were in.

    `fresh`: nothing that was answered before is taken.
    """

    def __init__(self, name: str, translator: Translator, *, fresh: bool = False) -> None:
        self.name, self._translator, self._fresh = name, translator, fresh
        # Answers of one server are none of another's.
        self._key = (name, hash(repr(sorted(translator.values.items(), key=lambda item: item[0]))))
        self.found: list[str] = []

    @property
    def label(self) -> str:
        """What people call it."""
        return self._translator.label

    def translate(self, texts: Sequence[Sequence[Part]], *, target: str, source: str | None) -> list[str]:
        """Texts cut into segments, translated and put together; `Refused` in words where it can't be done."""

        def call(text: str) -> str:
            answer = self._ask(text, target, source)
            if answer.source:
                self.found.append(answer.source)
            return answer.text

        known = Memory() if self._fresh else _Shared((*self._key, target, source))
        try:
            return batches.translate(texts, call, limit=self._translator.limit, known=known)
        except Mixed as error:
            raise Refused(f"{self.label} answered with the translation of another text; try again.") from error
        except PluginError as error:
            raise Refused(str(error)) from error
        except Refused:
            raise
        except Exception as error:
            _log.exception("translator %s failed", self.name)
            raise Refused(f"{self.label} failed: {error}") from error

    def _ask(self, text: str, target: str, source: str | None) -> Translated:
        self._require_awake()
        return self._request(text, target, source)

    def _require_awake(self) -> None:
        left = _resting.get(self._key, 0) - time.monotonic()
        if left > 0:
            raise Later(f"{self.label} takes no more requests just now; try again in {left:.0f} seconds.")

    def _request(self, text: str, target: str, source: str | None) -> Translated:
        try:
            answer = within(
                self._translator.timeout, lambda: self._translator.translate(text, target=target, source=source)
            )
        except TimeoutError as error:
            raise Later(f"{self.label} did not answer within {self._translator.timeout:.0f} seconds.") from error
        except Later as error:
            if error.retry_after:
                _resting[self._key] = time.monotonic() + error.retry_after
            raise
        if not answer.text.strip():
            raise Later(f"{self.label} answered without a translation; try again.")
        return answer


class _Shared(Memory):
    """What one engine answered for lines of one language in another, remembered for every thread."""

    def __init__(self, key: tuple[Any, ...]) -> None:
        super().__init__()
        self._key = key

    def get(self, line: str) -> str | None:
        with _lock:
            return _answers.get((*self._key, line))

    def put(self, line: str, answer: str) -> None:
        with _lock:
            _answers[(*self._key, line)] = answer
            while len(_answers) > REMEMBERED:
                _answers.popitem(last=False)


def forget() -> None:
    """Remember nothing of what was answered or refused so far."""
    with _lock:
        _answers.clear()
        _resting.clear()


def within(seconds: float, function: Callable[[], T]) -> T:
    """What a function gives, or `TimeoutError`.

    A library may wait without an end (for a name's address, for an answer that drips), so it waits in a thread of its
    own, which is left behind.
    """
    outcome: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

    def work() -> None:
        try:
            outcome.put((function(), None))
        except BaseException as error:
            outcome.put((None, error))

    threading.Thread(target=work, daemon=True, name="translator").start()
    try:
        result, error = outcome.get(timeout=seconds)
    except queue.Empty as empty:
        raise TimeoutError from empty
    if error is not None:
        raise error
    found: T = result
    return found
