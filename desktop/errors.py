"""What happens to an error nobody caught: a refusal is said where one is looking, a fault is logged and shown once."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from desktop.memory import APPLICATION
from models.errors import Refused

_LARGEST = 1_000_000  # bytes; a longer log is put aside at the next start
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("chatterdesk")


def log_file() -> Path:
    """Where the window writes its log."""
    return platformdirs.user_log_path(APPLICATION) / "window.log"


def log_to_file() -> None:
    """Write warnings and worse, and what Qt says, to the log file; only to the terminal where that can't be."""
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old.log"))
        handlers.append(logging.FileHandler(path, encoding="utf-8", delay=True))
    except OSError as error:
        sys.stderr.write(f"no log file: {error}\n")
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers, force=True
    )
    handlers[0].setLevel(logging.WARNING)
    hear_qt()


def hear_qt() -> None:
    """Let what Qt says come into the log."""
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if "propagateSizeHints" in text:  # said by Qt's screenless platform at each window; nothing is wrong
        return
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), text)


class Faults(QObject):
    """Takes the errors of all threads to the window's: `refused(words)`, and `broken(report)` once for each fault."""

    refused = Signal(str)
    broken = Signal(str)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: set[str] = set()
        self._before: Callable[..., object] = sys.excepthook
        self._thread_before = threading.excepthook
        self._raised.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Be asked about every error that nobody catches, in this thread and in others."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give the place back to who had it before."""
        sys.excepthook = self._before
        threading.excepthook = self._thread_before

    def _thread_hook(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None and raised.exc_type is not SystemExit:
            self._hook(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        if not isinstance(error, Refused):
            _log.error("a fault in %s", threading.current_thread().name, exc_info=(kind, error, trace))
        self._raised.emit(error)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.refused.emit(str(error))
            return
        place = "".join(traceback.format_tb(error.__traceback__)[-1:]) + type(error).__name__
        if place in self._shown:
            return
        self._shown.add(place)
        self.broken.emit(report(error))


def report(error: BaseException) -> str:
    """An error with what a maintainer needs to know of the machine; no values of the workspace's records."""
    lines = "".join(traceback.format_exception(error))
    about = f"Chatterdesk, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{about}\n\n{lines}"
