"""The header of a row: author, kind or channel, time, "edited", how far it was delivered; laid out and painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.chatter import delivery_words
from desktop.chatter.arrangement import Item
from desktop.chatter.rendering import RUN, TALK, Rendering, form
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import plural, tr
from desktop.widgets import paint_pill, pill_size
from desktop.widgets.paint import elided, text_width
from models.entries import Entry

_GAP = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a header: what it is ("name", "pill", "time", "edited", "state"), its words, font, colour, icon."""

    what: str
    text: str
    role: str = "secondary"
    colour: str = "text2"
    icon: str = ""
    icon_colour: str = "text2"

    def width(self) -> int:
        """Pixels it needs."""
        if self.what == "pill":
            return pill_size(self.text).width()
        return text_width(self.text, font(self.role)) + (font(self.role).pixelSize() + 7 if self.icon else 0)


def kind_words(entry: Entry) -> tuple[str, str]:
    """What kind of entry it is in a word, and the colour of its pill."""
    if entry.kind == "note":
        return tr("Internal note"), "amber"
    if entry.kind == "change":
        return tr("Change"), "neutral"
    if entry.kind in ("log", "created"):
        return tr("Log"), "neutral"
    if entry.kind == "activity":
        return tr("Activity"), "neutral"
    if "whatsapp" in (entry.kind, entry.channel):
        return tr("WhatsApp"), "green"
    if "email" in (entry.kind, entry.channel):
        return tr("E-mail"), "blue"
    return tr("Message"), "accent"


def parts(item: Item, rendering: Rendering, *, saving: bool = False) -> list[Part]:
    """The pieces of an item's header, in the order of reading."""
    entry, drawn = item.entries[0], form(item)
    words, colour = kind_words(entry)
    if drawn == RUN:
        words = plural(len(item.entries), "{n} change", "{n} changes")
    found = [
        Part("name", entry.author.name, "strong", "text"),
        Part("pill", words, colour=colour),
        Part("time", rendering.time(entry)),
    ]
    if entry.edits and drawn == TALK:
        found.append(Part("edited", tr("edited")))
    if rendering.me in entry.starred_by:
        found.append(Part("star", "", icon="star-filled", icon_colour="amber"))
    state = delivery_words.saving() if saving else delivery_words.state_of(entry, rendering.reader)
    if state is not None:
        strong = state.colour in ("red", "amber")
        ink = state.colour if strong else "text2"
        found.append(
            Part("state", state.word, "secondary_strong" if strong else "secondary", ink, state.icon, state.colour)
        )
    return found


def lay_out(pieces: Sequence[Part], width: int, line: int) -> list[tuple[QRect, Part]]:
    """Where each piece stands; what has no room goes to the next line, a long name is shortened."""
    placed, x, y = [], 0, 0
    for piece in pieces:
        wide = min(piece.width(), width)
        if wide == width and piece.what != "pill":
            room = width - (font(piece.role).pixelSize() + 7 if piece.icon else 0)
            piece = replace(piece, text=elided(piece.text, font(piece.role), room))
        if x and x + wide > width:
            x, y = 0, y + line
        placed.append((QRect(x, y, wide, line), piece))
        x += wide + _GAP
    return placed


def paint(painter: QPainter, placed: Sequence[tuple[QRect, Part]], *, hovered: str = "") -> None:
    """Draw the pieces; `hovered` is underlined."""
    now = tokens()
    for rect, piece in placed:
        if piece.what == "pill":
            height = pill_size(piece.text).height()
            at = QPoint(rect.x(), rect.y() + (rect.height() - height) // 2)
            paint_pill(painter, at, piece.text, piece.colour, width=rect.width())
            continue
        used = font(piece.role)
        if piece.what == hovered:
            used = QFont(used)
            used.setUnderline(True)
        where = QRect(rect)
        if piece.icon:
            size = used.pixelSize() + 2
            box = QRect(where.x(), where.y(), size, where.height())
            if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                box.moveRight(where.right())
                where.adjust(0, 0, -size - 5, 0)
            else:
                where.adjust(size + 5, 0, 0, 0)
            paint_icon(painter, piece.icon, box, colour=piece.icon_colour, size=size)
        painter.setFont(used)
        painter.setPen(now.colour(piece.colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        painter.drawText(where, flags, piece.text)
