"""The interpreter: translates what arrives from contacts whose messages a user always reads translated."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from integrations.languages import same
from integrations.registry import Registry
from integrations.translate import LONGEST, recognise, translate_message
from integrations.worker import Worker
from models import person, reading, translation, user
from models.database import now
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

BACK = dt.timedelta(days=7)  # older messages are translated when their record is opened
LOOK = 5.0  # seconds between looks for what another process received
TRIES = 3  # of one message, in one run of the program
AGAIN = (60.0, 600.0)  # seconds until the second and the third
PATIENCE = 2  # failures in a row, after which the engine is left alone
REST = 60.0  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    message: int
    date: dt.datetime
    reader: int
    target: str


class Interpreter(Worker):
    """One request at a time, the newest first. Only the process that holds the workspace's lock for it works.

    What is pending is a row: a recent message of such a contact without the translation. What failed is tried again
    later; what no engine could translate is left to its reader, who sees why when asking for it.
    """

    name = "interpreter"

    def __init__(
        self, workspace: Workspace, registry: Registry, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._registry, self._clock = registry, clock
        self._lock = Lock(workspace.path / "interpreter.lock")
        self._working = False
        self._tries: dict[int, tuple[int, float]] = {}  # message: how often it failed, and when to try again
        self._failed = 0  # in a row
        self._rests_until = 0.0
        self.translated = 0
        self.trouble: str | None = None  # why the last that failed was not translated

    def step(self) -> bool:
        """Translate the newest message that waits; whether something was done."""
        self._working = self._working or self._lock.alone()
        if not self._working or self._clock() < self._rests_until:
            return False
        wanted = max(self._wanted(), key=lambda one: (one.date, one.message), default=None)
        if wanted is None:
            return False
        try:
            translate_message(self._registry, wanted.message, wanted.target, by=wanted.reader)
        except Refused as refusal:
            self._set_aside(wanted.message, refusal)
        else:
            self._failed = 0
            self.translated += 1
            self._tries.pop(wanted.message, None)
        return True

    def _wanted(self) -> list[_Wanted]:
        """What waits for any user, as long as texts may leave the machine at all."""
        every = {one.id: reading.wishes(one.id) for one in user.members(archived=False)}
        readers = {id: wishes for id, wishes in every.items() if wishes.always}
        if not readers or reading.all_refused() or not self._registry.translators():
            return []
        return [one for id, wishes in readers.items() for one in self._for(id, wishes)]

    def _for(self, reader: int, wishes: reading.Wishes) -> list[_Wanted]:
        """What waits for one user: in a language they don't read, and of a contact for whom it was not refused."""
        known = person.some(wishes.always).values()
        authors = [one.id for one in known if not reading.refused_for(one.card)]
        found = translation.awaited(authors, wishes.target, since=now() - BACK, longest=LONGEST)
        found = [one for one in found if self._may_be_tried(one.message)]
        new = recognise(translation.unknown([one.message for one in found if one.language is None]))
        spoken = {one.message: one.language or new.get(one.message) for one in found}
        skipped = (*wishes.languages, *wishes.never)
        return [
            _Wanted(one.message, one.date, reader, wishes.target)
            for one in found
            if (language := spoken[one.message]) and not any(same(language, other) for other in skipped)
        ]

    def _may_be_tried(self, message: int) -> bool:
        tries, again = self._tries.get(message, (0, 0.0))
        return tries < TRIES and self._clock() >= again

    def _set_aside(self, message: int, refusal: Refused) -> None:
        """Try it again later; leave the engine alone where it fails again and again."""
        _log.info("message %s is not translated yet: %s", message, refusal)
        self.trouble = str(refusal)
        tries = self._tries.get(message, (0, 0.0))[0] + 1
        self._tries[message] = (tries, self._clock() + AGAIN[min(tries, len(AGAIN)) - 1])
        self._failed += 1
        if self._failed >= PATIENCE:
            self._rests_until, self._failed = self._clock() + REST, 0

    def pause(self) -> float:
        """Until the next look for what another process received."""
        return LOOK

    def close(self) -> None:
        """Let another process work."""
        self._lock.release()
