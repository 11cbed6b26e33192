"""Listening: a channel that can be told of news at once is waited on, and the inbox is woken to fetch them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from integrations.api import Channel, PluginError
from integrations.registry import Registry
from models import database, delivery
from models.errors import Refused

REST = 30.0  # seconds until a channel that can't listen just now is asked again; polling goes on meanwhile
LOOK = 2.0  # seconds between looks whether the channel's settings changed
_log = logging.getLogger(__name__)


class Listener:
    """Listens on one channel, in a thread of its own. `heard` is called whenever there is something to fetch."""

    def __init__(self, registry: Registry, channel: str, heard: Callable[[], None]) -> None:
        self._registry, self._channel, self._heard = registry, channel, heard
        self.listening = False

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop`."""
        try:
            while not stop.is_set():
                self._listen(stop)
                stop.wait(REST)
        finally:
            database.close_thread()

    def _listen(self, stop: threading.Event) -> None:
        """Listen as long as the channel stays as it is; whatever goes wrong ends it for a while."""
        try:
            plugin = self._plugin()
            if plugin is not None and plugin.listens:
                self.listening = True
                plugin.listen(self._heard, self._stopped(plugin, stop))
        except (PluginError, Refused) as error:
            _log.info("nothing is heard on %s: %s", self._channel, error)
        except Exception:  # a fault of the plugin: news are fetched at intervals all the same
            _log.exception("channel %s failed while listening", self._channel)
        finally:
            self.listening = False

    def _plugin(self) -> Channel | None:
        if delivery.served(self._channel) is None or delivery.paused(self._channel):
            return None
        return self._registry.channel(self._channel)

    def _stopped(self, plugin: Channel, stop: threading.Event) -> Callable[[], bool]:
        looked, over = time.monotonic(), False

        def stopped() -> bool:
            nonlocal looked, over
            if not over and time.monotonic() - looked >= LOOK:
                looked, over = time.monotonic(), self._plugin() is not plugin
            return over or stop.is_set()

        return stopped
