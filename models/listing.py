"""Listing: records of a kind as lists and boards show them: filtered, sorted, a page at a time, summed by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee as pw

from models import activity_filter, record, shown
from models.database import Json, canonical
from models.errors import NotFound
from models.fields import Field, Link, Member, Names, Tags
from models.message import Message
from models.person import Person
from models.record import Record, Values
from models.shown import Reader
from models.text import fold, shortened
from models.thread import Thread

_EMPTY_LIST = pw.Value("[]", converter=False)
LAST = "last"  # sort by the newest entry


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list: its values, and the beginning of its newest entry."""

    id: int
    title: str
    archived: bool
    last_date: dt.datetime
    last: str
    values: Values


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records of a kind are meant.

    `where` maps fields to a value, or to a list of values of which any will do (typed texts are read, None is empty);
    `between` maps fields to the first value that will do and the first one too late (None: no bound); `containing` is
    looked for in titles; `mine` is the person who is in charge; `linked` the record that they link to; `only` names
    them by their ids; `activity` is the state of the most pressing activity, a key of activity_filter.WORST.
    """

    where: Mapping[str, Any] = field(default_factory=dict)
    containing: str = ""
    archived: bool = False
    mine: int | None = None
    linked: int | None = None
    between: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    only: tuple[int, ...] | None = None
    activity: str = ""


def rows(
    kind: str,
    *,
    where: Mapping[str, Any] | None = None,
    containing: str = "",
    archived: bool = False,
    sort: str = "id",
    descending: bool = False,
    limit: int = 80,
    offset: int = 0,
) -> list[Row]:
    """Records of a kind. `where` maps fields to values (typed texts are read), `containing` is looked for in titles."""
    chosen = Chosen(where or {}, containing, archived)
    return page(kind, chosen, sort=sort, descending=descending, limit=limit, offset=offset)


def page(
    kind: str, chosen: Chosen, *, sort: str = "id", descending: bool = False, limit: int = 80, offset: int = 0
) -> list[Row]:
    """The chosen records in this order, from `offset` on."""
    cls = record.kind(kind)
    return _rows(cls, ordered(cls, filtered(cls, chosen), sort, descending).limit(limit).offset(offset))


def some(kind: str, ids: Iterable[int]) -> dict[int, Row]:
    """The records with these ids that exist, by id."""
    cls = record.kind(kind)
    query = cls.table.select().join(Thread, on=(cls.table.id == Thread.id)).where(Thread.id.in_(list(ids)))
    return {row.id: row for row in _rows(cls, query)}


def _rows(cls: type[Record], query: Any) -> list[Row]:
    columns = [column for name, column in cls.table._meta.fields.items() if name not in ("id", "salt")]
    query = query.select(Thread.id, Thread.title, Thread.archived, Thread.last_date, Thread.last_message, *columns)
    found = list(query.dicts())
    last = _beginnings(row["last_message"] for row in found)
    return [
        Row(
            *(row["id"], row["title"], row["archived"], row["last_date"], last.get(row["last_message"], "")),
            {name: field.load(row) for name, field in cls.fields.items()},
        )
        for row in found
    ]


def count(kind: str, *, where: Mapping[str, Any] | None = None, containing: str = "", archived: bool = False) -> int:
    """How many records `rows` would give without a limit."""
    return count_of(kind, Chosen(where or {}, containing, archived))


def count_of(kind: str, chosen: Chosen) -> int:
    """How many records are chosen."""
    return int(filtered(record.kind(kind), chosen).count())


def filtered(cls: type[Record], chosen: Chosen) -> Any:
    """The query for the chosen records: the kind's table joined to its threads."""
    query = cls.table.select().join(Thread, on=(cls.table.id == Thread.id))
    query = query.where(Thread.archived == chosen.archived)
    if chosen.linked is None:  # said twice, so that the index of threads is used; links have an index of their own
        query = query.where(Thread.kind == cls.kind)
    if chosen.only is not None:
        query = query.where(cls.table.id.in_(chosen.only))
    if chosen.activity:
        query = query.where(activity_filter.where(Thread.id, chosen.activity))
    for word in fold(chosen.containing).split():
        query = query.where(Thread.folded.contains(word))
    for name, value in chosen.where.items():
        query = query.where(_matching(cls, name, value))
    for name, (first, late) in chosen.between.items():
        column = cls.table._meta.fields[name]
        query = query.where(column >= first) if first is not None else query.where(~column.is_null())
        query = query.where(column < late) if late is not None else query
    if chosen.mine is not None:
        query = query.where(
            _any_of(cls, [name for name, one in cls.fields.items() if isinstance(one, Member)], chosen.mine)
        )
    if chosen.linked is not None:
        query = query.where(_any_of(cls, list(cls.fields), chosen.linked, links=True) & (cls.table.id != chosen.linked))
    return query


def _any_of(cls: type[Record], names: Sequence[str], value: int, *, links: bool = False) -> Any:
    """The condition that one of these fields points to `value`; false for a kind without such a field."""
    columns = [cls.table._meta.fields[name] for name in names if not links or isinstance(cls.fields[name], Link)]
    return reduce(or_, [column == value for column in columns]) if columns else pw.Value(1) == 0


