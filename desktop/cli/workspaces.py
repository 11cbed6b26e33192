"""Commands on a workspace as a whole: open, new, verify, backup, restore-backup, doctor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop import recent
from desktop.cli import layout
from desktop.cli.command import FILE, RECORD, command
from desktop.cli.session import Answer, Session, Window
from models import thread, user
from models.entries import one as entry
from models.errors import Refused

if TYPE_CHECKING:
    from models.doctor import Check

_LINK = re.compile(r"chatterdesk:(?://)?(?:record/)?(\d+)(?:[/#?](?:message[/=])?(\d+))?/?")


def window(session: Session, *, record: int | None = None, message: int | None = None) -> Window:
    """The wish for the window, once it is clear that what is asked for is there. Without any workspace: the welcome."""
    named = session.named()
    last = recent.workspace()
    if named is None and (last is None or not last.is_dir()):
        return Window(None, acting=session.acting)
    if named is not None or record is not None or session.acting is not None:
        session.open()
        if message is not None and entry(message).thread != record:
            raise Refused(f"Message {message} is not on record {record}.")
        if record is not None:
            thread.head(record)
        session.close()
    return Window(session.path().expanduser().absolute(), record, message, session.acting)


@command("open", in_workspace=False)
@click.argument("id", required=False)
def open_(session: Session, id: str | None) -> Window:
    """Open the window, at the record ID or the chatterdesk: link if there is one."""
    if id is None:
        return window(session)
    link = _LINK.fullmatch(id.strip())
    if link is None:
        return window(session, record=RECORD.convert(id, None, None))
    return window(session, record=int(link[1]), message=int(link[2]) if link[2] else None)


@command("new", in_workspace=False)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--name", required=True, help="Your name: you are its first administrator.")
@click.option("--email", required=True, help="Your e-mail address.")
@click.option("--currency", metavar="EUR", help="The currency of amounts; else that of this computer's country.")
@click.option("--demo", is_flag=True, help="Fill it with sample records and threads in several languages.")
def new(session: Session, folder: Path, name: str, email: str, currency: str | None, demo: bool) -> Answer:
    """Make a workspace in DIR, a new or empty folder."""
    from models import workspace

    made = workspace.create(folder, name=name, email=email, currency=currency)
    try:
        first = user.first_administrator()
        if demo:
            from models import sample

            sample.fill(by=first.id)
        recent.remember(made.path)
    finally:
        workspace.close(made)
    words = f"{made.path} is ready; {first.name} is its administrator."
    return Answer({"workspace": str(made.path), "user": first.name}, lambda: words)


@command("verify")
def verify(session: Session) -> Answer:
    """Check that the journal's chain holds and that everything is as it says. Keep the head elsewhere."""
    import peewee as pw

    from models import journal

    try:
        found = journal.verify()
        rows, head, problems = found.rows, found.head, list(found.problems)
    except pw.DatabaseError as error:
        rows, head, problems = 0, "", [f"The database can't be read: {error}. Restore a backup."]
    words = "\n".join(problems) or f"All {rows:,} rows of the journal hold."
    value = {"ok": not problems, "rows": rows, "head": head, "problems": problems}
    return Answer(value, lambda: f"{words}\nHead: {head}", status=1 if problems else 0)


@command("backup")
@click.argument("file", type=FILE)
def backup(session: Session, file: Path) -> Answer:
    """Write the whole workspace into FILE, while it is in use, and check what was written."""
    from models import backup as backups

    size = backups.write(session.open(), file)
    path = file.expanduser().absolute()
    return Answer({"file": str(path), "size": size}, lambda: f"{path}: {size / 1e6:,.1f} MB, checked.")


@command("restore-backup", in_workspace=False)
@click.argument("file", type=FILE)
@click.argument("folder", metavar="DIR", type=FILE)
def restore_backup(session: Session, file: Path, folder: Path) -> Answer:
    """Make a workspace in DIR, a new or empty folder, from the backup FILE."""
    from models import backup as backups

    made = backups.restore(file, folder)
    return Answer({"workspace": str(made)}, lambda: f"{made} is as the backup was.")


@command("doctor", in_workspace=False)
def doctor(session: Session) -> Answer:
    """Check the workspace, as far as one is chosen, and this computer."""
    from models import doctor as doctors

    checks = [*_opened(session), *doctors.computer()]
    ok = all(one.ok for one in checks)
    value = {"ok": ok, "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]}
    lines = [(f"{'✓' if one.ok else '✗'} {one.name}", one.detail) for one in checks]
    return Answer(value, lambda: layout.pairs(lines), status=0 if ok else 1)


def _opened(session: Session) -> Iterator[Check]:
    """The checks of the workspace; one that can't be opened fails a check instead of the command."""
    from models import doctor as doctors

    if session.named() is None and recent.workspace() is None:
        yield doctors.Check("workspace", True, "None is chosen; only this computer was checked.")
        return
    try:
        opened = session.open()
    except Refused as error:
        yield doctors.Check("workspace", False, str(error))
        return
    yield doctors.Check("workspace", True, f"{opened.path}")
    yield from doctors.workspace(opened)
