"""The command on stages: the steps of a kind, listed, named and ordered."""

from __future__ import annotations

import click

from desktop.cli import layout
from desktop.cli.command import command
from desktop.cli.session import Answer, Session
from models import stages as steps
from models.stages import Stage
from models.text import fold


@command("stages")
@click.argument("kind")
@click.argument("names", metavar="[NAME…]", nargs=-1)
def stages(session: Session, kind: str, names: tuple[str, ...]) -> Answer:
    """List the stages of KIND; with NAMEs these become its stages, in this order.

    NAME is a stage there is, a new one, or OLD=NEW, which renames it. The first stage and those that end something
    can't be left out, nor can one at which records stand.
    """
    if names:
        known = {fold(word): one for one in steps.of(kind) for word in (one.value, one.name)}
        steps.put(kind, [_meant(name, known) for name in names], by=session.by)
    found = steps.of(kind)
    return Answer(
        [{"value": one.value, "name": one.name} for one in found],
        lambda: layout.table(["Stage", "Name"], [[one.value, one.name] for one in found]),
    )


def _meant(typed: str, known: dict[str, Stage]) -> Stage:
    old, _, new = typed.partition("=")
    there = known.get(fold(old.strip()))
    if there is None:
        return Stage(typed.strip(), typed)
    return Stage(there.value, new.strip()) if new.strip() else there
