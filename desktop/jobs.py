"""Jobs: slow work off the UI thread, with the result brought back to it."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from models import database

SWEPT = 500  # milliseconds between looks for garbage
ALL_SWEPT = 60.0  # seconds between looks at everything that is alive
_swept_all = 0.0


class Jobs(QObject):
    """A small pool of threads. Only ids, plain values and frozen dataclasses go in and come out.

    Results of owners that are gone, or of requests that a newer one of the same name replaced, are dropped. Once
    `stopped`, no work is taken. While there are threads, Python's garbage in circles is collected on the UI thread
    alone: an object of Qt that ends in another thread takes the program with it.
    """

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(3, "job")
        self._newest: dict[tuple[int, str], int] = {}
        self._number = 0
        self.stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        gc.disable()
        self._sweeping = QTimer(self, interval=SWEPT)
        self._sweeping.timeout.connect(sweep)
        self._sweeping.start()

    def run(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        *,
        owner: QObject,
        replacing: str | None = None,
    ) -> None:
        """Call `function` in a thread, then `done` with its result or `failed` with its error on the UI thread."""
        if self.stopped:
            return  # the window is closing: nobody is left to be told
        self._number += 1
        number, key = self._number, (id(owner), replacing or f"#{self._number}")
        self._newest[key] = number
        alive = weakref.ref(owner)

        def wanted() -> bool:
            there = alive()
            return there is not None and shiboken6.isValid(there) and self._newest.get(key) == number

        def work() -> None:
            try:
                outcome: tuple[Any, BaseException | None] = (function(), None)
            except Exception as error:
                outcome = (None, error)
            finally:
                database.close_thread()
            try:
                self._finished.emit((wanted, key, done, failed), *outcome)
            except RuntimeError:
                return  # the application is shutting down: nobody is left to be told

        self._pool.submit(work)

    @Slot(object, object, object)
    def _deliver(self, request: Any, result: Any, error: BaseException | None) -> None:
        wanted, key, done, failed = request
        if not wanted():
            return
        del self._newest[key]
        if error is not None:
            failed(error)
        else:
            done(result)

    def stop(self, *, wait: bool = False) -> None:
        """Take no more work and drop what has not begun; on request wait for what has."""
        self.stopped = True
        self._pool.shutdown(wait=wait, cancel_futures=True)
        self._sweeping.stop()
        if wait:
            gc.enable()


def sweep() -> None:
    """Collect garbage: the young often, all of it (which takes as long as a few frames) once a minute at most."""
    global _swept_all
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if counts[2] > thresholds[2] and time.monotonic() - _swept_all > ALL_SWEPT:
        gc.collect()
        _swept_all = time.monotonic()
    elif counts[1] > thresholds[1]:
        gc.collect(1)
    elif counts[0] > thresholds[0]:
        gc.collect(0)
