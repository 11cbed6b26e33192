"""The pages of what one wants at hand: entries one starred, records with something unread, records one was at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from desktop.chatter.header import kind_words
from desktop.desk import Desk
from desktop.records.texts import time_text
from desktop.shell.page_row import Line, PageRow, RowsCard, focus_first
from desktop.tr import tr
from desktop.widgets import EmptyState, IconButton, Page
from models import entries, listing, notification, reaction, thread
from models.record import kinds
from models.text import shortened


class RowsPage(Page):
    """A card of rows. Signals: `opened(record, message)`; `changed` after something here was put aside."""

    opened = Signal(int, int)
    changed = Signal()
    title, empty = "", ("", "", "")  # what it is called; sign, title and words of the state without rows
    counted = True  # whether their number says something

    def __init__(self, desk: Desk) -> None:
        sign, title, words = self.empty
        super().__init__(tr(self.title), EmptyState(sign, tr(title), tr(words)))
        self._desk = desk
        self.rows: list[PageRow] = []
        self.asides: list[IconButton] = []
        self._lines: list[Line] | None = None

    def lines(self) -> list[Line]:
        """What stands there now."""
        return []

    def aside(self, one: Line) -> IconButton | None:
        """The button at the end of a row; None where there is nothing to put aside."""
        return None

    def reload(self) -> None:
        """Read again; the place in the list stays."""
        found = self.lines()
        if found == self._lines:
            return
        self._lines = found
        self.head.set_count(str(len(found)) if found and self.counted else "")
        self.rows = [self._row(one) for one in found]
        self.asides = [made for one in found if (made := self._aside(one)) is not None]
        self.put([RowsCard(self.rows, self.asides)], some=bool(found))

    def _row(self, one: Line) -> PageRow:
        shown = PageRow(one)
        shown.clicked.connect(lambda: self.opened.emit(one.record, one.message))
        return shown

    def _aside(self, one: Line) -> IconButton | None:
        made = self.aside(one)
        if made is not None:
            made.setAccessibleDescription(one.title)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """The arrows begin at the first row."""
        super().showEvent(event)
        focus_first(self.rows)

    def _put_aside(self) -> None:
        self.reload()
        self.changed.emit()


class StarredPage(RowsPage):
    """The entries one starred, the last one first; each opens its record at the entry."""

    title = "Starred"
    empty = ("star", "Nothing starred", "Star a message to find it again here. Only you see your stars.")

    def lines(self) -> list[Line]:
        """What stands there now."""
        order = {id: place for place, id in enumerate(reaction.starred(self._desk.me))}
        found = sorted(entries.some(list(order)), key=lambda entry: order[entry.id])
        heads = thread.heads({entry.thread for entry in found})
        return [
            Line(
                *(entry.thread, f"{entry.author.name} · {heads[entry.thread].title}", _beginning(entry)),
                *(time_text(entry.date, self._desk.reader), kind_words(entry)),
                who=entry.author.name,
                bot=entry.author.bot,
                message=entry.id,
            )
            for entry in found
        ]

    def aside(self, one: Line) -> IconButton:
        """Take the star off."""
        button = IconButton("star-filled", tr("Take the star off"), icon_colour="amber")
        button.clicked.connect(lambda: self._unstar(one.message))
        return button

    def _unstar(self, message: int) -> None:
        reaction.star(message, by=self._desk.me, on=False)
        self._put_aside()


def _beginning(entry: entries.Entry) -> str:
    if entry.deleted_at is not None:
        return tr("This message was deleted")
    words = ", ".join(change.label for change in entry.changes) or shortened(entry.body)
    return words or ", ".join(one.name for one in entry.files)


class UnreadPage(RowsPage):
    """The records with something unread, or marked unread, the newest first."""

    title = "Unread"
    empty = ("check-double", "Everything is read", "Records with news for you, or marked unread, will stand here.")

    def lines(self) -> list[Line]:
        """What stands there now."""
        return _records(self._desk, notification.unread_records(self._desk.me), {})

    def aside(self, one: Line) -> IconButton:
        """Take it from here without opening it."""
        button = IconButton("check", tr("Mark done"))
        button.clicked.connect(lambda: self._done(one.record))
        return button

    def _done(self, record: int) -> None:
        notification.mark_done(record, self._desk.me)
        self._put_aside()


class RecentPage(RowsPage):
    """The records one was at, the last one first, over all starts of the program."""

    title = "Recent"
    counted = False
    empty = ("history", "No records opened yet", "The records you open will stand here, the last one first.")

    def lines(self) -> list[Line]:
        """What stands there now."""
        opened = dict(notification.recent(self._desk.me))
        return _records(self._desk, opened, opened)


def _records(desk: Desk, ids: Iterable[int], moments: dict[int, dt.datetime]) -> list[Line]:
    """Records as rows, in this order; with the moment given, else that of their newest entry."""
    wanted = list(ids)
    heads, unread = thread.heads(wanted), notification.unread_threads(desk.me, wanted)
    rows = {
        id: row
        for kind in {head.kind for head in heads.values()}
        for id, row in listing.some(kind, [id for id in wanted if id in heads and heads[id].kind == kind]).items()
    }
    return [
        Line(
            *(id, rows[id].title, rows[id].last),
            time_text(moments.get(id) or rows[id].last_date, desk.reader),
            (kinds[heads[id].kind].label, "neutral"),
            icon=kinds[heads[id].kind].icon,
            unread=id in unread,
        )
        for id in wanted
        if id in rows
    ]
