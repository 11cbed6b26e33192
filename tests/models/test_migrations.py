"""Migrations make exactly the declared tables, take a copy first, and leave the file as it was where one fails."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee as pw
import pytest

import models
from models import database, journal, migrations, posting, workspace
from models.database import Model
from models.errors import Refused
from models.workspace import DATABASE, Workspace


def tables() -> Iterator[type[Model]]:
    """Every table that any module of models declares."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    left = [Model]
    while left:
        subclasses = left.pop().__subclasses__()
        left += subclasses
        yield from subclasses


def shape(path: Path) -> dict[str, Any]:
    """What a database looks like: columns, links and indexes of each table, whatever their order or text."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: {
                "columns": {row[1:] for row in connection.execute(f'PRAGMA table_info("{name}")')},
                "links": {row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')},
                "indexes": {
                    (bool(unique), tuple(row[2] for row in connection.execute(f'PRAGMA index_info("{index}")')))
                    for _, index, unique, *_ in connection.execute(f'PRAGMA index_list("{name}")')
                },
                "numbered once": "AUTOINCREMENT" in sql,
            }
            for name, sql in names
            if name != "schema_migration" and not name.startswith("sqlite_")
        }


def columns(found: dict[str, Any]) -> dict[str, Any]:
    """Without the place of a column, which a later migration adds at the end."""
    return {
        name: {
            **table,
            "columns": {(column, kind, needed, key > 0) for column, kind, needed, _, key in table["columns"]},
        }
        for name, table in found.items()
    }


def test_migrations_make_what_is_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails before a release: write models/migrations/0001_initial.py anew. After one: add a migration."""
    declared = pw.SqliteDatabase(str(tmp_path / "declared.sqlite"))
    every = list(tables())
    for field in (field for table in every for field in table._meta.sorted_fields):
        if isinstance(field, pw.ForeignKeyField) and field.deferred:  # a link to a table that is declared later
            monkeypatch.setattr(field, "deferred", False)
    before = database.database.obj
    database.database.initialize(declared)
    try:
        declared.create_tables(every)
    finally:
        declared.close()
        database.database.initialize(before)
    workspace.close(workspace.create(tmp_path / "made", name="Marta", email="m@x.example"))
    made, wanted = columns(shape(tmp_path / "made" / DATABASE)), columns(shape(tmp_path / "declared.sqlite"))
    assert made.keys() == wanted.keys()
    for name in wanted:
        assert made[name] == wanted[name], name


def test_every_link_says_what_happens_when_its_target_goes() -> None:
    for table in tables():
        for field in table._meta.sorted_fields:
            if isinstance(field, pw.ForeignKeyField):
                assert field.on_delete in ("CASCADE", "SET NULL", "RESTRICT"), f"{table.__name__}.{field.name}"


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in migrations.FOLDER.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert migrations.newest() == numbers[-1]


# Upgrading


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A closed workspace with one note, at the newest form that this program knows."""
    path = tmp_path / "older"
    opened = workspace.create(path, name="Marta", email="m@x.example")
    from models import record

    me = 2
    posting.note(record.create("task", {"title": "Call"}, by=me).id, "kept", by=me)
    workspace.close(opened)
    return path


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations that begins with the real ones, to which a test adds some."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for path in migrations.FOLDER.glob("[0-9]*.py"):
        shutil.copy(path, folder)
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return folder


def add(steps: Path, body: str) -> None:
    number = migrations.newest() + 1
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    (steps / f"{number:04d}_step.py").write_text(f"import peewee as pw\n\ndef up(migrator, db):\n{lines}\n")


def content(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        kept = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        return {**kept, "number": connection.execute("PRAGMA user_version").fetchone()}


def test_an_older_workspace_is_upgraded_after_a_copy(older: Path, steps: Path) -> None:
    before, number = content(older / DATABASE), migrations.newest()
    add(steps, "migrator.migrate(migrator.add_column('message', 'mood', pw.TextField(null=True)))")
    opened = workspace.open(older)
    try:
        assert database.schema_number() == number + 1
        assert "mood" in {row[1] for row in database.rows("PRAGMA table_info(message)")}
        assert journal.verify().ok
    finally:
        workspace.close(opened)
    [copy] = (older / "backups").iterdir()
    assert copy.name.startswith(f"before-upgrade-from-{number}-")
    assert content(copy) == before
    workspace.close(workspace.open(older))
    assert len(list((older / "backups").iterdir())) == 1, "nothing to upgrade, nothing to copy"


def test_a_failing_migration_leaves_the_file_as_it_was(older: Path, steps: Path) -> None:
    """Also the steps before it are taken back: the file is of one form, which some program knows."""
    before = content(older / DATABASE)
    add(steps, "migrator.migrate(migrator.add_column('message', 'mood', pw.TextField(null=True)))")
    add(steps, "db.execute_sql('DELETE FROM message')\ndb.execute_sql('SELECT * FROM nowhere')")
    with pytest.raises(Refused, match="can't be opened: no such table: nowhere"):
        workspace.open(older)
    assert content(older / DATABASE) == before
    assert database.database.is_closed()
    (steps / f"{migrations.newest():04d}_step.py").unlink()
    workspace.close(workspace.open(older))


def test_a_table_made_anew_keeps_what_points_to_it(older: Path, steps: Path) -> None:
    """SQLite changes a column by making the table anew: with links followed, the messages would go with it."""
    add(steps, "migrator.migrate(migrator.add_not_null('contact', 'name'), migrator.drop_not_null('thread', 'title'))")
    before = content(older / DATABASE)
    workspace.close(workspace.open(older))
    after = content(older / DATABASE)
    assert after["message"] == before["message"]
    assert len(after["thread"]) == len(before["thread"])


def test_a_migration_that_tears_links_is_taken_back(older: Path, steps: Path) -> None:
    add(steps, "db.execute_sql('DELETE FROM thread')")
    before = content(older / DATABASE)
    with pytest.raises(Refused, match="points to a missing row of thread"):
        workspace.open(older)
    assert content(older / DATABASE) == before


def test_links_are_followed_again_after_an_upgrade(older: Path, steps: Path) -> None:
    add(steps, "pass")
    opened = workspace.open(older)
    try:
        assert list(database.rows("PRAGMA foreign_keys")) == [(1,)]
    finally:
        workspace.close(opened)


def test_a_newer_workspace_is_refused_and_untouched(older: Path) -> None:
    with closing(sqlite3.connect(older / DATABASE)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.newest() + 1}")
    before, times = content(older / DATABASE), (older / DATABASE).stat().st_mtime_ns
    time.sleep(0.01)
    with pytest.raises(Refused, match=r"newer Chatterdesk; install that version to open it\. Nothing was changed"):
        workspace.open(older)
    assert content(older / DATABASE) == before
    assert (older / DATABASE).stat().st_mtime_ns == times
    assert not (older / "backups").exists()


def test_an_upgrade_waits_for_nobody(older: Path, steps: Path) -> None:
    """Another program that has the workspace open must close it first."""
    from models.lock import Lock

    other = Lock(older / "lock")
    assert other.share()
    add(steps, "pass")
    with pytest.raises(Refused, match="has to be upgraded, but another program has it open"):
        workspace.open(older)
    other.release()
    workspace.close(workspace.open(older))


def test_the_fixture_of_tests_is_of_the_newest_form(workspace: Workspace) -> None:
    assert database.schema_number() == migrations.newest()
