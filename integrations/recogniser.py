"""The recogniser: finds out in which language each message is, in small batches, for old ones too."""

from __future__ import annotations

import logging
import threading

from integrations.translate import recognise
from models import database, translation
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

AT_ONCE = 200  # messages
BREATH = 0.5  # seconds between batches: a twentieth of one core at the most
LOOK = 1.0  # seconds between looks whether somebody wrote
STUMBLE = 30.0  # seconds of rest after something went wrong
_log = logging.getLogger(__name__)


class Recogniser:
    """Works in the process that keeps the search index; only who holds the workspace's lock for it does.

    What is pending is every message without a language; one that can't be told is kept as "".
    """

    def __init__(self, workspace: Workspace) -> None:
        self._lock = Lock(workspace.path / "languages.lock")
        self._working = False

    def step(self) -> bool:
        """Recognise one batch, the newest first; whether there was one."""
        self._working = self._working or self._lock.alone()
        if not self._working:
            return False
        found = translation.without_language(limit=AT_ONCE)
        if found:
            recognise(found)
        return bool(found)

    def run(self, ended: threading.Event) -> None:
        """Work until `ended`. Meant for a thread of its own."""
        seen = -1
        try:
            while not ended.is_set():
                version = database.data_version()
                if version == seen and self._working:
                    ended.wait(LOOK)
                elif self._stepped(ended):
                    ended.wait(BREATH)
                else:
                    seen = version
                    ended.wait(LOOK)
        finally:
            database.close_thread()
            self._lock.release()

    def _stepped(self, ended: threading.Event) -> bool:
        try:
            return self.step()
        except Refused as refusal:  # the database is busy or the disk is full: what is pending stays pending
            _log.info("the recogniser waits: %s", refusal)
        except Exception:  # a fault of ours must not end the worker
            _log.exception("the recogniser stumbled")
        ended.wait(STUMBLE)
        return True
