"""How fast 100,000 contacts come in from a CSV, with log and journal, beside raw executemany of the same rows."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.figures import Figure, timed

ROWS = 100_000


def measure(path: Path, messages: int) -> list[Figure]:
    folder = path.parent / "import"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = _file(folder / "contacts.csv")
    desk = [sys.executable, "-m", "desktop", "--json"]
    made = folder / "workspace"
    subprocess.run(
        [*desk, "new", str(made), "--name", "Marta", "--email", "marta@northwind.example"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    answer: list[str] = []

    def run() -> None:
        command = [*desk, "--workspace", str(made), "import", "contact", str(file)]
        answer.append(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)

    took = timed(run) / 1000
    assert json.loads(answer[0])["created"] == ROWS, answer[0]
    raw = timed(lambda: _raw(file, folder / "raw.sqlite")) / 1000
    shutil.rmtree(folder)
    rate = ROWS / took
    return [
        Figure(
            "import CSV, create with log and journal",
            f"{ROWS:,} contacts",
            f"{rate:,.0f} rows/s ({took:.1f} s)",
            "≥ 5,000 rows/s",
            rate >= 5_000,
            f"raw executemany {ROWS / raw:,.0f} rows/s",
            took / raw,
        )
    ]


def _file(file: Path) -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "email", "city", "country", "mobile"])
        for number in range(ROWS):
            writer.writerow(
                [f"Contact {number}", f"contact{number}@example.com", "Jerez", "ES", f"+346565{number:05d}"]
            )
    return file


def _raw(file: Path, target: Path) -> None:
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE contact (id INTEGER PRIMARY KEY, name, email, city, country, mobile)")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        connection.executemany("INSERT INTO contact (name, email, city, country, mobile) VALUES (?,?,?,?,?)", rows)
    connection.commit()
    connection.close()
