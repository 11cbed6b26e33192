"""Migrations: numbered steps that bring a database of any earlier form to the newest one."""

from __future__ import annotations

from pathlib import Path

from models import database

FOLDER = Path(__file__).parent


def newest() -> int:
    """The number of the newest step."""
    return max(int(path.name[:4]) for path in FOLDER.glob("[0-9]*.py"))


def upgrade() -> None:
    """Take every step that the open database has not taken yet: all of them, or none where one fails."""
    from playhouse.migrations import Runner

    runner = Runner(database.database.obj, str(FOLDER))
    with database.rebuilding():
        runner.up()
        database.set_schema_number(newest())
