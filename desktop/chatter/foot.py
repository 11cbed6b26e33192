"""What hangs under a message in its row: a bar while it can be taken back, its files, the reactions on it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.chatter import dates
from desktop.chatter.file_card import FileCard, flow
from desktop.chatter.file_excerpt import FileExcerpt
from desktop.chatter.file_words import words_of
from desktop.chatter.reaction_chip import ReactionChip
from desktop.chatter.words import listed
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import PlainButton, PrimaryButton, elided, rounded
from models.attachment import Kept
from models.database import now
from models.delivery import LONGEST_UNDO
from models.entries import Entry

if TYPE_CHECKING:
    from desktop.chatter.rendering import Rendering

GAP = 7  # above each


class Foot(QWidget):
    """A part under a message. `acted(what, data)`: something was asked for, by the names that EntryActions knows."""

    acted = Signal(str, object)

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """Whether an entry has this part just now."""
        raise NotImplementedError

    @classmethod
    def hangs(cls, entry: Entry, rendering: Rendering) -> bool:
        """Whether an entry has this part, seen as it is rendered."""
        return cls.wanted(entry)

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Take on the content of an entry."""
        raise NotImplementedError

    def mark_words(self, rendering: Rendering) -> None:
        """Mark the words that were looked for, or none; most parts have none of them."""

    def height_at(self, width: int) -> int:
        """The height at this width, in pixels; places what is inside."""
        raise NotImplementedError


def goes_out(entry: Entry) -> dt.datetime | None:
    """When a message goes out that waits for its time; None for all others."""
    if entry.deleted_at is not None or not entry.deliveries:
        return None
    waiting = [one.send_after for one in entry.deliveries if one.state == "waiting"]
    if len(waiting) < sum(one.state != "cancelled" for one in entry.deliveries) or not waiting:
        return None
    soonest = min(waiting)
    return soonest if soonest > now() else None


