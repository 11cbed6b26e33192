"""Planned activities as cards in a column, or as a list: how they are opened, finished, and dragged to another day."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from desktop.activities.card_painting import GAP, PAD, WIDE, Activities, ActivityCard, ActivityLine
from desktop.activities.card_tools import CardTools
from desktop.chatter.intake import local_paths
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import ComputedList, elided, rounded
from desktop.widgets.dragging import dragged, see_through
from models.activity import Planned
from models.activity_type import Type
from models.agenda import Part
from models.shown import Reader

DRAGGED = "activity"
_CHOSEN, _OVER, _FOCUS = (
    *(QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver, QStyle.StateFlag.State_HasFocus),
)
_SHORT = 250  # pixels of a card below which its buttons have no words


class ActivityList(ComputedList):
    """Cards, or lines. Signals: `opened`, `change_wanted`, `finish_wanted` and `menu_wanted(Planned, QPoint on the
    screen)`; `left(by)`: the arrows go to the list before or after; `entered_here`: the keyboard came here;
    `handed_in(Planned, paths)`: files were dropped on one.
    """

    opened = Signal(object)
    finish_wanted = Signal(object, object)
    change_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    left = Signal(int)
    entered_here = Signal()
    handed_in = Signal(object, list)

    def __init__(self, reader: Reader, *, lines: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPoint | None = None
        self._lines = lines
        self._over = -1  # the card that a file is held over
        self.activities = Activities(reader, self)
        self.setModel(self.activities)
        self.setItemDelegate(ActivityLine(self) if lines else ActivityCard(self))
        self._hovered = -1
        self._fit()
        self.setDragEnabled(not lines)
        self.setAcceptDrops(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.tools = CardTools(self.viewport(), inset=24 if lines else PAD, gap=1 if lines else GAP, below=not lines)
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
        plain, card, selected = option.state & ~(_CHOSEN | _OVER | _FOCUS), self.itemDelegate(), self.selectionModel()
        chosen = {index.row() for index in selected.selectedIndexes()}
        focused = self.currentIndex().row() if self.hasFocus() else -1
        for row in self.rows_seen():
            index = self.activities.index(row)
            option.rect, option.state = self.visualRect(index), plain
            if not option.rect.intersects(event.rect()):
                continue
            for holds, state in ((row in chosen, _CHOSEN), (row == self._hovered, _OVER), (row == focused, _FOCUS)):
                if holds:
                    option.state |= state
            card.paint(painter, option, index)
            if row == self._over:
                self._paint_drop(painter, option.rect)

    def _paint_drop(self, painter: QPainter, card: QRect) -> None:
        """Say what becomes of a file that is let go here."""
        now, one = tokens(), self.activities.at(self.activities.index(self._over))
        known = self.activities.known.get(one.type) if one is not None else None
        words = tr("Drop to hand it in") if known is not None and known.upload else tr("Drop to attach")
        box = card.adjusted(1, 1, -1, -1 - (0 if self._lines else GAP))
        rounded(painter, box, 8, fill=now.colour("accent_soft"), line=now.colour("accent"))
        painter.setFont(font("medium"))
        painter.setPen(now.colour("accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, elided(words, font("medium"), box.width() - 8))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """A file can be let go on a card; other cards are for the column."""
        index = self._at(event.position().toPoint()) if local_paths(event.mimeData().urls()) else QModelIndex()
        self._hold(index.row())
        event.setAccepted(index.isValid())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come in."""
        event.setAccepted(bool(local_paths(event.mimeData().urls())))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self._hold(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are for the activity below."""
        one = self.activities.at(self._at(event.position().toPoint()))
        paths = local_paths(event.mimeData().urls())
        self._hold(-1)
        if one is not None and paths:
            event.acceptProposedAction()
            self.handed_in.emit(one, paths)
        else:
            event.ignore()

    def _hold(self, row: int) -> None:
        if row != self._over:
            self._over = row
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tools stand on the card under the pointer."""
        super().mouseMoveEvent(event)
        index = self._at(event.position().toPoint())
        self._hover(index.row())
        if index.isValid():
            self._put_tools(index)
        else:
            self.tools.hide()

    def _put_tools(self, index: QModelIndex) -> None:
        one, card = self.activities.at(index), self.visualRect(index)
        if one is not None:
            known = self.activities.known.get(one.type)
            upload = known is not None and known.upload and not one.files
            self.tools.put(index.row(), card, short=card.width() < (WIDE if self._lines else _SHORT), upload=upload)

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
            self._put_tools(self.currentIndex())
            self.finish_wanted.emit(one, self.tools.done)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        """The ring is for the keyboard only; coming by Tab there is always a card to be on."""
        keyboard = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)
        self.setProperty("ring", event.reason() in keyboard)
        super().focusInEvent(event)
        self.entered_here.emit()
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
        drag.setMimeData(dragged(DRAGGED, one.id))
        drag.setPixmap(self._picture(index, one))
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - self.visualRect(index).topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def _picture(self, index: QModelIndex, one: Planned) -> QPixmap:
        size, card = self.visualRect(index).adjusted(0, 0, 0, -GAP).size(), self.itemDelegate()
        assert isinstance(card, ActivityCard)
        return see_through(
            size,
            self.devicePixelRatioF(),
            lambda to, box: card.paint_card(to, box, self.activities, one, line="accent"),
        )
