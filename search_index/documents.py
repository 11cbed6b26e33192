"""Documents: messages as the index reads them from the database, part by part.

What else a message can be found by is one function more among the readers.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models import record
from models.database import rows
from models.fields import Email, LongText, Phone, Tags, Text
from search_index import analysis, terms
from search_index.about import Place
from search_index.batch import Row
from search_index.language import code, guess
from search_index.texts import Texts

AT_ONCE = 500  # messages read by one query
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - stored moments are UTC without saying so
_SHOWN = ("label", "title", "amount", "currency", "product", "quantity", "price")  # of a snapshot: what a reader sees

# Where a text stands in a message, as hits name it.
BODY, SUBJECT, AUTHOR, CHANGE, FILE_NAME, IN_FILE, TRANSLATION, RECORD = (
    *("body", "subject", "author", "change", "file name", "in file", "translation", "record"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a message: where it stands, and in which language it is, "" where that doesn't matter."""

    where: str
    text: str
    language: str = ""


@dataclass(slots=True)
class Document:
    """A message with all its texts, and the labels that filters ask for."""

    id: int
    at: int
    thread: int
    kind: str
    author: int
    language: str
    parts: list[Part] = field(default_factory=list)
    labels: set[bytes] = field(default_factory=set)

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)

    @property
    def author_name(self) -> str:
        return next(part.text for part in self.parts if part.where == AUTHOR)

    def row(self) -> Row:
        """What the index keeps of it."""
        found = set(self.labels)
        languages = set()
        for part in self.parts:
            if part.where == RECORD:
                found.update(terms.RECORD + term for term in analysis.names(part.text))
                continue
            found |= analysis.terms(part.text, part.language)
            languages.add(part.language)
            if part.where == FILE_NAME:
                found.update(terms.FILE + term for term in analysis.names(part.text))
        languages.discard("")
        found.update(map(terms.in_language, languages))
        return Row(self.id, self.at, found, frozenset(languages))


Reader = Callable[[dict[int, Document], Texts], None]
_readers: list[Reader] = []
_labellers: list[Reader] = []


def reader(function: Reader) -> Reader:
    """Declare what adds parts and labels to documents, which it gets by id."""
    _readers.append(function)
    return function


def labeller(function: Reader) -> Reader:
    """Declare what adds nothing but labels."""
    _labellers.append(function)
    return function


def read(ids: Iterable[int], files: Texts) -> Iterator[Document]:
    """The messages with these ids as documents, in order of (time, id). What was deleted or is no more is left out.

    What is back-dated while this reads is left out too: its change comes after whatever mark this reading is for.
    `files` knows the texts of files.
    """
    last = Place(-(2**63), 0)
    listed = _in_order(ids)
    for some in chunks(listed):
        for one in _chunk(some, files):
            if one.place > last:
                last = one.place
                yield one


def quick(ids: Sequence[int], files: Texts) -> Iterator[Document]:
    """The same for their texts alone: without labels and a guess at their languages, in any order."""
    return (one for some in chunks(ids) for one in _chunk(some, files, quick=True))


def texts(ids: Sequence[int], files: Texts) -> dict[int, list[str]]:
    """All texts of these messages, by which they are found."""
    return {one.id: [part.text for part in one.parts if part.where != RECORD] for one in quick(ids, files)}


def _in_order(ids: Iterable[int]) -> array[int]:
    listed, dates = list(ids), []
    for some in chunks(listed):
        dates += list(rows(f"SELECT date, id FROM message WHERE id IN ({marks(some)})", tuple(some)))
    return array("q", (id for _, id in sorted(dates)))


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many ids as one query takes, one after another."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _chunk(ids: Sequence[int], files: Texts, *, quick: bool = False) -> list[Document]:
    found = {row[0]: _document(row, quick=quick) for row in rows(_MESSAGES.format(marks(ids)), tuple(ids))}
    for add in (*_readers, *(() if quick else _labellers)) if found else ():
        add(found, files)
    return sorted(found.values(), key=lambda one: one.place)


_MESSAGES = """
SELECT m.id, m.date, m.thread_id, t.kind, m.kind, m.author_id, p.name, p.language, m.language, m.subject, m.body,
       m.changes, m.html LIKE '%href=%'
FROM message m JOIN thread t ON t.id = m.thread_id JOIN person p ON p.id = m.author_id
WHERE m.deleted_at IS NULL AND m.id IN ({})
"""


def marks(values: Sequence[object]) -> str:
    """The parameters' places in a query."""
    return ", ".join("?" * len(values))


def microseconds(moment: str) -> int:
    """A stored moment as a number."""
    return (dt.datetime.fromisoformat(moment) - _EPOCH) // dt.timedelta(microseconds=1)


