"""The database of the open workspace: connection, tables, and `transaction()`.

With columns.py, whose names it hands on, the only module with SQL of one dialect. One workspace is open in a process
at a time; every thread has its own connection and closes it when it ends.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import peewee as pw

from models.columns import Amount, Id, Json, Moment, canonical, is_id, moment, moment_text, now
from models.errors import Busy, Refused

__all__ = [
    "Amount",
    "Id",
    "Json",
    "Model",
    "Moment",
    "canonical",
    "close",
    "close_thread",
    "copy_to",
    "data_version",
    "database",
    "execute",
    "executemany",
    "in_transaction",
    "is_id",
    "loose_links",
    "moment",
    "moment_text",
    "next_id",
    "note_pending",
    "now",
    "on_commit",
    "open_file",
    "rebuilding",
    "rows",
    "schema_number",
    "set_schema_number",
    "snapshot",
    "soundness",
    "transaction",
]

PATIENCE = 5.0  # seconds
PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": int(PATIENCE * 1000),
    "cache_size": -16000,
    "mmap_size": 268_435_456,
    "temp_store": "memory",
    "journal_size_limit": 67_108_864,
}

database: Any = pw.DatabaseProxy()


class Model(pw.Model):
    """A table of the workspace. The three verbs keep their statements, which Peewee would build anew each time."""

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def row(cls, id: int) -> dict[str, Any] | None:
        """The row with this id: its values by field name."""
        found = database.execute_sql(_selection(cls._meta), (id,)).fetchone()
        return found and {
            field.name: field.python_value(value) for field, value in zip(cls._meta.sorted_fields, found, strict=True)
        }

    @classmethod
    def insert_row(cls, **values: Any) -> int:
        """Insert a row, with its defaults where nothing is given; returns its id."""
        sql, fields = _insertion(cls._meta)
        given = [
            field.db_value(values.pop(field.name) if field.name in values else _default(field)) for field in fields
        ]
        if values:
            raise TypeError(f"{cls.__name__} has no field {', '.join(values)}")
        return int(database.execute_sql(sql, given).lastrowid)

    @classmethod
    def update_row(cls, id: int, **values: Any) -> None:
        """Write these values into the row with this id."""
        given = [cls._meta.fields[name].db_value(value) for name, value in values.items()]
        database.execute_sql(_updating(cls._meta, tuple(values)), (*given, id))


def _default(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default


@lru_cache
def _selection(meta: Any) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in meta.sorted_fields)
    return f'SELECT {columns} FROM "{meta.table_name}" WHERE "{meta.primary_key.column_name}" = {database.param}'


@lru_cache
def _insertion(meta: Any) -> tuple[str, tuple[Any, ...]]:
    fields = tuple(field for field in meta.sorted_fields if not isinstance(field, pw.AutoField))
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join([database.param] * len(fields))
    return f'INSERT INTO "{meta.table_name}" ({columns}) VALUES ({marks})', fields


@lru_cache
def _updating(meta: Any, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{meta.fields[name].column_name}" = {database.param}' for name in names)
    return f'UPDATE "{meta.table_name}" SET {columns} WHERE "{meta.primary_key.column_name}" = {database.param}'


class _Unit(threading.local):
    """What belongs to the transaction that this thread has open."""

    depth = 0
    pending: list[Any]
    finish: Callable[[list[Any]], None] | None = None


_unit = _Unit()
_write_lock = threading.RLock()
_listeners: list[Callable[[], None]] = []


def on_commit(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` (in the committing thread) after each commit of this process; returns what ends that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


@contextlib.contextmanager
def transaction(*, patience: float = PATIENCE) -> Iterator[None]:
    """All or nothing, one writer at a time: BEGIN IMMEDIATE outside, a savepoint inside another transaction.

    `patience` is how many seconds to wait for another writer before `Busy`. Nothing slow belongs inside: no network,
    no index, no big file. What was noted for the journal is written last, then listeners are told after the commit.
    """
    if _unit.depth:
        with _savepoint():
            yield
        return
    deadline = time.monotonic() + patience
    if not _write_lock.acquire(timeout=patience):
        raise Busy
    try:
        with _outermost(max(0.0, deadline - time.monotonic())):
            yield
    finally:
        _write_lock.release()
    for listener in tuple(_listeners):
        listener()


@contextlib.contextmanager
def _savepoint() -> Iterator[None]:
    kept = len(_unit.pending)
    _unit.depth += 1
    try:
        with database.atomic():
            yield
    except BaseException:
        del _unit.pending[kept:]
        raise
    finally:
        _unit.depth -= 1


@contextlib.contextmanager
def _outermost(patience: float) -> Iterator[None]:
    _unit.depth, _unit.pending, _unit.finish = 1, [], None
    try:
        with _waiting(patience), database.atomic("IMMEDIATE"):
            yield
            _finish()
    except pw.OperationalError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        _unit.depth = 0


@contextlib.contextmanager
def _waiting(patience: float) -> Iterator[None]:
    """Let this connection wait so many seconds for another process, where that is less than usual."""
    if patience > 0.9 * PATIENCE:
        yield
        return
    database.execute_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    try:
        yield
    finally:
        database.execute_sql(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")


def _finish() -> None:
    if _unit.finish is not None:
        _unit.finish(_unit.pending)


def _refusal(error: BaseException | None) -> Refused | None:
    """The sentence for a failure that is the machine's, not the program's."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return Busy()
    if "full" in words:
        return Refused("The disk is full. Nothing was changed; make room and try again.")
    if "readonly" in words:
        return Refused(
            "This workspace can only be read: the folder or its database is write-protected. Nothing was changed."
        )
    if "disk I/O" in words:
        return Refused("The disk did not take the change. Nothing was changed; check the disk and try again.")
    if "cannot rollback" in words or "no such savepoint" in words:  # SQLite has rolled back by itself: look at why
        return _refusal(error.__context__) if error is not None else None
    return None


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Let several reads see one and the same moment, whatever is written meanwhile."""
    with database.atomic():
        yield


def note_pending(entry: Any, finish: Callable[[list[Any]], None]) -> None:
    """Keep `entry` for `finish`, which gets all entries of the transaction just before its commit."""
    if not _unit.depth:
        raise RuntimeError("a change outside transaction()")
    _unit.finish = finish
    _unit.pending.append(entry)


def in_transaction() -> bool:
    """Whether this thread has a transaction open."""
    return _unit.depth > 0


def open_file(path: Path, *, read_only: bool = False) -> None:
    """Make the SQLite file at `path` the open database."""
    close()
    if read_only:
        pragmas = {"foreign_keys": 1, "busy_timeout": 5000, "cache_size": -16000, "mmap_size": 268_435_456}
        database.initialize(pw.SqliteDatabase(f"file:{path}?mode=ro", uri=True, pragmas=pragmas))
    else:
        database.initialize(pw.SqliteDatabase(str(path), pragmas=PRAGMAS))
    database.connect(reuse_if_open=True)


def close() -> None:
    """Close this thread's connection; other threads close theirs."""
    if database.obj is not None and not database.is_closed():
        database.close()