class WaitingBar(Foot):
    """ "Sending in 8 s · Undo · Send now", or when a scheduled message goes out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._until = self._from = now()
        self._entry: Entry | None = None
        self._later = False
        self.words = ""
        self.undo = PlainButton(tr("Undo"), "undo", small=True)
        self.undo.clicked.connect(lambda: self.acted.emit("undo", None))
        self.now = PrimaryButton(tr("Send now"), small=True)
        self.now.clicked.connect(lambda: self.acted.emit("now", None))
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 4, 8, 4)
        line.setSpacing(6)
        line.addStretch(1)
        line.addWidget(self.undo)
        line.addWidget(self.now)
        self._clock = QTimer(self, interval=200)
        self._clock.timeout.connect(self._tick)

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """Whether it waits for its time."""
        return goes_out(entry) is not None

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Count down to the moment it goes out, or name it where that is later."""
        until = goes_out(entry) or now()
        self._entry, self._until, self._from = entry, until, entry.date
        self._later = until - entry.date > LONGEST_UNDO
        self.undo.setText(tr("Edit") if self._later else tr("Undo"))
        self.undo.set_icon("pencil" if self._later else "undo")
        self._moment = dates.coming(until, dates.today(rendering.reader), rendering.reader)
        self._tick()
        self._clock.start()

    def _tick(self) -> None:
        left = (self._until - now()).total_seconds()
        if left <= 0:
            self._clock.stop()
            self.acted.emit("over", None)
            return
        words = tr("Goes out: {when}", when=self._moment) if self._later else tr("Sending in {n} s", n=math.ceil(left))
        if words != self.words:
            self.words = words
            self.setAccessibleName(words)
        self.update()

    def hideEvent(self, event) -> None:
        """Nothing is counted that nobody sees."""
        super().hideEvent(event)
        self._clock.stop()

    def showEvent(self, event) -> None:
        """Count on."""
        super().showEvent(event)
        self._clock.start()

    def height_at(self, width: int) -> int:
        """One line."""
        self.layout().activate()
        return self.layout().sizeHint().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, ring and words."""
        painter, ink = QPainter(self), tokens()
        rounded(painter, self.rect(), 7, fill=ink.colour("sunken"), line=ink.colour("line"))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = min(self.height() - 12, 22)
        ring = QRectF(self.width() - 11 - side if rtl else 11, (self.height() - side) / 2, side, side)
        if self._later:
            paint_icon(painter, "clock", ring.toRect(), colour="accent", size=side - 4)
        else:
            self._paint_ring(painter, ring)
        start = side + 20
        end = self.undo.geometry().right() + 8 if rtl else self.undo.x() - 8
        room = self.rect().adjusted(end if rtl else start, 0, -start if rtl else end - self.width(), 0)
        painter.setFont(font("medium"))
        painter.setPen(ink.colour("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, flags, elided(self.words, font("medium"), room.width()))

    def _paint_ring(self, painter: QPainter, ring: QRectF) -> None:
        ink = tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.colour("line2"), 2))
        painter.drawEllipse(ring)
        whole = max((self._until - self._from).total_seconds(), 1)
        left = max((self._until - now()).total_seconds(), 0)
        painter.setPen(QPen(ink.colour("accent"), 2))
        painter.drawArc(ring, 90 * 16, round(360 * 16 * min(left / whole, 1)))
        painter.setFont(font("pill"))
        painter.setPen(ink.colour("accent"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(math.ceil(left)))


class FilesFoot(Foot):
    """A card for each file of a message that doesn't stand in its text.

    Where the thread is read beside a search, also what stands in them of its words.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: list[FileCard] = []
        self.excerpts: list[FileExcerpt] = []
        self._files: tuple[Kept, ...] = ()

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """Whether it has files."""
        return bool(entry.files)

    @classmethod
    def hangs(cls, entry: Entry, rendering: Rendering) -> bool:
        """Whether there are files besides the pictures in its text."""
        return len(entry.files) > len(rendering.inline.standing(entry))

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Show cards of its files."""
        standing = rendering.inline.standing(entry)
        files = tuple(one for one in entry.files if one.id not in standing)
        if [one.id for one in files] == [one.id for one in self._files]:
            return
        self._files = files
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for one in files:
            card = FileCard(one.name, one.size, one.content_type, parent=self)
            card.clicked.connect(lambda _=False, one=one: self.acted.emit("file", one))
            card.menu_wanted.connect(lambda at, one=one: self.acted.emit("file_menu", (one, at)))
            rendering.pictures.want(one, self, card.set_picture)
            rendering.pictures.want_length(one, self, card.set_length)
            card.show()
            self.cards.append(card)

    def mark_words(self, rendering: Rendering) -> None:
        """Mark the words in the names of the files, and name those that stand in the files themselves."""
        marks, found = rendering.marks, []
        for card, file in zip(self.cards, self._files, strict=True):
            inside = rendering.file_words.of(file, marks)
            card.set_found(marks.in_name(file.name) if marks else (), words_of(inside) if inside else ())
            if inside is not None and rendering.excerpts:
                found.append((file.name, inside))
        if found != [(one.name, one.found) for one in self.excerpts]:
            for old in self.excerpts:
                old.hide()
                old.deleteLater()
            self.excerpts = [FileExcerpt(name, inside, self) for name, inside in found]
            for one in self.excerpts:
                one.show()

    def height_at(self, width: int) -> int:
        """As many lines as they need."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        bottom = flow(list(self.cards), width, rtl=rtl)
        for one in self.excerpts:
            high = one.height_at(width)
            one.setGeometry(0, bottom + GAP, width, high)
            bottom += GAP + high
        return bottom


class ReactionsFoot(Foot):
    """The reactions on an entry; a click adds one's own or takes it back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chips: list[ReactionChip] = []

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """Whether anybody reacted."""
        return bool(entry.reactions)

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Show a chip for each emoji."""
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = []
        for one in entry.reactions:
            words = tr("{emoji} by {names}", emoji=one.emoji, names=listed(one.names, 8))
            chip = ReactionChip(one.emoji, len(one.persons), mine=rendering.me in one.persons, words=words, parent=self)
            chip.clicked.connect(lambda _=False, emoji=one.emoji: self.acted.emit("react", emoji))
            chip.show()
            self.chips.append(chip)

    def height_at(self, width: int) -> int:
        """As many lines as they need."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return flow(list(self.chips), width, gap=5, rtl=rtl)


FEET: tuple[type[Foot], ...] = (FilesFoot, WaitingBar, ReactionsFoot)
