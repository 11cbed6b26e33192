"""The inbox: fetches what came in and news of what was sent, and puts each into its thread once."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from integrations.api import Channel, Misconfigured, PluginError, Polled, Status
from integrations.arrival import accept
from integrations.consent import opted_out
from integrations.registry import Registry
from models import cursor, database, delivery, dispatch
from models.database import now
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

STILL_PROGRESSING = dt.timedelta(hours=48)  # a message without news for so long is not asked about any more
LOOKS = 50  # at most so many for what is too much for one
STUMBLE = 5.0  # seconds of rest after something went wrong here
POLLED = 60.0  # seconds between looks at a channel that doesn't ask for more
WATCHED = 5.0  # seconds between looks while somebody waits for an answer
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one look brought: entries that are new, messages known to have failed, why it could not be done."""

    received: tuple[int, ...] = ()
    failed: int = 0
    trouble: str | None = None


class Inbox:
    """Looks at every enabled channel in turn. Only the process that holds the workspace's inbox lock does.

    `watched` are the channels on which somebody waits for an answer: there it looks more often.
    """

    def __init__(self, workspace: Workspace, registry: Registry, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._workspace, self._registry, self._clock = workspace, registry, clock
        self._lock = Lock(workspace.path / "inbox.lock")
        self._working = False
        self.watched: frozenset[str] = frozenset()
        self._looked: dict[str, float] = {}  # by channel: when, on the monotonic clock

    def take_over(self) -> bool:
        """Become the one who fetches; False while another process is."""
        self._working = self._working or self._lock.alone()
        return self._working

    def fetch(self, *, due: bool = False) -> list[Fetched]:
        """Look once at every channel, or only at those whose time has come."""
        if not self.take_over():
            return []
        channels = self._registry.channels()
        wanted = [channel for channel in channels if not due or self._rest(channel) <= 0]
        self._looked |= dict.fromkeys(wanted, time.monotonic())
        return [self._look(channel, channels[channel]) for channel in wanted]

    def _look(self, channel: str, name: str) -> Fetched:
        if stopped := delivery.paused(channel):
            return Fetched(trouble=stopped)
        received: list[int] = []
        failed = 0
        try:
            plugin = self._registry.channel(channel)
            for _ in range(LOOKS):
                polled = plugin.poll(cursor.get(name), self._pending(channel))
                refused = self._accept(plugin, polled, received)
                failed += sum(self._progress(channel, status) for status in polled.statuses)
                if refused is None:
                    cursor.put(name, polled.cursor)
                if not polled.more or refused is not None:
                    break
        except Misconfigured as error:
            dispatch.pause(channel, str(error))
            return Fetched(tuple(received), failed, str(error))
        except (PluginError, Refused) as error:
            return Fetched(tuple(received), failed, str(error))
        except Exception as error:  # a fault of the plugin; what it brought before stays
            _log.exception("channel %s failed while fetching", channel)
            return Fetched(tuple(received), failed, f"The plugin failed: {error}")
        return Fetched(tuple(received), failed, refused)

    def _accept(self, plugin: Channel, polled: Polled, received: list[int]) -> str | None:
        """Take in each message; one that can't be taken spoils no other, and is brought again by the next look.

        The words of what was refused, such as that the disk is full.
        """
        refused = None
        for incoming in polled.incoming:
            try:
                id = accept(self._workspace, plugin, incoming)
            except Refused as refusal:
                _log.info("message %s from %s waits: %s", incoming.provider_id, plugin.channel, refusal)
                refused = str(refusal)
                continue
            except Exception:
                _log.exception("message %s from %s can't be taken in", incoming.provider_id, plugin.channel)
                refused = "A message can't be taken in."
                continue
            if id is not None:
                received.append(id)
        return refused

    def _pending(self, channel: str) -> list[str]:
        return dispatch.pending_ids(channel, since=self._clock() - STILL_PROGRESSING)

    def _progress(self, channel: str, status: Status) -> bool:
        """Keep news of a message; whether it is known only now to have failed."""
        moved = dispatch.progressed(channel, status.provider_id, status.state, reason=status.reason, code=status.code)
        if moved and status.opt_out:
            who = dispatch.recipient(channel, status.provider_id)
            if who is not None:
                opted_out(who, reason=status.reason or "They opted out.")
        return moved and status.state == "failed"

    def seconds_between(self, channel: str) -> float:
        """How often to look at a channel: as often as it asks for, and more while it is watched."""
        try:
            wait = float(self._registry.channel(channel).poll_seconds)
        except Refused:  # not set up yet: the outbox says so where it matters
            return POLLED
        return max(1.0, min(wait, WATCHED) if channel in self.watched else wait)

    def _rest(self, channel: str) -> float:
        """Seconds until the next look at a channel."""
        if channel not in self._looked:
            return 0.0
        return self._looked[channel] + self.seconds_between(channel) - time.monotonic()

    def seconds_until_due(self) -> float:
        """How long there is nothing to look at."""
        return max(0.05, min([POLLED, *map(self._rest, self._registry.channels())]))

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Fetch until `stop`; `wake` ends a rest early. Meant for a thread of its own."""
        try:
            woken = True
            while not stop.is_set():
                wake.clear()
                woken = wake.wait(self._fetched(due=not woken))
        finally:
            database.close_thread()

    def _fetched(self, *, due: bool) -> float:
        """Fetch, and say how long to rest."""
        try:
            self.fetch(due=due)
            return self.seconds_until_due()
        except Refused as refusal:  # the database is busy or the disk is full: the next look brings it again
            _log.info("the inbox waits: %s", refusal)
        except Exception:  # a fault of ours must not end the worker
            _log.exception("the inbox stumbled")
        return STUMBLE

    def close(self) -> None:
        """Let another process fetch."""
        self._lock.release()
