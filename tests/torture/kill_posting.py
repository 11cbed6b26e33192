"""Kills writers at random moments, again and again, and looks whether anything is lost, half-written or untrue."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models import database, delivery, entries, journal, person, record, workspace

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 2
LATEST = 0.9  # seconds after which a writer is killed at the latest
PATIENCE = 30.0  # seconds that a writer may take to start


@dataclass(slots=True)
class Ledger:
    """What writers said that they had done, and what they were about to do when they were killed."""

    texts: dict[int, str] = field(default_factory=dict)  # by message: the last text that was acknowledged
    tried: dict[int, set[str]] = field(default_factory=dict)  # by message or record: texts never acknowledged
    cities: dict[int, str] = field(default_factory=dict)  # by record
    titles: dict[int, str] = field(default_factory=dict)  # by record
    changes: dict[int, str] = field(default_factory=dict)  # by change entry: the city it tells
    deliveries: dict[int, int] = field(default_factory=dict)  # by delivery: its message
    imports: dict[str, int] = field(default_factory=dict)  # by city: how many rows came in
    begun: dict[str, int] = field(default_factory=dict)  # by city: how many rows were to come in
    acts: int = 0

    def read(self, output: Path) -> None:
        """Take down what one writer said; a line that was cut off by its end said nothing."""
        for line in output.read_text(encoding="utf-8").split("\n")[:-1]:
            said = json.loads(line)
            if "tries" in said:
                self._begin(said)
            elif "done" in said:
                self.acts += 1
                self._finish(said)

    def _begin(self, said: dict[str, Any]) -> None:
        if said["act"] == "import":
            self.begun[said["tries"]] = said["rows"]
        elif "id" in said:
            self.tried.setdefault(said["id"], set()).add(said["tries"])

    def _finish(self, said: dict[str, Any]) -> None:
        act, token = said["act"], said["done"]
        if act == "import":
            self.imports[token] = said["rows"]
            return
        self.tried.get(said["id"], set()).discard(token)
        if act in ("note", "send", "edit"):
            self.texts[said["id"]] = token
            self.deliveries |= dict.fromkeys(said.get("deliveries", ()), said["id"])
        elif act == "save":
            self.cities[said["id"]] = token
            self.changes[said["entry"]] = token
        elif act == "create":
            self.titles[said["id"]] = token


def torture(path: Path, rounds: int, *, seed: int, tell: Any = None) -> Ledger:
    """Kill the writers of a workspace `rounds` times; everything is checked after each. Raises what is wrong."""
    chance, ledger = random.Random(seed), Ledger()
    for number in range(rounds):
        outputs = [path.parent / f"writer-{number}-{which}.jsonl" for which in range(WRITERS)]
        with writers(path, outputs, first=seed + number * WRITERS) as started:
            time.sleep(chance.uniform(0.0, LATEST))
            for writer in started:
                writer.send_signal(signal.SIGKILL)
        for output in outputs:
            ledger.read(output)
            output.unlink()
        problems = check(path, ledger)
        if problems:
            raise AssertionError(f"round {number + 1}, seed {seed}: " + "; ".join(problems[:5]))
        if tell is not None:
            tell(number + 1, ledger)
    return ledger


@contextmanager
def writers(path: Path, outputs: list[Path], *, first: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Writers that have begun; none of them lives longer than this."""
    started = []
    try:
        for seed, output in enumerate(outputs, first):
            with output.open("wb") as out:
                command = [sys.executable, "-m", "tests.torture.writer", str(path), str(seed)]
                started.append(subprocess.Popen(command, cwd=ROOT, stdout=out, env={**os.environ, "PYTHONUTF8": "1"}))
        _wait_for_all(outputs, started)
        yield started
    finally:
        for writer in started:
            writer.kill()
            writer.wait()


def _wait_for_all(outputs: list[Path], started: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not all(b'"ready"' in output.read_bytes() for output in outputs):
        if any(writer.poll() is not None for writer in started):
            raise AssertionError("a writer ended by itself; what it said stands above")
        if time.monotonic() > deadline:
            raise AssertionError(f"writers took longer than {PATIENCE:.0f} s to start")
        time.sleep(0.01)


def check(path: Path, ledger: Ledger) -> list[str]:
    """What is wrong with the workspace, in words; also opens it, as whoever comes next does."""
    opened = workspace.open(path)
    try:
        alone = [] if opened.lock.alone() else ["a lock outlived its process"]
        return [*alone, *database.soundness(), *journal.verify().problems, *_lost(ledger), *_torn(ledger)]
    finally:
        workspace.close(opened)


def _lost(ledger: Ledger) -> Iterator[str]:
    """What was acknowledged and isn't there, or is there otherwise than the last that was acknowledged or tried."""
    bodies = dict(database.rows("SELECT id, body FROM message"))
    for id, text in ledger.texts.items():
        kept = bodies.get(id)
        if kept != text and kept not in ledger.tried.get(id, ()):
            yield f"message {id} says {kept}, not {text}"
    for id, city in ledger.cities.items():
        kept = record.read(id).values["city"]
        if kept != city and kept not in ledger.tried.get(id, ()):
            yield f"record {id} is in {kept}, not {city}"
    for id, city in ledger.changes.items():
        changed = {one.field: one.new for one in entries.one(id).changes}
        if changed != {"city": city, "street": city}:
            yield f"change {id} tells {changed}, not {city}"
    for id, title in ledger.titles.items():
        if record.read(id).title != title or person.of_card(id) is None:
            yield f"contact {id} is not {title}, or has no person"
    made = delivery.of_messages(ledger.deliveries.values())
    there = {one.id: message for message, sent in made.items() for one in sent}
    yield from (f"delivery {id} is lost" for id, message in ledger.deliveries.items() if there.get(id) != message)


def _torn(ledger: Ledger) -> Iterator[str]:
    """What was written by half: imports come in whole batches, and each record with its person and its first entry."""
    counts = dict(database.rows("SELECT city, count(*) FROM contact GROUP BY city"))
    for city, rows in ledger.begun.items():
        found = counts.get(city, 0)
        if city in ledger.imports and found != rows:
            yield f"{found} of {rows} contacts of the finished import {city} are there"
        if found not in (0, 200, 400, rows):
            yield f"{found} contacts of the import {city} are there: a batch was torn"
    sql = """
        SELECT c.id FROM contact c LEFT JOIN person p ON p.card_id = c.id
        LEFT JOIN message m ON m.thread_id = c.id AND m.kind = 'created' WHERE p.id IS NULL OR m.id IS NULL
    """
    yield from (f"contact {row[0]} lacks its person or its first entry" for row in database.rows(sql))
