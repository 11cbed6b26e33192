"""Writing from the window: at once, or in a job where another program holds the database longer than a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from desktop.desk import Desk
from models.database import transaction
from models.errors import Busy, Refused

PATIENCE = 0.1  # seconds the window waits for another writer before it goes on in a job
_Result = TypeVar("_Result")


def write(
    owner: QObject,
    desk: Desk,
    verb: Callable[[], _Result],
    *,
    done: Callable[[_Result], object],
    refused: Callable[[Refused], object],
    waiting: Callable[[bool], object] = bool,
) -> bool:
    """Call a verb of the models, then `done` with its result or `refused`; whether it is done on return.

    While another program is writing it goes on in a job; `waiting` is told when that begins and ends.
    """
    try:
        with transaction(patience=PATIENCE):
            result = verb()
    except Busy:
        _later(owner, desk, verb, done, refused, waiting)
        return False
    except Refused as words:
        refused(words)
        return False
    done(result)
    return True


def _later(
    owner: QObject,
    desk: Desk,
    verb: Callable[[], _Result],
    done: Callable[[_Result], object],
    refused: Callable[[Refused], object],
    waiting: Callable[[bool], object],
) -> None:
    waiting(True)

    def finish(result: _Result) -> None:
        waiting(False)
        done(result)

    def fail(error: BaseException) -> None:
        waiting(False)
        if isinstance(error, Refused):
            refused(error)
        else:
            desk.failed.emit(str(error))

    desk.jobs.run(verb, finish, fail, owner=owner)
