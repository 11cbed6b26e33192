"""The wide form of the list: a row of cells under a head of columns, with a check box for choosing several."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from desktop.records import texts
from desktop.records.cards import paint_heading
from desktop.records.columns import Column, Columns
from desktop.records.list_model import Heading, RecordModel
from desktop.records.painting import paint_bar, paint_dot, paint_face, paint_symbol, paint_tag, paint_words, placed
from desktop.theme import font, tokens
from desktop.widgets import elided, pill_size, rounded
from models import listing
from models.fields import Choice, Link, Member, Tags, YesNo
from models.listing import Row

_BOX = 16


class TablePainter:
    """Draws rows of cells; `choosing` says whether check boxes are always shown (several are selected)."""

    def __init__(self, model: RecordModel, columns: Columns) -> None:
        self._cells, self._cls, self._columns = model.cells, model.cls, columns
        self.choosing = False
        self.measure()

    def measure(self) -> None:
        """Take the heights from the type in force."""
        line = QFontMetrics(font("body")).height()
        self.row_height = line + 24
        self.heading_height = line + 20

    def width(self, viewport: int) -> int:
        """As wide as the columns, at least as the viewport."""
        return max(viewport, self._columns.content_width())

    def box(self, rect: QRect) -> QRect:
        """Where the check box of a row is."""
        return QRect(rect.left() + 18, rect.center().y() - _BOX // 2 + 1, _BOX, _BOX)

    def paint_row(self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, hovered: bool) -> None:
        """Ground, check box, cells, the line below."""
        paint_bar(painter, rect, "sel" if chosen else "row" if hovered else "surface")
        paint_bar(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), "line")
        if hovered or self.choosing:
            self._paint_box(painter, self.box(rect), chosen)
        elif self._cells.unread(row.id):
            paint_dot(painter, QRect(rect.left() + 22, rect.center().y() - 3, 8, 8))
        for column, left, width in self._columns.places():
            cell = QRect(rect.left() + left + 8, rect.top(), width - 16, rect.height() - 1)
            if cell.right() > 0:
                self._paint_cell(painter, cell, row, column)

    @staticmethod
    def _paint_box(painter: QPainter, box: QRect, chosen: bool) -> None:
        now = tokens()
        fill, line = ("accent", "accent") if chosen else ("raised", "line2")
        rounded(painter, placed(painter, box), 4, fill=now.colour(fill), line=now.colour(line))
        if chosen:
            paint_symbol(painter, box, "check", colour="on_accent", size=12)

    def _paint_cell(self, painter: QPainter, cell: QRect, row: Row, column: Column) -> None:
        if column.name == "title":
            unread = self._cells.unread(row.id)
            draft = 18 if self._cells.draft(row.id) else 0
            planned = self._cells.planned(row.id)
            room = cell.adjusted(0, 0, -draft - (20 if planned else 0), 0)
            paint_words(painter, room, row.title, "strong" if unread else "medium", "text")
            if planned:
                at = QRect(cell.right() - draft - 14, cell.top(), 14, cell.height())
                paint_symbol(painter, at, "clock", colour=planned[1], size=14)
            if draft:
                end = QRect(cell.right() - 13, cell.top(), 13, cell.height())
                paint_symbol(painter, end, "pencil", colour="accent", size=13)
        elif column.name == listing.LAST:
            paint_words(painter, cell, self._cells.text(row, "last"), "secondary", "text2", end=True)
        else:
            self._paint_field(painter, cell, row, column)

    def _paint_field(self, painter: QPainter, cell: QRect, row: Row, column: Column) -> None:
        field, value = self._cls.fields[column.name], row.values[column.name]
        if value is None or value == "" or value == ():
            return
        text = self._cells.text(row, column.name)
        if isinstance(field, Choice):
            stage = column.name == self._cls.stage_field
            self._paint_pills(painter, cell, [(text, texts.stage_pill(self._cls, value) if stage else "neutral")])
        elif isinstance(field, Tags):
            self._paint_pills(painter, cell, [(tag, tag_pill(tag)) for tag in value])
        elif isinstance(field, Member):
            paint_person(painter, cell, text)
        elif isinstance(field, YesNo):
            if value:
                paint_symbol(painter, QRect(cell.left(), cell.top(), 16, cell.height()), "check")
        elif column.name == self._cls.due_field:
            day = texts.due_day(self._cls, row.values, self._cells.desk.reader)
            tone = texts.due_text(day, self._cells.desk.reader)[1] if day else "text2"
            paint_words(painter, cell, text, "body", {"green": "text"}.get(tone, tone))
        else:
            strong = column.name == self._cls.amount_field
            ink = "text" if strong or isinstance(field, Link) else "text2"
            paint_words(painter, cell, text, "medium" if strong else "body", ink, end=column.right)

    @staticmethod
    def _paint_pills(painter: QPainter, cell: QRect, pills: list[tuple[str, str]]) -> None:
        left = cell.left()
        for text, kind in pills:
            size = pill_size(text)
            if left + size.width() > cell.right() + 1:
                text = elided(text, font("pill"), cell.right() - left - 14)
                size = pill_size(text)
                if left > cell.left() and left + size.width() > cell.right() + 8:
                    return
            left += paint_tag(painter, left, cell, text, kind) + 4

    def paint_heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        """Chevron, name, number, sums."""
        paint_heading(painter, rect, heading, pad=20)


def tag_pill(tag: str) -> str:
    """The colour of a tag: the same everywhere, taken from its letters."""
    return ("accent", "blue", "green", "neutral")[sum(map(ord, tag)) % 4]


def paint_person(painter: QPainter, cell: QRect, name: str) -> None:
    """An avatar and a name."""
    side = 20
    paint_face(painter, QRect(cell.left(), cell.center().y() - side // 2 + 1, side, side), name)
    room = cell.adjusted(side + 7, 0, 0, 0)
    paint_words(painter, room, elided(name, font("body"), room.width()), "body", "text2")
