"""The outbox: hands due deliveries to their channels, one at a time, each exactly once (product.md §9 "Outbox").

`sending` is committed before a provider is spoken to. Whoever holds the workspace's outbox lock works, so what is
found `sending` at the start was left by a dead worker and is asked about. What ended uncertainly is asked about at once
and again after 2, 5, 15 and 30 seconds; only no trace after 30 seconds leads to another try.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from integrations.api import Accepted, Later, Misconfigured, PluginError, Rejected, Uncertain
from integrations.conversation import outgoing
from integrations.registry import Registry
from models import database, dispatch
from models.database import now
from models.delivery import CHANNELS
from models.dispatch import ASK_AFTER, Due
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

TRIES = 8
LONGEST_WAIT = 3600.0  # seconds between two tries
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What became of deliveries in a while: as `sync` prints it."""

    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    received: int = 0
    waiting: int = 0


class Outbox:
    """Works through what is due. `clock` and `chance` are passed in so that tests needn't wait."""

    def __init__(
        self,
        workspace: Workspace,
        registry: Registry,
        *,
        clock: Callable[[], dt.datetime] = now,
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._registry, self._clock, self._chance = registry, clock, chance
        self._lock = Lock(workspace.path / "outbox.lock")
        self._working = False
        self._explained: dict[str, str | None] = {}
        self.counts = Counts()

    def take_over(self) -> bool:
        """Become the one who works; False while another process is. What a dead worker left is made uncertain."""
        if not self._working and self._lock.alone():
            self._working = True
            dispatch.recover(self._open_channels())
        return self._working

    def _open_channels(self) -> list[str]:
        """The channels that are set up and not stopped; what waits on the others is told why."""
        reasons = {channel: self._closed(channel) for channel in CHANNELS}
        for channel, reason in reasons.items():
            if self._explained.get(channel, "") != reason:
                dispatch.explain_waiting([channel], reason)
        self._explained = reasons
        return [channel for channel, reason in reasons.items() if reason is None]

    def _closed(self, channel: str) -> str | None:
        """Why nothing can be sent on a channel just now, in words."""
        try:
            self._registry.channel(channel)
        except Refused as refusal:
            return str(refusal)
        return dispatch.paused(channel)

    def step(self) -> bool:
        """Ask about one uncertain delivery or send one that is due; False when there is nothing to do now."""
        if not self.take_over():
            return False
        channels = self._open_channels()
        return self._reconcile(channels) or self._send_next(channels)

    def _send_next(self, channels: list[str]) -> bool:
        due = dispatch.claim(channels, when=self._clock())
        if due is None:
            return False
        try:
            message = outgoing(due)
        except Refused as refusal:
            dispatch.failed(due.id, str(refusal))
            self.counts.failed += 1
            return True
        self._hand_over(due, lambda: self._registry.channel(due.channel).send(message))
        return True

    def _hand_over(self, due: Due, send: Callable[[], Accepted]) -> None:
        try:
            accepted = send()
        except Rejected as error:
            dispatch.failed(due.id, str(error), code=error.code)
            self.counts.failed += 1
        except Misconfigured as error:
            dispatch.pause(due.channel, str(error))
            dispatch.retry_later(due.id, str(error), self._clock())
        except Later as error:
            self._try_later(due, str(error), error.retry_after)
        except Uncertain as error:
            dispatch.doubtful(due.id, str(error), self._clock())
            self.counts.uncertain += 1
        except Exception as error:  # a fault of the plugin: it may have sent before it broke
            _log.exception("channel %s failed while sending delivery %s", due.channel, due.id)
            dispatch.doubtful(due.id, f"The plugin failed: {error}", self._clock())
            self.counts.uncertain += 1
        else:
            dispatch.accepted(due.id, accepted.provider_id, state=accepted.state)
            self.counts.sent += 1

    def _try_later(self, due: Due, words: str, retry_after: float) -> None:
        if due.attempts >= TRIES:
            dispatch.failed(due.id, f"{words} Given up after {TRIES} tries.")
            self.counts.failed += 1
            return
        wait = max(retry_after, self._chance(0.5, min(LONGEST_WAIT, 5.0 * 2**due.attempts)))
        dispatch.retry_later(due.id, words, self._clock() + dt.timedelta(seconds=wait))

    def _reconcile(self, channels: list[str]) -> bool:
        """Ask about the first uncertain delivery whose time has come."""
        for due in dispatch.uncertain(channels):
            if self._clock() >= due.next_try:
                self._ask(due)
                return True
        return False

    def _ask(self, due: Due) -> None:
        soon = self._clock() + dt.timedelta(seconds=ASK_AFTER[2])
        try:
            known = dispatch.known_ids(due.channel, due.address)
            found = self._registry.channel(due.channel).find(outgoing(due), known)
        except Misconfigured as error:
            dispatch.pause(due.channel, str(error))
        except PluginError as error:
            dispatch.asked(due.id, f"{error} The provider will be asked again.", soon, times=due.asked)
        except Exception as error:
            _log.exception("channel %s failed while asking about delivery %s", due.channel, due.id)
            dispatch.asked(due.id, f"The plugin failed: {error}", soon, times=due.asked)
        else:
            self._answered(due, found)

    def _answered(self, due: Due, found: Accepted | None) -> None:
        """The provider has it, has no trace of it yet, or had none for so long that there may be another try."""
        times = due.asked + 1
        if found is not None:
            dispatch.accepted(due.id, found.provider_id, state=found.state)
            self.counts.sent += 1
        elif times >= len(ASK_AFTER):
            self._try_later(due, "There was no trace of it at the provider.", 0)
        else:
            again = self._clock() + dt.timedelta(seconds=ASK_AFTER[times] - ASK_AFTER[times - 1])
            dispatch.asked(due.id, "It may have been sent; the provider has no trace of it yet.", again, times=times)

    def seconds_until_due(self) -> float:
        """How long there is nothing to do, unless something new is posted; at most a minute."""
        channels = self._open_channels()
        moments = [due.next_try for due in dispatch.uncertain(channels)]
        waiting = dispatch.next_due(channels, when=self._clock())
        moments += [waiting] if waiting else []
        if not moments:
            return 60.0
        return min(60.0, max(0.05, (min(moments) - self._clock()).total_seconds()))

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Work until `stop`; `wake` ends a rest early. Meant for a thread of its own, which closes its connection."""
        try:
            while not stop.is_set():
                wake.clear()
                while not stop.is_set() and self.step():
                    pass
                wake.wait(self.seconds_until_due() if self._working else 5.0)
        finally:
            database.close_thread()

    def close(self) -> None:
        """Let another process work."""
        self._lock.release()
