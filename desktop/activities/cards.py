"""Planned activities as cards in a column: how they are drawn, opened, finished and dragged to another day."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QDrag, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.activities import words
from desktop.activities.card_tools import CardTools
from desktop.records.painting import paint_face, paint_symbol, paint_words
from desktop.theme import font, tokens
from desktop.widgets import ComputedList, focus_ring, rounded, text_width
from models.activity import Planned
from models.activity_type import Type
from models.agenda import Part
from models.shown import Reader

MIME = "application/x-chatterdesk-activity"
_GAP, _PAD = 8, 12
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
        return QSize(120, 3 * _line() + 22 + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card of an activity."""
        model, state = index.model(), option.state
        assert isinstance(model, Activities)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        rect, one = option.rect.adjusted(0, 0, 0, -_GAP), model.at(index)
        if one is None:
            return
        self.paint_card(painter, rect, model, one, line=_edge(chosen, hovered))
        if state & QStyle.StateFlag.State_HasFocus and option.widget and option.widget.property("ring"):
            focus_ring(painter, rect, 8, tokens().colour("accent"))

    def paint_card(self, painter: QPainter, rect: QRect, model: Activities, one: Planned, *, line: str) -> None:
        """Ground and three lines."""
        now, high, tone = tokens(), _line(), words.TONES[one.state]
        rounded(painter, rect, 8, fill=now.colour("raised"), line=now.colour(line))
        box = rect.adjusted(_PAD, 10, -_PAD, -10)
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
        rest = box.adjusted(28, 0, -due - 34 - 110, 0)
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


