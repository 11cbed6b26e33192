"""Amounts and quantities are read as they are written in many countries, exactly, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from models import record, shown
from models.errors import Invalid, Refused
from models.fields import Amounts, Line, Lines, Money, decimal
from models.shown import Reader
from models.workspace import Workspace
from tests.models.conftest import Make


def read(text: str) -> Decimal | None:
    try:
        return decimal(text, lambda: Refused("no"))
    except Refused:
        return None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1200", "1200"),
        ("+1200", "1200"),
        ("-1200", "-1200"),
        ("−1200", "-1200"),
        ("1200.5", "1200.5"),
        ("1200,5", "1200.5"),
        ("1200,50", "1200.5"),
        ("1,200", "1200"),
        ("1,200.50", "1200.5"),
        ("1.200,50", "1200.5"),
        ("1.200", "1.2"),
        ("1.200.000", "1200000"),
        ("1,200,000", "1200000"),
        ("1'200.50", "1200.5"),
        ("1’200’000", "1200000"),
        ("1 200,50", "1200.5"),
        ("1\u00a0200,50", "1200.5"),
        ("1\u202f200,50", "1200.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("5.", "5"),
        ("1.23456", "1.2346"),
        ("0.00005", "0.0001"),
        ("45.580500000000001", "45.5805"),
        ("999999999999.9999", "999999999999.9999"),
        ("٣٤", "34"),
        ("", None),
        ("-", None),
        (".", None),
        (",", None),
        ("abc", None),
        ("1e5", None),
        ("NaN", None),
        ("Infinity", None),
        ("1_000", None),
        ("0x10", None),
        ("1,2,3", None),
        ("1.2.3", None),
        ("1,20,000", None),
        ("1.200,50.5", None),
        ("--5", None),
        ("1000000000000", None),
        ("5%", None),
        ("$5", None),
        ("1/2", None),
    ],
)
def test_numbers_as_written(typed: str, meant: str | None) -> None:
    assert read(typed) == (None if meant is None else Decimal(meant))


@given(some.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    number = read(text)
    assert number is None or (number.is_finite() and abs(number) < 10**12)


amounts = some.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=2, allow_nan=False)


@given(amounts, some.sampled_from(["en", "de", "es", "fr_CH", "de_CH", "pt_PT", "sv", "ja", "it"]))
def test_what_is_shown_can_be_typed_again(amount: Decimal, locale: str) -> None:
    """A number in the reader's own separators is read as the same number, with two decimals always."""
    from babel.numbers import format_decimal

    shown_amount = format_decimal(amount, format="#,##0.00", locale=locale)
    assert read(shown_amount) == amount


MONEY = Amounts("Expected revenue")


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("1200", "1200", "EUR"),
        ("1200 usd", "1200", "USD"),
        ("USD 1,200.50", "1200.5", "USD"),
        ("1200JPY", "1200", "JPY"),
        ("-5 EUR", "-5", "EUR"),
    ],
)
def test_money_as_written(workspace: Workspace, typed: str, amount: str, currency: str) -> None:
    assert MONEY.parse(typed, {}) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("typed", ["lots", "12 FOO", "EUR", "1200 EUR EUR", "USD 5 EUR", "12 EURO", "1000000000000"])
def test_what_is_no_money_is_refused(workspace: Workspace, typed: str) -> None:
    with pytest.raises(Invalid, match="is not an amount; write it as 1200 or 1200 EUR"):
        MONEY.parse(typed, {})


def test_an_amount_is_in_the_currency_of_its_record(workspace: Workspace) -> None:
    field = Amounts("Budget", currency="currency")
    assert field.parse("5", {"currency": "USD"}) == Money(Decimal(5), "USD")
    assert field.parse("5 usd", {"currency": "USD"}) == Money(Decimal(5), "USD")
    with pytest.raises(Invalid, match="Budget is in USD"):
        field.parse("5 EUR", {"currency": "USD"})


@pytest.mark.parametrize(
    ("amount", "currency", "plain"),
    [
        ("1200", "EUR", "1200.00"),
        ("0", "EUR", "0.00"),
        ("1200", "JPY", "1200"),
        ("1.2345", "EUR", "1.2345"),
        ("5", "KWD", "5.000"),
    ],
)
def test_amounts_for_scripts(amount: str, currency: str, plain: str) -> None:
    assert shown.plain_amount(Decimal(amount), currency) == plain


