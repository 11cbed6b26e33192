"""The arrangement of a thread: entries, the days between them, the line under what is new, folded runs of changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from desktop.chatter import dates
from desktop.tr import plural, tr
from models.entries import Entry
from models.shown import Reader

RUN = dt.timedelta(minutes=10)  # product.md §3: runs of changes by the same person within ten minutes fold


@dataclass(frozen=True, slots=True)
class Item:
    """One place in the list: a "day", the "new" line, an "entry", or a "run" of changes (newest first)."""

    kind: str
    key: tuple[str, object]
    entries: tuple[Entry, ...] = ()
    caption: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks at the thread and how far they had read it when they opened it."""

    me: int
    reader: Reader
    today: dt.date
    seen: dt.datetime | None = None
    opened: AbstractSet[int] = field(default_factory=frozenset)


def arrange(entries: Sequence[Entry], eyes: Eyes, *, from_top: bool = True) -> list[Item]:
    """What stands under what, newest first. `from_top` says that no newer entry is left out."""
    border = _border(entries, eyes)
    caption = _new_caption(entries[:border], eyes, from_top) if border else ""
    items: list[Item] = []
    last: dt.date | None = None
    for run in _runs(entries, border, eyes.reader):
        day = eyes.reader.local(run[0].date).date()
        if caption and run[0] is entries[border]:
            items.append(Item("new", ("new", 0), caption=caption))
        if day != last:
            items.append(Item("day", ("day", day), caption=dates.day(day, eyes.today, eyes.reader)))
            last = day
        items += _shown(run, eyes)
    return items


def _border(entries: Sequence[Entry], eyes: Eyes) -> int:
    """The place of the first entry that had been read; 0 where the line isn't wanted or not in sight."""
    if eyes.seen is None:
        return 0
    return next((place for place, entry in enumerate(entries) if entry.date <= eyes.seen), 0)


def _new_caption(new: Sequence[Entry], eyes: Eyes, from_top: bool) -> str:
    count = sum(entry.author.id != eyes.me for entry in new)
    if not count:
        return ""
    if not from_top:
        return tr("New above")
    return plural(count, "1 new above", "{n} new above")


def _runs(entries: Sequence[Entry], border: int, reader: Reader) -> Iterator[tuple[Entry, ...]]:
    """The entries one by one, except that changes which belong together come together."""
    run: list[Entry] = []
    for place, entry in enumerate(entries):
        if run and (place == border or not _together(run, entry, reader)):
            yield tuple(run)
            run = []
        run.append(entry)
    if run:
        yield tuple(run)


def _together(run: Sequence[Entry], entry: Entry, reader: Reader) -> bool:
    newest = run[0]
    return (
        newest.kind == entry.kind == "change"
        and newest.author.id == entry.author.id
        and newest.body == entry.body
        and newest.date - entry.date <= RUN
        and reader.local(newest.date).date() == reader.local(entry.date).date()
    )


def _shown(run: tuple[Entry, ...], eyes: Eyes) -> list[Item]:
    if len(run) == 1:
        return [Item("entry", ("entry", run[0].id), run)]
    opened = any(entry.id in eyes.opened for entry in run)
    head = Item("run", ("run", run[-1].id), run, opened=opened)
    if not opened:
        return [head]
    return [head, *(Item("entry", ("entry", entry.id), (entry,)) for entry in run)]
