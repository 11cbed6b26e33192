"""Commands that exchange records with other programs: import, export."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli import layout, shapes, values
from desktop.cli.command import FILE, command
from desktop.cli.session import Answer, Session
from models.errors import Refused

if TYPE_CHECKING:
    from models.importing import Outcome, Wrong

SHOWN = 20  # refused rows listed for people


@command("import")
@click.argument("kind")
@click.argument("file", type=FILE)
@click.option("--map", "mapping", metavar="COLUMN=FIELD", multiple=True, help="What a column means; may be repeated.")
@click.option("--key", metavar="FIELD", help="Update the record that has this value, instead of making a new one.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--progress", is_flag=True, help="Say how far it is on standard error, also when that is no terminal.")
def import_(
    session: Session, kind: str, file: Path, mapping: tuple[str, ...], key: str | None, dry_run: bool, progress: bool
) -> Answer:
    """Create or update records of KIND from a CSV file whose first row names the fields.

    An order's lines stand in one cell, each on a line of its own: product; quantity; price.
    """
    from models import importing

    outcome = importing.run(
        kind,
        file.expanduser(),
        by=session.by,
        mapping=[_mapped(one) for one in mapping],
        key=key,
        dry_run=dry_run,
        progress=_Progress() if progress or sys.stderr.isatty() else None,
    )
    return Answer(shapes.imported(outcome), lambda: _words(outcome, dry_run))


def _mapped(typed: str) -> tuple[str, str]:
    column, sign, field = typed.rpartition("=")
    if not sign or not column.strip():
        raise Refused(f"“{typed}” does not say what a column means; write --map COLUMN=FIELD.")
    return column, field


class _Progress:
    """Says how far an import is, at most five times a second."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, outcome: Outcome) -> None:
        if time.monotonic() - self._told < 0.2 and outcome.part < 1:
            return
        self._told = time.monotonic()
        click.echo(f"{outcome.part:.0%}, {outcome.rows:,} rows, {outcome.failed:,} refused", err=True)


def _words(outcome: Outcome, dry_run: bool) -> str:
    counts = f"{outcome.created:,} created, {outcome.updated:,} updated, {outcome.unchanged:,} unchanged"
    head = f"{'This would be: ' if dry_run else ''}{counts}, {outcome.failed:,} refused."
    told = [(f"Row {one.row}", _told(one)) for one in outcome.errors[: SHOWN + 1]]
    more = [f"  … and {len(outcome.errors) - SHOWN:,} more."] * (len(told) > SHOWN)
    return "\n".join([head, *([layout.pairs(told[:SHOWN])] if told else []), *more])


def _told(wrong: Wrong) -> str:
    """The reason, after the column's name where it doesn't begin with that anyway."""
    named = wrong.column is None or wrong.reason.lower().startswith(f"{wrong.column.lower()}:")
    return wrong.reason if named else f"{wrong.column}: {wrong.reason}"


@command("export")
@click.argument("kind")
@click.argument("file", type=FILE)
@click.option("--where", metavar="FIELD=VALUE", multiple=True, help="Only records with this value; may be repeated.")
@click.option("--archived", is_flag=True, help="The archived ones instead.")
def export(session: Session, kind: str, file: Path, where: tuple[str, ...], archived: bool) -> Answer:
    """Write the records of KIND to a CSV file, in UTF-8, that import reads again."""
    from models import exporting

    path = file.expanduser().absolute()
    count = exporting.write(kind, path, where=values.conditions(kind, where), archived=archived)
    return Answer({"file": str(path), "rows": count}, lambda: f"{path}: {count:,} rows.")
