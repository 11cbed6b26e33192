"""A day of a month: its number, what is due on it as chips that can be dragged, and how many more there are."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.activities import words
from desktop.activities.cards import DRAGGED
from desktop.icons import icon
from desktop.records.painting import paint_symbol, paint_words
from desktop.records.texts import day_text
from desktop.theme import font, tokens
from desktop.tr import plural
from desktop.widgets import KeyboardFocus, LinkButton, Menu, focus_ring, paint_ground, plain_tooltip, rounded
from desktop.widgets.dragging import dragged, dropped
from models.activity import Planned
from models.activity_type import Type
from models.agenda import Part
from models.shown import Reader

MOST = 8  # chips of a day
_HEAD, _GAP, _MENU = 26, 3, 40  # pixels of the number and between chips; activities in the menu of a day


class ActivityChip(KeyboardFocus, QAbstractButton):
    """An activity on its day: icon, time and summary in its colour. A click opens it, D marks it done, E changes it."""

    opened = Signal(object)
    finish_wanted = Signal(object, object)
    change_wanted = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.planned: Planned | None = None
        self._icon, self._text, self._pressed = "", "", None
        self._reader: Reader | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.opened.emit(self.planned))

    def show_activity(self, one: Planned, known: dict[str, Type], reader: Reader) -> None:
        """Show another one."""
        self.planned, self._reader, self._icon = one, reader, words.icon_of(one.type, known)
        self._text = f"{words.clock_text(one.due_at, reader)} {one.summary}" if one.due_at else one.summary
        self.setAccessibleName(f"{words.spoken(one, reader)}, {one.title}")
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """What a chip can't show is said where one rests on it."""
        super().enterEvent(event)
        one, reader = self.planned, self._reader
        if one is not None and reader is not None:
            due = words.snoozed_words(one, reader) or words.due_words(one, reader)
            about = (one.summary, one.title, due, one.assigned_to, one.note)
            self.setToolTip(plain_tooltip("\n".join(part for part in about if part)))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(60, QFontMetrics(font("secondary")).height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colour of its state."""
        if self.planned is None:
            return
        painter, now, tone = QPainter(self), tokens(), words.TONES[self.planned.state]
        edge = now.colour(f"{tone}_line") if self.underMouse() else None
        paint_ground(painter, self.rect(), 5, fill=now.colour(f"{tone}_soft"), line=edge)
        paint_symbol(painter, QRect(6, 0, 12, self.height()), self._icon, colour=tone, size=12)
        paint_words(painter, QRect(23, 0, self.width() - 28, self.height()), self._text, "secondary", "text")
        if self.ring:
            focus_ring(painter, self.rect(), 5, now.colour("accent"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag began."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from there, it is taken along."""
        far = self._pressed is not None and (event.position().toPoint() - self._pressed).manhattanLength()
        if not far or far < QApplication.startDragDistance() or self.planned is None:
            super().mouseMoveEvent(event)
            return
        at, self._pressed = self._pressed, None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(dragged(DRAGGED, self.planned.id))
        drag.setPixmap(self.grab())
        drag.setHotSpot(at)
        drag.exec(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """D marks done, E changes, Enter opens."""
        if event.key() == Qt.Key.Key_D and not event.modifiers():
            self.finish_wanted.emit(self.planned, self)
        elif event.key() == Qt.Key.Key_E and not event.modifiers():
            self.change_wanted.emit(self.planned)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.planned)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what else one can do."""
        self.menu_wanted.emit(self.planned, event.globalPos())


class DayField(QFrame):
    """A day. `dropped(activity, day)`: one was let go here; `new_wanted(day)`: one is to be planned here."""

    opened = Signal(object)
    finish_wanted = Signal(object, object)
    change_wanted = Signal(object)
    menu_wanted = Signal(object, object)
    dropped = Signal(int, object)
    new_wanted = Signal(object)

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.day = dt.date.min
        self._list = Part()
        self._known: dict[str, Type] = {}
        self._today = self._dim = self._over = False
        self.chips: list[ActivityChip] = []
        self.more = LinkButton("", small=True)
        self.more.clicked.connect(self._show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(5, _HEAD, 5, 4)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self._column.addStretch(1)
        self.more.hide()
        self.setAcceptDrops(True)
        self.setMinimumSize(88, _HEAD + 46)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_day(self, day: dt.date, found: Part, known: dict[str, Type], *, today: bool, dim: bool) -> None:
        """Show what is due on a day."""
        self.day, self._list, self._known, self._today, self._dim = day, found, known, today, dim
        count = plural(len(found), "{n} activity", "{n} activities")
        self.setAccessibleName(f"{day_text(day, self._reader)}, {count}")
        self._fill()
        self.update()

    def _fill(self) -> None:
        """As many chips as there is room for; the last line says how many more there are."""
        line = QFontMetrics(font("secondary")).height() + 6 + _GAP
        room = max(1, min(MOST, (self.height() - _HEAD - 4) // line))
        first = self._list[: room if len(self._list) <= room else max(0, room - 1)]
        shown = [one for one in first if one is not None]
        while len(self.chips) < len(shown):
            self.chips.append(self._chip())
        for place, chip in enumerate(self.chips):
            if place < len(shown):
                chip.show_activity(shown[place], self._known, self._reader)
            chip.setVisible(place < len(shown))
        rest = len(self._list) - len(shown)
        self.more.setText(plural(rest, "{n} more", "{n} more") if shown else plural(rest, "{n} planned", "{n} planned"))
        self.more.setVisible(rest > 0)

    def _chip(self) -> ActivityChip:
        chip = ActivityChip(self)
        chip.opened.connect(self.opened)
        chip.finish_wanted.connect(self.finish_wanted)
        chip.menu_wanted.connect(self.menu_wanted)
        chip.change_wanted.connect(self.change_wanted)
        self._column.insertWidget(len(self.chips), chip)
        return chip

    def _show_all(self) -> None:
        """All of the day in a menu; one that is chosen is opened."""
        menu = Menu(self)
        for one in self._list[:_MENU]:
            if one is None:
                continue
            sign = icon(words.icon_of(one.type, self._known), words.TONES[one.state])
            title = f"{one.summary} · {one.title}".replace("&", "&&")
            menu.addAction(sign, title, partial(self.opened.emit, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height has room for more or fewer."""
        super().resizeEvent(event)
        self._fill()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Plan something on this day."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.new_wanted.emit(self.day)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An activity can be let go on any day."""
        if dropped(DRAGGED, event.mimeData()) is not None:
            self._mark(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went on."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """It is let go."""
        self._mark(False)
        id = dropped(DRAGGED, event.mimeData())
        if id is not None:
            event.acceptProposedAction()
            self.dropped.emit(id, self.day)

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, and the number of the day: today's on the accent."""
        painter, now = QPainter(self), tokens()
        line = now.colour("accent" if self._over or self._today else "line")
        paint_ground(painter, self.rect(), 8, fill=now.colour("bg" if self._dim else "surface"), line=line)
        high = _HEAD - 4
        number = QRect(6, 3, high, high)
        if self._today:
            rounded(painter, number.adjusted(0, 1, 0, 1), high // 2, fill=now.colour("accent"))
        painter.setFont(font("secondary_strong" if self._today else "secondary_medium"))
        painter.setPen(now.colour("on_accent" if self._today else "text3" if self._dim else "text2"))
        painter.drawText(number.adjusted(0, 1, 0, 1), Qt.AlignmentFlag.AlignCenter, str(self.day.day))
