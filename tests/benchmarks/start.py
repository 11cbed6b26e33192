"""How long from the start of the process until the window can be used, beside a bare Qt window."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile

TIMES = 7
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: (print("usable", flush=True), app.quit()))
app.exec()
"""
OURS = """
import sys
from pathlib import Path
from desktop import app
from desktop.instance import Request
application = app.application()
program = app.Program(application)
program.open(Path(sys.argv[1]), Request(1, 0, ""))
from PySide6.QtCore import QTimer
def usable():
    from desktop.chatter.thread_view import ThreadView
    thread = program.here.window.findChild(ThreadView)
    if thread is not None and thread.rows:
        print("usable", flush=True)
        application.quit()
    else:
        QTimer.singleShot(2, usable)
QTimer.singleShot(0, usable)
application.exec()
"""


def measure(path: Path, messages: int) -> list[Figure]:
    """Ours is usable when the record's newest messages are in the thread; each is started in turn."""
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(TIMES + 1):  # the first of each only warms the disk
        ours.append(_seconds([sys.executable, "-c", OURS, str(path)]))
        bare.append(_seconds([sys.executable, "-c", BARE]))
    ours, bare = ours[1:], bare[1:]
    ratio = median(ours) / median(bare)
    return [
        Figure(
            "window usable from process start",
            f"{messages:,} messages",
            f"median {median(ours):.2f}, p95 {percentile(ours, 0.95):.2f} s",
            "≤ 1.0 s and ≤ 2.5 ×",
            median(ours) <= 1.0 and ratio <= 2.5,
            f"bare Qt window {median(bare):.2f} s",
            ratio,
        )
    ]


def _seconds(command: list[str]) -> float:
    """How long until the process says it is usable."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    took = time.perf_counter() - start
    process.stdout.read()
    process.wait(timeout=60)
    assert line.strip() == "usable", line
    return took
