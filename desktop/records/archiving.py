"""Archiving several records at once, with a word about it and a way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import Notice
from models import record
from models.database import transaction
from models.errors import Refused

_AT_ONCE = 50  # records in one transaction, so that nobody else waits long for the database


def archive(owner: QWidget, desk: Desk, ids: Sequence[int], *, archived: bool = True) -> None:
    """Archive records (or restore them) in a job; then say how many, and offer to undo it."""
    if not ids:
        return
    kept, by = list(ids), desk.me

    def done(count: int) -> None:
        words = plural(count, "{n} record archived", "{n} records archived")
        if not archived:
            words = plural(count, "{n} record restored", "{n} records restored")
        Notice.tell(owner, words, action=tr("Undo"), run=lambda: archive(owner, desk, kept, archived=not archived))

    desk.jobs.run(
        lambda: _archive_all(kept, by=by, archived=archived), done, lambda error: _fail(desk, error), owner=owner
    )


def _archive_all(ids: list[int], *, by: int, archived: bool) -> int:
    """How many changed: those that are as wanted already are left alone."""
    changed = 0
    for start in range(0, len(ids), _AT_ONCE):
        with transaction():
            for id in ids[start : start + _AT_ONCE]:
                try:
                    record.archive(id, by=by, archived=archived)
                    changed += 1
                except Refused:
                    continue
    return changed


def _fail(desk: Desk, error: BaseException) -> None:
    desk.failed.emit(str(error))
