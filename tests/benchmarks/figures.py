"""Figures: what a benchmark measured, beside its target and its yardstick, and the table they are printed in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is ours by the yardstick's, measured in the same run on the same data."""

    what: str
    data: str
    ours: str
    target: str
    met: bool
    yardstick: str = ""
    ratio: float | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in Markdown."""
    lines = ["| what | data | measured | target | yardstick | ratio | met |", "|---|---|---|---|---|---|---|"]
    for one in figures:
        ratio = f"{one.ratio:.1f} ×" if one.ratio is not None else ""
        cells = (one.what, one.data, one.ours, one.target, one.yardstick, ratio, "yes" if one.met else "no")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
