"""Which records a list chooses, in what order, cut into which sections, and what its groups sum to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from models import grouping, listing, record
from models.errors import NotFound
from models.grouping import Group
from models.listing import Chosen

if TYPE_CHECKING:
    from tests.conftest import Filled


def _titles(kind: str, chosen: Chosen, **more: object) -> list[str]:
    return [row.title for row in listing.page(kind, chosen, **more)]  # type: ignore[arg-type]


def test_any_of_several_values_is_enough(filled: Filled) -> None:
    both = Chosen(where={"stage": ["New", "Proposition"]})
    assert listing.count_of("opportunity", both) == 2
    assert listing.count_of("opportunity", Chosen(where={"stage": ["Won"]})) == 0
    assert listing.count_of("opportunity", Chosen(where={"stage": []})) == 0


def test_an_empty_value_can_be_looked_for(filled: Filled) -> None:
    assert _titles("contact", Chosen(where={"company": [None]}), sort="title") == ["Bodegas Herrera S.L.", "Karl Weber"]


def test_mine_is_what_one_is_in_charge_of(filled: Filled) -> None:
    assert _titles("task", Chosen(mine=filled.jonas)) == ["Plan the delivery"]
    assert _titles("task", Chosen(mine=filled.marta)) == []


def test_a_tag_with_a_quote_is_found(filled: Filled) -> None:
    record.save(filled.karl, {"tags": ('the "big" one', "Cellar")}, by=filled.marta)
    assert _titles("contact", Chosen(where={"tags": 'the "big" one'})) == ["Karl Weber"]
    assert _titles("contact", Chosen(where={"tags": "big"})) == []


def test_records_that_link_here(filled: Filled) -> None:
    assert _titles("opportunity", Chosen(linked=filled.ana)) == ["Oak barrels, harvest 2027"]
    assert _titles("opportunity", Chosen(linked=filled.company)) == ["Oak barrels, harvest 2027"]
    assert grouping.related(filled.ana) == {"contact": 0, "opportunity": 1, "purchase_order": 0, "task": 0}
    assert grouping.related(filled.barrels) == {"task": 1}


def test_the_order_is_that_of_the_pages(filled: Filled) -> None:
    for sort in ("last", "title", "id", "expected_revenue", "contact", "salesperson", "stage"):
        for descending in (False, True):
            rows = listing.page("opportunity", Chosen(), sort=sort, descending=descending)
            order = grouping.order("opportunity", Chosen(), sort=sort, descending=descending)
            assert list(order.ids) == [row.id for row in rows]


def test_sections_follow_the_declared_stages(filled: Filled) -> None:
    third = record.create("opportunity", {"title": "Racks", "stage": "New"}, by=filled.marta).id
    order = grouping.order("opportunity", Chosen(), sort="title", group="stage")
    assert order.sections == (("New", 2), ("Proposition", 1))
    assert list(order.ids) == [third, filled.wall, filled.barrels]


def test_sections_by_link_have_the_empty_ones_last(filled: Filled) -> None:
    record.create("opportunity", {"title": "Racks"}, by=filled.marta)
    order = grouping.order("opportunity", Chosen(), sort="title", group="contact")
    assert order.sections == ((filled.ana, 1), (filled.karl, 1), (None, 1))


def test_groups_count_and_sum_by_currency(filled: Filled) -> None:
    record.create("opportunity", {"title": "Racks", "expected_revenue": "10.50 USD"}, by=filled.marta)
    found = grouping.groups("opportunity", "stage", Chosen())
    assert found["New"] == Group("New", 2, {"EUR": Decimal("11730"), "USD": Decimal("10.50")})
    assert found["Proposition"] == Group("Proposition", 1, {"EUR": Decimal("18640")})


def test_stages_have_empty_columns_too(filled: Filled) -> None:
    columns = grouping.stages("opportunity")
    assert [(one.value, one.count) for one in columns] == [
        ("New", 1),
        ("Qualified", 0),
        ("Proposition", 1),
        ("Won", 0),
        ("Lost", 0),
    ]


def test_an_unknown_sort_is_refused(filled: Filled) -> None:
    with pytest.raises(NotFound, match="can't be sorted by “colour”"):
        grouping.order("task", Chosen(), sort="colour")


def test_few_records_are_not_many(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not grouping.many("opportunity")
    monkeypatch.setattr(grouping, "MANY", 1)
    assert grouping.many("opportunity")
    assert not grouping.many("task")


def test_values_between_two(filled: Filled) -> None:
    record.save(filled.barrels, {"expected_closing": "2026-11-26"}, by=filled.marta)
    record.save(filled.wall, {"expected_closing": "2026-11-30"}, by=filled.marta)
    in_time = Chosen(between={"expected_closing": (dt.date(2026, 11, 26), dt.date(2026, 11, 30))})
    assert _titles("opportunity", in_time) == ["Oak barrels, harvest 2027"]
    assert len(_titles("opportunity", Chosen(between={"expected_closing": (None, dt.date(2026, 12, 1))}))) == 2
    assert _titles("opportunity", Chosen(between={"expected_closing": (dt.date(2026, 12, 1), None)})) == []


def test_the_values_and_tags_in_use(filled: Filled) -> None:
    record.save(filled.ana, {"tags": "Export, Cellar"}, by=filled.marta)
    record.save(filled.karl, {"tags": "Cellar"}, by=filled.marta)
    assert grouping.values_used("contact", "tags") == ["Cellar", "Export"]
    assert grouping.values_used("contact", "country") == ["DE", "ES"]
    assert grouping.values_used("contact", "salesperson") == []


def test_some_by_their_ids(filled: Filled) -> None:
    assert _titles("contact", Chosen(only=(filled.karl, filled.barrels))) == ["Karl Weber"]
    assert _titles("contact", Chosen(only=())) == []
