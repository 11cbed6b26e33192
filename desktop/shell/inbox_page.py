"""The inbox as a page: a card for each record with news, and beside them the thread of the one that was chosen."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop import memory
from desktop.activities.days import quick_moments
from desktop.activities.words import coming_text
from desktop.desk import Desk
from desktop.shell.inbox import Group, Rank, groups, rank
from desktop.shell.inbox_cards import GroupCard, NewsRow
from desktop.shell.thread_beside import ThreadBeside
from desktop.tr import plural, tr
from desktop.widgets import EmptyState, Menu, Page, PlainButton, TabBar
from models import activity, notification

BESIDE_FROM = 860  # pixels of the page, at 100 % of text size, from which a thread fits beside the news
_LEAST, _THREAD_LEAST = 400, 380
_KEPT = "panes/inbox-thread"
_LATER = 60  # milliseconds after which the chatter is made


class InboxList(Page):
    """The cards. Signals: `chosen(record, message)`, `opened(record, message)`; `changed` after news were put aside;
    `told(words, undo)` where that can be undone by calling `undo`; `filled(some)` after other cards are shown.
    """

    chosen = Signal(int, int)
    opened = Signal(int, int)
    changed = Signal()
    told = Signal(str, object)
    filled = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        names = [("all", tr("Unread and recent")), ("mentions", tr("For me")), ("answers", tr("Messages"))]
        self.tabs = TabBar([*names, ("snoozed", tr("Snoozed"))], label=tr("Show"), line=False)
        self._empty = EmptyState("inbox", tr("Nothing new"))
        super().__init__(tr("Inbox"), self._empty, tabs=self.tabs)
        self._desk = desk
        self._groups: list[Group] | None = None
        self._stay: dict[int, Rank] = {}
        self.record = 0  # the one whose card is marked
        self.cards: list[GroupCard] = []
        self.tabs.chosen.connect(lambda _: self.reload())
        self._all = PlainButton(tr("Mark all done"), "check-double")
        self._all.clicked.connect(self._all_done)
        self.head.add(self._all)

    def reload(self) -> None:
        """Read the news again; the place in the list stays, and so do cards that were read here."""
        tab = self.tabs.current() or "all"
        found = groups(self._desk.me, tab=tab)
        self._empty.set_words(*_nothing(tab))
        self._stay = {group.thread: self._stay[group.thread] for group in found if self._stays(group)}
        found.sort(key=lambda group: self._stay.get(group.thread) or rank(group))
        if found == self._groups:
            return
        self._groups = found
        unread = sum(bool(group.unread) for group in found)  # records, as the navigation counts them
        self.head.set_count(plural(unread, "{n} unread", "{n} unread") if unread else "")
        self._all.setEnabled(unread > 0)
        at = self._focused()
        self.cards = [self._card(group) for group in found]
        self.put(self.cards, some=bool(found))
        self._focus(*at)
        self.filled.emit(bool(found))

    def _stays(self, group: Group) -> bool:
        return group.thread in self._stay and not group.unread

    def keep_place(self, record: int) -> None:
        """Let a record's card stay where it is when its news are read."""
        group = next((one for one in self._groups or [] if one.thread == record), None)
        if group is not None:
            self._stay.setdefault(record, rank(group))

    def mark(self, record: int) -> None:
        """Mark the card of a record, or none."""
        self.record = record
        for card in self.cards:
            card.set_chosen(card.record == record)

    def rows(self) -> list[NewsRow]:
        """All rows, from the top."""
        return [row for card in self.cards for row in card.rows]

    def walk(self, by: int, *, begin: NewsRow | None = None) -> None:
        """Take the keyboard to the row after or before; the first where it is on none."""
        rows = self.rows()
        now = begin or self.window().focusWidget()
        begun = bool(self.record) or by < 0
        at = rows.index(now) + (by if begun else 0) if isinstance(now, NewsRow) and now in rows else 0
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.scroll.ensureWidgetVisible(rows[at], 0, 60)
            rows[at].chosen.emit()

    def _focused(self) -> tuple[int, bool]:
        """The message whose row has the keyboard, and whether a ring shows it."""
        now = self.window().focusWidget()
        return (now.item.message, now.ring) if isinstance(now, NewsRow) and self.isAncestorOf(now) else (0, False)

    def _focus(self, message: int, ring: bool) -> None:
        """Put the keyboard back on the row of a message, whose widget is a new one."""
        row = next((one for one in self.rows() if message and one.item.message == message), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.TabFocusReason if ring else Qt.FocusReason.OtherFocusReason)

    def _card(self, group: Group) -> GroupCard:
        card = GroupCard(group, self._desk)
        card.set_chosen(group.thread == self.record)
        card.chosen.connect(self.chosen)
        card.opened.connect(self.opened)
        card.done.connect(self._done)
        card.put_back.connect(self.put_back)
        card.snooze.connect(self._snooze)
        for row in card.rows:
            row.walked.connect(partial(self._walked, row))
        return card

    def _walked(self, row: NewsRow, by: int) -> None:
        self.walk(by, begin=row)

    def _done(self, record: int) -> None:
        notification.mark_done(record, self._desk.me)
        self._changed()

    def put_back(self, record: int) -> None:
        """Let the newest news of a record be unread again."""
        notification.put_back(record, self._desk.me)
        self._changed()

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
        me, now = self._desk.me, dt.datetime.now(dt.UTC)
        self._put_to_sleep(record, until)
        if until > now:
            said = tr("Snoozed until {moment}", moment=coming_text(until, self._desk.reader, now))
            self.told.emit(said, lambda: self._put_to_sleep(record, now, of=me))

    def _put_to_sleep(self, record: int, until: dt.datetime, *, of: int = 0) -> None:
        notification.snooze(record, of or self._desk.me, until)
        self._desk.waking.plan()
        self._changed()

    def _all_done(self) -> None:
        me = self._desk.me
        unread = [group.thread for group in self._groups or [] if group.unread]
        ids = [id for thread in unread for id in notification.mark_done(thread, me)]
        self._changed()

        def undo() -> None:
            notification.mark_open(ids, me)
            self._changed()

        self.told.emit(plural(len(unread), "{n} record marked done", "{n} records marked done"), undo)

    def _changed(self) -> None:
        self.reload()
        self.changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Coming here anew, what was read stands where what is read stands."""
        self._stay.clear()
        super().showEvent(event)


def _nothing(tab: str) -> tuple[str, str]:
    """What is said where a tab has nothing."""
    if tab == "snoozed":
        return tr("Nothing snoozed"), tr("News that you snooze wait here and come back by themselves.")
    if tab == "mentions":
        return tr("Nothing for you"), tr("Where somebody mentions you or gives you something to do, it stands here.")
    return tr("Nothing new"), tr("What others write on the records you follow will stand here.")


class InboxPage(QSplitter):
    """News at the left, at the right the thread of the one that was chosen, as far as there is room.

    Signals: `opened(record, message)`; `changed` after news were read or put aside; `told(words, undo)`.
    """

    opened = Signal(int, int)
    changed = Signal()
    told = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._desk = desk
        self.setAccessibleName(tr("Inbox"))
        self.list, self.beside = InboxList(desk), ThreadBeside(desk)
        self.tabs = self.list.tabs
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(self.list)
        self.addWidget(self.beside)
        self.list.setMinimumWidth(_LEAST)
        self.beside.setMinimumWidth(_THREAD_LEAST)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.list.chosen.connect(self.choose)
        self.list.opened.connect(self.opened)
        self.list.changed.connect(self.changed)
        self.list.told.connect(self.told)
        self.list.filled.connect(self.beside.invite)
        self.beside.opened.connect(lambda record: self.opened.emit(record, 0))
        self.beside.put_back.connect(self._put_back)
        self.beside.read.connect(self._read)
        self.splitterMoved.connect(lambda: desk.memory.setValue(_KEPT, self.sizes()[1]))
        desk.user_changed.connect(self._another_user)
        desk.waking.woke.connect(self._turn)

    @property
    def thread(self) -> int:
        """The record whose thread is seen beside the news; 0 for none."""
        return self.beside.record if self.beside.isVisible() else 0

    def reload(self) -> None:
        """Read the news again."""
        self.list.reload()

    def choose(self, record: int, message: int) -> None:
        """Show a record's thread at a message, or open the record where there is no room for the thread."""
        if self.beside.isHidden():
            self.opened.emit(record, message)
            return
        self.list.keep_place(record)
        self.list.mark(record)
        self.beside.show_record(record, message)

    def next_pane(self) -> None:
        """Take the keyboard from the news to the thread, and back."""
        now = self.window().focusWidget()
        if self.thread and not (now is not None and self.beside.isAncestorOf(now)):
            self.beside.take_focus()
            return
        row = next((one for one in self.list.rows() if one.line.record == self.beside.record), None)
        first = row or next(iter(self.list.rows()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _put_back(self, record: int) -> None:
        self.beside.clear()
        self.list.mark(0)
        self.list.put_back(record)

    def _read(self, record: int) -> None:
        self.list.reload()
        self.changed.emit()

    def _another_user(self) -> None:
        self.beside.clear()
        self.list.mark(0)

    def _turn(self) -> None:
        """What was snoozed may be awake again."""
        if self.isVisible():
            self.reload()

    # Room

    def showEvent(self, event: QShowEvent) -> None:
        """Once the news are painted there is time to make the chatter."""
        super().showEvent(event)
        first = next(iter(self.list.rows()), None)
        (first or self).setFocus(Qt.FocusReason.MouseFocusReason)  # the arrows begin there, without a ring
        if not self.beside.isHidden():
            QTimer.singleShot(_LATER, self.beside, self.beside.build)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages have the news alone; what was chosen is chosen no more."""
        super().resizeEvent(event)
        fits = self.width() * 100 // self._desk.theme.scale >= BESIDE_FROM
        if fits == self.beside.isHidden():
            self.beside.setVisible(fits)
            self.list.mark(self.beside.record if fits else 0)
        if fits:
            wide = memory.whole(self._desk.memory, _KEPT, max(_THREAD_LEAST, self.width() * 2 // 5))
            self.setSizes([self.width() - wide, wide])
