"""How long from Ctrl+Enter in the composer until the new row is on the screen, the message durable."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile, timed
from tests.benchmarks.window import settle, window

TIMES = 60


def measure(path: Path, messages: int) -> list[Figure]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    with window(path, 1) as (_, pane):
        times = []
        for number in range(TIMES):
            pane.compose("note")
            settle()
            body = next(one for one in pane.findChildren(QWidget) if one.accessibleName() == "Message")
            words = f"A note to be timed, number {number}"
            QTest.keyClicks(body, words)
            settle()

            def post(body: QWidget = body, words: str = words) -> None:
                QTest.keyClick(body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                while not any(words in row.item.entries[0].body for row in pane.view.rows if row.item.kind == "entry"):
                    settle()
                pane.view.viewport().repaint()

            times.append(timed(post))
            settle()
    p95 = percentile(times, 0.95)
    return [
        Figure(
            "post: Ctrl+Enter → row on screen, durable",
            f"thread of {messages // 10:,} in {messages:,}",
            f"median {median(times):.1f}, p95 {p95:.1f} ms",
            "p95 ≤ 20 ms",
            p95 <= 20,
        )
    ]
