"""The narrow form of the list: a card for each record with title, newest entry, whom it is about, stage and sum."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from desktop.records import texts
from desktop.records.list_model import Heading, RecordModel
from desktop.records.painting import paint_bar, paint_dot, paint_symbol, paint_tag, paint_words
from desktop.theme import font
from desktop.widgets import elided, pill_size, text_width
from models.listing import Row

_PAD = 16


class CardPainter:
    """Draws cards as wide as the viewport."""

    def __init__(self, model: RecordModel) -> None:
        self._cells, self._cls = model.cells, model.cls
        self.measure()

    def measure(self) -> None:
        """Take the heights from the type in force."""
        line = QFontMetrics(font("body")).height()
        self._line = line + 5
        self.row_height = 3 * self._line + 22
        self.heading_height = line + 18

    def width(self, viewport: int) -> int:
        """As wide as there is room."""
        return viewport

    def box(self, rect: QRect) -> QRect:
        """Cards have no check box."""
        return QRect()

    def paint_row(self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, hovered: bool) -> None:
        """Ground, three lines, the line below."""
        paint_bar(painter, rect, "sel" if chosen else "row" if hovered else "surface")
        paint_bar(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), "line")
        if chosen:
            paint_bar(painter, QRect(rect.left(), rect.top(), 3, rect.height()), "accent")
        box = rect.adjusted(_PAD, 10, -_PAD, -11)
        self._paint_title(painter, QRect(box.left(), box.top(), box.width(), self._line), row)
        self._paint_entry(painter, QRect(box.left(), box.top() + self._line, box.width(), self._line), row)
        self._paint_foot(painter, QRect(box.left(), box.top() + 2 * self._line, box.width(), self._line), row)

    def _paint_title(self, painter: QPainter, line: QRect, row: Row) -> None:
        when = self._cells.text(row, "last")
        room = text_width(when, font("secondary"))
        paint_words(painter, line, when, "secondary", "text2", end=True)
        planned = self._cells.planned(row.id)
        if planned is not None:
            room += 20
            at = QRect(line.right() + 1 - room, line.top(), 14, line.height())
            paint_symbol(painter, at, "clock", colour=planned[1], size=14)
        paint_words(painter, line.adjusted(0, 0, -room - 10, 0), row.title, "strong", "text")

    def _paint_entry(self, painter: QPainter, line: QRect, row: Row) -> None:
        unread = self._cells.unread(row.id)
        draft = 18 if self._cells.draft(row.id) else 0
        if draft:
            paint_symbol(painter, QRect(line.left(), line.top(), 13, line.height()), "pencil", colour="accent", size=13)
        paint_words(
            painter,
            line.adjusted(draft, 0, -22, 0),
            row.last,
            "medium" if unread else "body",
            "text" if unread else "text2",
        )
        if unread:
            paint_dot(painter, QRect(line.right() - 7, line.center().y() - 3, 8, 8))

    def _paint_foot(self, painter: QPainter, line: QRect, row: Row) -> None:
        right = line.right() + 1
        amount = self._cells.text(row, "+amount")
        if amount:
            paint_words(painter, line, amount, "strong", "text", end=True)
            right -= text_width(amount, font("strong")) + 8
        stage = row.values[self._cls.stage_field] if self._cls.stage_field else None
        if stage:
            label = texts.stage_label(self._cls, stage)
            right -= pill_size(label).width()
            paint_tag(painter, right, line, label, texts.stage_pill(self._cls, stage))
            right -= 8
        about = self._cells.text(row, "+subtitle")
        paint_words(
            painter, QRect(line.left(), line.top(), right - line.left(), line.height()), about, "secondary", "text2"
        )

    def paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        """Chevron, name, number, sums."""
        paint_heading(painter, rect, heading, pad=_PAD)


def paint_heading(painter: QPainter, rect: QRect, heading: Heading, *, pad: int) -> None:
    """The heading of a group, in either form of the list."""
    paint_bar(painter, rect, "side")
    paint_bar(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), "line")
    icon = QRect(rect.left() + pad - 3, rect.top(), 14, rect.height())
    paint_symbol(painter, icon, "chevron-right" if heading.shut else "chevron-down", size=14)
    box = rect.adjusted(pad + 18, 0, -pad, 0)
    sums = text_width(heading.sums, font("secondary_medium"))
    paint_words(painter, box, heading.sums, "secondary_medium", "text2", end=True)
    count = f"{heading.count:,}"
    room = box.width() - sums - text_width(count, font("secondary")) - 20
    name = elided(heading.text, font("secondary_strong"), room)
    paint_words(painter, box, name, "secondary_strong", "text")
    paint_words(
        painter, box.adjusted(text_width(name, font("secondary_strong")) + 8, 0, 0, 0), count, "secondary", "text3"
    )
