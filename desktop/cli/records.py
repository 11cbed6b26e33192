"""Commands on records: add, set, archive, remove, show, list."""

from __future__ import annotations

import click

from desktop.cli import layout, shapes, values
from desktop.cli.command import COUNT, RECORD, command
from desktop.cli.session import Answer, Session
from models import listing, record, thread
from models.errors import Refused


@command("add")
@click.argument("kind")
@click.argument("given", metavar="FIELD=VALUE...", nargs=-1)
def add(session: Session, kind: str, given: tuple[str, ...]) -> Answer:
    """Add a record of KIND. An order's lines: line='product; quantity; price', as often as needed."""
    saved = record.create(kind, values.read(kind, given), by=session.by)
    head = thread.head(saved.id)
    words = [f"{record.kind(kind).label} {saved.id} added: {head.title}", *saved.warnings]
    return Answer({"id": saved.id, "kind": kind}, lambda: "\n".join(words))


@command("set")
@click.argument("id", type=RECORD)
@click.argument("given", metavar="FIELD=VALUE...", nargs=-1, required=True)
def set_(session: Session, id: int, given: tuple[str, ...]) -> Answer:
    """Change values of record ID. FIELD= empties a field."""
    saved = record.save(id, values.read(thread.head(id).kind, given), by=session.by)
    made = shapes.changes(saved.changes, session.reader)

    def text() -> str:
        body = layout.changed(saved.changes, session.reader) or "  Nothing that is tracked has changed."
        return "\n".join([f"{thread.head(id).title}:", body, *saved.warnings])

    return Answer({"changes": made}, text)


@command("archive")
@click.argument("id", type=RECORD)
@click.option("--undo", is_flag=True, help="Bring an archived record back.")
def archive(session: Session, id: int, undo: bool) -> Answer:
    """Put record ID out of sight; everything about it is kept."""
    title = thread.head(id).title
    record.archive(id, by=session.by, archived=not undo)
    return Answer({"id": id, "archived": not undo}, lambda: f"{title} is {'back' if undo else 'archived'}.")


@command("remove")
@click.argument("id", type=RECORD)
@click.option("--yes", is_flag=True, help="Really delete it.")
def remove(session: Session, id: int, yes: bool) -> Answer:
    """Delete record ID with everything on its thread, for good. Archiving it is the gentler way."""
    title, gone = thread.head(id).title, record.goes_with(id)
    numbers = ", ".join(f"{number} {word}" for word, number in gone.items() if number)
    if not yes:
        raise Refused(
            f"Removing {title} deletes it for good, with {numbers or 'nothing else'}; add --yes, or archive it."
        )
    record.remove(id, by=session.by)
    return Answer({"id": id, "removed": True}, lambda: f"{title} is removed, with {numbers or 'nothing else'}.")


@command("show")
@click.argument("id", type=RECORD)
def show(session: Session, id: int) -> Answer:
    """Show record ID with all its values."""
    view = record.read(id)
    return Answer(shapes.record(view), lambda: layout.shown(view, session.reader))


@command("list")
@click.argument("kind")
@click.option("--where", metavar="FIELD=VALUE", multiple=True, help="Only records with this value; may be repeated.")
@click.option("--limit", type=COUNT, default=80, show_default=True, help="At most so many.")
@click.option("--archived", is_flag=True, help="The archived ones instead.")
def list_(session: Session, kind: str, where: tuple[str, ...], limit: int, archived: bool) -> Answer:
    """List records of KIND, in the order they were made."""
    wanted = values.conditions(kind, where)
    found = listing.rows(kind, where=wanted, archived=archived, limit=limit)

    def text() -> str:
        total = listing.count(kind, where=wanted, archived=archived)
        return layout.listed(kind, found, session.reader, total=total)

    return Answer(shapes.rows(kind, found), text)
