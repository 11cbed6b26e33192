"""Lists filter and sort by every field of every kind, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from models import listing, posting, record
from models.errors import NotFound, Refused
from models.fields import Choice, Link, Member
from models.listing import LAST
from tests.models.conftest import Make

# Typed values for each field: what is filtered for must find exactly the records that were given the same.
VALUES: dict[str, list[dict[str, str]]] = {
    "contact": [
        {"name": "Zoe", "is_company": "yes", "company": "", "email": "z@x.example", "phone": "+34 956 34 00 00",
         "mobile": "+34 656 555 014", "whatsapp_consent": "yes", "street": "Calle 1", "city": "jerez",
         "postcode": "11401", "country": "ES", "language": "es", "time_zone": "Europe/Madrid", "tags": "Wine, VIP",
         "salesperson": "Jonas Lind", "notes": "Likes oak.\nReally."},
        {"name": "ana", "company": "Zoe", "email": "A@x.example", "phone": "+49 30 123456", "mobile": "+49 171 1234567",
         "whatsapp_consent": "no", "street": "Alte Gasse", "city": "Berlin", "postcode": "10115", "country": "Germany",
         "language": "de", "time_zone": "Europe/Berlin", "tags": "Oak", "salesperson": "Marta Oliveira", "notes": "b"},
        {"name": "Ben", "tags": 'The "best", Wine', "city": "Aachen"},
    ],
    "opportunity": [
        {"title": "Zinc", "stage": "Won", "contact": "Zoe", "company": "ana", "expected_revenue": "1000",
         "expected_closing": "2026-11-26", "salesperson": "Jonas Lind", "tags": "a", "lost_reason": "", "notes": "n"},
        {"title": "apple", "stage": "New", "contact": "Ben", "company": "Zoe", "expected_revenue": "200.5 USD",
         "probability": "50", "expected_closing": "2025-01-01", "salesperson": "Marta Oliveira", "tags": "b"},
        {"title": "Mango", "stage": "Lost", "lost_reason": "Too dear", "expected_revenue": "0"},
    ],
    "purchase_order": [
        {"reference": "PO2", "vendor": "Zoe", "status": "Received", "order_date": "2026-02-01", "currency": "USD",
         "expected_arrival": "2026-11-26T08:00Z", "lines": "A; 2; 10", "buyer": "Jonas Lind", "notes": "x"},
        {"reference": "PO1", "vendor": "ana", "status": "RFQ sent", "order_date": "2026-01-01",
         "expected_arrival": "2026-11-25T08:00Z", "lines": "B; 1; 5.5", "buyer": "Marta Oliveira"},
        {"reference": "PO3"},
    ],
    "task": [
        {"title": "zebra", "about": "Zoe", "assignee": "Jonas Lind", "deadline": "2026-12-01", "stage": "Done",
         "notes": "n"},
        {"title": "Ant", "about": "Ben", "assignee": "Marta Oliveira", "deadline": "2026-11-01",
         "stage": "In progress"},
        {"title": "cow"},
    ],
}  # fmt: skip
KINDS = sorted(VALUES)


@pytest.fixture
def lists(make: Make, jonas: int) -> dict[str, list[int]]:
    """Three records of each kind."""
    return {kind: [make(kind, **values) for values in rows] for kind, rows in VALUES.items()}


def values(id: int, name: str) -> Any:
    return record.read(id).values[name]


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_filters(lists: dict[str, list[int]], kind: str) -> None:
    for name, field in record.kind(kind).fields.items():
        for value in [values(id, name) for id in lists[kind]]:
            for wanted in value if field.type == "tags" else [value]:
                same = [id for id in lists[kind] if has(values(id, name), wanted, field.type)]
                assert [row.id for row in listing.rows(kind, where={name: wanted})] == same, name
                assert listing.count(kind, where={name: wanted}) == len(same), name


def has(value: Any, wanted: Any, type: str) -> bool:
    return wanted in value if type == "tags" else value == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_filters_by_what_was_typed(lists: dict[str, list[int]], kind: str) -> None:
    for id, given in zip(lists[kind], VALUES[kind], strict=True):
        for name, typed in given.items():
            if typed and name not in ("tags", "lines"):
                assert id in [row.id for row in listing.rows(kind, where={name: typed})], name


@pytest.mark.parametrize("kind", KINDS)
def test_empty_ones_are_found(lists: dict[str, list[int]], kind: str) -> None:
    cls = record.kind(kind)
    for name, field in cls.fields.items():
        blank = field.parse("", record.empty(cls))
        wanted = [id for id in lists[kind] if values(id, name) == blank]
        assert [row.id for row in listing.rows(kind, where={name: ""})] == wanted, name


def key(kind: str, name: str) -> Callable[[Any], Any]:
    """What a person expects a field to sort by."""
    field = record.kind(kind).fields[name]
    if isinstance(field, Choice):
        places = {value: place for place, (value, _) in enumerate(field.choices)}
        return lambda value: places[value]
    if isinstance(field, Link):
        return lambda value: record.read(value).title.casefold()
    if isinstance(field, Member):
        from models import person

        return lambda value: person.one(value).name.casefold()
    if field.type == "money":
        return lambda value: value.amount
    if field.type == "text":
        return lambda value: value.casefold()
    if field.type == "lines":
        return lambda value: field.store(value)[name]
    return lambda value: value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("descending", [False, True])
def test_each_field_sorts_with_empty_ones_last(lists: dict[str, list[int]], kind: str, descending: bool) -> None:
    for name in record.kind(kind).fields:
        kept = {id: values(id, name) for id in lists[kind]}
        filled = [id for id, value in kept.items() if value not in (None, ())]
        by = key(kind, name)
        wanted = sorted(filled, key=lambda id, by=by, kept=kept: by(kept[id]), reverse=descending)
        wanted += [id for id in lists[kind] if kept[id] in (None, ())]
        found = [row.id for row in listing.rows(kind, sort=name, descending=descending)]
        assert [kept[id] for id in found] == [kept[id] for id in wanted], name
        assert sorted(found) == sorted(wanted), name


@pytest.mark.parametrize("sort", ["id", "title", LAST])
def test_lists_sort_by_what_every_record_has(lists: dict[str, list[int]], marta: int, sort: str) -> None:
    posting.note(lists["contact"][1], "newest", by=marta)
    keys: dict[str, Any] = {
        "id": lambda row: row.id,
        "title": lambda row: row.title.casefold(),
        LAST: lambda row: row.last_date,
    }
    found = listing.rows("contact", sort=sort)
    assert found == sorted(found, key=keys[sort])
    assert listing.rows("contact", sort=sort, descending=True) == found[::-1]


def test_pages_join_without_gaps(make: Make) -> None:
    ids = [make("task", title=f"Same {number % 3}") for number in range(25)]
    pages = [listing.rows("task", sort="title", limit=10, offset=start) for start in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted(row.id for page in pages for row in page) == ids


def test_words_are_looked_for_in_titles(lists: dict[str, list[int]], make: Make) -> None:
    make("contact", name="Ángel Núñez-Ortiz")
    for typed, found in [("nun ang", 1), ("NÚÑEZ", 1), ("ortiz", 1), ("angel zoe", 0), ("%", 0), ("_", 0), ("", 4)]:
        assert len(listing.rows("contact", containing=typed)) == found, typed
        assert listing.count("contact", containing=typed) == found


def test_filters_hold_together(lists: dict[str, list[int]]) -> None:
    both = {"country": "Germany", "city": "Berlin"}
    assert [row.title for row in listing.rows("contact", where=both)] == ["ana"]
    assert listing.rows("contact", where={**both, "name": "Zoe"}) == []


def test_a_row_has_its_values(lists: dict[str, list[int]]) -> None:
    [row] = listing.rows("opportunity", where={"title": "apple"})
    view = record.read(row.id)
    assert (row.title, row.archived, row.values) == (view.title, view.archived, view.values)
    assert row.values["expected_revenue"].amount == Decimal("200.5")
    assert row.values["expected_closing"] == dt.date(2025, 1, 1)


def test_unknown_fields_values_and_kinds_are_refused(lists: dict[str, list[int]]) -> None:
    with pytest.raises(NotFound, match="Contact has no field “town”"):
        listing.rows("contact", where={"town": "Jerez"})
    with pytest.raises(NotFound, match="can't be sorted by “town”"):
        listing.rows("contact", sort="town")
    with pytest.raises(NotFound, match="no kind of record"):
        listing.rows("contacts")
    with pytest.raises(Refused, match="is not a date"):
        listing.rows("task", where={"deadline": "soon"})
    with pytest.raises(Refused, match="can't be chosen for Stage"):
        listing.count("task", where={"stage": "Never"})


@pytest.mark.parametrize(
    ("act", "beginning"),
    [
        (lambda id, by: None, "Task created"),
        (lambda id, by: posting.note(id, "one\ntwo   three", by=by), "Marta: one two three"),
        (lambda id, by: posting.note(id, "long " * 100, by=by), "Marta: " + ("long " * 100)[:119].rstrip() + "…"),
        (
            lambda id, by: record.save(id, {"title": "x", "done": "yes"}, by=by),
            "Marta Oliveira changed title, stage, done",
        ),
        (lambda id, by: record.archive(id, by=by), "Marta Oliveira archived this record"),
    ],
)
def test_the_newest_entry_is_told_in_a_few_words(make: Make, marta: int, act: Any, beginning: str) -> None:
    id = make("task", title="Call")
    act(id, marta)
    [row] = listing.rows("task", archived=record.read(id).archived)
    assert row.last == beginning


def test_a_deleted_message_is_told_as_such(make: Make, marta: int) -> None:
    from models import message

    id = make("task", title="Call")
    message.delete(posting.note(id, "secret", by=marta), by=marta)
    assert listing.rows("task")[0].last == "Marta Oliveira deleted a message"
