"""Suggestions while writing: @ names colleagues, : finds emoji, / brings canned answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.chatter import emoji
from desktop.chatter.rich_field import RichField
from desktop.desk import Desk
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import announce, draw_text, elided, paint_avatar, rounded, text_width
from models import canned, follower, user
from models.text import fold, one_line

MOST = 7
_WORD = re.compile(r"(?:^|(?<=[\s(]))([@:/])((?:[^\s@:/]|(?<=\w) (?=\w)){0,40})$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered: its words, a grey remark, what stands before it, and the text that is put in."""

    words: str
    text: str
    detail: str = ""
    face: bool = False
    sign: str = ""


class SuggestionList(QWidget):
    """The list at the cursor; it never takes the focus."""

    def __init__(self, window: QWidget, take: Callable[[Suggestion], object]) -> None:
        super().__init__(window)
        self._take = take
        self.rows: list[Suggestion] = []
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Suggestions"))
        self.hide()

    def show_rows(self, rows: list[Suggestion], under: QRect) -> None:
        """Show these under (or over) a line of the window."""
        if rows != self.rows:
            self.at = 0
        self.rows = rows
        self.resize(self.sizeHint())
        window = self.parentWidget().rect()
        x = max(4, min(under.x(), window.width() - self.width() - 4))
        y = under.bottom() + 4
        if y + self.height() > window.height():
            y = under.top() - self.height() - 4
        self.move(x, y)
        self.show()
        self.raise_()
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self.rows:
            announce(self, self.rows[self.at].words)

    def step(self, by: int) -> None:
        """Go up or down."""
        self.at = (self.at + by) % len(self.rows)
        self._tell()
        self.update()

    def _high(self) -> int:
        return QFontMetrics(font("body")).height() + 14

    def sizeHint(self) -> QSize:
        """As wide as the longest row, within limits."""
        wide = max(
            (text_width(one.words, font("medium")) + text_width(one.detail, font("secondary")) for one in self.rows),
            default=0,
        )
        return QSize(min(max(wide + 70, 220), 420), len(self.rows) * self._high() + 10)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is the one."""
        place = int((event.position().y() - 5) // self._high())
        if 0 <= place < len(self.rows):
            self.at = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        self.mouseMoveEvent(event)
        if self.rows:
            self._take(self.rows[self.at])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter, ink = QPainter(self), tokens()
        rounded(painter, self.rect(), 8, fill=ink.colour("raised"), line=ink.colour("line2"))
        high = self._high()
        for number, one in enumerate(self.rows):
            row = QRect(5, 5 + number * high, self.width() - 10, high)
            if number == self.at:
                rounded(painter, row, 6, fill=ink.colour("sel"))
            self._paint_row(painter, row, one)

    def _paint_row(self, painter: QPainter, row: QRect, one: Suggestion) -> None:
        ink, side = tokens(), 22
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = QRect(row.right() - side - 7 if rtl else row.x() + 8, row.center().y() - side // 2 + 1, side, side)
        if one.face:
            paint_avatar(painter, box, one.words)
        elif one.sign:
            painter.setFont(font("heading"))
            painter.setPen(ink.colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, one.sign)
        else:
            paint_icon(painter, "template", box, colour="text2", size=16)
        room = row.adjusted(10, 0, -side - 18, 0) if rtl else row.adjusted(side + 18, 0, -10, 0)
        painter.setFont(font("medium"))
        painter.setPen(ink.colour("text"))
        words = elided(one.words, font("medium"), room.width())
        draw_text(painter, room, words)
        used = text_width(words, font("medium")) + 10
        rest = room.adjusted(0, 0, -used, 0) if rtl else room.adjusted(used, 0, 0, 0)
        painter.setFont(font("secondary"))
        painter.setPen(ink.colour("text2"))
        draw_text(painter, rest, elided(one.detail, font("secondary"), rest.width()))


class Suggesting(QObject):
    """Watches a field; `record()` is the record written on."""

    def __init__(self, desk: Desk, field: RichField, record: Callable[[], int]) -> None:
        super().__init__(field)
        self._desk, self._field, self._record = desk, field, record
        self.list: SuggestionList | None = None
        self._dismissed = ""
        field.listener = self._key
        field.textChanged.connect(self._look)
        field.cursorPositionChanged.connect(self._moved)
        field.installEventFilter(self)

    def open(self, trigger: str) -> None:
        """Begin with a sign, as if it was typed."""
        cursor = self._field.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        self._field.setFocus()
        cursor.insertText(trigger if not before or before.endswith(" ") else f" {trigger}")
        self._look()

    def shown(self) -> bool:
        """Whether something is offered."""
        return self.list is not None and self.list.isVisible()

    def hide(self) -> None:
        """Offer nothing."""
        if self.list is not None:
            self.list.hide()

    def _typed(self) -> tuple[str, str]:
        cursor = self._field.textCursor()
        if cursor.hasSelection() or self._field.kind() == "code":
            return "", ""
        found = _WORD.search(cursor.block().text()[: cursor.positionInBlock()])
        return (found[1], found[2]) if found else ("", "")

    def _moved(self) -> None:
        if self.shown() and not self._typed()[0]:
            self.hide()

    def _look(self) -> None:
        sign, typed = self._typed()
        if not sign or not self._field.hasFocus() or f"{sign}{typed}" == self._dismissed:
            self.hide()
            return
        self._dismissed = ""
        rows = {"@": self._colleagues, ":": self._emoji, "/": self._answers}[sign](typed)
        if not rows:
            self.hide()
            return
        if self.list is None or self.list.parentWidget() is not self._field.window():
            self.list = SuggestionList(self._field.window(), self.take)
        at = self._field.cursorRect()
        corner = self._field.viewport().mapTo(self._field.window(), QPoint(at.x() - 12, at.y()))
        self.list.show_rows(rows, QRect(corner, at.size()))

    def _colleagues(self, typed: str) -> list[Suggestion]:
        """Users whose name has a word that begins so; those who follow the record first."""
        following = {one.person for one in follower.followers(self._record())}
        members = [one for one in user.members(archived=False) if _fits(typed, one.name)]
        members.sort(key=lambda one: (one.id not in following, one.id == self._desk.me, fold(one.name)))
        return [
            Suggestion(one.name, f"@{one.name} ", tr("follows") if one.id in following else "", face=True)
            for one in members[:MOST]
            if fold(typed) != fold(one.name)
        ]

    def _emoji(self, typed: str) -> list[Suggestion]:
        if len(typed) < 2:
            return []
        return [Suggestion(words.split()[0], f"{sign} ", sign=sign) for sign, words in emoji.find(typed, MOST)]

    def _answers(self, typed: str) -> list[Suggestion]:
        found = [one for one in canned.answers() if _fits(typed, one.name)][:MOST]
        if not found and not typed and not canned.answers():
            return [Suggestion(tr("No canned answers yet"), "", tr("they are made in the settings"))]
        return [Suggestion(one.name, one.text, one_line(one.text)[:80]) for one in found]

    def take(self, one: Suggestion) -> None:
        """Put in what was chosen in place of what was typed."""
        sign, typed = self._typed()
        cursor = self._field.textCursor()
        length = len(f"{sign}{typed}".encode("utf-16-le")) // 2
        text = one.text
        if sign == "/":
            text = canned.filled(text, self._record(), self._desk.reader, by=self._desk.me)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
        cursor.insertText(text)
        cursor.endEditBlock()
        self._field.setTextCursor(cursor)
        self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        if not self.shown() or self.list is None:
            return False
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.take(self.list.rows[self.list.at])
            return True
        if key == Qt.Key.Key_Escape:
            self._dismissed = "".join(self._typed())
            self.hide()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab chooses while something is offered; who leaves the field leaves the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self._key(event)  # type: ignore[attr-defined]


def _fits(typed: str, name: str) -> bool:
    folded = fold(typed)
    return fold(name).startswith(folded) or any(part.startswith(folded) for part in fold(name).split())
