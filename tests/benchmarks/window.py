"""A real window on the benchmark's workspace, for the benchmarks that open, scroll and post in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.chatter.pane import ChatterPane
    from desktop.main_window import MainWindow

SIZE = (1800, 1000)


@contextmanager
def window(path: Path, record: int) -> Iterator[tuple[MainWindow, ChatterPane]]:
    """The window with a record open and its chatter there; closed at the end."""
    from desktop import app
    from desktop.chatter.pane import ChatterPane
    from desktop.instance import Request

    program = app.Program(app.application())
    program.open(path, Request(record, 0, ""))
    assert program.here is not None
    shown = program.here.window
    shown.resize(*SIZE)
    panes: list[ChatterPane] = []
    for _ in range(500):
        settle()
        panes = shown.findChildren(ChatterPane)
        if panes and panes[0].view.rows:
            break
    try:
        yield shown, panes[0]
    finally:
        program.here.close()
        program.here = None


def settle() -> None:
    """Let everything that waits happen, painting included."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
