"""Commands on files: attach, files."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli import layout, shapes
from desktop.cli.command import FILE, RECORD, command
from desktop.cli.session import Answer, Session
from models import attachment, storage
from models import thread as threads
from models.errors import Refused


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
@click.option("--bin", "in_bin", is_flag=True, help="Those in the bin instead, where they stay for 30 days.")
@click.option("--take-back", "file", type=int, metavar="FILE", help="Take this one out of the bin first.")
def files(session: Session, id: int, in_bin: bool, file: int | None) -> Answer:
    """List the files of record ID and of its messages, newest first."""
    threads.head(id)
    if file is not None:
        if file not in {one.id for one in attachment.of_thread(id, deleted=True)}:
            raise Refused(f"There is no file {file} in the bin of record {id}.")
        attachment.take_back(file, by=session.by)
    return _in_bin(session, id) if in_bin else _listed(id)


def _in_bin(session: Session, id: int) -> Answer:
    found = attachment.of_thread(id, deleted=True)
    rows = [[str(one.id), one.name, f"{one.size:,} B", one.deleted_by or ""] for one in found]
    return Answer(
        [shapes.deleted(one) for one in found],
        lambda: layout.table(["ID", "Name", "Size", "Deleted by"], rows) if rows else "The bin is empty.",
    )


def _listed(id: int) -> Answer:
    found = attachment.of_thread(id)
    rows = [[str(one.id), one.name, f"{one.size:,} B", one.added_by] for one in found]
    return Answer(
        [shapes.attachment(one) for one in found],
        lambda: layout.table(["ID", "Name", "Size", "Added by"], rows) if rows else "There are no files.",
    )
