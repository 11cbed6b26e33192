"""Source: what the index asks of the database: what changed, what there is, and whom and what a name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models import journal, record, setting
from models.database import rows
from models.text import fold
from search_index import documents, terms
from search_index.about import Mark
from search_index.batch import Row
from search_index.documents import escaped
from search_index.texts import Texts

TOP = 2**62  # no message has an id as high
MOST_NAMED = 50  # persons or records that a name in a filter may mean


@dataclass(frozen=True, slots=True)
class Pending:
    """Messages that changed after a mark, and the mark that takes them in.

    `whole` unless there were too many; `erased`: something went for good.
    """

    ids: frozenset[int]
    mark: Mark
    whole: bool
    erased: bool


Known = Callable[[bytes, bytes | None], Iterable[int]]
Changes = dict[str, list[tuple[int, str, int | None]]]


def workspace() -> str:
    """The id of the workspace, which never changes."""
    return str(setting.get("workspace.id"))


def head() -> Mark:
    """The end of the journal."""
    return Mark(*journal.head())


def holds(mark: Mark) -> bool:
    """Whether the journal still goes through this mark: not so after an older backup was restored."""
    if mark.seq == 0:
        return True
    found = next(rows("SELECT hash FROM journal WHERE seq = ?", (mark.seq,)), None)
    return found is not None and bytes(found[0]) == mark.hash


def pending(mark: Mark, known: Known, *, limit: int, newest: bool = False) -> Pending:
    """What changed after `mark`: at most `limit` rows of the journal, the oldest of them or, for a look, the newest.

    `known` tells which messages the index has for a term (and not for another): the only trace of what is no more.
    """
    order = "DESC" if newest else "ASC"
    sql = f"SELECT seq, hash, what, entity, action, thread FROM journal WHERE seq > ? ORDER BY seq {order} LIMIT ?"
    changes: Changes = defaultdict(list)
    last = mark
    seen = 0
    for seq, hash, what, entity, action, thread in rows(sql, (mark.seq, limit)):
        changes[what].append((entity, action, thread))
        last = max(last, Mark(seq, bytes(hash)))
        seen += 1
    erased = any(action in journal.GONE for listed in changes.values() for _, action, _ in listed)
    return Pending(frozenset(_touched(changes, known)), last, seen < limit, erased)


def _touched(changes: Changes, known: Known) -> Iterator[int]:
    """The messages that are found otherwise after these changes."""
    for what, listed in changes.items():
        if what == "message":
            yield from (entity for entity, _, _ in listed)
        elif what == "delivery":
            yield from _of("delivery", [entity for entity, action, _ in listed if action == "create"])
        elif what == "translation":
            yield from _of("translation", [entity for entity, _, _ in listed])
        elif what == "file":
            yield from _of_files([entity for entity, _, _ in listed], known)
        elif what == "person":
            yield from _renamed([entity for entity, _, _ in listed], known)
        elif what in record.kinds:
            yield from _of_records(listed, known)


def _of(table: str, ids: list[int]) -> Iterator[int]:
    """The messages that these rows of another table belong to."""
    for some in documents.chunks(ids):
        sql = f'SELECT message_id FROM "{table}" WHERE id IN ({documents.marks(some)})'
        yield from (row[0] for row in rows(sql, tuple(some)))


def _of_files(ids: list[int], known: Known) -> Iterator[int]:
    """The messages that files are on, or were, or the entries that say they were added to a record."""
    for some in documents.chunks(ids):
        sql = f"SELECT id, message_id, thread_id, name, added_at FROM attachment WHERE id IN ({documents.marks(some)})"
        there = list(rows(sql, tuple(some)))
        for id in set(some) - {row[0] for row in there}:
            yield from known(terms.attachment(id), None)
        for _, message, thread, name, added in there:
            yield message if message is not None else documents.entry_of_file(thread, name, added)


def _renamed(persons: list[int], known: Known) -> Iterator[int]:
    """The messages of these persons that the index has under another name."""
    for some in documents.chunks(persons):
        for id, name in rows(f"SELECT id, name FROM person WHERE id IN ({documents.marks(some)})", tuple(some)):
            yield from known(terms.author(id), terms.named(id, name))


def _of_records(listed: list[tuple[int, str, int | None]], known: Known) -> Iterator[int]:
    """The first entries of changed records, and all that was on removed ones."""
    for id, action, _ in listed:
        if action in journal.GONE:
            yield from known(terms.record(id), None)
            continue
        sql = "SELECT id FROM message WHERE thread_id = ? AND kind = 'created' ORDER BY date, id LIMIT 1"
        yield from (row[0] for row in rows(sql, (id,)))


def downwards(below: int, limit: int) -> list[int]:
    """The highest ids of messages below one: mostly the newest, and always in an order that needs no sorting."""
    return [row[0] for row in rows("SELECT id FROM message WHERE id < ? ORDER BY id DESC LIMIT ?", (below, limit))]


def count_below(id: int) -> int:
    """How many messages have a lower id."""
    return int(next(rows("SELECT count(*) FROM message WHERE id < ?", (id,)))[0])


def read(ids: Iterable[int], files: Texts) -> Iterator[Row]:
    """The rows to index for these messages, in order of (time, id)."""
    return (one.row() for one in documents.read(ids, files))


def persons(typed: str) -> list[int]:
    """Whom a name or the beginning of one, or of an address, means."""
    start = escaped(fold(typed.strip()))
    if not start:
        return []
    sql = """SELECT id FROM person
             WHERE folded LIKE ? ESCAPE '\\' OR folded LIKE ? ESCAPE '\\' OR folded_email LIKE ? ESCAPE '\\'
             ORDER BY folded LIMIT ?"""
    return [row[0] for row in rows(sql, (f"{start}%", f"% {start}%", f"{start}%", MOST_NAMED))]


def records(typed: str) -> list[int]:
    """Which records an id or a part of a title means."""
    typed = typed.strip()
    if typed.isascii() and typed.isdecimal():
        return [row[0] for row in rows("SELECT id FROM thread WHERE id = ?", (int(typed),))] if len(typed) < 19 else []
    part = escaped(fold(typed))
    if not part:
        return []
    sql = "SELECT id FROM thread WHERE folded LIKE ? ESCAPE '\\' OR folded LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?"
    return [row[0] for row in rows(sql, (f"{part}%", f"% {part}%", MOST_NAMED))]
