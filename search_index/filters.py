"""Filters: what `from:`, `in:`, `is:`, `before:` … mean. One that means nothing here is plain text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from models import database, record
from models.shown import Reader
from search_index import analysis, dates, source, terms
from search_index.clauses import All, Any, Between, Clause, Labelled, Run, Word
from search_index.language import code

IS = ("message", "note", "change", "email", "whatsapp", "activity", "log", "created")
HAS = {"file": terms.HAS_FILE, "link": terms.HAS_LINK, "image": terms.HAS_IMAGE}
VALUE = r'"[^"]*"?|[^\s",]*'
_VALUE = re.compile(r'"([^"]*)"?|([^",]+)')
SINGLE = ("from", "is", "on")  # of these a message has one only: given twice, either will do
KEYS = ("from", "to", "in", "is", "has", "before", "after", "on", "lang", "file")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the person that `me` is, how they read dates, when they ask; and the languages the index knows."""

    person: int | None = None
    reader: Reader = field(default_factory=Reader)
    now: dt.datetime = field(default_factory=database.now)
    languages: Collection[str] = ()


def values(typed: str) -> list[str]:
    """The values of a filter, between which commas stand; one in quotes may hold some itself."""
    return [found for one in _VALUE.finditer(typed) if (found := (one[1] or one[2] or "").strip())]


def clause(key: str, typed: str, asker: Asker, *, half: bool = False) -> Clause | None:
    """What a filter asks for: one of its values. None when one means nothing (yet).

    Of several values the last may mean nothing while it is `half` typed.
    """
    listed = values(typed)
    if len(listed) < 2:
        return _FILTERS[key](listed[0], asker) if listed else None
    found = [_FILTERS[key](value, asker) for value in listed]
    if half and found[-1] is None:
        found.pop()
    known = [one for one in found if one is not None]
    return either(known) if len(known) == len(found) else _FILTERS[key](typed.strip('"'), asker)


def either(clauses: Sequence[Clause]) -> Clause:
    """Fulfils one of these."""
    labelled = [one for one in clauses if isinstance(one, Labelled)]
    if len(labelled) == len(clauses):
        return Labelled(tuple(dict.fromkeys(term for one in labelled for term in one.terms)))
    return clauses[0] if len(clauses) == 1 else Any(tuple(clauses))


def _persons(value: str, asker: Asker) -> list[int]:
    if value.lower() == "me" and asker.person is not None:
        return [asker.person]
    return source.persons(value)


def _from(value: str, asker: Asker) -> Clause | None:
    found = _persons(value, asker)
    return Labelled(tuple(terms.author(one) for one in found)) if found else None


def _to(value: str, asker: Asker) -> Clause | None:
    found = tuple(terms.recipient(one) for one in _persons(value, asker))
    if "@" in value:
        found += (terms.address(analysis.fold(value)),)
    return Labelled(found) if found else None


def _in(value: str, asker: Asker) -> Clause | None:
    folded = analysis.fold(value)
    for name, cls in record.kinds.items():
        if folded in (name, analysis.fold(cls.label), analysis.fold(cls.plural)):
            return Labelled((terms.record_kind(name),))
    found = source.records(value)
    return Labelled(tuple(terms.record(one) for one in found)) if found else None


def _is(value: str, asker: Asker) -> Clause | None:
    return Labelled((terms.kind(value.lower()),)) if value.lower() in IS else None


def _has(value: str, asker: Asker) -> Clause | None:
    return Labelled((HAS[value.lower()],)) if value.lower() in HAS else None


def _period(value: str, asker: Asker) -> tuple[int, int] | None:
    return dates.period(value, zone=asker.reader.zone, now=asker.now)


def _before(value: str, asker: Asker) -> Clause | None:
    found = _period(value, asker)
    return Between(None, found[0]) if found else None


def _after(value: str, asker: Asker) -> Clause | None:
    found = _period(value, asker)
    return Between(found[0], None) if found else None


def _on(value: str, asker: Asker) -> Clause | None:
    found = dates.span(value, zone=asker.reader.zone, now=asker.now)
    return Between(*found) if found else None


def _lang(value: str, asker: Asker) -> Clause | None:
    named = code(value)
    return Labelled((terms.language(named),)) if named in asker.languages else None


def _file(value: str, asker: Asker) -> Clause | None:
    words = analysis.words(analysis.fold(value))
    listed: list[Clause] = [
        Run(word, terms.FILE)
        if analysis.is_unspaced(word)
        else Word(word, last=place == len(words) - 1, space=terms.FILE)
        for place, word in enumerate(words)
    ]
    return All(tuple(listed)) if listed else None


_FILTERS: dict[str, Callable[[str, Asker], Clause | None]] = {
    "from": _from,
    "to": _to,
    "in": _in,
    "is": _is,
    "has": _has,
    "before": _before,
    "after": _after,
    "on": _on,
    "lang": _lang,
    "file": _file,
}
