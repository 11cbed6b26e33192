"""How long whole processes of the command line take, beside an interpreter that only imports peewee."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile, timed

TIMES = 15


def measure(path: Path, messages: int) -> list[Figure]:
    desk = [sys.executable, "-m", "desktop", "--workspace", str(path), "--json"]
    figures = []
    yardstick = _run([sys.executable, "-c", "import peewee"])
    for name, words in (("show", ["show", "1"]), ("note", ["note", "1", "A note to be timed"])):
        times = _run([*desk, *words])
        p95 = percentile(times, 0.95)
        figures.append(
            Figure(
                f"command line `{name}`",
                f"{messages:,} messages",
                f"median {median(times):.0f}, p95 {p95:.0f} ms",
                "≤ 350 ms",
                median(times) <= 350,
                f"`import peewee` {median(yardstick):.0f} ms",
                median(times) / median(yardstick),
            )
        )
    return figures


def _run(command: list[str]) -> list[float]:
    def once() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    once()
    return [timed(once) for _ in range(TIMES)]
