"""Commands on a workspace as a whole: open, new, verify, backup, restore-backup, doctor."""

from __future__ import annotations

import re
from pathlib import Path

import click

from desktop import recent
from desktop.cli.command import RECORD, command
from desktop.cli.session import Answer, Session, Window
from models import thread, user
from models.entries import one as entry
from models.errors import Refused

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
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
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
