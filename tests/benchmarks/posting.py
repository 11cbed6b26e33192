"""How long a durable post takes at the verb, beside a raw insert of the same row through sqlite3."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from models import posting, user, workspace
from models.database import PRAGMAS
from tests.benchmarks.figures import Figure, median, percentile, timed

TIMES = 300


def measure(path: Path, messages: int) -> list[Figure]:
    opened = workspace.open(path)
    me = user.first_administrator().id
    ours: list[float] = []
    raw: list[float] = []
    plain = _raw(path)
    try:
        for number in range(TIMES):  # in turns, so that both meet the same machine
            ours.append(timed(lambda number=number: posting.note(1, f"A note to be timed, number {number}", by=me)))
            raw.append(timed(lambda: _insert(plain)))
    finally:
        plain.close()
        workspace.close(opened)
        (path.parent / "raw.sqlite").unlink()
    ratio = median(ours) / median(raw)
    p95 = percentile(ours, 0.95)
    return [
        Figure(
            "post, durable",
            f"{messages:,} messages",
            f"median {median(ours):.2f}, p95 {p95:.2f} ms",
            "p95 ≤ 20 ms, median ≤ 5 ×",
            p95 <= 20 and ratio <= 5,
            f"raw sqlite3 insert {median(raw):.2f} ms",
            ratio,
        )
    ]


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path.parent / "raw.sqlite", isolation_level=None)
    for name in ("journal_mode", "synchronous"):
        connection.execute(f"PRAGMA {name} = {PRAGMAS[name]}")
    connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, thread INTEGER, body TEXT)")
    return connection


def _insert(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO message (thread, body) VALUES (1, ?)", (f"A note to be timed {uuid.uuid4()}",))
    connection.execute("COMMIT")
