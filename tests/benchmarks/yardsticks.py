"""The search engines that ours is measured against: SQLite's FTS5, and tantivy where the extra `bench` is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.database import rows

COUNTED = 1_000
ROWS = """SELECT m.id, m.body, m.author_id, m.thread_id, m.kind, CAST(strftime('%s', m.date) AS INTEGER),
                 m.body LIKE '%http%' FROM message m WHERE m.deleted_at IS NULL ORDER BY m.date, m.id"""


class Asked:
    """A question in the words of every engine: words that must be there, the beginning of another, filters."""

    def __init__(self, family: str, typed: str, **more: Any) -> None:
        self.family, self.typed = family, typed
        self.words: list[str] = more.pop("words", [])
        self.begun: str = more.pop("begun", "")
        self.none: str = more.pop("none", "")
        self.phrase: str = more.pop("phrase", "")
        self.filters: dict[str, Any] = more


class Fts5:
    """Contentless, stemmed as English, with an index of beginnings; filters by a joined table."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        path = folder / "fts5.sqlite"
        there = path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        self.built = 0.0 if there else self._build()
        self.size = path.stat().st_size

    def _build(self) -> float:
        options = "content='', tokenize='porter unicode61', prefix='2 3'"
        self._db.execute("PRAGMA journal_mode = off")
        self._db.execute(f"CREATE VIRTUAL TABLE found USING fts5(body, {options})")
        self._db.execute("CREATE TABLE m (id INTEGER PRIMARY KEY, author, thread, kind, at, link)")
        start = time.process_time()
        self._db.execute("BEGIN")
        for id, body, *more in rows(ROWS):
            self._db.execute("INSERT INTO found (rowid, body) VALUES (?, ?)", (id, body))
            self._db.execute("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?)", (id, *more))
        self._db.execute("COMMIT")
        self._db.execute("INSERT INTO found (found) VALUES ('optimize')")
        took = time.process_time() - start
        for column in ("author", "thread", "at"):
            self._db.execute(f"CREATE INDEX m_{column} ON m ({column})")
        self._db.execute("ANALYZE")
        return took

    def ask(self, one: Asked) -> int:
        """The newest 20 and the count up to 1,000."""
        match = " ".join([*(f'"{word}"' for word in one.words)] + [f'"{one.begun}"*'] * bool(one.begun))
        match += f'"{one.phrase}"' if one.phrase else ""
        match += f' NOT "{one.none}"' if one.none else ""
        where, values = "found MATCH ?", [match]
        for name, value in one.filters.items():
            column, sign = {"after": ("at", ">="), "before": ("at", "<")}.get(name, (name, "="))
            where += f" AND m.{column} {sign} ?"
            values.append(value)
        joined = "JOIN m ON m.id = found.rowid" if one.filters else ""
        sql = f"SELECT found.rowid FROM found {joined} WHERE {where}"
        list(self._db.execute(f"{sql} ORDER BY found.rowid DESC LIMIT 20", values))
        count = self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT {COUNTED})", values).fetchone()[0]
        return int(count)

    def close(self) -> None:
        self._db.close()


class Tantivy:
    """One field of text, stemmed as English; newest first by a fast field, counts exact."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        path = folder / "tantivy"
        there = (path / "meta.json").exists()
        if not there:
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
        made = tantivy.SchemaBuilder().add_integer_field("id", stored=True, indexed=True, fast=True)
        for name in ("author", "thread", "at", "link"):
            made = made.add_integer_field(name, indexed=True, fast=True)
        self._schema = (
            made.add_text_field("body", tokenizer_name="en_stem").add_text_field("kind", tokenizer_name="raw").build()
        )
        self._index = tantivy.Index(self._schema, path=str(path))
        self.built = 0.0 if there else self._build()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.size = sum(file.stat().st_size for file in path.iterdir())

    def _build(self) -> float:
        start = time.process_time()
        writer = self._index.writer(200_000_000, num_threads=1)
        for id, body, author, thread, kind, at, link in rows(ROWS):
            writer.add_document(
                self._tantivy.Document(id=id, body=body, author=author, thread=thread, kind=kind, at=at, link=link)
            )
        writer.commit()
        writer.wait_merging_threads()
        return time.process_time() - start

    def ask(self, one: Asked) -> int:
        """The newest 20 and the exact count."""
        query = self._query(one)
        found = self._searcher.search(query, limit=20, count=True, order_by_field="id")
        return int(found.count)

    def _query(self, one: Asked) -> Any:
        occur, make = self._tantivy.Occur, self._tantivy.Query
        parts = [(occur.Must, self._index.parse_query(f'"{word}"', ["body"])) for word in one.words]
        if one.begun:
            parts.append((occur.Must, make.regex_query(self._schema, "body", f"{one.begun}.*")))
        if one.phrase:
            parts.append((occur.Must, self._index.parse_query(f'"{one.phrase}"', ["body"])))
        if one.none:
            parts.append((occur.MustNot, self._index.parse_query(f'"{one.none}"', ["body"])))
        for name, value in one.filters.items():
            parts.append((occur.Must, self._filter(name, value)))
        return make.boolean_query(parts)

    def _filter(self, name: str, value: Any) -> Any:
        make, kinds = self._tantivy.Query, self._tantivy.FieldType
        if name == "after":
            return make.range_query(self._schema, "at", kinds.Integer, value, 2**62)
        if name == "before":
            return make.range_query(self._schema, "at", kinds.Integer, 0, value, include_upper=False)
        return make.term_query(self._schema, name, value)

    def close(self) -> None:
        self._searcher = None


def installed() -> Iterator[type[Fts5] | type[Tantivy]]:
    """The engines there are."""
    yield Fts5
    if importlib.util.find_spec("tantivy") is not None:
        yield Tantivy
