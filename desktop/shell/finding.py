"""What the palette finds: commands by their words, records by their titles, persons by name or address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.commands import Command
from desktop.records import texts
from desktop.search.kept import Saved
from desktop.tr import tr
from models import listing, record, thread
from models.listing import LAST, Chosen, Row
from models.shown import Reader
from models.text import fold, one_line

MOST = 6  # rows of one section
_CONTACTS, _OF_CONTACT = 3, 2  # contacts whose records are offered too, and how many of a kind
_READ = 24  # records of a kind looked through for the best few
COMMANDS, PEOPLE, RECORDS = ">", "@", "#"


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the palette. `command` is the id of a command to run, `search` a text to look for
    everywhere, else `record` the id of a record to open.
    """

    section: str
    title: str
    detail: str = ""
    icon: str = ""
    face: bool = False
    keys: str = ""
    command: str = ""
    record: int = 0
    possible: bool = True
    search: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: where to look ("" for everywhere, or one of the signs above), and the folded words."""

    where: str
    text: str
    words: tuple[str, ...]


def understood(typed: str) -> Typed:
    """Read a sign at the beginning and the words after it."""
    text = one_line(typed)
    where = text[:1] if text[:1] in (COMMANDS, PEOPLE, RECORDS) else ""
    rest = text[len(where) :].strip()
    return Typed(where, rest, tuple(fold(rest).split()))


def marked(title: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a title the words stand, as (start, end), in order and apart; only where folding keeps the length."""
    folded = fold(title)
    if len(folded) != len(title):
        return []
    found: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        if at >= 0 and not any(start < at + len(word) and at < end for start, end in found):
            found.append((at, at + len(word)))
    return sorted(found)


def find_commands(commands: Iterable[Command], typed: Typed, possible: Sequence[str]) -> list[Found]:
    """The commands in whose titles all the words begin; those that can't be done now (not `possible`) last."""
    if typed.where not in ("", COMMANDS) or (not typed.words and not typed.where):
        return []
    hits = [one for one in commands if all(_begins(word, one.title) for word in typed.words)]
    hits.sort(key=lambda one: (one.id not in possible, _rank(one.title, typed.words)))
    return [_of_command(one, one.id in possible) for one in hits[: MOST if not typed.where else 40]]


def _begins(start: str, title: str) -> bool:
    """Whether a word of the title begins so."""
    return any(word.startswith(start) for word in fold(title).split())


def first_commands(commands: Iterable[Command], ids: Sequence[str]) -> list[Found]:
    """These commands, offered while nothing is typed."""
    by_id = {one.id: one for one in commands}
    return [_of_command(by_id[id], True) for id in ids]


def _of_command(command: Command, possible: bool) -> Found:
    detail = "" if possible else command.needs
    return Found(
        *(tr("Here"), command.title, detail, command.icon or "dot"),
        keys=command.shortcut,
        command=command.id,
        possible=possible,
    )


def find_saved(typed: Typed, searches: Iterable[Saved]) -> list[Found]:
    """The saved searches in whose names all the words begin; all of them where nothing is typed."""
    if typed.where:
        return []
    hits = [one for one in searches if all(_begins(word, one.name) for word in typed.words)]
    return [
        Found(tr("Saved searches"), one.name, one.typed if one.typed != one.name else "", "star", search=one.typed)
        for one in hits[:MOST]
    ]


def everywhere(typed: Typed) -> list[Found]:
    """The row that looks for what is typed in all messages."""
    if typed.where or not typed.text:
        return []
    words = tr("Search everywhere for “{words}”", words=typed.text)
    return [Found(tr("Search"), words, icon="search", keys="Ctrl+Shift+F", search=typed.text)]


def find_records(typed: Typed, reader: Reader) -> list[Found]:
    """The records and contacts whose titles have all the words, best first; a number alone is a record's id."""
    if typed.where == COMMANDS or not typed.words:
        return []
    found: list[Found] = []
    for kind, cls in record.kinds.items():
        contacts = kind == "contact"
        if (typed.where == PEOPLE and not contacts) or (typed.where == RECORDS and contacts):
            continue
        found += _of_kind(cls, typed, reader)
    if not typed.where:
        found += _linked(found, reader)
    by_section = sorted(found, key=lambda one: one.section != tr("Records"))
    return _by_number(typed) + by_section


def visited(ids: Sequence[int], reader: Reader) -> list[Found]:
    """These records, in this order: where one was lately."""
    heads = thread.heads(ids)
    rows = {
        kind: listing.some(kind, [id for id in ids if id in heads and heads[id].kind == kind]) for kind in record.kinds
    }
    found = []
    for id in ids:
        if id in heads and id in rows[heads[id].kind]:
            found += _shown(record.kinds[heads[id].kind], [rows[heads[id].kind][id]], reader, section=tr("Lately"))
    return found


def _of_kind(cls: type[record.Record], typed: Typed, reader: Reader) -> list[Found]:
    rows = listing.page(cls.kind, Chosen(containing=typed.text), sort=LAST, descending=True, limit=_READ)
    rows.sort(key=lambda row: _rank(row.title, typed.words))
    return _shown(cls, rows[:MOST], reader)


def _linked(found: Sequence[Found], reader: Reader) -> list[Found]:
    """The newest records of the best contacts, where they were not found by their own titles."""
    known = {one.record for one in found}
    more: list[Found] = []
    for contact in [one.record for one in found if one.face][:_CONTACTS]:
        for kind, cls in record.kinds.items():
            rows = listing.page(kind, Chosen(linked=contact), sort=LAST, descending=True, limit=_OF_CONTACT)
            shown = [] if kind == "contact" else _shown(cls, [row for row in rows if row.id not in known], reader)
            known |= {one.record for one in shown}
            more += shown
    return more[:MOST]


def _shown(cls: type[record.Record], rows: list[Row], reader: Reader, *, section: str = "") -> list[Found]:
    names = listing.names_for(cls.kind, [row.values for row in rows])
    contacts = cls.kind == "contact"
    section = section or (tr("Contacts") if contacts else tr("Records"))
    found = []
    for row in rows:
        parts = [texts.subtitle(cls, row.values, names, reader)]
        parts += [texts.stage_label(cls, row.values[cls.stage_field])] if cls.stage_field else []
        detail = " · ".join(part for part in parts if part)
        found.append(Found(section, row.title, detail, cls.icon, face=contacts, record=row.id))
    return found


def _by_number(typed: Typed) -> list[Found]:
    if not (typed.text.isascii() and typed.text.isdecimal()):
        return []
    heads = thread.heads([int(typed.text[:9])])
    return [
        Found(tr("Records"), one.title, tr("number {id}", id=one.id), record.kinds[one.kind].icon, record=one.id)
        for one in heads.values()
    ]


def _rank(title: str, words: Sequence[str]) -> tuple[int, int]:
    """Lower is better: the title begins with the first word, one of its words does, it stands somewhere; then short."""
    folded = fold(title)
    first = words[0] if words else ""
    begins = 0 if folded.startswith(first) else 1 if f" {first}" in folded else 2
    return begins, len(title)
