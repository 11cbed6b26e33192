"""The journal: one row for every committed change of an entity, each carrying the hash of the row before.

Audit trail, live refresh, the search index's bookmark and the workers' wake-up all read it. Contents stay out of it:
a row has only a salted digest, so that personal data can be erased without breaking the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import peewee as pw

from models.database import Model, database, executemany, note_pending, now, rows, snapshot

_json = json.JSONEncoder(separators=(",", ":")).encode
GENESIS = bytes(32)
ERASE, REMOVE = "erase", "remove"
GONE = (ERASE, REMOVE)


class Journal(Model):
    """A row: the `seq`-th change of the workspace. `at` is in microseconds since 1970, UTC."""

    seq = pw.BigIntegerField(primary_key=True)
    at = pw.BigIntegerField()
    who = pw.IntegerField(null=True)
    thread = pw.IntegerField(null=True)
    what = pw.TextField()
    entity = pw.IntegerField()
    action = pw.TextField()
    form = pw.SmallIntegerField()
    digest = pw.BlobField()
    hash = pw.BlobField()


@dataclass(frozen=True, slots=True)
class Change:
    """A journal row as its readers get it."""

    seq: int
    at: dt.datetime
    who: int | None
    thread: int | None
    what: str
    entity: int
    action: str


@dataclass(frozen=True, slots=True)
class Journaled:
    """How an entity's content is digested: its table and, for each number of a form, the columns in order.

    A column written as `thread.title` is one of the thread that shares the entity's id.
    """

    table: type[pw.Model]
    forms: dict[int, tuple[str, ...]]
    newest: int

    def select(self, form: int, where: str = "") -> str:
        """The query for id, salt and the digested columns, in order of id; `where` follows on the key column."""
        meta = self.table._meta
        return _selection(str(meta.table_name), str(meta.primary_key.column_name), self.forms[form], where)


@lru_cache
def _selection(table: str, key: str, columns: tuple[str, ...], where: str) -> str:
    names = [name if "." in name else f"{table}.{name}" for name in ("salt", *columns)]
    quoted = ", ".join(f'"{part}"."{name}"' for part, name in (name.split(".") for name in names))
    joined = (
        f'JOIN "thread" ON "thread"."id" = "{table}"."{key}"'
        if any(name.startswith("thread.") for name in columns)
        else ""
    )
    chosen = f'WHERE "{table}"."{key}" {where}' if where else ""
    return f'SELECT "{table}"."{key}", {quoted} FROM "{table}" {joined} {chosen} ORDER BY "{table}"."{key}"'


@dataclass(slots=True)
class _Noted:
    what: str
    entity: int
    action: str
    who: int | None
    thread: int | None
    digest: bytes | None


entities: dict[str, Journaled] = {}


# A row's action names what was done ("create", "change", "edit", …). Two explain an absence: ERASE that of one entity,
# REMOVE that of a whole record with everything on its thread.


def journaled(what: str, *columns: str, older: dict[int, tuple[str, ...]] | None = None) -> Callable[[Any], Any]:
    """Declare a table as an entity of the journal, known as `what`, whose content is `columns`.

    `older` keeps the columns of earlier forms, by number from 1, so that old rows can still be verified.
    """

    def declare(table: Any) -> Any:
        forms = dict(older or {})
        newest = max(forms, default=0) + 1
        forms[newest] = columns
        entities[what] = Journaled(table, forms, newest)
        return table

    return declare


def salt() -> bytes:
    """Sixteen random bytes that lie with the content and make its digest unguessable."""
    return os.urandom(16)


def note(
    what: str, entity: int, action: str, *, by: int | None, thread: int | None = None, digest: bytes | None = None
) -> None:
    """Note a change of this transaction. Its digest is taken from the row at the commit, unless given."""
    note_pending(_Noted(what, entity, action, by, thread, digest), _write)


def digest_of(salt: bytes, content: Sequence[Any]) -> bytes:
    """The digest of an entity's content: SHA-256 over the salt and the columns as the database keeps them."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in content]
    return hashlib.sha256(salt + _json(plain).encode()).digest()


def _digests(what: str, ids: Sequence[int]) -> Iterator[tuple[tuple[str, int], bytes]]:
    """The digests of these entities as they stand now, as far as they are there."""
    kept = entities[what]
    for start in range(0, len(ids), 500):
        some = tuple(ids[start : start + 500])
        for row in rows(kept.select(kept.newest, f"IN ({', '.join('?' * len(some))})"), some):
            yield (what, row[0]), digest_of(row[1], row[2:])


def _chained(previous: bytes, row: Sequence[Any]) -> bytes:
    """The hash of a row: over the hash before and all its columns but the hash itself."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in row]
    return hashlib.sha256(previous + _json(plain).encode()).digest()


def _write(pending: list[_Noted]) -> None:
    """Append the transaction's changes, one row per entity: the last of the chain is its head."""
    merged: dict[tuple[str, int], _Noted] = {}
    for noted in pending:
        earlier = merged.get((noted.what, noted.entity))
        if earlier is not None and noted.action not in GONE:
            noted.action = earlier.action if earlier.action == "create" else noted.action
        merged[noted.what, noted.entity] = noted
    digests = _taken(merged.values())
    seq, previous = head()
    at = int(now().timestamp() * 1_000_000)
    written = []
    for key, noted in merged.items():
        seq += 1
        form = entities[noted.what].newest
        digest = noted.digest or digests.get(key, GENESIS)
        row = (seq, at, noted.who, noted.thread, noted.what, noted.entity, noted.action, form, digest)
        previous = _chained(previous, row)
        written.append((*row, previous))
    columns = "seq, at, who, thread, what, entity, action, form, digest, hash"
    executemany(f"INSERT INTO journal ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", written)


