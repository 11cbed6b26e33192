"""Following: the indexer as a process of its own, and how others bring the index up to date where there is none."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import peewee as pw

from models import database
from models.workspace import Workspace
from search_index.home import Home
from search_index.indexer import Indexer, Progress, Tell

LOOK, SETTLE, LATEST = 0.1, 0.4, 2.0  # seconds: between looks, of quiet before changes are taken in, but no later than
AGAIN = 30.0  # seconds after which what failed (a full disk) is tried again
NICE = 10


def follow(folder: Path, *, ended: threading.Event, say: Callable[[dict[str, object]], None]) -> None:
    """Keep the index in `folder` up to date until `ended`: whoever gets its lock works, the others wait."""

    def tell(progress: Progress) -> None:
        say({"state": "building", "done": progress.done, "total": progress.total})

    while not ended.is_set():
        try:
            indexer = Indexer.alone(folder, tell=tell)
            if indexer is None:
                ended.wait(1.0)
                continue
            try:
                _work(indexer, ended, say)
            finally:
                indexer.close()
        except (OSError, pw.OperationalError) as error:
            say({"state": "failed", "reason": str(error)})
            ended.wait(AGAIN)


def _work(indexer: Indexer, ended: threading.Event, say: Callable[[dict[str, object]], None]) -> None:
    seen, told = -1, False
    while not ended.is_set():
        if indexer.step():
            told = False
            continue
        if not told:
            say({"state": "ready", "messages": indexer.count})
            told = True
        seen = _changed(seen, ended, indexer)


def _changed(seen: int, ended: threading.Event, indexer: Indexer) -> int:
    """Wait until somebody wrote, and then for a moment of quiet."""
    while (version := database.data_version()) == seen and not ended.is_set() and not indexer.asked:
        ended.wait(LOOK)
    until = time.monotonic() + LATEST
    while not ended.is_set() and not indexer.asked:
        ended.wait(SETTLE)
        if (now := database.data_version()) == version or time.monotonic() > until:
            break
        version = now
    return version


def catch_up(folder: Path, *, tell: Tell) -> bool:
    """Bring the index up to date, or wait until another process has. False: nothing can be written there."""
    home = Home(folder)
    while True:
        try:
            indexer = Indexer.alone(folder, tell=tell)
        except OSError:
            return False
        if indexer is not None:
            break
        if _is_done(home):
            return True
        time.sleep(0.2)
    try:
        while indexer.step():
            pass
    finally:
        indexer.close()
    return True


def _is_done(home: Home) -> bool:
    """Whether another process has built the whole index and taken in what there is."""
    from search_index.searcher import Searcher

    searcher = Searcher(home.folder)
    try:
        searcher.refresh()
        return home.asked_anew() is None and searcher.complete and searcher.indexed > 0
    finally:
        searcher.close()


def run(
    workspace: Path, *, with_parent: bool = False, beside: Callable[[Workspace, threading.Event], None] | None = None
) -> int:
    """Follow the journal of a workspace in this process, at a low priority, saying how it goes in lines of JSON.

    `with_parent`: end when standard input does, as it happens when whoever started this is gone. `beside` is other
    quiet work, done in a thread until its event is set.
    """
    from models import workspace as workspaces

    opened = workspaces.open(workspace)
    ended = threading.Event()
    database.read_unmapped()
    if hasattr(os, "nice"):
        os.nice(NICE)
    if with_parent:
        threading.Thread(target=_watch_parent, args=(ended,), daemon=True).start()
    other = threading.Thread(target=beside, args=(opened, ended), daemon=True) if beside is not None else None
    if other is not None:
        other.start()
    try:
        follow(opened.index, ended=ended, say=_say)
    except KeyboardInterrupt:
        return 130
    finally:
        ended.set()
        if other is not None:
            other.join(timeout=5)
        workspaces.close(opened)
    return 0


def _watch_parent(ended: threading.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    ended.set()


def _say(line: dict[str, object]) -> None:
    try:
        print(json.dumps(line), flush=True)  # noqa: T201 - the window reads this
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - nobody reads on; the work goes on all the same
