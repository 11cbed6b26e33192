"""The loaded part of a thread: a stretch of entries, newest first, that grows at its ends and is trimmed far away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import entries
from models.entries import PAGE, Entry

WINDOW = 150  # entries kept; measured: bounded memory, and every change of all rows within a frame or two
_BEGINNING = (dt.datetime.min.replace(tzinfo=dt.UTC), 0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What `take` found: entries that are new here, and new ones that wait above a newer end that isn't loaded."""

    come: list[Entry]
    above: list[Entry]


class Loaded:
    """What of a thread is in memory. `has_newer` and `has_older` say whether there is more beyond its ends.

    `page`, `around` and `wanted` say what it is a stretch of: others than one record's thread put theirs in place.
    """

    def __init__(self, thread: int, show: str = "all") -> None:
        self.thread, self.show = thread, show
        self.entries: list[Entry] = []
        self.has_newer = self.has_older = False

    def newest(self) -> None:
        """Load the newest page."""
        self.entries = self.page()
        self.has_newer, self.has_older = False, len(self.entries) == PAGE

    def oldest(self) -> None:
        """Load the page at the thread's beginning."""
        self.entries = self.page(after=_BEGINNING)
        self.has_newer, self.has_older = len(self.entries) == PAGE, False

    def page(self, **where: Any) -> list[Entry]:
        """A page of entries, as `models.entries.page` gives them."""
        return entries.page(self.thread, show=self.show, **where)

    def around(self, message: int) -> list[Entry]:
        """The entries on both sides of one; `NotFound` where it isn't in this thread."""
        return entries.around(self.thread, message, show=self.show)

    def wanted(self, entry: Entry) -> bool:
        """Whether an entry belongs here."""
        return entry.thread == self.thread and entries.wanted(entry, self.show)

    def to(self, message: int) -> None:
        """Load the entries on both sides of one; `NotFound` where it isn't in this thread."""
        self.entries = self.around(message)
        place = next(place for place, entry in enumerate(self.entries) if entry.id == message)
        self.has_newer = place == PAGE // 2
        self.has_older = len(self.entries) == PAGE

    def read_older(self, limit: int) -> list[Entry]:
        """Entries below what is loaded, not yet taken."""
        return self.page(before=self.entries[-1].place, limit=limit)

    def read_newer(self, limit: int) -> list[Entry]:
        """Entries above what is loaded, not yet taken."""
        return self.page(after=self.entries[0].place, limit=limit)

    def append(self, older: list[Entry]) -> None:
        """Take entries below."""
        self.entries += older

    def prepend(self, newer: list[Entry]) -> None:
        """Take entries above."""
        self.entries = newer + self.entries

    def trim(self, keep: int) -> None:
        """Let go of what is farthest from the entry at place `keep`."""
        surplus = len(self.entries) - WINDOW
        if surplus <= 0:
            return
        above = keep - WINDOW // 2
        cut = min(max(above, 0), surplus)
        if cut:
            self.entries, self.has_newer = self.entries[cut:], True
        if len(self.entries) > WINDOW:
            self.entries, self.has_older = self.entries[:WINDOW], True

    def holds(self, id: int) -> bool:
        """Whether an entry is loaded."""
        return any(entry.id == id for entry in self.entries)

    def ids(self) -> set[int]:
        """The ids of what is loaded."""
        return {entry.id for entry in self.entries}

    def message_of(self, delivery: int) -> int | None:
        """The loaded message that a delivery belongs to."""
        return next((entry.id for entry in self.entries for one in entry.deliveries if one.id == delivery), None)

    def take(self, ids: Iterable[int]) -> Taken:
        """Read entries again, or for the first time, and put them in their places.

        What lies beyond an end that isn't loaded stays there.
        """
        wanted = set(ids)
        fresh = {entry.id: entry for entry in entries.some(list(wanted)) if self.wanted(entry)}
        known = self.ids()
        kept = [fresh.get(entry.id, entry) for entry in self.entries if entry.id not in wanted or entry.id in fresh]
        come = [entry for entry in fresh.values() if entry.id not in known and self._within(entry)]
        self.entries = sorted([*kept, *come], key=lambda entry: entry.place, reverse=True) if come else kept
        above = [entry for entry in fresh.values() if entry.id not in known and self._above(entry)]
        return Taken(come, above)

    def _above(self, entry: Entry) -> bool:
        return self.has_newer and bool(self.entries) and entry.place > self.entries[0].place

    def reread(self) -> None:
        """Read what is loaded again; what came in above waits there."""
        self.take(self.ids())
        newer = self.page(limit=1)
        self.has_newer = bool(newer and self.entries) and newer[0].place > self.entries[0].place

    def _within(self, entry: Entry) -> bool:
        if not self.entries:
            return True
        newer, older = entry.place > self.entries[0].place, entry.place < self.entries[-1].place
        return not (newer and self.has_newer) and not (older and self.has_older)