# Lines

LINES = Lines("Lines", currency="currency")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("Barrel; 2; 500", (Line("Barrel", Decimal(2), Decimal(500)),)),
        ("Bolt; M8; 2; 0,25", (Line("Bolt; M8", Decimal(2), Decimal("0.25")),)),
        ("  Barrel ;2;5\n\n Bung;1;1 ", (Line("Barrel", Decimal(2), Decimal(5)), Line("Bung", Decimal(1), Decimal(1)))),
        ("Discount; 1; -50", (Line("Discount", Decimal(1), Decimal(-50)),)),
        ("", ()),
    ],
)
def test_lines_as_written(typed: str, lines: tuple[Line, ...]) -> None:
    assert LINES.parse(typed, {}) == lines


@pytest.mark.parametrize(
    "typed", ["Barrel", "Barrel; 2", "; 2; 5", "Barrel; two; 5", "Barrel; 2; free", "Barrel; 2; 5;"]
)
def test_what_is_no_line_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="is not a line; write it as product; quantity; price"):
        LINES.parse(typed, {})


@pytest.mark.parametrize(
    ("typed", "currency", "total"),
    [
        ("A; 3; 45.12\nB; 3; 45.5805", "USD", "272.10"),
        ("A; 1; 0.005", "EUR", "0.01"),
        ("A; 1; 2.5", "JPY", "3"),
        ("A; 3; 0.3333", "KWD", "1.000"),
        ("", "EUR", "0"),
        ("A; 2; 10\nB; 1; -5", "EUR", "15"),
    ],
)
def test_totals(typed: str, currency: str, total: str) -> None:
    assert LINES.total(LINES.parse(typed, {}), currency) == Money(Decimal(total), currency)


def test_a_total_too_large_to_be_kept_is_refused(make: Make, marta: int) -> None:
    with pytest.raises(Invalid, match="their total is too large"):
        record.create("purchase_order", {"lines": "A; 999999999999; 999999999999"}, by=marta)


@given(some.lists(some.tuples(some.text(min_size=1, max_size=10), amounts, amounts), max_size=4))
def test_lines_are_kept_as_they_are(rows: list[tuple[str, Decimal, Decimal]]) -> None:
    lines = tuple(Line(product, quantity, price) for product, quantity, price in rows)
    assert LINES.load(LINES.store(lines)) == lines


# Shown


@pytest.mark.parametrize(
    ("type", "value", "locale", "text"),
    [
        ("money", {"amount": "1200.00", "currency": "EUR"}, "de_DE", "1.200,00\u00a0€"),
        ("money", {"amount": "1200.00", "currency": "EUR"}, "en_GB", "€1,200.00"),
        ("money", {"amount": "1200", "currency": "JPY"}, "ja_JP", "￥1,200"),
        ("money", {"amount": "0.1255", "currency": "EUR"}, "en", "€0.1255"),
        ("number", 1200, "fr_FR", "1\u202f200"),
        ("number", 0, "en", "0"),
        ("percent", 40, "en", "40 %"),
        ("date", "2026-11-26", "en_US", "Nov 26, 2026"),
        ("date", "2026-11-26", "de_DE", "26.11.2026"),
        ("yes_no", False, "en", "No"),
        ("text", "x", "xx_YY", "x"),
        ("money", {"amount": "5.00", "currency": "EUR"}, "xx_YY", "€5.00"),
        ("tags", ["a", "b"], "en", "a, b"),
        ("label", {"id": 7, "title": "Ana"}, "en", "Ana"),
        ("text", None, "en", None),
        ("tags", [], "en", None),
        (
            "lines",
            [{"product": "A", "quantity": "0.5", "price": "3", "currency": "EUR"}],
            "es_ES",
            "A: 0,5 × 3,00\u00a0€",
        ),
    ],
)
def test_values_as_a_reader_sees_them(type: str, value: Any, locale: str, text: str | None) -> None:
    assert shown.text(type, value, Reader(locale)) == text


@given(some.lists(some.sampled_from("abc")), some.lists(some.sampled_from("abc")))
def test_differences_account_for_everything(old: list[str], new: list[str]) -> None:
    gone, come = shown._difference(old, new)
    assert sorted([*old, *come]) == sorted([*new, *gone])
    assume(old != new)
    assert not set(gone) & set(come)
