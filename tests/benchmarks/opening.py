"""How long from the click on a record until its newest messages are painted, in a thread of a hundred thousand."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile, timed
from tests.benchmarks.window import settle, window

TIMES = 40


def measure(path: Path, messages: int) -> list[Figure]:
    """The big thread and another one in turn; only the openings of the big one count."""
    with window(path, 2) as (shown, pane):

        def open_record(id: int) -> None:
            shown.show_record(id)
            while pane.view.loaded.thread != id:
                settle()
            pane.view.viewport().repaint()

        open_record(1)
        times = []
        for number in range(TIMES):
            open_record(3 + number)
            times.append(timed(lambda: open_record(1)))
    p50, p95 = median(times), percentile(times, 0.95)
    return [
        Figure(
            "open a record: click → newest 30 painted",
            f"thread of {messages // 10:,} in {messages:,}",
            f"p50 {p50:.0f}, p95 {p95:.0f} ms",
            "p50 ≤ 50, p95 ≤ 100 ms",
            p50 <= 50 and p95 <= 100,
        )
    ]
