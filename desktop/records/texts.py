"""What values look like in list, board and form: dates near today, sums, what is due, the colour of a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import Any

from desktop.tr import plural, tr
from models import listing, record, shown
from models.fields import Amounts, Choice, Country, Date, DateTime, Field, Language, Link, Member, Names, Phone, Text
from models.record import Record, Values
from models.shown import Reader


def value_text(field: Field, values: Values, names: Names, reader: Reader) -> str:
    """One value as it stands in a cell or at rest in the form; telephone numbers nationally."""
    if isinstance(field, Phone):
        return phone_text(values[field.name] or "")
    if isinstance(field, Language | Country):
        return local_name(field, values[field.name], reader)
    if isinstance(field, DateTime) and values[field.name] is not None:
        return moment_text(values[field.name], reader)
    return listing.text(field, values, names, reader)


@lru_cache(maxsize=4096)
def phone_text(number: str) -> str:
    """A kept number (E.164) with the spaces of its country."""
    if not number:
        return ""
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def local_name(field: Field, code: str | None, reader: Reader) -> str:
    """The name of a language or country in the reader's language."""
    return local_names(isinstance(field, Language), reader.locale).get(code, code) if code else ""


@lru_cache(maxsize=8)
def local_names(languages: bool, locale: str) -> Mapping[str, str]:
    """Codes that a field may hold with their names in the language of `locale`, in the order of the names."""
    from babel import Locale, UnknownLocaleError

    known = (Language("") if languages else Country("")).known()
    try:
        named = Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return known
    names = named.languages if languages else named.territories
    found = {code: names.get(code, name) for code, name in known.items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def day_text(day: dt.date, reader: Reader) -> str:
    """A day with its weekday: Thu, 26 Nov 2026."""
    return _day_text(day, reader.locale)


@lru_cache(maxsize=512)
def _day_text(day: dt.date, locale: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMEd", day, locale=_known(locale)))


def moment_text(moment: dt.datetime, reader: Reader) -> str:
    """A day and the time on it, to the minute."""
    from babel.dates import format_date, format_time

    local, locale = reader.local(moment), _known(reader.locale)
    return f"{format_date(local.date(), 'medium', locale=locale)} {format_time(local.time(), 'short', locale=locale)}"


def time_text(moment: dt.datetime, reader: Reader, now: dt.datetime | None = None) -> str:
    """When something was, as short as it is clear: 10:22, Yesterday, Tue, 12 Nov, 12 Nov 2025."""
    from babel.dates import format_date, format_skeleton, format_time

    local, today = reader.local(moment), reader.local(now or dt.datetime.now(dt.UTC)).date()
    locale, days = _known(reader.locale), (today - local.date()).days
    if days == 0:
        return format_time(local.time(), "short", locale=locale)
    if days == 1:
        return tr("Yesterday")
    if 1 < days < 7:
        return format_date(local.date(), "EEE", locale=locale)
    return format_skeleton("MMMd" if local.year == today.year else "yMMMd", local.replace(tzinfo=None), locale=locale)


@lru_cache(maxsize=8)
def _known(locale: str) -> Any:
    return shown._locale(Reader(locale))


def due_day(cls: type[Record], values: Values, reader: Reader) -> dt.date | None:
    """The day a record is due in the reader's zone; none where it has come to an end."""
    if cls.due_field is None or (cls.stage_field and values[cls.stage_field] in cls.ends):
        return None
    value = values[cls.due_field]
    return reader.local(value).date() if isinstance(value, dt.datetime) else value


def due_text(day: dt.date, reader: Reader, today: dt.date | None = None) -> tuple[str, str]:
    """When something is due in words, and its tone: red late, amber today, green later."""
    from babel.dates import format_skeleton

    now = today or reader.local(dt.datetime.now(dt.UTC)).date()
    days = (day - now).days
    if days < 0:
        return plural(-days, "{n} day late", "{n} days late"), "red"
    if days < 2:
        return (tr("Today"), "amber") if days == 0 else (tr("Tomorrow"), "green")
    if days < 15:
        return plural(days, "In {n} day", "In {n} days"), "green"
    skeleton = "MMMd" if day.year == now.year else "yMMMd"
    return format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), locale=_known(reader.locale)), "green"


def stage_label(cls: type[Record], stage: str | None) -> str:
    """The label of a stage."""
    field = cls.fields[str(cls.stage_field)]
    return dict(field.choices).get(stage, stage or "") if isinstance(field, Choice) else stage or ""


def stage_pill(cls: type[Record], stage: str | None) -> str:
    """The kind of pill for a stage: green the good end, blue the last before the ends, else neutral."""
    if stage in cls.ends:
        return "green" if stage == cls.ends[0] else "neutral"
    field = cls.fields[str(cls.stage_field)]
    ongoing = [value for value, _ in field.choices if value not in cls.ends] if isinstance(field, Choice) else []
    return "blue" if len(ongoing) > 1 and stage == ongoing[-1] else "neutral"


def sums_text(sums: Mapping[str, Decimal], reader: Reader) -> str:
    """Sums by currency without their small change, the workspace's own currency first."""
    own = record.currency()
    parts = sorted(sums.items(), key=lambda pair: (pair[0] != own, pair[0]))
    return " + ".join(_whole(amount, currency, reader) for currency, amount in parts)


def _whole(amount: Decimal, currency: str, reader: Reader) -> str:
    locale = _known(reader.locale)
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (0, 0)
    return _spaced(pattern.apply(amount, locale, currency=currency, currency_digits=False))


def _spaced(text: str) -> str:
    return text.replace("\xa0", " ")


def party_field(cls: type[Record]) -> Link | None:
    """The link that says whom a record is about: the first one listed."""
    return next((field for field in cls.fields.values() if isinstance(field, Link) and field.listed), None)


def member_field(cls: type[Record]) -> Member | None:
    """The field that says who is in charge."""
    return next((field for field in cls.fields.values() if isinstance(field, Member)), None)


def subtitle(cls: type[Record], values: Values, names: Names, reader: Reader) -> str:
    """What a card says below its title: whom it is about, else where that is."""
    party = party_field(cls)
    parts = [names.title(values[party.name])] if party and values[party.name] else []
    if cls.stage_field is None:
        places = [one for one in cls.fields.values() if one.listed and type(one) in (Text, Country)]
        where = ", ".join(filter(None, (value_text(one, values, names, reader) for one in places)))
        parts += [where] if where else []
    return " · ".join(parts)


def group_text(field: Field, value: Any, names: Names, reader: Reader) -> str:
    """The heading of a group of records that share a value."""
    if value is None or value == "":
        return tr("No {field}", field=field.label.lower())
    if isinstance(field, Language | Country):
        return local_name(field, value, reader)
    return shown.text(field.type, field.snapshot(value, names, {}), reader) or ""


def amount_text(cls: type[Record], values: Values, names: Names, reader: Reader) -> str:
    """The sum a record stands for; empty without one."""
    if cls.amount_field is None or values[cls.amount_field] is None:
        return ""
    return _spaced(listing.text(cls.fields[cls.amount_field], values, names, reader))


def numeric(field: Field) -> bool:
    """Whether values of a field stand flush right."""
    return isinstance(field, Amounts) or field.type in ("number", "percent")


def dated(field: Field) -> bool:
    """Whether a field holds days or moments."""
    return isinstance(field, Date | DateTime)