class ActivityList(ComputedList):
    """Cards, or lines. Signals: `opened`, `change_wanted`, `finish_wanted` and `menu_wanted(Planned, QPoint on the
    screen)`; `left(by)`: the arrows go to the list before or after.
    """

    opened = Signal(object)
    finish_wanted = Signal(object, object)
    change_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    left = Signal(int)

    def __init__(self, reader: Reader, *, lines: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPoint | None = None
        self.activities = Activities(reader, self)
        self.setModel(self.activities)
        self.setItemDelegate(ActivityLine(self) if lines else ActivityCard(self))
        self._hovered = -1
        self._fit()
        self.setDragEnabled(not lines)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.tools = CardTools(self.viewport(), inset=24 if lines else _PAD, gap=1 if lines else _GAP, below=not lines)
        self.tools.finish.connect(lambda: self._ask_to_finish())
        self.tools.menu.connect(lambda at: self._ask_for_menu(at))
        self.verticalScrollBar().valueChanged.connect(self.tools.hide)

    def _fit(self) -> None:
        self.row_height = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        self.doItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def show_list(self, found: Part, known: dict[str, Type]) -> None:
        """Show these. The one that was current stays so; where it is gone, the one that took its place is."""
        before = self.current()
        self.tools.hide()
        self.activities.show(found, known)
        if before is not None:
            self.choose(before.id)

    def choose(self, id: int) -> None:
        """Make the activity with this id the current one, if it is here."""
        place = self.activities.list.place(id)
        if place >= 0:
            self.setCurrentIndex(self.activities.index(place))

    def take_focus(self, row: int = 0) -> bool:
        """Put the keyboard on a card; False where there is none."""
        count = len(self.activities.list)
        if not count:
            return False
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.activities.index(min(max(row, 0), count - 1)))
        return True

    def current(self) -> Planned | None:
        """The activity that keys act on."""
        return self.activities.at(self.currentIndex())

    def _at(self, point: QPoint) -> QModelIndex:
        return self.indexAt(point)

    def _ask_to_finish(self) -> None:
        one = self._of_tools()
        if one is not None:
            self.finish_wanted.emit(one, self.tools.done)

    def _ask_for_menu(self, at: QPoint) -> None:
        one = self._of_tools()
        if one is not None:
            self.menu_wanted.emit(one, at)

    def _of_tools(self) -> Planned | None:
        return self.activities.at(self.activities.index(self.tools.row))

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards that are seen."""
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, card, selected = option.state, self.itemDelegate(), self.selectionModel()
        for row in self.rows_seen():
            index = self.activities.index(row)
            option.rect, option.state = self.visualRect(index), plain
            if not option.rect.intersects(event.rect()):
                continue
            states = {
                QStyle.StateFlag.State_Selected: selected.isSelected(index),
                QStyle.StateFlag.State_MouseOver: row == self._hovered,
                QStyle.StateFlag.State_HasFocus: self.hasFocus() and index == self.currentIndex(),
            }
            for state, holds in states.items():
                option.state = option.state | state if holds else option.state & ~state
            card.paint(painter, option, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tools stand on the card under the pointer."""
        super().mouseMoveEvent(event)
        index = self._at(event.position().toPoint())
        self._hover(index.row())
        if index.isValid():
            self.tools.put(index.row(), self.visualRect(index))
        else:
            self.tools.hide()

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def leaveEvent(self, event) -> None:
        """No card is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)
        self.tools.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began: a drag is none."""
        self._pressed = event.position().toPoint()
        self.setProperty("ring", False)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        at, began, self._pressed = event.position().toPoint(), self._pressed, None
        index = self._at(at)
        still = began is not None and (at - began).manhattanLength() < 6
        one = self.activities.at(index)
        if one is not None and still and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the record, D marks done, E changes; Left and Right go to the lists beside."""
        one = self.current()
        aside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if aside is not None:
            self.left.emit(aside if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -aside)
        elif one is not None and event.key() == Qt.Key.Key_E and not event.modifiers():
            self.change_wanted.emit(one)
        elif one is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(one)
        elif one is not None and event.key() == Qt.Key.Key_D and not event.modifiers():
            self.tools.put(self.currentIndex().row(), self.visualRect(self.currentIndex()))
            self.finish_wanted.emit(one, self.tools.done)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        """The ring is for the keyboard only; coming by Tab there is always a card to be on."""
        keyboard = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)
        self.setProperty("ring", event.reason() in keyboard)
        super().focusInEvent(event)
        if event.reason() in keyboard and not self.currentIndex().isValid():
            self.setCurrentIndex(self.activities.index(0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a card's menu."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self._at(event.pos()) if mouse else self.currentIndex()
        one = self.activities.at(index)
        if one is not None:
            at = event.globalPos() if mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_wanted.emit(one, at)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Take the card along, a little see-through."""
        index, one = self.currentIndex(), self.current()
        if one is None:
            return
        self._pressed = None
        self.tools.hide()
        drag = QDrag(self)
        drag.setMimeData(dragged(one.id))
        drag.setPixmap(self._picture(index, one))
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - self.visualRect(index).topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def _picture(self, index: QModelIndex, one: Planned) -> QPixmap:
        rect, ratio = self.visualRect(index).adjusted(0, 0, 0, -_GAP), self.devicePixelRatioF()
        picture = QPixmap(rect.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.9)
        card = self.itemDelegate()
        assert isinstance(card, ActivityCard)
        card.paint_card(painter, QRect(QPoint(), rect.size()), self.activities, one, line="accent")
        painter.end()
        return picture


def dragged(id: int) -> QMimeData:
    """An activity on its way to another day."""
    data = QMimeData()
    data.setData(MIME, str(id).encode())
    return data


def dropped(data: QMimeData) -> int | None:
    """The activity that was dragged; None for anything else."""
    text = bytes(data.data(MIME).data()).decode(errors="replace") if data.hasFormat(MIME) else ""
    return int(text) if text.isdecimal() else None


def _edge(chosen: bool, hovered: bool) -> str:
    return "accent" if chosen else "line2" if hovered else "line"


def _line() -> int:
    return QFontMetrics(font("body")).height() + 5
