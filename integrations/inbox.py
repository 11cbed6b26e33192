"""The inbox: fetches what came in and news of what was sent, and puts each into its thread once."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from integrations.api import Channel, Incoming, Misconfigured, PluginError, Status
from integrations.registry import Registry
from models import cursor, database, dispatch, message, person, posting, record, routing
from models.database import now, transaction
from models.errors import Refused
from models.lock import Lock
from models.workspace import Workspace

STILL_PROGRESSING = dt.timedelta(hours=48)  # a message without news for so long is not asked about any more
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one look brought: entries that are new, and why a channel could not be looked at."""

    received: tuple[int, ...] = ()
    trouble: str | None = None


class Inbox:
    """Looks at every enabled channel in turn. Only the process that holds the workspace's inbox lock does."""

    def __init__(self, workspace: Workspace, registry: Registry) -> None:
        self._registry = registry
        self._lock = Lock(workspace.path / "inbox.lock")
        self._working = False

    def take_over(self) -> bool:
        """Become the one who fetches; False while another process is."""
        self._working = self._working or self._lock.alone()
        return self._working

    def fetch(self) -> list[Fetched]:
        """Look at every channel once."""
        if not self.take_over():
            return []
        return [self._look(channel, name) for channel, name in self._registry.channels().items()]

    def _look(self, channel: str, name: str) -> Fetched:
        received: list[int] = []
        try:
            plugin = self._registry.channel(channel)
            more = True
            while more:
                polled = plugin.poll(cursor.get(name), _pending(channel))
                received += [id for one in polled.incoming if (id := accept(plugin, one)) is not None]
                for status in polled.statuses:
                    _progress(channel, status)
                cursor.put(name, polled.cursor)
                more = polled.more
        except Misconfigured as error:
            dispatch.pause(channel, str(error))
            return Fetched(tuple(received), str(error))
        except (PluginError, Refused) as error:
            return Fetched(tuple(received), str(error))
        except Exception as error:  # a fault of the plugin; what it brought before stays
            _log.exception("channel %s failed while fetching", channel)
            return Fetched(tuple(received), f"The plugin failed: {error}")
        return Fetched(tuple(received))

    def seconds_between(self) -> float:
        """How often to look: as often as the channel that asks for it most."""
        waits = [60.0]
        for channel in self._registry.channels():
            try:
                waits.append(float(self._registry.channel(channel).poll_seconds))
            except Refused:
                continue  # not set up yet: the outbox says so where it matters
        return max(1.0, min(waits))

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Fetch until `stop`; `wake` ends a rest early. Meant for a thread of its own."""
        try:
            while not stop.is_set():
                wake.clear()
                self.fetch()
                wake.wait(self.seconds_between())
        finally:
            database.close_thread()

    def close(self) -> None:
        """Let another process fetch."""
        self._lock.release()


def _pending(channel: str) -> list[str]:
    return dispatch.pending_ids(channel, since=now() - STILL_PROGRESSING)


def _progress(channel: str, status: Status) -> None:
    dispatch.progressed(channel, status.provider_id, status.state, reason=status.reason, code=status.code)


def accept(plugin: Channel, incoming: Incoming) -> int | None:
    """Put something received into its thread, once; None when it is there already."""
    channel = plugin.channel
    with transaction():
        found = routing.place(channel, incoming.address, references=incoming.references)
        placed = found or routing.introduce(channel, incoming.address, name=incoming.name)
        id = posting.receive(
            placed.thread,
            incoming.text,
            author=placed.author,
            channel=channel,
            provider_id=incoming.provider_id,
            html=incoming.html,
            subject=incoming.subject,
            when=incoming.date,
        )
        if id is not None and incoming.opt_out is not None:
            _consent(placed.author, opted_out=incoming.opt_out)
    return id


def _consent(author: int, *, opted_out: bool) -> None:
    """Keep that somebody opted out of WhatsApp, or in again, with Deskbot's reason in their thread."""
    someone = person.one(author)
    if someone.card is None:
        return
    record.save(someone.card, {"whatsapp_consent": "no" if opted_out else "yes"}, by=person.deskbot())
    words = (
        "asked not to be written to by WhatsApp any more" if opted_out else "asked to be written to by WhatsApp again"
    )
    message.log(someone.card, f"{someone.name} {words}", by=person.deskbot())
