"""Workers of an open window: the threads that send, fetch and translate, and the process that keeps the index."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from models import database
from models.delivery import CHANNELS
from models.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.inbox import Inbox
    from integrations.interpreter import Interpreter
    from integrations.outbox import Outbox
    from integrations.registry import Registry

WATCHED_CHANNEL = "whatsapp"  # people answer there within seconds


class Workers:
    """Started once the window is seen, stopped when it goes. A commit of this process wakes those that rest.

    What is pending is always a row, so a worker that ends early costs nothing: the next one goes on. `tell` hears, in
    a thread of its own, how the indexer goes: what `search_index.following` says in lines.
    """

    def __init__(
        self, workspace: Workspace, registry: Registry, *, tell: Callable[[dict[str, object]], None] | None = None
    ) -> None:
        self._workspace, self._registry, self._tell = workspace, registry, tell
        self._stop = threading.Event()
        self._wakes: list[threading.Event] = []
        self._threads: list[threading.Thread] = []
        self._workers: list[Outbox | Inbox | Interpreter] = []
        self._inbox: Inbox | None = None
        self._indexer: subprocess.Popen[bytes] | None = None
        self._unsubscribe: list[Callable[[], None]] = []

    def start(self) -> None:
        """Begin to send, to fetch, to translate and to index."""
        from integrations.inbox import Inbox
        from integrations.interpreter import Interpreter
        from integrations.outbox import Outbox

        self._inbox = Inbox(self._workspace, self._registry)
        for name, worker in (
            ("outbox", Outbox(self._workspace, self._registry)),
            ("inbox", self._inbox),
            ("interpreter", Interpreter(self._workspace, self._registry)),
        ):
            wake = threading.Event()
            thread = threading.Thread(target=worker.run, args=(self._stop, wake), name=name, daemon=True)
            self._wakes.append(wake)
            self._workers.append(worker)
            self._threads.append(thread)
            thread.start()
            if name != "inbox":  # what it fetches is pending elsewhere
                self._unsubscribe.append(database.on_commit(wake.set))
        self._start_listeners()
        self._start_indexer()

    def _start_listeners(self) -> None:
        """Let channels that can tell of news at once wake the inbox."""
        from integrations.listening import Listener

        for channel in CHANNELS:
            listener = Listener(self._registry, channel, self.fetch_now)
            thread = threading.Thread(target=listener.run, args=(self._stop,), name=f"listener-{channel}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _start_indexer(self) -> None:
        command = [
            sys.executable,
            "-m",
            "desktop",
            "--workspace",
            str(self._workspace.path),
            "indexer",
            "--with-parent",
        ]
        quiet = subprocess.DEVNULL
        self._indexer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet)
        threading.Thread(target=self._hear, args=(self._indexer,), name="indexer", daemon=True).start()

    def _hear(self, indexer: subprocess.Popen[bytes]) -> None:
        """Pass on what the indexer says, until it ends."""
        assert indexer.stdout is not None
        with indexer.stdout:
            for line in indexer.stdout:
                if self._tell is not None and not self._stop.is_set():
                    self._tell(json.loads(line))

    def _stop_indexer(self) -> None:
        """Its standard input ends, which ends it; so it does if this process dies."""
        if self._indexer is None:
            return
        assert self._indexer.stdin is not None
        self._indexer.stdin.close()
        try:
            self._indexer.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._indexer.kill()  # harmless at any point: the index is a copy
            self._indexer.wait()
        self._indexer = None

    def watch(self, on: bool) -> None:
        """Somebody waits for an answer by WhatsApp: look at once and more often, until nobody does."""
        if self._inbox is None or (WATCHED_CHANNEL in self._inbox.watched) is on:
            return
        self._inbox.watched = frozenset({WATCHED_CHANNEL}) if on else frozenset()
        if on:
            self.fetch_now()

    def fetch_now(self) -> None:
        """Let the inbox look at once."""
        for wake in self._wakes:
            wake.set()

    def stop(self) -> None:
        """End all of them; what is under way at a provider is waited for, a few seconds at most."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._stop.set()
        self.fetch_now()
        for thread in self._threads:
            thread.join(timeout=5)
        for worker in self._workers:
            worker.close()
        self._stop_indexer()
        self._registry.close()
