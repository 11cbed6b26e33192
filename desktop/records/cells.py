"""The texts of records in lists and boards, worked out once for each record, with their news and what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from desktop.desk import Desk
from desktop.records import texts
from desktop.tr import tr
from models import activity, draft, listing, notification
from models.fields import Names
from models.listing import Row
from models.record import Record


class Cells:
    """What a list or board says of its records. `names` has the titles and names that their values need."""

    def __init__(self, desk: Desk, cls: type[Record]) -> None:
        self.desk, self.cls = desk, cls
        self.names = Names()
        self._texts: dict[tuple[int, str], str] = {}
        self._unread: set[int] = set()
        self._drafts: set[int] = set()
        self._pressing: dict[int, int] = {}

    def learn(self, rows: Iterable[Row]) -> None:
        """Look up together what these records need."""
        kept = list(rows)
        learned = listing.names_for(self.cls.kind, (row.values for row in kept))
        self.names.titles |= learned.titles
        self.names.persons |= learned.persons
        self.look_for_news(row.id for row in kept)

    def look_for_news(self, ids: Iterable[int]) -> None:
        """See which of these records have news for the user or a draft of theirs, and what is planned on them."""
        kept = list(ids)
        for id in kept:
            self._pressing.pop(id, None)
        self._pressing |= activity.most_pressing(kept)
        self._drafts = (self._drafts - set(kept)) | draft.marked(kept, by=self.desk.me)
        self._unread = (self._unread - set(kept)) | notification.unread_threads(self.desk.me, kept)

    def unread(self, id: int) -> bool:
        """Whether the user has news in a record."""
        return id in self._unread

    def draft(self, id: int) -> bool:
        """Whether the user has typed something on a record that was not sent."""
        return id in self._drafts

    def planned(self, id: int) -> tuple[str, str] | None:
        """When the most pressing activity of a record is due, in words, and its tone; None where nothing is planned."""
        if id not in self._pressing:
            return None
        today = self.desk.reader.local(dt.datetime.now(dt.UTC)).date()
        return texts.due_text(today + dt.timedelta(days=self._pressing[id]), self.desk.reader, today)

    def forget(self) -> None:
        """Records may have changed: start anew."""
        self.names = Names()
        self._texts.clear()
        self._unread.clear()
        self._drafts.clear()
        self._pressing.clear()

    def text(self, row: Row, name: str) -> str:
        """The text of a field; or of "last" (time of the newest entry), "+subtitle", "+amount"."""
        key = (row.id, name)
        if key not in self._texts:
            self._texts[key] = self._text(row, name)
        return self._texts[key]

    def _text(self, row: Row, name: str) -> str:
        reader = self.desk.reader
        if name == listing.LAST:
            return texts.time_text(row.last_date, reader)
        if name == "+subtitle":
            return texts.subtitle(self.cls, row.values, self.names, reader)
        if name == "+amount":
            return texts.amount_text(self.cls, row.values, self.names, reader)
        return texts.value_text(self.cls.fields[name], row.values, self.names, reader)

    def spoken(self, row: Row) -> str:
        """A record as a screen reader says it: title, news, stage, whom it is about, sum, newest entry."""
        stage = texts.stage_label(self.cls, row.values[self.cls.stage_field]) if self.cls.stage_field else ""
        news = tr("unread") if self.unread(row.id) else ""
        typed = tr("draft") if self.draft(row.id) else ""
        planned = self.planned(row.id)
        due = tr("activity: {due}", due=planned[0].lower()) if planned else ""
        about, amount, last = (self.text(row, name) for name in ("+subtitle", "+amount", listing.LAST))
        parts = (row.title, news, typed, due, stage, about, amount, row.last, last)
        return ", ".join(part for part in parts if part)