def _taken(noted: Iterable[_Noted]) -> dict[tuple[str, int], bytes]:
    """The digests that have to be taken from the rows, read in one query for each kind of entity."""
    wanted: dict[str, list[int]] = {}
    for one in noted:
        if one.digest is None and one.action not in GONE:
            wanted.setdefault(one.what, []).append(one.entity)
    return {key: digest for what, ids in wanted.items() for key, digest in _digests(what, ids)}


def head() -> tuple[int, bytes]:
    """The last row's number and hash; (0, zeros) for an empty journal."""
    row = database.execute_sql("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, GENESIS)


def since(seq: int, *, limit: int = 10_000) -> list[Change]:
    """The changes after row `seq`, oldest first, at most `limit` of them."""
    sql = "SELECT seq, at, who, thread, what, entity, action FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
    return [Change(row[0], _moment(row[1]), *row[2:]) for row in rows(sql, (seq, limit))]


def _moment(microseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(microseconds / 1_000_000, dt.UTC)


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of `verify`: how many rows there are, the head hash, and each problem in words."""

    rows: int
    head: str
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(progress: Callable[[int], None] | None = None, *, kept: str | None = None) -> Verified:
    """Check that the chain holds and that each entity is as its latest row says (product.md §11).

    Rows cut off the end can only be missed where they carry nothing that is still there: `kept`, an earlier head hash
    from elsewhere, must then still be in the chain. `progress` is told the number of rows checked.
    """
    with snapshot():
        problems = list(_chain_problems(progress))
        for what, entity in entities.items():
            problems += _content_problems(what, entity)
        if kept is not None and not _holds(kept):
            problems.append(f"Journal: the head {kept} that was kept is not in it: its end was cut off or rewritten.")
        count = database.execute_sql("SELECT count(*) FROM journal").fetchone()[0]
        return Verified(count, head()[1].hex(), tuple(problems))


def _holds(kept: str) -> bool:
    """Whether some row has this hash."""
    try:
        hash = bytes.fromhex(kept)
    except ValueError:
        return False
    return hash == GENESIS or next(rows("SELECT 1 FROM journal WHERE hash = ?", (hash,)), None) is not None


def _chain_problems(progress: Callable[[int], None] | None) -> Iterator[str]:
    expected, previous = 1, GENESIS
    for row in rows("SELECT seq, at, who, thread, what, entity, action, form, digest, hash FROM journal ORDER BY seq"):
        seq = row[0]
        if seq != expected:
            missing = f"row {expected}" if seq == expected + 1 else f"rows {expected} to {seq - 1}"
            yield f"Journal: {missing} missing before row {seq} ({_named(row[4], row[5])})."
        elif _chained(previous, row[:9]) != row[9]:
            about = f"{_named(row[4], row[5])}, {_moment(row[1]):%Y-%m-%d %H:%M} UTC"
            yield f"Journal: row {seq} was changed or put in ({about})."
        expected, previous = seq + 1, row[9]
        if progress is not None and seq % 10_000 == 0:
            progress(seq)


def _latest(what: str) -> Iterator[tuple[Any, ...]]:
    """The last journal row of each entity, in order of id."""
    sql = """
        SELECT j.entity, j.seq, j.action, j.form, j.digest, j.thread FROM journal j
        JOIN (SELECT max(seq) AS seq FROM journal WHERE what = ? GROUP BY entity) last ON j.seq = last.seq
        ORDER BY j.entity
    """
    return rows(sql, (what,))


def _content_problems(what: str, kept: Journaled) -> Iterator[str]:
    """Walk the latest journal rows and the entities side by side, both in order of id."""
    removed = dict(rows("SELECT thread, max(seq) FROM journal WHERE action = ? GROUP BY thread", (REMOVE,)))
    contents = {form: rows(kept.select(form)) for form in kept.forms}
    row: dict[int, Any] = {form: next(cursor, None) for form, cursor in contents.items()}
    newest = kept.newest
    for entity, seq, action, form, digest, thread in _latest(what):
        while row[newest] is not None and row[newest][0] < entity:
            yield _unknown(what, row[newest][0])
            row[newest] = next(contents[newest], None)
        content = _advance(row, contents, form, entity)
        there = row[newest] is not None and row[newest][0] == entity
        if not there and action not in GONE and removed.get(thread, 0) < seq:
            yield f"{_named(what, entity)} is missing: removed from outside after journal row {seq}."
        elif there and (content is None or digest_of(content[1], content[2:]) != digest):
            yield f"{_named(what, entity)} was changed from outside after journal row {seq}."
        if there:
            row[newest] = next(contents[newest], None)
    while row[newest] is not None:
        yield _unknown(what, row[newest][0])
        row[newest] = next(contents[newest], None)


def _unknown(what: str, entity: int) -> str:
    return f"{_named(what, entity)} is not in the journal: it was put in from outside."


def _advance(row: dict[int, Any], contents: dict[int, Iterator[Any]], form: int, entity: int) -> Any:
    """The content of `entity` in the given form; other forms' cursors move on by themselves."""
    if form not in row:
        return None
    while row[form] is not None and row[form][0] < entity:
        row[form] = next(contents[form], None)
    return row[form] if row[form] is not None and row[form][0] == entity else None


def _named(what: str, entity: int) -> str:
    return f"{what.replace('_', ' ').capitalize()} {entity}"
