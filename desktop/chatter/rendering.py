"""Rendering: entries turned into what rows show, shared by all rows of a view, with their heights kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QFontMetrics

from desktop.chatter import dates, markup
from desktop.chatter.arrangement import Item
from desktop.chatter.file_words import FileWords
from desktop.chatter.inline_pictures import InlinePictures
from desktop.chatter.remote_pictures import RemotePictures
from desktop.chatter.thumbnails import Pictures
from desktop.chatter.word_marks import WordMarks
from desktop.desk import Desk
from desktop.theme import font, tokens
from models import user
from models.entries import Entry

if TYPE_CHECKING:
    from desktop.chatter.foot import Foot

KEPT_HEIGHTS = 10_000  # of bodies and of rows
QUIET = ("log", "created")
TALK, CHANGE, LINE, TOMB, RUN = "talk", "change", "line", "tomb", "run"


def form(item: Item) -> str:
    """How an item is drawn: talk, change, quiet line, tombstone, folded run."""
    entry = item.entries[0]
    if item.kind == "run":
        return RUN
    if entry.deleted_at is not None:
        return TOMB
    if entry.kind in QUIET:
        return LINE
    return CHANGE if entry.kind == "change" else TALK


class Reading(Protocol):
    """Whoever shows entries otherwise than they were written, such as translated."""

    part: type[Foot]  # what hangs under an entry that `wants` it

    def read(self, entry: Entry) -> Entry:
        """The entry as it is to be read."""
        ...

    def state(self, entry: Entry) -> object:
        """What differs whenever the entry, or its part, is shown otherwise."""
        ...

    def wants(self, entry: Entry) -> bool:
        """Whether an entry has the part just now."""
        ...


class Rendering:
    """Entries → HTML, headers' words and heights, for one reader in the theme in force.

    `generation` differs whenever everything looks different: another theme, text size, reader, or list of users.
    `reading` shows entries otherwise than they were written, where somebody put it there; `marks` are the words marked
    in all bodies and in files, from which, with `excerpts`, the piece around them is shown.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heights: OrderedDict[tuple[object, ...], int] = OrderedDict()
        self.pictures = Pictures(desk)
        self.remote = RemotePictures(desk)
        self.inline = InlinePictures(desk)
        self.reading: Reading | None = None
        self.marks: WordMarks | None = None
        self.file_words = FileWords(desk)
        self.excerpts = False
        self.generation = 0
        self.style = ""
        self.renew()

    def renew(self) -> None:
        """Take the theme, reader and users as they are now."""
        self.generation += 1
        self._heights.clear()
        self.reader, self.me = self._desk.reader, self._desk.me
        self.mentions = markup.mention_pattern([one.name for one in user.members(archived=False)])
        self.style = markup.style_sheet(tokens(), font("secondary").pixelSize())
        self.pill_height = QFontMetrics(font("pill")).height() + 6
        self.pill_height += self.pill_height % 2

    def seen(self, item: Item) -> Item:
        """An item as it is to be read."""
        if self.reading is None or item.kind != "entry":
            return item
        entry = item.entries[0]
        read = self.reading.read(entry)
        return item if read is entry else replace(item, entries=(read,))

    def html(self, item: Item, *, quote_open: bool) -> str:
        """The body of an item."""
        entry, drawn = item.entries[0], form(item)
        if drawn == RUN:
            return markup.run(item.entries, self.reader, opened=item.opened)
        if drawn == LINE:
            return markup.quiet(entry, self.time(entry))
        if drawn == CHANGE:
            return markup.changes(entry, self.reader, self.mentions)
        if drawn == TOMB:
            return markup.tombstone(entry, self.time_of_deletion(entry))
        own = {cid: (address, self.inline.size(address)) for cid, address in self.inline.of(entry).items()}
        return markup.message(entry, self.mentions, quote_open=quote_open, fetched=self.remote.of(entry.id), own=own)

    def time(self, entry: Entry) -> str:
        """The time of day of an entry."""
        return dates.time(entry.date, self.reader)

    def time_of_deletion(self, entry: Entry) -> str:
        """When a message was deleted."""
        assert entry.deleted_at is not None
        return dates.moment(entry.deleted_at, dates.today(self.reader), self.reader)

    def height(self, key: tuple[object, ...]) -> int | None:
        """A height kept under (id, width, revision …)."""
        found = self._heights.get(key)
        if found is not None:
            self._heights.move_to_end(key)
        return found

    def keep_height(self, key: tuple[object, ...], height: int) -> None:
        """Keep a height; the oldest unused ones are forgotten."""
        self._heights[key] = height
        if len(self._heights) > KEPT_HEIGHTS:
            self._heights.popitem(last=False)
