"""The rhythm of a worker's thread: one small step while there is something pending, then rest until woken."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from typing import ClassVar

from models import database
from models.errors import Refused

BREATH = 0.1  # seconds left to a window that has just committed, before a thread beside it takes its processor
_log = logging.getLogger(__name__)


class Worker(ABC):
    """Whoever works in such a thread says what a `step` is and how long a `pause` lasts."""

    name: ClassVar[str]  # in the log
    stumble: ClassVar[float] = 5.0  # seconds of rest after something went wrong here

    @abstractmethod
    def step(self) -> bool:
        """Do the next thing; False when there is nothing to do now."""

    @abstractmethod
    def pause(self) -> float:
        """How many seconds to rest, unless woken."""

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Work until `stop`; `wake` ends a rest early. Meant for a thread of its own, which closes its connection."""
        try:
            while not stop.is_set():
                wake.clear()
                self._work(stop)
                if wake.wait(self.pause()):
                    stop.wait(BREATH)
        finally:
            database.close_thread()

    def _work(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set() and self.step():
                pass
        except Refused as refusal:  # the database is busy or the disk is full: what is pending stays pending
            _log.info("the %s waits: %s", self.name, refusal)
            stop.wait(self.stumble)
        except Exception:  # a fault of ours must not end the worker: what is pending is tried again
            _log.exception("the %s stumbled", self.name)
            stop.wait(self.stumble)
