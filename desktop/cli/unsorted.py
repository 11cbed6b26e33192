"""Commands on mail of unknown senders that answers nothing: list, file, make a contact, delete."""

from __future__ import annotations

import click

from desktop.cli import layout, shapes
from desktop.cli.command import RECORD, Group, Id, command, say
from desktop.cli.session import Answer, Session
from models import entries, sorting, thread, unsorted
from models.fields import iso
from models.text import shortened
from models.unsorted import Waiting

UNSORTED = Id("unsorted message")


def _shape(one: Waiting) -> shapes.Shape:
    return {
        "id": one.id,
        "from": one.address,
        "name": one.name,
        "subject": one.subject,
        "body": one.body,
        "date": iso(one.date),
        "automatic": one.automatic,
        "files": [{"name": file.name, "size": file.size} for file in one.files],
    }


@click.pass_context
def _unsorted(ctx: click.Context) -> int | None:
    """`unsorted` alone lists."""
    if ctx.invoked_subcommand is not None:
        return None
    session = ctx.ensure_object(Session)
    session.open()
    return say(session, _listed(unsorted.waiting()))


unsorted_ = Group(
    "unsorted",
    callback=_unsorted,
    invoke_without_command=True,
    help="List mail of unknown senders that answers nothing, newest first.",
)


def _listed(found: list[Waiting]) -> Answer:
    def text() -> str:
        cells = [
            [str(one.id), layout.time(one.date), one.name, one.subject or "", shortened(one.body, 60)] for one in found
        ]
        return layout.table(["ID", "When", "From", "Subject", "Text"], cells, right=(0,)) if found else "Nothing waits."

    return Answer([_shape(one) for one in found], text)


@command("file")
@click.argument("id", metavar="N", type=UNSORTED)
@click.argument("record", metavar="RECORD", type=RECORD)
def file(session: Session, id: int, record: int) -> Answer:
    """Put message N into the thread of RECORD."""
    written = sorting.file(id, record, by=session.by)
    words = f"Filed to {thread.head(record).title}."
    return Answer(shapes.entry(entries.one(written), session.reader), lambda: words)


@command("contact")
@click.argument("id", metavar="N", type=UNSORTED)
def contact(session: Session, id: int) -> Answer:
    """Make a contact of who wrote message N, and file it there."""
    card, written = sorting.introduce(id, by=session.by)
    words = f"Filed to the contact {thread.head(card).title} ({card})."
    return Answer(shapes.entry(entries.one(written), session.reader) | {"record": card}, lambda: words)


@command("delete")
@click.argument("id", metavar="N", type=UNSORTED)
def delete(session: Session, id: int) -> Answer:
    """Throw message N away."""
    sorting.delete(id, by=session.by)
    return Answer({"id": id, "deleted": True}, lambda: f"Message {id} is deleted.")


for one in (file, contact, delete):
    unsorted_.add_command(one)
