"""Fields of money: amounts with their currency, and the lines of an order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee as pw

from models import setting
from models.database import Amount, Json
from models.errors import Refused
from models.fields.choices import Currency
from models.fields.field import Field, Names
from models.shown import currency_places, plain_amount
from models.text import one_line, plain


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order. `price` is for one unit, in the order's currency."""

    product: str
    quantity: Decimal
    price: Decimal


LARGEST = Decimal(10) ** 12  # amounts are below it


class Amounts(Field):
    """An amount of money with a currency of its own (`currency` None) or of the record's field of that name."""

    type = "money"

    def __init__(self, label: str, *, currency: str | None = None, **more: Any) -> None:
        super().__init__(label, **more)
        self.currency = currency

    def columns(self) -> dict[str, pw.Field]:
        own = {} if self.currency else {f"{self.name}_currency": pw.TextField(null=True)}
        return {self.name: Amount(null=True), **own}

    def load(self, row: Mapping[str, Any]) -> Money | None:
        amount = row[self.name]
        return None if amount is None else Money(amount, row[self.currency or f"{self.name}_currency"])

    def store(self, value: Money | None) -> dict[str, Any]:
        own = {} if self.currency else {f"{self.name}_currency": value.currency if value else None}
        return {self.name: value.amount if value else None, **own}

    def parse(self, text: str, given: Mapping[str, Any]) -> Money | None:
        typed = one_line(text)
        if not typed:
            return None
        found = re.fullmatch(r"(?:([A-Za-z]{3})\s+)?([^A-Za-z]+?)(?:\s*([A-Za-z]{3}))?", typed)
        currency = (found[1] or found[3] or "").upper() if found else ""
        if found is None or (found[1] and found[3]) or (currency and currency not in Currency.known()):
            raise self.refuse(f"“{typed}” is not an amount; write it as 1200 or 1200 EUR.")
        fixed = given.get(self.currency) if self.currency else None
        if fixed and currency and currency != fixed:
            raise self.refuse(f"{self.label} is in {fixed}, the currency of this record.")
        amount = decimal(found[2], lambda: self.refuse(f"“{typed}” is not an amount; write it as 1200 or 1200 EUR."))
        return Money(amount, currency or fixed or setting.get("currency", "EUR"))

    def snapshot(self, value: Money | None, names: Names, values: Mapping[str, Any]) -> dict[str, str] | None:
        return (
            None
            if value is None
            else {"amount": plain_amount(value.amount, value.currency), "currency": value.currency}
        )


_GROUPED = (  # thousands and decimals as written: 1,234.56 · 1.234,56 · 1.234.567
    (re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?"), ",", "."),
    (re.compile(r"[1-9]\d{0,2}(\.\d{3})+,\d*"), ".", ","),
    (re.compile(r"[1-9]\d{0,2}(\.\d{3}){2,}"), ".", ","),
)


def decimal(text: str, refuse: Callable[[], Refused]) -> Decimal:
    """A number as typed, with point or comma, rounded to four decimals; at most twelve digits before them.

    A single comma before exactly three digits parts thousands (1,234), unless a number can't begin so (0,125).
    """
    typed = re.sub(r"[\s'’]", "", text).replace("−", "-")
    sign, digits = ("-", typed[1:]) if typed.startswith("-") else ("", typed.removeprefix("+"))
    for form, thousands, point in _GROUPED:
        if form.fullmatch(digits):
            digits = digits.replace(thousands, "").replace(point, ".")
            break
    else:
        digits = digits.replace(",", ".") if digits.count(",") == 1 and "." not in digits else digits
    if not re.fullmatch(r"\d{1,12}(\.\d{0,40})?|\.\d{1,40}", digits):
        raise refuse()
    return Decimal(sign + digits).quantize(Decimal("0.0001"), ROUND_HALF_UP)


class Lines(Field):
    """The lines of an order, in the currency of the field called `currency`."""

    type = "lines"

    def __init__(self, label: str, *, currency: str, **more: Any) -> None:
        super().__init__(label, **more)
        self.currency = currency

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: Json(default=list)}

    def load(self, row: Mapping[str, Any]) -> tuple[Line, ...]:
        return tuple(
            Line(product, Decimal(quantity), Decimal(price)) for product, quantity, price in row[self.name] or ()
        )

    def store(self, value: Sequence[Line]) -> dict[str, Any]:
        return {
            self.name: [
                [line.product, f"{line.quantity.normalize():f}", f"{line.price.normalize():f}"] for line in value
            ]
        }

    def parse(self, text: str, given: Mapping[str, Any]) -> tuple[Line, ...]:
        return tuple(self.parse_line(one) for one in plain(text).split("\n") if one.strip())

    def parse_line(self, text: str) -> Line:
        """One line as typed: `product; quantity; price`. The product may hold semicolons itself."""
        parts = [one_line(part) for part in text.rsplit(";", 2)]
        words = f"“{one_line(text)}” is not a line; write it as product; quantity; price."
        if len(parts) != 3 or not parts[0]:
            raise self.refuse(words)
        return Line(
            parts[0], decimal(parts[1], lambda: self.refuse(words)), decimal(parts[2], lambda: self.refuse(words))
        )

    def snapshot(self, value: Sequence[Line], names: Names, values: Mapping[str, Any]) -> list[dict[str, str]]:
        currency = str(values.get(self.currency) or "")
        return [
            {
                "product": one.product,
                "quantity": f"{one.quantity.normalize():f}",
                "price": f"{one.price.normalize():f}",
                "currency": currency,
            }
            for one in value
        ]

    def total(self, lines: Sequence[Line], currency: str) -> Money:
        """The sum of all lines, rounded to the currency's decimals; refused where no field could keep it."""
        total = sum((line.quantity * line.price for line in lines), Decimal(0))
        if abs(total) >= LARGEST:
            raise self.refuse(f"{self.label}: their total is too large.")
        return Money(total.quantize(Decimal(1).scaleb(-currency_places(currency)), ROUND_HALF_UP), currency)
