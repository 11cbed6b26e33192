"""What hangs under an entry in another language: Translate, who translated it, Show original, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.chatter.foot import Foot
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import Button, LinkButton, PlainButton, elided, rounded, set_tooltip, text_width
from models.entries import Entry

if TYPE_CHECKING:
    from desktop.chatter.rendering import Rendering
    from desktop.translate.reading import State

_SIDE, _UP = 11, 5  # inside the red box
_GAP = 7


class TranslationPart(Foot):
    """`acted("translate")`: translate it, show the original, or try again, whichever fits."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ""
        self._kind = ""
        self._box = QRect()
        self.link = LinkButton("", "globe", small=True, parent=self)
        self.retry = PlainButton(tr("Retry"), "refresh", small=True, parent=self)
        for button in (self.link, self.retry):
            button.clicked.connect(lambda: self.acted.emit("translate", None))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """The reading says it, not the entry."""
        return False

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Say how this entry is read."""
        assert rendering.reading is not None
        state: State = rendering.reading.state(entry)  # type: ignore[assignment]
        self._kind = state.kind
        self.words = _words(state)
        self.link.setText(_link(state))
        self.link.set_icon("" if self.words else "globe")
        self.link.setVisible(bool(self.link.caption()))
        self.retry.setVisible(state.kind == "failed")
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(state.words)
        set_tooltip(self, state.words)
        self.update()

    def height_at(self, width: int) -> int:
        """One line, or the red box with as many as its words need; places the buttons."""
        if self._kind == "failed":
            return self._place_box(width)
        size = self.link.sizeHint()
        start = 0
        if self.words:
            line = QFontMetrics(font("secondary")).height()
            start = line + _GAP + text_width(self.words, font("secondary")) + _middle()
        else:
            start = -4  # the padding of the link: its words begin where the text above does
        start = min(start, max(0, width - size.width()))
        self._put(self.link, QRect(start, 0, size.width(), size.height()), width)
        return size.height()

    def _place_box(self, width: int) -> int:
        size = self.retry.sizeHint()
        icon = QFontMetrics(font("secondary_strong")).height()
        room = width - 2 * _SIDE - icon - _GAP - size.width() - 10
        flags = Qt.TextFlag.TextWordWrap
        words = QFontMetrics(font("secondary_strong")).boundingRect(QRect(0, 0, room, 10_000), flags, self.words)
        height = max(words.height(), size.height()) + 2 * _UP
        self._box = QRect(_SIDE + icon + _GAP, 0, room, height)
        place = QRect(width - size.width() - 6, (height - size.height()) // 2, size.width(), size.height())
        self._put(self.retry, place, width)
        return height

    def _put(self, button: Button, where: QRect, width: int) -> None:
        if self.isRightToLeft():
            where.moveLeft(width - where.right() - 1)
        button.setGeometry(where)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and words."""
        if not self.words:
            return
        painter, now = QPainter(self), tokens()
        if self._kind == "failed":
            self._paint_box(painter)
            return
        used = font("secondary")
        line = QFontMetrics(used).height()
        rtl = self.isRightToLeft()
        icon = QRect(self.width() - line if rtl else 0, 0, line, self.height())
        paint_icon(painter, "globe", icon, colour="text3", size=line)
        start = line + _GAP
        end = self.link.width() if self.link.isVisibleTo(self) else 0
        room = QRect(end if rtl else start, 0, self.width() - start - end, self.height())
        painter.setFont(used)
        painter.setPen(now.colour("text2"))
        shown = elided(self.words, used, room.width() - (_middle() if end else 0))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, flags, f"{shown}  · " if end else shown)

    def _paint_box(self, painter: QPainter) -> None:
        now = tokens()
        rounded(painter, self.rect(), 8, fill=now.colour("red_soft"), line=now.colour("red_line"))
        used = font("secondary_strong")
        line = QFontMetrics(used).height()
        rtl = self.isRightToLeft()
        icon = QRect(self.width() - _SIDE - line if rtl else _SIDE, 0, line, self.height())
        paint_icon(painter, "alert-circle", icon, colour="red", size=line)
        box = QRect(self._box)
        if rtl:
            box.moveLeft(self.width() - box.right() - 1)
        painter.setFont(used)
        painter.setPen(now.colour("red"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self.words)


def _middle() -> int:
    """The room of the dot between words and link."""
    return text_width("  · ", font("secondary"))


def _words(state: State) -> str:
    if state.kind == "busy":
        return tr("Translating…")
    if state.kind == "failed":
        return tr("Not translated: {words}", words=state.words.split(";")[0].rstrip("."))
    if state.kind == "sent":
        return tr("Sent in {language}", language=state.language) if state.language else tr("Sent translated")
    if state.kind == "translated" and state.shown:
        if not state.language:
            return tr("Translated by {engine}", engine=state.engine)
        return tr("Translated from {language} by {engine}", language=state.language, engine=state.engine)
    return ""


def _link(state: State) -> str:
    if state.kind == "offer" or (state.kind == "translated" and not state.shown):
        return tr("Translate")
    if state.kind == "translated" or (state.kind == "sent" and state.shown):
        return tr("Show original")
    return tr("Show what was sent") if state.kind == "sent" else ""
