"""Grouping: the order of a whole list as ids, cut into sections, and what each group counts and sums to."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from models import database, record
from models.fields import Amounts, Choice, Country, Currency, Field, Language, Link, Member, Tags, YesNo
from models.listing import Chosen, filtered, ordered, sort_key
from models.record import Record
from models.text import fold
from models.thread import Thread

MANY = 5000


@dataclass(frozen=True, slots=True)
class Group:
    """The records that share a value (a board's column): how many, and the sums of their amounts by currency."""

    value: Any
    count: int
    sums: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Order:
    """All ids of a list in their order; grouped, `sections` say which value holds for how many of them, in turn."""

    ids: array[int]
    sections: tuple[tuple[Any, int], ...] = ()


def groupable(field: Field) -> bool:
    """Whether a list can be grouped by this field."""
    return isinstance(field, Choice | Link | Member | Country | Language | Currency | YesNo)


def order(kind: str, chosen: Chosen, *, sort: str = "id", descending: bool = False, group: str | None = None) -> Order:
    """The order of the chosen records; reads ids alone, so that pages can be fetched by them from anywhere."""
    cls = record.kind(kind)
    query = ordered(cls, filtered(cls, chosen), sort, descending)
    if group is None:
        return Order(array("q", (row[0] for row in _raw(query.select(Thread.id)))))
    key, query = sort_key(cls, query, group)
    query = query.order_by(key.asc(nulls="last"), cls.table._meta.fields[group], *query._order_by)
    return _sections(cls, group, query.select(Thread.id, cls.table._meta.fields[group]))


def _raw(query: Any) -> Any:
    """The rows of a query as the database keeps them; building objects would take many times as long."""
    return database.rows(*query.sql())


def _sections(cls: type[Record], group: str, query: Any) -> Order:
    ids: array[int] = array("q")
    sections: list[tuple[Any, int]] = []
    start, held = 0, None
    for id, value in _raw(query):
        if value != held and len(ids) > start:
            sections.append((_loaded(cls, group, held), len(ids) - start))
            start = len(ids)
        held = value
        ids.append(id)
    if len(ids) > start:
        sections.append((_loaded(cls, group, held), len(ids) - start))
    return Order(ids, tuple(sections))


def _loaded(cls: type[Record], name: str, kept: Any) -> Any:
    return cls.fields[name].load({name: kept})


def groups(kind: str, field: str, chosen: Chosen) -> dict[Any, Group]:
    """What the chosen records count and sum to, by the value of a field."""
    cls = record.kind(kind)
    column = cls.table._meta.fields[field]
    amount = cls.fields[cls.amount_field] if cls.amount_field else None
    columns, grouping = [column, pw.fn.COUNT(Thread.id)], [column]
    if isinstance(amount, Amounts):
        currency = cls.table._meta.fields[amount.currency or f"{amount.name}_currency"]
        columns += [currency, pw.fn.SUM(cls.table._meta.fields[amount.name])]
        grouping.append(currency)
    counts: dict[Any, int] = {}
    sums: dict[Any, dict[str, Decimal]] = {}
    for kept, number, *money in filtered(cls, chosen).select(*columns).group_by(*grouping).tuples():
        value = _loaded(cls, field, kept)
        counts[value] = counts.get(value, 0) + number
        if money and money[0] and money[1] is not None:
            sums.setdefault(value, {})[money[0]] = Decimal(money[1]) / 10_000 if isinstance(money[1], int) else money[1]
    return {value: Group(value, number, sums.get(value, {})) for value, number in counts.items()}


def stages(kind: str, chosen: Chosen | None = None) -> list[Group]:
    """The columns of the board of a kind, in the order of its stages; empty ones too, and those no longer declared."""
    stage = str(record.kind(kind).stage_field)
    found = groups(kind, stage, chosen or Chosen())
    declared = [value for value, _ in record.kind(kind).fields[stage].choices]  # type: ignore[attr-defined]
    return [found.get(value, Group(value, 0, {})) for value in [*declared, *(found.keys() - set(declared))]]


def values_used(kind: str, field: str) -> list[Any]:
    """The values of a field that records of this kind hold, in order; of tags, each tag."""
    cls = record.kind(kind)
    column = cls.table._meta.fields[field]
    held = {_loaded(cls, field, row[0]) for row in filtered(cls, Chosen()).select(column).distinct().tuples()}
    if isinstance(cls.fields[field], Tags):
        held = {tag for tags in held for tag in tags}
    return sorted((value for value in held if value is not None), key=lambda value: fold(str(value)))


def related(id: int) -> dict[str, int]:
    """How many records of each kind that can link to this one do so, archived ones apart."""
    kind = record.read(id).kind
    found = {}
    for name, cls in record.kinds.items():
        if any(isinstance(field, Link) and field.to in (None, kind) for field in cls.fields.values()):
            found[name] = int(filtered(cls, Chosen(linked=id)).count())
    return found


def many(kind: str) -> bool:
    """Whether there are so many records of a kind that whole-table work belongs off the UI thread."""
    some = Thread.select(Thread.id).where(Thread.kind == kind).limit(MANY + 1)
    return int(some.count()) > MANY
