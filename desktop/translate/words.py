"""The names of languages and of engines as a reader knows them."""

from __future__ import annotations

from functools import lru_cache

from desktop.desk import Desk
from desktop.records.texts import local_names
from models.errors import Refused
from models.shown import Reader


def language_name(code: str | None, reader: Reader) -> str:
    """The name of a language in the reader's language; "" for none."""
    return _name(code, reader.locale) if code else ""


@lru_cache(maxsize=512)
def _name(code: str, locale: str) -> str:
    found = _babel_name(code, locale)  # by itself: the names of all are read from two locales, and sorted
    if found:
        return found
    known = local_names(True, locale)
    if code in known:
        return known[code]
    short = code.split("-")[0]
    whole = _regional(code.replace("-", "_"), locale)
    return whole or known.get(short, code)


def _babel_name(code: str, locale: str) -> str:
    """The name of a plain language, "" where it isn't known there."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(locale).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""


def _regional(code: str, locale: str) -> str:
    """The name of a language with its region, such as Brazilian Portuguese, where it has one."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(locale).languages.get(code) or Locale.parse(code).get_display_name(locale) or "")
    except (UnknownLocaleError, ValueError):
        return ""


def engine_label(desk: Desk, name: str) -> str:
    """What people call an engine."""
    try:
        return desk.registry.declared(name).label
    except Refused:
        return name  # a plugin that is no longer there
