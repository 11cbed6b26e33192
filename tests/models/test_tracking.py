"""Tracked changes are exactly as product.md §3 says: what counts, what is kept of it, and how it is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models import database, journal, record, setting, shown
from models.record import Changed
from models.shown import Reader
from tests.models.conftest import Make, kinds_of, newest

MADRID = Reader("en_GB", "Europe/Madrid")


def told(changes: tuple[Changed, ...], reader: Reader = MADRID) -> list[tuple[str, str | None, str | None]]:
    """Changes as a reader sees them: label, old text, new text."""
    return [(one.label, *shown.pair(one.type, one.old, one.new, reader)) for one in changes]


# Each case: kind, values before, values saved, what the entry tells (None: no entry).
CASES: list[tuple[str, str, dict[str, str], dict[str, Any], list[tuple[str, str | None, str | None]] | None]] = [
    ("text", "contact", {"city": "Jerez"}, {"city": "Cádiz"}, [("City", "Jerez", "Cádiz")]),
    ("set", "contact", {}, {"city": "Cádiz"}, [("City", None, "Cádiz")]),
    ("unset", "contact", {"city": "Jerez"}, {"city": ""}, [("City", "Jerez", None)]),
    ("unset by None", "contact", {"city": "Jerez"}, {"city": None}, [("City", "Jerez", None)]),
    ("same", "contact", {"city": "Jerez"}, {"city": "Jerez"}, None),
    ("same but for white space", "contact", {"city": "Jerez"}, {"city": "  Jerez\n"}, None),
    ("None and empty text are the same", "contact", {}, {"city": ""}, None),
    ("case counts", "contact", {"city": "Jerez"}, {"city": "JEREZ"}, [("City", "Jerez", "JEREZ")]),
    ("untracked", "contact", {}, {"notes": "Likes oak."}, None),
    (
        "e-mail",
        "contact",
        {"email": "a@x.example"},
        {"email": "b@x.example"},
        [("Email", "a@x.example", "b@x.example")],
    ),
    ("0 is not None", "opportunity", {}, {"probability": "0"}, [("Probability", None, "0 %")]),
    ("None is not 0", "opportunity", {"probability": "0"}, {"probability": ""}, [("Probability", "0 %", None)]),
    ("number", "opportunity", {"probability": "10"}, {"probability": 20}, [("Probability", "10 %", "20 %")]),
    ("0 money is not None", "opportunity", {}, {"expected_revenue": "0"}, [("Expected revenue", None, "€0.00")]),
    (
        "money",
        "opportunity",
        {"expected_revenue": "1200"},
        {"expected_revenue": "1250.5"},
        [("Expected revenue", "€1,200.00", "€1,250.50")],
    ),
    (
        "same money written otherwise",
        "opportunity",
        {"expected_revenue": "1200"},
        {"expected_revenue": "1.200,00"},
        None,
    ),
    (
        "currency alone",
        "opportunity",
        {"expected_revenue": "1200 EUR"},
        {"expected_revenue": "1200 USD"},
        [("Expected revenue", "€1,200.00", "US$1,200.00")],
    ),
    (
        "date",
        "opportunity",
        {"expected_closing": "2026-01-01"},
        {"expected_closing": "2026-12-31"},
        [("Expected closing", "1 Jan 2026", "31 Dec 2026")],
    ),
    ("yes and no", "task", {}, {"stage": "Done"}, [("Stage", "To do", "Done"), ("Done", "No", "Yes")]),
    (
        "tags: only what differs",
        "contact",
        {"tags": "VIP, Spain, Wine"},
        {"tags": "Wine, Oak, Spain"},
        [("Tags", "VIP", "Oak")],
    ),
    ("tags: order doesn't matter", "contact", {"tags": "VIP, Wine"}, {"tags": "Wine,VIP"}, None),
    ("tags: all gone", "contact", {"tags": "VIP"}, {"tags": ""}, [("Tags", "VIP", None)]),
    (
        "choice by label",
        "contact",
        {},
        {"whatsapp_consent": "Opted in"},
        [("WhatsApp", "Not asked", "Opted in")],
    ),
    ("country", "contact", {"country": "ES"}, {"country": "Germany"}, [("Country", "Spain", "Germany")]),
    ("language", "contact", {}, {"language": "es"}, [("Language", None, "Spanish")]),
    (
        "several fields, in the order of declaration",
        "contact",
        {"email": "a@x.example", "city": "Jerez"},
        {"city": "Cádiz", "phone": "+34 956 34 00 00", "email": "b@x.example", "name": "Ana H."},
        [
            ("Name", "Ana", "Ana H."),
            ("Email", "a@x.example", "b@x.example"),
            ("Phone", None, "+34956340000"),
            ("City", "Jerez", "Cádiz"),
        ],
    ),
    (
        "won: stage, then probability, then outcome",
        "opportunity",
        {"probability": "40"},
        {"stage": "Won"},
        [("Stage", "New", "Won"), ("Probability", "40 %", "100 %"), ("Outcome", None, "Won")],
    ),
    (
        "lost with a reason",
        "opportunity",
        {},
        {"lost_reason": "Too dear", "stage": "Lost"},
        [
            ("Stage", "New", "Lost"),
            ("Probability", None, "0 %"),
            ("Outcome", None, "Lost"),
            ("Lost reason", None, "Too dear"),
        ],
    ),
    (
        "outcome alone moves the stage",
        "opportunity",
        {},
        {"outcome": "won"},
        [("Stage", "New", "Won"), ("Probability", None, "100 %"), ("Outcome", None, "Won")],
    ),
    (
        "leaving Won",
        "opportunity",
        {"stage": "Won"},
        {"stage": "Qualified"},
        [("Stage", "Won", "Qualified"), ("Outcome", "Won", None)],
    ),
    (
        "lines: only what differs, and the total",
        "purchase_order",
        {"lines": "Barrel; 2; 500\nBung; 4; 1.5"},
        {"lines": "Barrel; 3; 500\nBung; 4; 1.5\nTap; 1; 9.99"},
        [
            ("Lines", "Barrel: 2 × €500.00", "Barrel: 3 × €500.00\nTap: 1 × €9.99"),
            ("Total", "€1,006.00", "€1,515.99"),
        ],
    ),
    (
        "currency of an order: its total follows, its lines keep their numbers",
        "purchase_order",
        {"lines": "Barrel; 2; 500"},
        {"currency": "USD"},
        [("Currency", "Euro", "US Dollar"), ("Total", "€1,000.00", "US$1,000.00")],
    ),
]
FIRST = {
    "contact": {"name": "Ana"},
    "opportunity": {"title": "Barrels"},
    "purchase_order": {},
    "task": {"title": "Call"},
}


@pytest.mark.parametrize(
    ("kind", "before", "saved", "expected"), [case[1:] for case in CASES], ids=[one[0] for one in CASES]
)
def test_what_a_save_tells(
    make: Make, marta: int, kind: str, before: dict[str, str], saved: dict[str, Any], expected: Any
) -> None:
    id = make(kind, **FIRST[kind], **before)
    done = record.save(id, saved, by=marta)
    assert told(done.changes) == (expected or [])
    assert kinds_of(id) == ["created", *(["change"] if expected else [])]
    if expected:
        entry = newest(id)
        assert (entry.id, entry.author.id, entry.changes) == (done.message, marta, done.changes)
    assert journal.verify().ok


@pytest.mark.parametrize("case", [case for case in CASES if case[4]], ids=[one[0] for one in CASES if one[4]])
def test_creation_lists_nothing(make: Make, case: Any) -> None:
    _, kind, before, saved, _ = case
    id = make(kind, **{**FIRST[kind], **before, **saved})
    assert kinds_of(id) == ["created"]
    assert newest(id).changes == ()


def test_there_and_back_in_one_save_leaves_nothing(make: Make, marta: int) -> None:
    """A form that was changed twice before it is saved hands over its last values only."""
    id = make("contact", name="Ana", city="Jerez")
    form = {"city": "Cádiz"} | {"city": "Jerez"}
    assert record.save(id, form, by=marta).message is None
    assert kinds_of(id) == ["created"]


def test_there_and_back_in_two_saves_leaves_two_entries(make: Make, marta: int) -> None:
    id = make("contact", name="Ana", city="Jerez")
    record.save(id, {"city": "Cádiz"}, by=marta)
    record.save(id, {"city": "Jerez"}, by=marta)
    assert kinds_of(id) == ["created", "change", "change"]


def test_a_save_that_changes_nothing_writes_nothing(make: Make, marta: int) -> None:
    id = make("contact", name="Ana", city="Jerez")
    before = journal.head()
    assert record.save(id, {"name": "Ana", "city": "Jerez"}, by=marta) == record.Saved(id, None, (), ())
    assert journal.head() == before


def test_an_untracked_change_is_journaled_without_an_entry(make: Make, marta: int) -> None:
    id = make("contact", name="Ana")
    last = journal.head()[0]
    record.save(id, {"notes": "Likes oak."}, by=marta)
    assert [(one.what, one.entity, one.action) for one in journal.since(last)] == [("contact", id, "change")]


# What was kept stays


def test_names_of_linked_records_stay_as_they_were(make: Make, marta: int) -> None:
    old, new = make("contact", name="Herrera S.L."), make("contact", name="Weber GmbH")
    id = make("contact", name="Ana", company=str(old))
    record.save(id, {"company": str(new)}, by=marta)
    record.save(old, {"name": "Herrera S.A."}, by=marta)
    record.save(new, {"name": "Weber AG"}, by=marta)
    assert told(newest(id).changes) == [("Company", "Herrera S.L.", "Weber GmbH")]


def test_names_of_removed_records_stay(make: Make, marta: int) -> None:
    gone = make("opportunity", title="Storage wall")
    id = make("task", title="Call")
    record.save(id, {"about": str(gone)}, by=marta)
    record.remove(gone, by=marta)
    changes = [told(entry.changes) for entry in reversed(record_entries(id)) if entry.changes]
    assert changes == [[("About", None, "Storage wall")], [("About", "Storage wall", None)]]


def record_entries(id: int) -> list[Any]:
    from models import entries

    return entries.page(id, limit=100)


def test_persons_stay_as_they_were_called(make: Make, marta: int, jonas: int) -> None:
    id = make("contact", name="Ana")
    record.save(id, {"salesperson": "Jonas Lind"}, by=marta)
    card = make("contact", name="Jonas Lind", email="jonas@northwind.example")
    record.save(card, {"name": "Jonas Lindberg"}, by=marta)
    record.save(id, {"salesperson": ""}, by=marta)
    first, second = [told(entry.changes) for entry in reversed(record_entries(id)) if entry.changes]
    assert first == [("Salesperson", None, "Jonas Lind")]
    assert second == [("Salesperson", "Jonas Lindberg", None)]


def test_stages_stay_as_they_were_called(make: Make, marta: int) -> None:
    id = make("opportunity", title="Barrels")
    record.save(id, {"stage": "Qualified"}, by=marta)
    setting.put("stages.opportunity", ["Neu", "Geprüft", "Won", "Lost"], by=marta)
    assert told(newest(id).changes) == [("Stage", "New", "Qualified")]
    record.save(id, {"stage": "geprüft"}, by=marta)
    assert told(newest(id).changes) == [("Stage", "Qualified", "Geprüft")]


def test_currencies_stay_when_the_workspace_changes_its_own(make: Make, marta: int) -> None:
    id = make("opportunity", title="Barrels", expected_revenue="100")
    record.save(id, {"expected_revenue": "200"}, by=marta)
    setting.put("currency", "GBP", by=marta)
    assert told(newest(id).changes) == [("Expected revenue", "€100.00", "€200.00")]
    assert told(record.save(id, {"expected_revenue": "300"}, by=marta).changes) == [
        ("Expected revenue", "€200.00", "£300.00")
    ]


def test_labels_stay_as_they_were(make: Make, marta: int, monkeypatch: pytest.MonkeyPatch) -> None:
    id = make("contact", name="Ana")
    record.save(id, {"city": "Jerez"}, by=marta)
    monkeypatch.setattr(record.kind("contact").fields["city"], "label", "Town")
    assert [one.label for one in newest(id).changes] == ["City"]


# Days and moments


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_days_do_not_shift_with_the_zone(make: Make, marta: int, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    shown.system_reader.cache_clear()
    id = make("opportunity", title="Barrels", expected_closing="2026-11-26")
    done = record.save(id, {"expected_closing": "2026-11-27"}, by=marta)
    assert told(done.changes, Reader("en", zone)) == [("Expected closing", "Nov 26, 2026", "Nov 27, 2026")]


def test_moments_shift_with_the_zone(make: Make, marta: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    id = make("purchase_order")
    done = record.save(id, {"expected_arrival": "2026-11-26 00:30"}, by=marta)
    assert done.changes[0].new == "2026-11-25T23:30:00Z"
    seen = {zone: told(done.changes, Reader("en_GB", zone))[0][2] for zone in ("Europe/Madrid", "America/New_York")}
    assert seen == {"Europe/Madrid": "26 Nov 2026, 00:30", "America/New_York": "25 Nov 2026, 18:30"}


# Who


def test_a_change_is_by_whoever_saved(make: Make, marta: int, jonas: int) -> None:
    id = make("contact", name="Ana")
    record.save(id, {"city": "Jerez"}, by=jonas)
    assert newest(id).author.name == "Jonas Lind"
    assert journal.since(0)[-1].who == jonas


def test_an_import_is_deskbots_and_names_the_file(make: Make, marta: int) -> None:
    id = make("contact", name="Ana", email="a@x.example")
    record.save(id, {"email": "b@x.example"}, by=marta, origin="Updated from vendors.csv by Marta Oliveira")
    entry = newest(id)
    assert (entry.kind, entry.author.name, entry.author.bot) == ("change", "Deskbot", True)
    assert entry.body == "Updated from vendors.csv by Marta Oliveira"
    assert told(entry.changes) == [("Email", "a@x.example", "b@x.example")]
    made = record.create("contact", {"name": "Bea"}, by=marta, origin="Created from vendors.csv by Marta Oliveira").id
    entry = newest(made)
    assert (entry.kind, entry.author.name) == ("created", "Deskbot")
    assert entry.body == "Contact created\nCreated from vendors.csv by Marta Oliveira"


def test_a_total_is_kept_exactly(make: Make, marta: int) -> None:
    id = make("purchase_order", lines="Seat; 3; 45.12\nPost; 3; 45.5805")
    assert record.read(id).values["total"].amount == Decimal("272.10")
    assert database.database.execute_sql("SELECT total FROM purchase_order").fetchone() == (2_721_000,)
