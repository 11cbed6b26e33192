"""The cards of a board's column: how they are drawn, dragged and moved by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.records import texts
from desktop.records.board_model import StageModel
from desktop.records.cells import Cells
from desktop.records.painting import paint_dot, paint_face, paint_symbol, paint_words
from desktop.theme import font, tokens
from desktop.widgets import focus_ring, rounded, text_width
from desktop.widgets.dragging import dragged, see_through
from models.listing import Row

DRAGGED = "record"
_GAP = 8
_PAD = 14


class BoardCard(QStyledItemDelegate):
    """Draws a card: title and sum, newest entry, whom it is about, when it is due, who is in charge."""

    def __init__(self, cells: Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells, self._cls = cells, cells.cls
        self._member = texts.member_field(self._cls)

    def height(self) -> int:
        """A card with the gap below it."""
        return 3 * self._line() + 26 + _GAP

    @staticmethod
    def _line() -> int:
        return QFontMetrics(font("body")).height() + 5

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cards are equally high."""
        return QSize(120, self.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the card of a record."""
        model = index.model()
        assert isinstance(model, StageModel)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        rect = option.rect.adjusted(0, 0, 0, -_GAP)
        self.paint_card(painter, rect, model.rows[index.row()], chosen=chosen, hovered=hovered)
        if state & QStyle.StateFlag.State_HasFocus and option.widget and option.widget.property("ring"):
            focus_ring(painter, rect, 8, tokens().colour("accent"))

    def paint_card(self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, hovered: bool) -> None:
        """Ground and three lines."""
        now = tokens()
        line = "accent" if chosen else "line2" if hovered else "line"
        rounded(painter, rect, 8, fill=now.colour("raised"), line=now.colour(line))
        box, high = rect.adjusted(_PAD, 12, -_PAD, -12), self._line()
        self._paint_title(painter, QRect(box.left(), box.top(), box.width(), high), row)
        unread = self._cells.unread(row.id)
        entry = QRect(box.left(), box.top() + high, box.width() - (16 if unread else 0), high)
        paint_words(painter, entry, row.last, "body", "text" if unread else "text2")
        if unread:
            paint_dot(painter, QRect(box.right() - 7, entry.center().y() - 3, 8, 8))
        self._paint_foot(painter, QRect(box.left(), box.top() + 2 * high + 2, box.width(), high), row)

    def _paint_title(self, painter: QPainter, line: QRect, row: Row) -> None:
        amount = self._cells.text(row, "+amount")
        paint_words(painter, line, amount, "strong", "text", end=True)
        room = text_width(amount, font("strong")) + 10 if amount else 0
        paint_words(painter, line.adjusted(0, 0, -room, 0), row.title, "strong", "text")

    def _paint_foot(self, painter: QPainter, line: QRect, row: Row) -> None:
        right = line.right() + 1
        who = row.values[self._member.name] if self._member else None
        if who is not None:
            side = line.height()
            right -= side
            paint_face(painter, QRect(right, line.top(), side, side), self._cells.names.someone(who).name)
            right -= 8
        due, sign = self._due(row)
        if due is not None:
            words, tone = due
            width = text_width(words, font("secondary_medium"))
            right -= width
            at = QRect(right, line.top(), width, line.height())
            paint_words(painter, at, words, "secondary_medium", tone)
            right -= 18
            paint_symbol(painter, QRect(right, line.top(), 14, line.height()), sign, colour=tone, size=14)
            right -= 8
        about = QRect(line.left(), line.top(), right - line.left(), line.height())
        paint_words(painter, about, self._cells.text(row, "+subtitle"), "secondary", "text2")

    def _due(self, row: Row) -> tuple[tuple[str, str] | None, str]:
        """What to do next, by a clock; where nothing is planned, when the record itself is due, by a calendar."""
        planned = self._cells.planned(row.id)
        if planned is not None:
            return planned, "clock"
        day = texts.due_day(self._cls, row.values, self._cells.desk.reader)
        return (texts.due_text(day, self._cells.desk.reader) if day else None), "calendar"


class CardList(QListView):
    """The cards of a stage. `move_wanted(id, step)` by keys, `left(step)` when an arrow leads to the next column."""

    chosen = Signal(int)
    move_wanted = Signal(int, int)
    left = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, model: StageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = BoardCard(model.cells, self)
        self._pressed: QPoint | None = None
        self.setModel(model)
        self.setItemDelegate(self.cards)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")

    def id_at(self, index: QModelIndex) -> int | None:
        """The record of a card."""
        return index.data(StageModel.ID) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Ctrl+Shift with an arrow moves the card, an arrow alone goes to the next column."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        step = -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step
        id = self.id_at(self.currentIndex())
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if step and event.modifiers() & both == both:
            if id is not None:
                self.move_wanted.emit(id, step)
        elif step:
            self.left.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and id is not None:
            self.chosen.emit(id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        """The ring is for the keyboard only; coming by Tab there is always a card to be on."""
        keyboard = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)
        self.setProperty("ring", event.reason() in keyboard)
        super().focusInEvent(event)
        if event.reason() in keyboard and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began: a drag is none."""
        self._pressed = event.position().toPoint()
        self.setProperty("ring", False)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        at, began = event.position().toPoint(), self._pressed
        self._pressed = None
        id = self.id_at(self.indexAt(at))
        still = began is not None and (at - began).manhattanLength() < 6
        if id is not None and still and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a card's menu."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if mouse else self.currentIndex()
        id = self.id_at(index)
        if id is not None:
            self.setCurrentIndex(index)
            self.menu_wanted.emit(id, self.viewport().mapToGlobal(self.visualRect(index).center()))

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Take the card along, a little see-through."""
        index = self.currentIndex()
        id = self.id_at(index)
        if id is None:
            return
        self._pressed = None
        drag = QDrag(self)
        drag.setMimeData(dragged(DRAGGED, id))
        drag.setPixmap(self._picture(index))
        where = self.viewport().mapFromGlobal(self.cursor().pos()) - self.visualRect(index).topLeft()
        drag.setHotSpot(where)
        drag.exec(Qt.DropAction.MoveAction)

    def _picture(self, index: QModelIndex) -> QPixmap:
        size, model = self.visualRect(index).adjusted(0, 0, 0, -_GAP).size(), self.model()
        assert isinstance(model, StageModel)
        card, row = self.cards, model.rows[index.row()]
        return see_through(
            size, self.devicePixelRatioF(), lambda to, box: card.paint_card(to, box, row, chosen=True, hovered=False)
        )
