"""How kept values are shown to a reader: snapshots of values → texts in the reader's language, numbers and time zone.

A snapshot is the plain value that a change keeps, with labels, names and currency as they were at that time.
"""

from __future__ import annotations

import datetime as dt
import locale as system_locale
import os
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a locale such as `en_GB` and a time zone such as `Europe/Madrid`."""

    locale: str = "en"
    zone: str = "UTC"

    def local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.zone))


@lru_cache(maxsize=1)
def system_reader() -> Reader:
    """The reader that this computer is set up for."""
    # The environment first: once Qt has set the C library's locale, Python takes "C.UTF-8" for American English.
    named = next((os.environ[one] for one in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(one)), None)
    name = (named or system_locale.getlocale(system_locale.LC_TIME)[0] or "en").split(".")[0].replace("-", "_")
    return Reader(locale=name if name[:2].isalpha() and name not in ("C", "POSIX") else "en", zone=system_zone())


def system_zone() -> str:
    """The IANA name of this computer's time zone, UTC where it can't be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    if _known(named):
        return named
    local = Path("/etc/localtime")
    name = str(local.resolve()).partition("zoneinfo/")[2] if local.exists() else ""
    return name if _known(name) else "UTC"


@lru_cache
def _known(zone: str) -> bool:
    try:
        return bool(zone) and bool(ZoneInfo(zone))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


@lru_cache
def zones() -> frozenset[str]:
    """The IANA names of all time zones. Reads the names of a thousand files, the first time."""
    return frozenset(available_timezones())


def _locale(reader: Reader) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(reader.locale)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def currency_places(currency: str) -> int:
    """How many decimals amounts in this currency have (ISO 4217)."""
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))


def plain_amount(amount: Decimal, currency: str) -> str:
    """An amount as scripts read it: a point, at least the currency's decimals, at most four."""
    places = max(currency_places(currency), -int(amount.normalize().as_tuple().exponent))
    return f"{amount:.{min(places, 4)}f}"


def number(value: Any, reader: Reader) -> str:
    """A number with the reader's separators."""
    from babel.numbers import format_decimal

    return str(format_decimal(Decimal(str(value)), locale=_locale(reader)))


def money(value: dict[str, str], reader: Reader) -> str:
    """An amount with its currency."""
    from babel.numbers import format_currency

    amount, currency = Decimal(value["amount"]), value["currency"]
    text = format_currency(amount, currency, locale=_locale(reader), currency_digits=True, decimal_quantization=False)
    return str(text)


def date(value: str, reader: Reader) -> str:
    """A day; it doesn't shift with the time zone."""
    from babel.dates import format_date

    return str(format_date(dt.date.fromisoformat(value), format="medium", locale=_locale(reader)))


def moment(value: str, reader: Reader) -> str:
    """A moment in the reader's time zone, to the minute."""
    from babel.dates import format_date, format_time

    local, locale = reader.local(dt.datetime.fromisoformat(value)).replace(tzinfo=None), _locale(reader)
    day, clock = format_date(local, format="medium", locale=locale), format_time(local, format="short", locale=locale)
    return str(locale.datetime_formats["medium"].replace("{1}", day).replace("{0}", clock))


def yes_no(value: bool, reader: Reader) -> str:
    return "Yes" if value else "No"


def label(value: dict[str, Any], reader: Reader) -> str:
    """The label or title that was kept with the value."""
    return str(value["label"] if "label" in value else value["title"])


def line(value: dict[str, Any], reader: Reader) -> str:
    """An order line: product, quantity × unit price."""
    price = money({"amount": value["price"], "currency": value["currency"]}, reader)
    return f"{value['product']}: {number(value['quantity'], reader)} × {price}"


TEXTS: dict[str, Callable[[Any, Reader], str]] = {
    "text": lambda value, reader: str(value),
    "number": number,
    "percent": lambda value, reader: f"{number(value, reader)} %",
    "money": money,
    "date": date,
    "moment": moment,
    "yes_no": yes_no,
    "label": label,
    "tags": lambda value, reader: ", ".join(value),
    "lines": lambda value, reader: "\n".join(line(one, reader) for one in value),
}


def text(type: str, snapshot: Any, reader: Reader) -> str | None:
    """The text of a snapshot of the given type; None when it is empty."""
    if snapshot is None or snapshot == [] or snapshot == "":
        return None
    return TEXTS[type](snapshot, reader)


def pair(type: str, old: Any, new: Any, reader: Reader) -> tuple[str | None, str | None]:
    """Old and new text of a change. Tags and lines show only what was removed, added and changed."""
    if type in ("tags", "lines"):
        gone, come = _difference(list(old or []), list(new or []))
        return text(type, gone, reader), text(type, come, reader)
    return text(type, old, reader), text(type, new, reader)


def _difference(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """What of two lists is not in both, counting repetitions."""
    rest, gone = list(new), []
    for one in old:
        if one in rest:
            rest.remove(one)
        else:
            gone.append(one)
    return gone, rest
