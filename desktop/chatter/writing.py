"""Writing from the window: a verb runs at once, and goes on in a job where the database is busy (architecture.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop.desk import Desk
from models import person
from models.database import now, transaction
from models.entries import Entry
from models.errors import Busy, Refused

PATIENCE = 0.1  # seconds that the window may wait for another writer


def write(
    desk: Desk,
    verb: Callable[[], Any],
    *,
    owner: QObject,
    done: Callable[[Any], None],
    refused: Callable[[str], None],
    waiting: Callable[[], None] | None = None,
) -> None:
    """Run a verb: `done` gets its result, `refused` the words why not. `waiting` is called when it goes on in a job."""
    try:
        with transaction(patience=PATIENCE):
            result = verb()
    except Busy:
        if waiting is not None:
            waiting()
        desk.jobs.run(verb, done, lambda error: _failed(error, refused), owner=owner)
        return
    except Refused as error:
        refused(str(error))
        return
    done(result)


def _failed(error: BaseException, refused: Callable[[str], None]) -> None:
    if not isinstance(error, Refused):
        raise error
    refused(str(error))


def unsaved(number: int, thread: int, text: str, *, by: int, note: bool) -> Entry:
    """The entry as it will look, for the time until the database takes it; its id is below nought."""
    return Entry(
        id=-number,
        thread=thread,
        kind="note" if note else "message",
        direction="internal" if note else "out",
        channel=None,
        author=person.one(by),
        date=now(),
        subject=None,
        body=text,
        html=None,
        changes=(),
        edits=0,
        edited_by=None,
        edited_at=None,
        deleted_by=None,
        deleted_at=None,
        reply_to=None,
        language=None,
        revision=0,
        deliveries=(),
    )
