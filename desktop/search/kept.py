"""Searches kept between starts: those asked last, and those a user gave a name."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from desktop.tr import tr
from models.errors import Invalid
from models.text import fold, one_line

RECENT, SAVED = 8, 50  # how many are kept
LONGEST = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under its name."""

    name: str
    typed: str


def recent(memory: QSettings) -> list[str]:
    """The searches remembered, the last one first."""
    kept = memory.value("search/recent", [])
    return [str(one) for one in ([kept] if isinstance(kept, str) else kept or [])]


def remember(memory: QSettings, typed: str) -> None:
    """Keep a search as the last one."""
    memory.setValue("search/recent", [typed, *(one for one in recent(memory) if one != typed)][:RECENT])


def saved(memory: QSettings, person: int) -> list[Saved]:
    """The searches a user saved, by name; what can't be read is none."""
    try:
        kept = json.loads(str(memory.value(_key(person), "[]")))
        found = [Saved(str(name), str(typed)) for name, typed in kept]
    except (ValueError, TypeError):
        return []
    return sorted(found, key=lambda one: fold(one.name))


def save(memory: QSettings, person: int, name: str, typed: str) -> None:
    """Save a search under a name, in place of the one of that name. `Invalid` without a name."""
    name = one_line(name)
    if not name:
        raise Invalid({"name": tr("Give the search a name.")})
    if len(name) > LONGEST:
        raise Invalid({"name": tr("A name has at most {n} characters.", n=LONGEST)})
    rest = [one for one in saved(memory, person) if fold(one.name) != fold(name)]
    if len(rest) >= SAVED:
        raise Invalid({"name": tr("There are {n} saved searches already; remove one first.", n=SAVED)})
    _put(memory, person, [*rest, Saved(name, one_line(typed))])


def remove(memory: QSettings, person: int, name: str) -> None:
    """Forget a saved search."""
    _put(memory, person, [one for one in saved(memory, person) if one.name != name])


def name_of(memory: QSettings, person: int, typed: str) -> str:
    """Under which name just this is saved; "" for none."""
    wanted = one_line(typed)
    return next((one.name for one in saved(memory, person) if one.typed == wanted), "")


def _put(memory: QSettings, person: int, listed: list[Saved]) -> None:
    memory.setValue(_key(person), json.dumps([[one.name, one.typed] for one in listed], ensure_ascii=False))


def _key(person: int) -> str:
    return f"search/saved-{person}"
