"""The cards of the inbox: a record with its news, each row what somebody did; done, snoozed and unread again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from desktop.activities.words import coming_text
from desktop.desk import Desk
from desktop.records.texts import time_text
from desktop.shell.inbox import Group, Item
from desktop.shell.page_row import Line, PageRow
from desktop.tr import plural, tr
from desktop.widgets import WIDEST, Card, ElidedLabel, IconButton, IconLabel, Label, LinkButton, Pill, line
from models.shown import Reader

_ROWS, _UNREAD = 3, 8  # rows of a card, unless more are unread


class NewsRow(PageRow):
    """One piece of news. Signals: `chosen`: it is to be read; `opened`: its record itself; `walked(by)`: the keyboard
    goes on.
    """

    chosen = Signal()
    opened = Signal()
    walked = Signal(int)

    def __init__(self, item: Item, record: int, when: str) -> None:
        shown = Line(
            *(record, f"{item.who} {tr(item.reason)}", item.text, when, item.pill),
            who=item.who,
            bot=item.bot,
            unread=not item.read,
            message=item.message,
        )
        super().__init__(shown)
        self.item = item
        self.setAccessibleDescription(tr("read") if item.read else tr("unread"))
        self.clicked.connect(self.chosen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice opens the record."""
        super().mouseDoubleClickEvent(event)
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space reads, the arrows go on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def walk(self, by: int) -> None:
        """Go on over all cards."""
        self.walked.emit(by)


class GroupCard(Card):
    """A record with its news. Signals: `chosen(record, message)` and `opened(record, message)`: it is to be read, or
    opened; `done(record)`, `put_back(record)`, `snooze(record, button)`.
    """

    chosen = Signal(int, int)
    opened = Signal(int, int)
    done = Signal(int)
    put_back = Signal(int)
    snooze = Signal(int, object)

    def __init__(self, group: Group, desk: Desk) -> None:
        super().__init__(margin=0)
        self._group = group
        self.record = group.thread
        self.rows: list[NewsRow] = []
        self.setAccessibleName(group.title)
        self.setMaximumWidth(WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.body.setSpacing(0)
        self.body.addLayout(self._head(group, desk.reader))
        shown = _shown(group)
        for item in shown:
            self.body.addWidget(line())
            row = NewsRow(item, group.thread, time_text(item.date, desk.reader))
            row.chosen.connect(partial(self.chosen.emit, group.thread, item.message))
            row.opened.connect(partial(self.opened.emit, group.thread, item.message))
            self.rows.append(row)
            self.body.addWidget(row)
        if len(shown) < len(group.items):
            self._add_rest(len(group.items) - len(shown))

    def _add_rest(self, count: int) -> None:
        self.body.addWidget(line())
        rest = LinkButton(plural(count, "{n} earlier", "{n} earlier"), small=True)
        rest.clicked.connect(lambda: self.chosen.emit(self.record, 0))
        row = QHBoxLayout()
        row.setContentsMargins(50, 3, 12, 3)
        row.addWidget(rest)
        row.addStretch(1)
        self.body.addLayout(row)

    def _head(self, group: Group, reader: Reader) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 5, 10, 5)
        head.setSpacing(8)
        head.addWidget(IconLabel(group.icon, "accent" if group.unread else "text2", 16))
        head.addWidget(ElidedLabel(group.title, "strong"))
        head.addWidget(Label(group.label, "secondary"))
        head.addStretch(1)
        if group.until is not None:
            words = tr("Until {moment}", moment=coming_text(group.until, reader))
            head.addWidget(Pill(words, "neutral"))
        elif group.unread:
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

    def _done(self) -> None:
        self.done.emit(self._group.thread)

    def _put_back(self) -> None:
        self.put_back.emit(self._group.thread)


def _shown(group: Group) -> list[Item]:
    """What is unread, as far as it fits, and a little of what was read before it."""
    unread = [item for item in group.items if not item.read][:_UNREAD]
    read = [item for item in group.items if item.read]
    return unread + read[: max(0, _ROWS - len(unread))]