def _matching(cls: type[Record], name: str, value: Any) -> Any:
    """The condition that a field has a value, or one of several."""
    if name not in cls.fields:
        raise NotFound(f"{cls.label} has no field “{name}”; its fields are {', '.join(cls.fields)}.")
    if isinstance(value, list):
        return reduce(or_, [_equal(cls, name, one) for one in value]) if value else pw.Value(1) == 0
    return _equal(cls, name, value)


def _equal(cls: type[Record], name: str, value: Any) -> Any:
    """The condition that a field has a value; for tags, that it is one of them."""
    field = cls.fields[name]
    column = cls.table._meta.fields[name]
    if isinstance(field, Tags):
        return pw.fn.INSTR(column, canonical(value)) > 0 if value else column == _EMPTY_LIST
    wanted = field.parse(value, record.empty(cls)) if isinstance(value, str) else value
    stored = field.store(wanted)
    columns = {part: cls.table._meta.fields[part] for part in stored}
    return reduce(
        and_, [columns[part].is_null() if kept is None else _is(columns[part], kept) for part, kept in stored.items()]
    )


def _is(column: Any, kept: Any) -> Any:
    """The condition that a column holds a value, be it one of several parts."""
    return column == pw.Value(column.db_value(kept), converter=False)


def ordered(cls: type[Record], query: Any, sort: str, descending: bool) -> Any:
    """The query in the order of `sort`: "id", "last", "title" or a field; empty values last, equal ones by id."""
    key: Any = {"id": Thread.id, LAST: Thread.last_date, "title": Thread.folded}.get(sort)
    if key is not None:  # never empty, and kept in order by an index
        return query.order_by(key.desc(), Thread.id.desc()) if descending else query.order_by(key, Thread.id)
    key, query = sort_key(cls, query, sort)
    return query.order_by(key.desc(nulls="last") if descending else key.asc(nulls="last"), Thread.id)


def sort_key(cls: type[Record], query: Any, sort: str) -> tuple[Any, Any]:
    """What a field sorts by (titles, names, the place of a choice), and the query with what that needs joined."""
    if sort not in cls.fields:
        raise NotFound(f"{cls.label} can't be sorted by “{sort}”.")
    column, field = cls.table._meta.fields[sort], cls.fields[sort]
    if isinstance(field, Link):
        other = Thread.alias()
        return other.folded, query.join_from(cls.table, other, pw.JOIN.LEFT_OUTER, on=(column == other.id))
    if isinstance(field, Member):
        someone = Person.alias()
        return someone.folded, query.join_from(cls.table, someone, pw.JOIN.LEFT_OUTER, on=(column == someone.id))
    if getattr(field, "choices", None):
        steps = tuple((value, place) for place, (value, _) in enumerate(field.choices))  # type: ignore[attr-defined]
        return pw.Case(column, steps), query
    if isinstance(column, Json):
        return pw.fn.NULLIF(column, _EMPTY_LIST), query
    return (pw.fn.LOWER(column) if field.type == "text" else column), query


def _beginnings(messages: Iterable[int | None]) -> dict[int, str]:
    """The beginnings of these entries as a list shows them."""
    ids = [id for id in messages if id is not None]
    query = Message.select(
        Message.id, Message.kind, pw.fn.SUBSTR(Message.body, 1, 400), Message.changes, Message.deleted_at, Person.name
    )
    query = query.join(Person, on=(Message.author == Person.id)).where(Message.id.in_(ids))
    return {row[0]: _beginning(*row[1:]) for row in query.tuples()}


def _beginning(kind: str, body: str, changes: Any, deleted: dt.datetime | None, author: str) -> str:
    if deleted is not None:
        return f"{author} deleted a message"
    if kind == "change" and changes:
        return f"{author} changed {', '.join(change['label'].lower() for change in changes)}"
    if kind in ("created", "log"):
        return shortened(body.split("\n")[0])
    return f"{author.split(' ')[0]}: {shortened(body)}"


def names_for(kind: str, values: Iterable[Values]) -> Names:
    """The titles and names that these values need, looked up together."""
    cls, names = record.kind(kind), Names()
    kept = list(values)
    threads = [one[field.name] for field in cls.fields.values() if isinstance(field, Link) for one in kept]
    persons = [one[field.name] for field in cls.fields.values() if isinstance(field, Member) for one in kept]
    names.learn(threads=[id for id in threads if id is not None], persons=[id for id in persons if id is not None])
    return names


def plain(kind: str, values: Values, names: Names) -> dict[str, Any]:
    """The values of a record as scripts get them (product.md §12)."""
    return {name: field.plain(values[name], names, values) for name, field in record.kind(kind).fields.items()}


def text(field: Field, values: Values, names: Names, reader: Reader) -> str:
    """One value of a record as a reader sees it; empty for an empty one."""
    return shown.text(field.type, field.snapshot(values[field.name], names, values), reader) or ""
