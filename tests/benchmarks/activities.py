"""How long my activities take to open with ten thousand planned, in each of its views; on a workspace of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile, timed
from tests.benchmarks.window import settle, window

PLANNED = 10_000
TIMES = 15
TARGET = 100.0  # milliseconds


def measure(path: Path, messages: int) -> list[Figure]:
    """From the command until the page is painted; the page is there already, what it shows is read each time."""
    folder = path.parent / "activities"
    shutil.rmtree(folder, ignore_errors=True)
    record = _make(folder)
    figures = []
    with window(folder, record) as (shown, _):
        shown.show_page("activities")
        page = shown.pages.made["activities"]
        for view in ("columns", "month", "list"):
            page.views.set_current(view)
            page._choose_view(view)
            settle()
            times = [_opened(shown, page) for _ in range(TIMES)]
            p50, p95 = median(times), percentile(times, 0.95)
            figures.append(
                Figure(
                    f"my activities open, as {view}",
                    f"{PLANNED:,} planned",
                    f"p50 {p50:.0f}, p95 {p95:.0f} ms",
                    f"p50 ≤ {TARGET:.0f} ms",
                    p50 <= TARGET,
                )
            )
    return figures


def _opened(shown, page) -> float:
    """Milliseconds from the command until the page is painted, coming from a list."""
    shown.show_kind("task")
    settle()

    def go() -> None:
        shown.show_page("activities")
        page.repaint()

    return timed(go)


def _make(folder: Path) -> int:
    """A workspace with one task and all that is to be done on it, from three weeks ago to six weeks ahead."""
    from models import activity, record, user, workspace
    from models.database import transaction

    made = workspace.create(folder, name="Marta Oliveira", email="marta@northwind.example")
    try:
        me = user.first_administrator().id
        task = record.create("task", {"title": "Move the barrels"}, by=me).id
        today = activity.today_of(me)
        for start in range(0, PLANNED, 500):
            with transaction():
                for number in range(start, start + 500):
                    due = today + dt.timedelta(days=number % 60 - 20)
                    activity.schedule(task, "call", by=me, summary=f"Call {number}", due=due)
    finally:
        workspace.close(made)
    return task