def moment(microseconds: int) -> dt.datetime:
    """The moment that a number means, UTC."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)


def _document(row: tuple[Any, ...], *, quick: bool) -> Document:
    id, date, thread, thread_kind, kind, author, name, spoken, written, subject, body, changes, linking = row
    known = written or (None if quick else guess(body))
    language = code(known) if known else code(spoken) if spoken else "en"
    made = Document(id, microseconds(date), thread, kind, author, language)
    if not quick:
        made.labels |= {
            *(terms.author(author), terms.named(author, name), terms.record(thread)),
            *(terms.record_kind(thread_kind), terms.kind(kind)),
        }
        if known:
            made.labels.add(terms.language(code(known)))
        if linking or _LINK.search(body):
            made.labels.add(terms.HAS_LINK)
    made.parts.append(Part(BODY, body, language))
    if subject:
        made.parts.append(Part(SUBJECT, subject, language))
    made.parts.append(Part(AUTHOR, name))
    if changes:
        made.parts += change_parts(json.loads(changes))
    return made


def change_parts(changes: Iterable[dict[str, Any]]) -> Iterator[Part]:
    """A part for each changed field: its name, its old and its new value."""
    for one in changes:
        yield Part(CHANGE, " · ".join([str(one["label"]), *plain(one["old"]), *plain(one["new"])]))


def plain(snapshot: Any) -> Iterator[str]:
    """The texts of a kept value, whatever the reader's language (models/shown.py shows the same in theirs)."""
    if isinstance(snapshot, dict):
        for name in _SHOWN:
            yield from plain(snapshot.get(name))
    elif isinstance(snapshot, list):
        for one in snapshot:
            yield from plain(one)
    elif isinstance(snapshot, bool):
        yield "Yes" if snapshot else "No"
    elif snapshot is not None:
        yield str(snapshot)


@labeller
def _recipients(found: dict[int, Document], files: Texts) -> None:
    """To whom a message went."""
    sql = f"SELECT message_id, person_id, address FROM delivery WHERE message_id IN ({marks(tuple(found))})"
    for message, person, address in rows(sql, tuple(found)):
        if person is not None:
            found[message].labels.add(terms.recipient(person))
        found[message].labels.add(terms.address(analysis.fold(address)))


@reader
def _records(found: dict[int, Document], files: Texts) -> None:
    """The first entry of a record stands for the record itself: by it, records are found by their titles and texts."""
    first = {one.thread: one for one in found.values() if one.kind == "created"}
    if not first:
        return
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    threads = tuple(first)
    for id, kind, title in rows(f"SELECT id, kind, title FROM thread WHERE id IN ({marks(threads)})", threads):
        first[id].parts.append(Part(RECORD, title))
        by_kind[kind].append(id)
    for kind, ids in by_kind.items():
        columns = _text_columns(kind)
        for id, *values in rows(f'SELECT id, {columns} FROM "{kind}" WHERE id IN ({marks(ids)})', tuple(ids)):
            first[id].parts.append(Part(RECORD, " · ".join(str(value) for value in values if value)))


@reader
def _translations(found: dict[int, Document], files: Texts) -> None:
    """What a message was translated to: found by either language's words."""
    sql = f"SELECT message_id, language, subject, body FROM translation WHERE message_id IN ({marks(tuple(found))})"
    for message, language, subject, body in rows(sql, tuple(found)):
        found[message].labels.add(terms.language(code(language)))
        found[message].parts += [Part(TRANSLATION, text, code(language)) for text in (subject, body) if text]


@reader
def _files(found: dict[int, Document], files: Texts) -> None:
    """The files of a message, and those of a record at the entries that say they were added."""
    for message, id, sha256, name, content_type in [*_own_files(found), *_added_files(found)]:
        document = found[message]
        document.labels |= {terms.HAS_FILE, terms.attachment(id)}
        if content_type.startswith("image/"):
            document.labels.add(terms.HAS_IMAGE)
        document.parts.append(Part(FILE_NAME, name))
        if text := files.of(sha256, name, content_type):
            document.parts.append(Part(IN_FILE, text, guess(text) or document.language))


_Attached = tuple[int, int, str, str, str]


def _own_files(found: dict[int, Document]) -> Iterator[_Attached]:
    sql = f"""SELECT message_id, id, sha256, name, content_type FROM attachment
              WHERE deleted_at IS NULL AND message_id IN ({marks(tuple(found))}) ORDER BY id"""
    yield from rows(sql, tuple(found))


def _added_files(found: dict[int, Document]) -> Iterator[_Attached]:
    """A file on the record itself was logged when it was added, by the entry that follows it in time."""
    logs = [one for one in found.values() if one.kind == "log"]
    for thread in {one.thread for one in logs}:
        sql = """SELECT id, sha256, name, content_type, added_at FROM attachment
                 WHERE thread_id = ? AND message_id IS NULL AND deleted_at IS NULL"""
        for id, sha256, name, content_type, added in list(rows(sql, (thread,))):
            if (entry := entry_of_file(thread, name, added)) in found:
                yield entry, id, sha256, name, content_type


def entry_of_file(thread: int, name: str, added: str) -> int:
    """The entry that says that a file was added to a record; 0 where there is none."""
    sql = """SELECT id FROM message WHERE thread_id = ? AND date >= ? AND kind = 'log' AND body LIKE ? ESCAPE '\\'
             ORDER BY date, id LIMIT 1"""
    return next((row[0] for row in rows(sql, (thread, added, f"% added the file {escaped(name)}"))), 0)


def escaped(text: str) -> str:
    """A text as it stands for itself in LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@cache
def _text_columns(kind: str) -> str:
    """The columns of a kind that hold texts a person wrote."""
    cls = record.kind(kind)
    named = [name for name, one in cls.fields.items() if isinstance(one, Text | LongText | Email | Phone | Tags)]
    return ", ".join(f'"{cls.table._meta.fields[name].column_name}"' for name in named)
