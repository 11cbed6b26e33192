"""The outbox: hands due deliveries to their channels, one at a time, each exactly once (product.md §9 "Outbox").

`sending` is committed before a provider is spoken to. Whoever holds the workspace's outbox lock works, so what is
found `sending` at the start was left by a dead worker and is asked about. What ended uncertainly is asked about at once
and again after 2, 5, 15 and 30 seconds; only no trace after 30 seconds leads to another try.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from integrations.api import Accepted, Channel, Later, Misconfigured, Offline, PluginError, Rejected, Uncertain
from integrations.consent import opted_out
from integrations.conversation import outgoing
from integrations.registry import Registry
from integrations.rest import Rest
from integrations.worker import Worker
from models import delivery, dispatch, person
from models.database import now
from models.delivery import CHANNELS
from models.dispatch import ASK_AFTER, Due
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

TRIES = 8
LONGEST_WAIT = 3600.0  # seconds between two tries
IN_LINE = "It waits for an earlier message to the same address."
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What became of deliveries in a while."""

    sent: int = 0
    failed: int = 0
    uncertain: int = 0


class Outbox(Worker):
    """Works through what is due. `clock`, `chance` and `ask_after` are passed in so that tests needn't wait."""

    name = "outbox"

    def __init__(
        self,
        workspace: Workspace,
        registry: Registry,
        *,
        clock: Callable[[], dt.datetime] = now,
        chance: Callable[[float, float], float] = random.uniform,
        ask_after: Sequence[float] = ASK_AFTER,
    ) -> None:
        self._registry, self._clock, self._chance = registry, clock, chance
        self._ask_after, self._files = tuple(ask_after), workspace.files
        self._lock = Lock(workspace.path / "outbox.lock")
        self._working = False
        self._rest = Rest(clock)
        self.counts = Counts()

    def take_over(self) -> bool:
        """Become the one who works; False while another process is.

        What a dead worker left is made uncertain, and a channel that stood still gets another chance.
        """
        if not self._working and self._lock.alone():
            self._working = True
            dispatch.recover()
            for channel in CHANNELS:
                dispatch.resume(channel, by=person.deskbot())
        return self._working

    def _channels(self) -> dict[str, str | None]:
        """Every channel, with the words that say why nothing can be sent on it just now."""
        return {channel: self._closed(channel) for channel in CHANNELS}

    def _closed(self, channel: str) -> str | None:
        if delivery.served(channel) is not None and (resting := self._rest.reason(channel)):
            return resting
        try:
            self._registry.channel(channel)
        except Refused as refusal:
            return str(refusal)
        return delivery.paused(channel)

    def _open(self) -> list[str]:
        return [channel for channel, reason in self._channels().items() if reason is None]

    def step(self) -> bool:
        """Ask about one uncertain delivery or send one that is due; False when there is nothing to do now."""
        if not self.take_over():
            return False
        channels = self._open()
        if channels and (self._ask_next(channels) or self._send_next(channels)):
            return True
        self._explain()
        return False

    def _explain(self) -> None:
        """Say of what is due and still waits why it does."""
        for channel, reason in self._channels().items():
            dispatch.explain_waiting(channel, reason or IN_LINE)

    def _send_next(self, channels: list[str]) -> bool:
        due = dispatch.claim(channels, when=self._clock())
        if due is None:
            return False
        try:
            dispatch.require_allowed(due, when=self._clock())
            message = outgoing(due, self._files)
        except Refused as refusal:
            self._fail(due, str(refusal))
            return True
        try:
            plugin = self._registry.channel(due.channel)
        except Refused as refusal:  # switched off just now
            dispatch.retry_later(due.id, str(refusal), None, counted=False)
            return True
        self._hand_over(due, lambda: plugin.send(message))
        return True

    def _hand_over(self, due: Due, send: Callable[[], Accepted]) -> None:
        try:
            accepted = send()
        except (Misconfigured, Offline) as error:
            self._stop(due, error)
        except Rejected as error:
            self._rest.clear(due.channel)
            self._fail(due, str(error), code=error.code)
            if error.opt_out and due.person is not None:
                opted_out(due.person, reason=str(error))
        except Later as error:
            self._rest.unhappy(due.channel, str(error), error.retry_after)
            self._try_later(due, str(error), error.retry_after)
        except Uncertain as error:
            self._doubt(due, str(error))
        except Exception as error:  # a fault of the plugin: it may have sent before it broke
            _log.exception("channel %s failed while sending delivery %s", due.channel, due.id)
            self._doubt(due, f"The plugin failed: {error}")
        else:
            self._accept(due, accepted)

    def _stop(self, due: Due, error: PluginError) -> None:
        """It was not sent, and nothing else on this channel would be: its messages wait."""
        if isinstance(error, Misconfigured):
            dispatch.pause(due.channel, str(error))
        else:
            self._rest.offline(due.channel, str(error))
        dispatch.retry_later(due.id, str(error), None, counted=False)

    def _accept(self, due: Due, accepted: Accepted) -> None:
        self._rest.clear(due.channel)
        dispatch.accepted(due.id, accepted.provider_id, state=accepted.state)
        self.counts.sent += 1

    def _fail(self, due: Due, words: str, *, code: str | None = None) -> None:
        dispatch.failed(due.id, words, code=code)
        self.counts.failed += 1

    def _doubt(self, due: Due, words: str) -> None:
        self._rest.unhappy(due.channel, words, 0)
        dispatch.doubtful(due.id, words, self._clock())
        self.counts.uncertain += 1

    def _try_later(self, due: Due, words: str, retry_after: float) -> None:
        if due.attempts >= TRIES:
            self._fail(due, f"{words} Given up after {TRIES} tries.")
            return
        dispatch.retry_later(due.id, words, self._clock() + dt.timedelta(seconds=self._wait(due.attempts, retry_after)))

    def _wait(self, attempts: int, retry_after: float) -> float:
        """Seconds until the next try: what the provider asks for, and of our own accord longer each time, by chance."""
        if retry_after and attempts <= 2:
            return retry_after + self._chance(0.0, 0.5)
        return max(retry_after, self._chance(0.5, min(LONGEST_WAIT, 5.0 * 2 ** (attempts - 1))))

    def _ask_next(self, channels: list[str]) -> bool:
        """Ask about the uncertain delivery whose time has come."""
        due = dispatch.to_ask(channels, when=self._clock())
        if due is None:
            return False
        if due.deleted:
            dispatch.lost_sight(due.id, "The message was deleted while it was on its way; it may have arrived.")
            return True
        try:
            plugin = self._registry.channel(due.channel)
        except Refused:
            return False  # switched off just now: asked when it is on again
        self._ask(due, plugin)
        return True

    def _ask(self, due: Due, plugin: Channel) -> None:
        soon = self._clock() + dt.timedelta(seconds=min(60.0, max(self._ask_after[2], self._doubted(due) / 4)))
        try:
            found = plugin.find(outgoing(due, self._files), dispatch.known_ids(due.channel, due.address))
        except Misconfigured as error:
            dispatch.pause(due.channel, str(error))
        except PluginError as error:
            dispatch.asked(due.id, f"It may have been sent. The provider can't be asked just now: {error}", soon)
        except Exception as error:
            _log.exception("channel %s failed while asking about delivery %s", due.channel, due.id)
            dispatch.asked(due.id, f"It may have been sent. The plugin failed when asked: {error}", soon)
        else:
            self._answered(due, found)

    def _doubted(self, due: Due) -> float:
        """For how many seconds it has been uncertain."""
        return (self._clock() - (due.doubted or due.started)).total_seconds()

    def _answered(self, due: Due, found: Accepted | None) -> None:
        """The provider has it, has no trace of it yet, or had none for so long that there may be another try."""
        if found is not None:
            self._accept(due, found)
            return
        passed = self._doubted(due)
        later = [seconds for seconds in self._ask_after if seconds > passed]
        if later:
            again = self._clock() + dt.timedelta(seconds=later[0] - passed)
            dispatch.asked(due.id, "It may have been sent; the provider has no trace of it yet.", again)
        elif due.attempts >= TRIES:
            self._fail(due, f"There was no trace of it at the provider. Given up after {TRIES} tries.")
        else:
            dispatch.retry_later(due.id, "There was no trace of it at the provider; it is sent again.", None)

    def seconds_until_due(self) -> float:
        """How long there is nothing to do, unless something new is posted; at most a minute."""
        channels = self._open()
        moments = [dispatch.next_ask(channels), dispatch.next_due(channels, when=self._clock()), self._rest.next_end()]
        coming = [moment for moment in moments if moment is not None]
        if not coming:
            return 60.0
        return min(60.0, max(0.05, (min(coming) - self._clock()).total_seconds()))

    def pause(self) -> float:
        """Until the next delivery is due."""
        try:
            return self.seconds_until_due() if self._working else self.stumble
        except Refused:
            return self.stumble

    def close(self) -> None:
        """Let another process work."""
        self._lock.release()
