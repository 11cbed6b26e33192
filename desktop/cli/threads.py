"""Commands on threads: thread, note, edit, history, delete, follow, unfollow."""

from __future__ import annotations

import click

from desktop.cli import layout, shapes
from desktop.cli.command import COUNT, MESSAGE, RECORD, command
from desktop.cli.session import Answer, Session
from models import entries, follower, message, person, posting
from models import thread as threads
from models.errors import NotFound


@command("thread")
@click.argument("id", type=RECORD)
@click.option("--limit", type=COUNT, default=entries.PAGE, show_default=True, help="At most so many entries.")
@click.option("--before", type=MESSAGE, help="Only what is older than this message.")
def thread(session: Session, id: int, limit: int, before: int | None) -> Answer:
    """Show the thread of record ID, newest first."""
    threads.head(id)
    place = None
    if before is not None:
        middle = entries.one(before)
        if middle.thread != id:
            raise NotFound(f"Message {before} is not on record {id}.")
        place = middle.place
    found = entries.page(id, limit=limit, before=place)
    return Answer([shapes.entry(one, session.reader) for one in found], lambda: layout.thread(found, session.reader))


@command("note")
@click.argument("id", type=RECORD)
@click.argument("text")
def note(session: Session, id: int, text: str) -> Answer:
    """Log an internal note on record ID. TEXT is plain text."""
    written = posting.note(id, text, by=session.by)
    return Answer({"message": written, "deliveries": []}, lambda: f"Note {written} logged.")


@command("edit")
@click.argument("id", metavar="MESSAGE", type=MESSAGE)
@click.argument("text")
def edit(session: Session, id: int, text: str) -> Answer:
    """Change a message or note; what was there before is kept. It is not sent again."""
    message.edit(id, text, by=session.by)
    return _entry(session, id)


def _entry(session: Session, id: int) -> Answer:
    one = entries.one(id)
    return Answer(shapes.entry(one, session.reader), lambda: layout.entry(one, session.reader))


@command("history")
@click.argument("id", metavar="MESSAGE", type=MESSAGE)
def history(session: Session, id: int) -> Answer:
    """Show every version of a message, oldest first, the present one included."""
    versions = message.versions(id)
    return Answer([shapes.version(one) for one in versions], lambda: layout.history(versions))


@command("delete")
@click.argument("id", metavar="MESSAGE", type=MESSAGE)
def delete(session: Session, id: int) -> Answer:
    """Delete a message or note: its text goes, who wrote it and when stays."""
    message.delete(id, by=session.by)
    return _entry(session, id)


@command("follow")
@click.argument("id", type=RECORD)
@click.argument("contact")
def follow(session: Session, id: int, contact: str) -> Answer:
    """Let CONTACT (an id, a name or an e-mail address) follow record ID."""
    follower.follow(id, person.find(contact).id, by=session.by)
    return _followers(id)


@command("unfollow")
@click.argument("id", type=RECORD)
@click.argument("contact")
def unfollow(session: Session, id: int, contact: str) -> Answer:
    """End that CONTACT follows record ID."""
    threads.head(id)
    follower.unfollow(id, person.find(contact).id, by=session.by)
    return _followers(id)


def _followers(id: int) -> Answer:
    following = shapes.followers(id)
    return Answer(following, lambda: f"Followed by {', '.join(one['name'] for one in following) or 'nobody'}.")
