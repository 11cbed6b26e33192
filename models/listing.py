"""Listing: records of a kind as lists and boards show them: filtered, sorted, a page at a time, summed by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from models import record, shown
from models.errors import NotFound
from models.fields import Amounts, Field, Link, Member, Names, Tags
from models.message import Message
from models.person import Person
from models.record import Record, Values
from models.shown import Reader
from models.text import fold, shortened
from models.thread import Thread

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
class Stage:
    """A column of a board: how many records stand in it, and the sums of their amounts by currency."""

    stage: str
    count: int
    sums: dict[str, Decimal]


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
    cls = record.kind(kind)
    query = _filtered(cls, where or {}, containing, archived)
    columns = [cls.table._meta.fields[name] for name in cls.table._meta.fields if name not in ("id", "salt")]
    query = query.select(Thread.id, Thread.title, Thread.archived, Thread.last_date, Thread.last_message, *columns)
    ordered = _sorted(cls, query, sort, descending).limit(limit).offset(offset)
    found = list(ordered.dicts())
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
    return int(_filtered(record.kind(kind), where or {}, containing, archived).count())


def _filtered(cls: type[Record], where: Mapping[str, Any], containing: str, archived: bool) -> Any:
    query = cls.table.select().join(Thread, on=(cls.table.id == Thread.id)).where(Thread.archived == archived)
    for word in fold(containing).split():
        query = query.where(Thread.folded.contains(word))
    for name, value in where.items():
        query = query.where(_equal(cls, name, value))
    return query


def _equal(cls: type[Record], name: str, value: Any) -> Any:
    """The condition that a field has a value; for tags, that it is one of them."""
    if name not in cls.fields:
        raise NotFound(f"{cls.label} has no field “{name}”; its fields are {', '.join(cls.fields)}.")
    field = cls.fields[name]
    column = cls.table._meta.fields[name]
    if isinstance(field, Tags):
        return pw.fn.INSTR(column, f'"{value}"') > 0
    wanted = field.parse(value, record.empty(cls)) if isinstance(value, str) else value
    stored = field.store(wanted)
    conditions = [
        cls.table._meta.fields[part].is_null() if kept is None else cls.table._meta.fields[part] == kept for part, kept in stored.items()
    ]
    return pw.reduce(pw.operator.and_, conditions)


def _sorted(cls: type[Record], query: Any, sort: str, descending: bool) -> Any:
    key: Any = {"id": Thread.id, LAST: Thread.last_date, "title": Thread.folded}.get(sort)
    if key is None:
        key, query = _sort_key(cls, query, sort)
    return query.order_by(key.desc(nulls="last") if descending else key.asc(nulls="last"), Thread.id)


def _sort_key(cls: type[Record], query: Any, sort: str) -> tuple[Any, Any]:
    if sort not in cls.fields:
        raise NotFound(f"{cls.label} can't be sorted by “{sort}”.")
    column, field = cls.table._meta.fields[sort], cls.fields[sort]
    if isinstance(field, Link):
        other = Thread.alias()
        return other.folded, query.join(other, pw.JOIN.LEFT_OUTER, on=(column == other.id))
    if isinstance(field, Member):
        return Person.folded, query.join(Person, pw.JOIN.LEFT_OUTER, on=(column == Person.id))
    if getattr(field, "choices", None):
        steps = tuple((value, place) for place, (value, _) in enumerate(field.choices))  # type: ignore[attr-defined]
        return pw.Case(column, steps, len(steps)), query
    return column, query


def _beginnings(messages: Iterable[int | None]) -> dict[int, str]:
    """The beginnings of these entries as a list shows them."""
    ids = [id for id in messages if id is not None]
    query = Message.select(Message.id, Message.kind, pw.fn.SUBSTR(Message.body, 1, 400), Message.changes, Message.deleted_at, Person.name)
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


def stages(kind: str, *, where: Mapping[str, Any] | None = None, containing: str = "") -> list[Stage]:
    """The columns of the board of a kind, in the order of its stages."""
    cls = record.kind(kind)
    stage = cls.table._meta.fields[str(cls.stage_field)]
    amount = cls.fields[cls.amount_field] if cls.amount_field else None
    columns = [stage, pw.fn.COUNT(stage)]
    grouping = [stage]
    if isinstance(amount, Amounts):
        currency = cls.table._meta.fields[amount.currency or f"{amount.name}_currency"]
        columns += [currency, pw.fn.SUM(cls.table._meta.fields[amount.name])]
        grouping.append(currency)
    query = _filtered(cls, where or {}, containing, False).select(*columns).group_by(*grouping)
    counts: dict[str, int] = {}
    sums: dict[str, dict[str, Decimal]] = {}
    for value, number, *money in query.tuples():
        counts[value] = counts.get(value, 0) + number
        if money and money[0] and money[1] is not None:
            sums.setdefault(value, {})[money[0]] = Decimal(money[1]) / 10_000 if isinstance(money[1], int) else money[1]
    declared = [value for value, _ in cls.fields[str(cls.stage_field)].choices]  # type: ignore[attr-defined]
    return [Stage(value, counts.get(value, 0), sums.get(value, {})) for value in [*declared, *(counts.keys() - set(declared))]]


def names_for(kind: str, values: Iterable[Values]) -> Names:
    """The titles and names that these values need, looked up together."""
    cls, names = record.kind(kind), Names()
    kept = list(values)
    for field in cls.fields.values():
        ids = [one[field.name] for one in kept if isinstance(field, Link | Member) and one[field.name] is not None]
        names.learn(threads=ids if isinstance(field, Link) else (), persons=ids if isinstance(field, Member) else ())
    return names


def plain(kind: str, values: Values, names: Names) -> dict[str, Any]:
    """The values of a record as scripts get them (product.md §12)."""
    return {name: field.plain(values[name], names, values) for name, field in record.kind(kind).fields.items()}


def text(field: Field, values: Values, names: Names, reader: Reader) -> str:
    """One value of a record as a reader sees it; empty for an empty one."""
    return shown.text(field.type, field.snapshot(values[field.name], names, values), reader) or ""
