"""How much room the journal takes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from models.workspace import DATABASE
from tests.benchmarks.figures import Figure


def measure(path: Path, messages: int) -> list[Figure]:
    """Copy the journal alone into a file of its own and look at its size."""
    copy = path.parent / "journal.sqlite"
    copy.unlink(missing_ok=True)
    connection = sqlite3.connect(copy)
    connection.execute("ATTACH ? AS kept", (str(path / DATABASE),))
    columns = "seq INTEGER PRIMARY KEY, at, who, thread, what, entity, action, form, digest, hash"
    connection.execute(f"CREATE TABLE journal ({columns})")
    connection.execute(
        "INSERT INTO journal SELECT seq, at, who, thread, what, entity, action, form, digest, hash FROM kept.journal"
    )
    connection.commit()
    rows = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    connection.close()
    each = copy.stat().st_size / rows
    copy.unlink()
    return [Figure("disk, a journal row", f"{rows:,} rows", f"{each:.0f} B", "≤ 200 B", each <= 200)]
