"""Commands on files: attach, files."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli import layout, shapes
from desktop.cli.command import FILE, RECORD, command
from desktop.cli.session import Answer, Session
from models import attachment, storage
from models import thread as threads


@command("attach")
@click.argument("id", type=RECORD)
@click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=FILE)
def attach(session: Session, id: int, paths: tuple[Path, ...]) -> Answer:
    """Put files on record ID. All or none: what can't be kept is refused before anything is written."""
    threads.head(id)
    folder = session.open().files
    kept = [(storage.keep_file(folder, path, limit=attachment.limit()), path.name) for path in paths]
    for stored, name in kept:
        attachment.attach(id, stored, name, by=session.by)
    return _listed(id)


@command("files")
@click.argument("id", type=RECORD)
def files(session: Session, id: int) -> Answer:
    """List the files of record ID and of its messages, newest first."""
    threads.head(id)
    return _listed(id)


def _listed(id: int) -> Answer:
    found = attachment.of_thread(id)
    rows = [[str(one.id), one.name, f"{one.size:,} B", one.added_by] for one in found]
    return Answer(
        [shapes.attachment(one) for one in found],
        lambda: layout.table(["ID", "Name", "Size", "Added by"], rows) if rows else "There are no files.",
    )
