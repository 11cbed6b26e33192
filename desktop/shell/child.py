"""A piece of heavy work as a process of its own: the program itself, asked on its command line for JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess


def program() -> list[str]:
    """How this program is started: by its interpreter, or packed into one file."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


class Child(QObject):
    """Runs one command; `done` gets its JSON value, `failed` one sentence. Ended with its parent."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._done, self._failed = done, failed
        self._process = QProcess(self)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._broken)
        command = [*program(), "--json", *arguments]
        self._process.start(command[0], command[1:])

    def cancel(self) -> None:
        """End it; neither `done` nor `failed` is called."""
        self._process.finished.disconnect(self._ended)
        self._process.errorOccurred.disconnect(self._broken)
        self._process.kill()
        self._process.waitForFinished(2000)

    def _ended(self, status: int) -> None:
        if status == 0:
            self._done(json.loads(bytes(self._process.readAllStandardOutput().data())))
            return
        words = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip().splitlines()
        self._failed(words[-1] if words else f"The program ended with status {status}.")

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._failed(self._process.errorString())
