"""The command that sends: to whom, by which channel, as free text or from a template, now or later."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli import layout
from desktop.cli.command import FILE, RECORD, command
from desktop.cli.session import Answer, Session
from desktop.cli.values import split
from models import attachment, entries, person, sending, storage, thread
from models.draft import File
from models.errors import Invalid, Refused
from models.fields import read_moment


@command("send")
@click.argument("id", type=RECORD)
@click.argument("text", required=False)
@click.option("--to", metavar="CONTACT", multiple=True, help="Who gets it: a contact's id, a name or an address.")
@click.option("--channel", metavar="email|whatsapp", help="How; else by e-mail if there is an address, else WhatsApp.")
@click.option("--template", metavar="SID", help="An approved WhatsApp template instead of a text.")
@click.option("--var", "given", metavar="1=x", multiple=True, help="A variable of the template; may be repeated.")
@click.option("--at", metavar="TIME", help="Not before then, such as '2026-11-26 14:30'.")
@click.option("--file", "paths", metavar="F", multiple=True, type=FILE, help="A file that goes with it.")
@click.option("--unless-answered", is_flag=True, help="With --at: not if they write before then.")
def send(
    session: Session,
    id: int,
    text: str | None,
    to: tuple[str, ...],
    channel: str | None,
    template: str | None,
    given: tuple[str, ...],
    at: str | None,
    paths: tuple[Path, ...],
    unless_answered: bool,
) -> Answer:
    """Send a message on record ID: to its contact or to those named, and by e-mail to the outside followers.

    TEXT is plain text; it may be left out with --template or --file. What is due goes out with the next sync, or at
    once where a window is open.
    """
    if text is None and not (template or paths):
        raise click.MissingParameter(param_type="argument", param_hint="'TEXT'")
    thread.head(id)
    named = [person.find(one).id for one in to]
    variables = _variables(given, template)
    after = read_moment(at, lambda words: Invalid({"at": words})) if at is not None else None
    if template is not None:
        _fetch(session, template)
    files = _files(session, paths)
    posted = sending.send(
        id,
        text or "",
        by=session.by,
        to=named or None,
        channel=channel,
        template=template,
        variables=variables,
        send_after=after,
        files=files,
        unless_answered=unless_answered,
    )
    return Answer(
        {"message": posted.message, "deliveries": list(posted.deliveries)},
        lambda: layout.entry(entries.one(posted.message), session.reader),
    )


def _variables(given: tuple[str, ...], template: str | None) -> dict[str, str]:
    if given and template is None:
        raise Refused("--var fills a template; name it with --template.")
    found: dict[str, str] = {}
    for one in given:
        name, value = split(one)
        if name in found:
            raise Refused(f"Variable {name} is given twice.")
        found[name] = value
    return found


def _fetch(session: Session, sid: str) -> None:
    """Have the template here before anything is written."""
    from integrations import templates

    templates.ensure(session.registry(), sid)


def _files(session: Session, paths: tuple[Path, ...]) -> list[File]:
    folder = session.open().files
    kept = [(storage.keep_file(folder, path, limit=attachment.limit()), path.name) for path in paths]
    return [File(stored.sha256, stored.size, name) for stored, name in kept]
