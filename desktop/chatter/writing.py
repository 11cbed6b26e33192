"""Writing from the window: a verb runs at once, and goes on in a job where the database is busy (architecture.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject

from desktop.desk import Desk
from models import draft, person, posting, sending
from models.database import now, transaction
from models.draft import Content
from models.entries import Entry
from models.errors import Busy, Refused
from models.translation import ForRecipient

PATIENCE = 0.1  # seconds that the window may wait for another writer
SOON = 5  # milliseconds, for what follows a writing: in a turn of the loop after the one that shows it


class Answering(Protocol):
    """Whoever turns a message into what its recipients get instead, such as a translation."""

    def for_recipient(self) -> ForRecipient | None:
        """What goes out in place of what was written; None where that goes out itself."""
        ...

    def why_not(self) -> str:
        """Why it can't go out yet; empty when it can."""
        ...


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


def posted(
    record: int,
    mode: str,
    content: Content,
    *,
    by: int,
    after: dt.datetime,
    unless_answered: bool,
    translated: ForRecipient | None = None,
) -> Callable[[], int]:
    """The verb that sends or logs a draft and drops it, in one go. `translated` is what its recipients get instead."""
    rest = {"html": content.html, "reply_to": content.reply_to, "files": content.files}

    def post() -> int:
        with transaction():
            draft.drop(record, mode, by=by)
            if mode == "note":
                return posting.note(record, content.text, by=by, **rest)
            late = {"send_after": after, "unless_answered": unless_answered, "translated": translated}
            head = {"to": content.to, "subject": content.subject}
            return sending.send(record, content.text, by=by, **head, **rest, **late).message

    return post


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
