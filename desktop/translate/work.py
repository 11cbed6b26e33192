"""Translating in jobs: one request at a time, what was asked for last before what is done by the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from integrations.translate import translate_message
from models.errors import Refused

PATIENCE = 2  # failures in a row that end a batch: the engine or the line to it is the reason


class Work(QObject):
    """`began(message)`, then `ended(message, words)`: translated, or why not. `stopped(message)`: left out.

    `progress(done, total)` and `over(words)` are about a batch; its words are empty unless it had to be given up.
    """

    began = Signal(int)
    ended = Signal(int, str)
    stopped = Signal(int)
    progress = Signal(int, int)
    over = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: deque[int] = deque()  # asked for one by one
        self._batch: deque[int] = deque()
        self._target = "en"
        self._now = 0
        self._of_batch = False
        self._total = self._done = self._failed = 0
        self._last = ""

    @property
    def busy(self) -> bool:
        """Whether a batch is under way."""
        return bool(self._total)

    def translate(self, message: int, target: str) -> None:
        """Translate one message before everything that waits."""
        self._target = target
        if message == self._now or message in self._wanted:
            return
        if message in self._batch:
            self._batch.remove(message)
            self._total -= 1
        self._wanted.appendleft(message)
        self.began.emit(message)
        self._next()

    def translate_all(self, messages: Sequence[int], target: str) -> None:
        """Translate these one after the other, in this order."""
        self._target = target
        new = [one for one in messages if one not in self._batch and one != self._now]
        if not new:
            return
        self._batch.extend(new)
        self._total += len(new)
        self.progress.emit(self._done, self._total)
        self._next()

    def cancel(self) -> None:
        """Leave the rest of a batch as it is; what is under way still comes."""
        if self._total:
            self._end_batch("")

    def drop(self) -> None:
        """Forget everything that waits: another record is shown."""
        for message in self._wanted:
            self.stopped.emit(message)
        self._wanted.clear()
        self.cancel()

    def _next(self) -> None:
        if self._now:
            return
        if self._wanted:
            self._now, self._of_batch = self._wanted.popleft(), False
        elif self._batch:
            self._now, self._of_batch = self._batch.popleft(), True
            self.began.emit(self._now)
        else:
            return
        message, target, registry, by = self._now, self._target, self._desk.registry, self._desk.me
        self._desk.jobs.run(
            lambda: translate_message(registry, message, target, by=by),
            lambda _: self._ended(message, ""),
            lambda error: self._failed_with(message, error),
            owner=self,
        )

    def _failed_with(self, message: int, error: BaseException) -> None:
        if not isinstance(error, Refused):
            self._ended(message, str(error))
            raise error
        self._ended(message, str(error))

    def _ended(self, message: int, words: str) -> None:
        batch, self._now = self._of_batch, 0
        self.ended.emit(message, words)
        if batch and self._total:
            self._done += 1
            self._failed = self._failed + 1 if words else 0
            self._last = words or self._last
            self.progress.emit(self._done, self._total)
            if self._failed >= PATIENCE:
                self._end_batch(words)
            elif not self._batch:
                self._end_batch("")
        self._next()

    def _end_batch(self, words: str) -> None:
        self._batch.clear()
        self._total = self._done = self._failed = 0
        self.over.emit(words)
