"""How long a frame takes while a thread of a hundred thousand is scrolled, paging included; and the window's memory."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Figure, percentile, timed
from tests.benchmarks.window import settle, window

FRAMES = 1200
STEP = 120  # pixels a frame


def measure(path: Path, messages: int) -> list[Figure]:
    from PySide6.QtCore import QCoreApplication

    with window(path, 1) as (_, pane):
        bar = pane.view.verticalScrollBar()

        def frame() -> None:
            bar.setValue(bar.value() + STEP)
            pane.view.viewport().repaint()
            QCoreApplication.processEvents()  # one turn of the loop, as between two frames on a screen

        settle()
        times = [timed(frame) for _ in range(FRAMES)]
        private = _private_megabytes()
    p95, p99 = percentile(times, 0.95), percentile(times, 0.99)
    data = f"thread of {messages // 10:,} in {messages:,}"
    return [
        Figure(
            "scroll, a frame, paging included",
            data,
            f"p95 {p95:.1f}, p99 {p99:.1f} ms ({FRAMES:,} frames)",
            "p95 ≤ 16.7, p99 ≤ 50 ms",
            p95 <= 16.7 and p99 <= 50,
        ),
        Figure(
            "memory of the window (private) after scrolling",
            data,
            f"{private:.0f} MB",
            "≤ 250 MB",
            private <= 250,
        ),
    ]


def _private_megabytes() -> float:
    """What belongs to this process alone (USS), from Linux's accounts; the benchmark itself included."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    private = [int(line.split()[1]) for line in lines if line.startswith("Private_")]
    return sum(private) / 1024
