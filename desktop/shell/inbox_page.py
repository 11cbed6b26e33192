"""The inbox as a page: a card for each record with news; a click opens the record at the message."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.activities.days import quick_moments
from desktop.activities.quarter import Quarter
from desktop.desk import Desk
from desktop.records.texts import time_text
from desktop.shell.header import BAR
from desktop.shell.inbox import Group, Item, groups
from desktop.theme import font, tokens
from desktop.tr import plural, tr
from desktop.widgets import (
    Card,
    ElidedLabel,
    EmptyState,
    IconButton,
    IconLabel,
    KeyboardFocus,
    Label,
    LinkButton,
    Menu,
    Pill,
    PlainButton,
    TabBar,
    elided,
    focus_ring,
    line,
    paint_avatar,
    paint_pill,
    pill_size,
    text_width,
)
from models import activity, notification

_FACE = 28
_ROWS, _UNREAD = 3, 8  # rows of a card, unless more are unread
_START = 54  # from the edge to the words


class NewsRow(KeyboardFocus, QAbstractButton):
    """One piece of news: a dot while unread, face, who did what, when, and how it begins."""

    def __init__(self, item: Item, when: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._when = when
        self._headline = f"{item.who} {tr(item.reason)}"
        read = tr("read") if item.read else tr("unread")
        self.setAccessibleName(", ".join(part for part in (self._headline, item.pill[0], when, item.text) if part))
        self.setAccessibleDescription(read)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        return QSize(240, 2 * QFontMetrics(font("body")).height() + 22)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row; mirrored where one reads from right to left."""
        painter = QPainter(self)
        now = tokens()
        if self.underMouse():
            painter.fillRect(self.rect(), now.colour("row"))
        if not self.item.read:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent"))
            painter.drawEllipse(self._flipped(QRect(2, self.height() // 2 - 4, 8, 8)))
        face = self._flipped(QRect(16, 10, _FACE, _FACE))
        paint_avatar(painter, face, self.item.who, robot=self.item.bot)
        self._paint_words(painter)
        if self.ring:
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _paint_words(self, painter: QPainter) -> None:
        high = QFontMetrics(font("body")).height()
        time_room = text_width(self._when, font("secondary"))
        right = self.width() - 2
        self._line(painter, QRect(right - time_room, 9, time_room, high), self._when, role="secondary", ink="text2")
        role = "medium" if self.item.read else "strong"
        words, kind = self.item.pill
        pill = pill_size(words)
        room = right - time_room - 12 - _START - pill.width() - 8
        shown = elided(self._headline, font(role), room)
        used = min(room, text_width(shown, font(role)))
        self._line(painter, QRect(_START, 9, used, high), shown, role=role, ink="text")
        where = self._flipped(QRect(_START + used + 8, 9 + (high - pill.height()) // 2, pill.width(), pill.height()))
        paint_pill(painter, where.topLeft(), words, kind)
        below = QRect(_START, 9 + high + 3, right - _START, high)
        self._line(painter, below, self.item.text, role="body", ink="text2" if self.item.read else "text")

    def _line(self, painter: QPainter, where: QRect, text: str, *, role: str, ink: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(ink))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._flipped(where), flags, elided(text, font(role), where.width()))

    def _flipped(self, where: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveLeft(self.width() - where.x() - where.width())
        return where


class GroupCard(Card):
    """A record with its news. Signals: `opened(record, message)`, `done(record)`, `put_back(record)` and
    `snooze(record, button)`.
    """

    opened = Signal(int, int)
    done = Signal(int)
    put_back = Signal(int)
    snooze = Signal(int, object)

    def __init__(self, group: Group, desk: Desk) -> None:
        super().__init__(margin=0)
        self._group = group
        self.setAccessibleName(group.title)
        self.body.setSpacing(0)
        self.body.addLayout(self._head(group))
        shown = _shown(group)
        for item in shown:
            self.body.addWidget(line())
            row = NewsRow(item, time_text(item.date, desk.reader))
            row.clicked.connect(self._open)
            holder = QHBoxLayout()
            holder.setContentsMargins(12, 0, 14, 0)
            holder.addWidget(row)
            self.body.addLayout(holder)
        if len(shown) < len(group.items):
            self._add_rest(len(group.items) - len(shown))

    def _add_rest(self, count: int) -> None:
        self.body.addWidget(line())
        rest = LinkButton(plural(count, "{n} earlier", "{n} earlier"), small=True)
        rest.clicked.connect(self._open_record)
        row = QHBoxLayout()
        row.setContentsMargins(60, 3, 12, 3)
        row.addWidget(rest)
        row.addStretch(1)
        self.body.addLayout(row)

    def _head(self, group: Group) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 5, 10, 5)
        head.setSpacing(8)
        head.addWidget(IconLabel(group.icon, "accent" if group.unread else "text2", 16))
        head.addWidget(ElidedLabel(group.title, "strong"))
        head.addWidget(Label(group.label, "secondary"))
        head.addStretch(1)
        if group.unread:
            head.addWidget(Pill(plural(group.unread, "{n} unread", "{n} unread"), "accent"))
        else:
            head.addWidget(Label(tr("Read"), "secondary"))
        if group.unread:
            self.later = IconButton("snooze", tr("Snooze"))
            self.later.clicked.connect(lambda: self.snooze.emit(group.thread, self.later))
            head.addWidget(self.later)
        turn = IconButton("check", tr("Mark done")) if group.unread else IconButton("undo", tr("Mark unread"))
        turn.clicked.connect(self._done if group.unread else self._put_back)
        head.addWidget(turn)
        return head

    def _open(self) -> None:
        row = self.sender()
        assert isinstance(row, NewsRow)
        self.opened.emit(self._group.thread, row.item.message)

    def _open_record(self) -> None:
        self.opened.emit(self._group.thread, 0)

    def _done(self) -> None:
        self.done.emit(self._group.thread)

    def _put_back(self) -> None:
        self.put_back.emit(self._group.thread)


def _shown(group: Group) -> list[Item]:
    """What is unread, as far as it fits, and a little of what was read before it."""
    unread = [item for item in group.items if not item.read][:_UNREAD]
    read = [item for item in group.items if item.read]
    return unread + read[: max(0, _ROWS - len(unread))]


class InboxPage(QFrame):
    """The page; it reads the news when it is shown, and anew when told that something changed.

    Signals: `opened(record, message)`; `changed` after news were marked done.
    """

    opened = Signal(int, int)
    changed = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._groups: list[Group] | None = None
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Inbox"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._tabs())
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._stack.addWidget(self._scroll)
        words = tr("What others write on the records you follow will stand here.")
        self._stack.addWidget(EmptyState("inbox", tr("Nothing new"), words))
        self.set_scale(desk.theme.scale)
        Quarter(self).passed.connect(self._turn)

    def set_scale(self, scale: int) -> None:
        """Follow the text size, in percent."""
        self._head.setFixedHeight((BAR + 8) * scale // 100)

    def reload(self) -> None:
        """Read the news again; the place in the list stays."""
        found = groups(self._desk.me, tab=self.tabs.current() or "all")
        if found == self._groups:
            return
        self._groups = found
        unread = sum(group.unread for group in found)
        self._count.setText(plural(unread, "{n} unread", "{n} unread"))
        self._count.setVisible(unread > 0)
        self._all.setEnabled(unread > 0)
        self._fill(found)
        self._stack.setCurrentIndex(0 if found else 1)

    def showEvent(self, event) -> None:
        """Read the news when it comes to be seen."""
        super().showEvent(event)
        self.reload()

    def _bar(self) -> QFrame:
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(Label(tr("Inbox"), "heading"))
        self._count = Pill("", "accent")
        row.addWidget(self._count)
        row.addStretch(1)
        self._all = PlainButton(tr("Mark all done"), "check-double")
        self._all.clicked.connect(self._all_done)
        row.addWidget(self._all)
        return self._head

    def _tabs(self) -> QFrame:
        names = [("all", tr("Unread and recent")), ("mentions", tr("For me")), ("answers", tr("Messages"))]
        names.append(("snoozed", tr("Snoozed")))
        self.tabs = TabBar(names, label=tr("Show"), line=False)
        self.tabs.chosen.connect(lambda _: self.reload())
        frame = QFrame()
        frame.setProperty("cls", "header")
        row = QHBoxLayout(frame)
        row.setContentsMargins(22, 0, 16, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        return frame

    def _fill(self, found: list[Group]) -> None:
        at = self._scroll.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        for group in found:
            card = GroupCard(group, self._desk)
            card.setMaximumWidth(960)
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            card.opened.connect(self.opened)
            card.done.connect(self._done)
            card.put_back.connect(self._put_back)
            card.snooze.connect(self._snooze)
            column.addWidget(card)
        column.addStretch(1)
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(at)

    def _done(self, record: int) -> None:
        notification.mark_done(record, self._desk.me)
        self.reload()
        self.changed.emit()

    def _snooze(self, record: int, button: QWidget) -> None:
        """Ask until when; what is snoozed already can come back at once."""
        now = dt.datetime.now(dt.UTC)
        menu = Menu(self)
        for words, until in quick_moments(now, activity.zone_of(self._desk.me)).values():
            menu.addAction(words, partial(self.snooze, record, until))
        if self.tabs.current() == "snoozed":
            menu.addAction(tr("Not any more"), partial(self.snooze, record, now))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def snooze(self, record: int, until: dt.datetime) -> None:
        """Take the news of a record out of the inbox until then."""
        notification.snooze(record, self._desk.me, until)
        self.reload()
        self.changed.emit()

    def _turn(self) -> None:
        """What was snoozed may be awake again."""
        if self.isVisible():
            self.reload()

    def _put_back(self, record: int) -> None:
        notification.put_back(record, self._desk.me)
        self.reload()
        self.changed.emit()

    def _all_done(self) -> None:
        for group in self._groups or []:
            if group.unread:
                notification.mark_done(group.thread, self._desk.me)
        self.reload()
        self.changed.emit()