def close_thread() -> None:
    """Close the connection of the calling thread (each worker thread does so when it ends)."""
    close()


def read_unmapped() -> None:
    """Let this thread's connection read the file without mapping it, which would count all of it as memory."""
    database.execute_sql("PRAGMA mmap_size = 0")


def next_id(table: type[Model]) -> int:
    """The number that the next row of a table with an `Id` will get (inside a transaction)."""
    sql = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    row = database.execute_sql(sql, (table._meta.table_name,)).fetchone()
    return int(row[0]) + 1 if row else 1


def rows(sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the database keeps them, read one after another; parameters stand as `?`."""
    cursor = database.execute_sql(sql.replace("?", database.param), parameters)
    return iter(cursor.fetchone, None)


def execute(sql: str, parameters: tuple[Any, ...] = ()) -> None:
    """Run one statement that gives nothing back; parameters stand as `?`."""
    database.execute_sql(sql.replace("?", database.param), parameters)


def executemany(sql: str, parameters: Any) -> None:
    """Run one statement for many rows on the connection, and in the transaction, of this thread."""
    database.connection().executemany(sql.replace("?", database.param), parameters)


def data_version() -> int:
    """A number that changes whenever another connection committed."""
    return int(database.execute_sql("PRAGMA data_version").fetchone()[0])


def schema_number() -> int:
    """The number of the newest migration the file has seen (0: none)."""
    return int(database.execute_sql("PRAGMA user_version").fetchone()[0])


def is_ours() -> bool:
    """Whether the file holds this program's tables, by two that were there from the first form on."""
    return {"setting", "thread"} <= set(database.get_tables())


def set_schema_number(number: int) -> None:
    """Write the number of the newest migration into the file."""
    database.execute_sql(f"PRAGMA user_version = {int(number)}")


@contextlib.contextmanager
def rebuilding() -> Iterator[None]:
    """One transaction in which tables may be made anew: links are not followed meanwhile; all must hold at its end."""
    database.execute_sql("PRAGMA foreign_keys = 0")
    try:
        with database.atomic("IMMEDIATE"):
            yield
            loose = loose_links()
            if loose:
                raise pw.IntegrityError(loose[0])
    finally:
        database.execute_sql("PRAGMA foreign_keys = 1")


def copy_to(target: Path) -> None:
    """Copy the open database, whatever else is going on, into one new file at `target`, and check the copy."""
    copy = sqlite3.connect(target)
    try:
        # In one step: several would begin anew with each change that others make meanwhile. Writers go on beside it.
        database.connection().backup(copy)
        copy.execute("PRAGMA journal_mode = delete")
        answer = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if answer != "ok":
        raise Refused(f"The copy could not be checked: {answer}")


def soundness() -> list[str]:
    """What SQLite finds wrong with the file: empty when it is sound."""
    found = [str(row[0]) for row in rows("PRAGMA quick_check")]
    return [line for line in found if line != "ok"] + loose_links()


def loose_links() -> list[str]:
    """The links between rows that lead nowhere, in words."""
    return [f"a row of {row[0]} points to a missing row of {row[2]}" for row in rows("PRAGMA foreign_key_check")]
