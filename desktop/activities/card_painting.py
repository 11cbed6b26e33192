"""How planned activities are drawn: as a card of a column, or as a line of a list; and the model they come from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.activities import words
from desktop.records.painting import paint_face, paint_symbol, paint_words
from desktop.theme import font, tokens
from desktop.widgets import focus_ring, paint_ground, text_width
from models.activity import Planned
from models.activity_type import Type
from models.agenda import Part
from models.shown import Reader

GAP, PAD = 8, 12  # below a card, and inside it
TOOLS, WIDE = 110, 760  # what the buttons of a line need, and from where they have a place of their own
Index = QModelIndex | QPersistentModelIndex


class Activities(QAbstractListModel):
    """Planned activities in the order of a list."""

    def __init__(self, reader: Reader, parent: QWidget) -> None:
        super().__init__(parent)
        self.reader = reader
        self.list = Part()
        self.known: dict[str, Type] = {}

    def show(self, found: Part, known: dict[str, Type]) -> None:
        """Show these; rows come or go at the end, so that a view stays where it is."""
        before, now = len(self.list), len(found)
        if not before or not now:
            self.beginResetModel()
            self.list, self.known = found, known
            self.endResetModel()
            return
        if now > before:
            self.beginInsertRows(QModelIndex(), before, now - 1)
        elif now < before:
            self.beginRemoveRows(QModelIndex(), now, before - 1)
        self.list, self.known = found, known
        if now > before:
            self.endInsertRows()
        elif now < before:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0), self.index(now - 1))

    def at(self, index: Index) -> Planned | None:
        """The activity of a row; None where there is none any more."""
        return self.list[index.row()] if index.isValid() and index.row() < len(self.list) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.list)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a screen reader says."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        one = self.at(index)
        return f"{words.spoken(one, self.reader)}, {one.title}" if one else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be chosen and dragged."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled


class ActivityCard(QStyledItemDelegate):
    """Draws a card: icon and summary, record and note, when it is due, who does it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All cards are equally high."""
        return QSize(120, 3 * _line() + 22 + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card of an activity."""
        model, state = index.model(), option.state
        assert isinstance(model, Activities)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        rect, one = option.rect.adjusted(0, 0, 0, -GAP), model.at(index)
        if one is None:
            return
        self.paint_card(painter, rect, model, one, line=_edge(chosen, hovered))
        if state & QStyle.StateFlag.State_HasFocus and option.widget and option.widget.property("ring"):
            focus_ring(painter, rect, 8, tokens().colour("accent"))

    def paint_card(self, painter: QPainter, rect: QRect, model: Activities, one: Planned, *, line: str) -> None:
        """Ground and three lines."""
        now, high, tone = tokens(), _line(), words.TONES[one.state]
        paint_ground(painter, rect, 8, fill=now.colour("raised"), line=now.colour(line))
        box = rect.adjusted(PAD, 10, -PAD, -10)
        top = QRect(box.left(), box.top(), box.width(), high)
        sign = words.icon_of(one.type, model.known)
        paint_symbol(painter, QRect(top.left(), top.top(), 16, high), sign, colour=tone, size=16)
        paint_words(painter, top.adjusted(24, 0, 0, 0), one.summary, "strong", "text")
        about = f"{one.title} · {one.note}" if one.note else one.title
        paint_words(painter, top.translated(0, high), " ".join(about.split()), "body", "text2")
        self._paint_foot(painter, top.translated(0, 2 * high + 2), model, one)

    def _paint_foot(self, painter: QPainter, line: QRect, model: Activities, one: Planned) -> None:
        snoozed = words.snoozed_words(one, model.reader)
        tone, sign = ("text2", "snooze") if snoozed else (words.TONES[one.state], "clock")
        said = snoozed or words.day_words(one, model.reader)
        paint_symbol(painter, QRect(line.left(), line.top(), 14, line.height()), sign, colour=tone, size=14)
        side = line.height()
        paint_words(painter, line.adjusted(20, 0, -side - 8, 0), said, "secondary_strong", tone)
        paint_face(painter, QRect(line.right() + 1 - side, line.top(), side, side), one.assigned_to)


class ActivityLine(QStyledItemDelegate):
    """Draws an activity as one line of a list: icon, summary, record, note, when it is due, who does it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All lines are equally high."""
        return QSize(200, _line() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line of an activity."""
        model, state, now = index.model(), option.state, tokens()
        assert isinstance(model, Activities)
        one, rect = model.at(index), option.rect
        chosen = state & QStyle.StateFlag.State_Selected
        hovered = state & QStyle.StateFlag.State_MouseOver
        painter.fillRect(rect, now.colour("sel" if chosen else "row" if hovered else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("line"))
        if one is not None:
            self._paint(painter, rect.adjusted(24, 0, -24, -1), model, one)
        if state & QStyle.StateFlag.State_HasFocus and option.widget and option.widget.property("ring"):
            focus_ring(painter, rect, 4, now.colour("accent"))

    def _paint(self, painter: QPainter, box: QRect, model: Activities, one: Planned) -> None:
        tone, high = words.TONES[one.state], box.height()
        sign = words.icon_of(one.type, model.known)
        paint_symbol(painter, QRect(box.left(), box.top(), 16, high), sign, colour=tone, size=16)
        due = text_width("0" * 22, font("secondary_strong"))
        rest = box.adjusted(28, 0, -due - 34 - (TOOLS if box.width() > WIDE else 0), 0)
        summary = QRect(rest.left(), rest.top(), rest.width() * 2 // 5, high)
        paint_words(painter, summary.adjusted(0, 0, -12, 0), one.summary, "strong", "text")
        about = f"{one.title} · {one.note}" if one.note else one.title
        paint_words(painter, rest.adjusted(summary.width(), 0, -12, 0), " ".join(about.split()), "body", "text2")
        said = words.snoozed_words(one, model.reader)
        when = QRect(rest.right() + 1, box.top(), due, high)
        tone = "text2" if said else tone
        paint_words(painter, when, said or words.day_words(one, model.reader), "secondary_strong", tone)
        side = 22
        face = QRect(when.right() + 8, box.top() + (high - side) // 2, side, side)
        paint_face(painter, face, one.assigned_to)


def _edge(chosen: bool, hovered: bool) -> str:
    return "accent" if chosen else "line2" if hovered else "line"


def _line() -> int:
    return QFontMetrics(font("body")).height() + 5
