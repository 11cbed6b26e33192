"""The main window: navigation at the edge, beside it the page one is at; the commands act on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from desktop import memory
from desktop.commands import commands
from desktop.desk import Desk
from desktop.shell import geometry, layout
from desktop.shell.actions import Actions
from desktop.shell.care import Care
from desktop.shell.closing import Closing
from desktop.shell.counts import Counts
from desktop.shell.look import Look
from desktop.shell.navigation import Navigation
from desktop.shell.pages import RECORDS, Pages
from desktop.shell.places import sections
from desktop.shell.records_page import RecordsPage
from desktop.shell.thread_at_hand import ThreadAtHand
from desktop.shell.unsaved import Unsaved
from desktop.shell.user_menu import UserMenu
from desktop.shell.visited import Visited
from desktop.tr import tr
from desktop.widgets import Notice, line
from models import notification, record, thread
from models.errors import NotFound
from models.record import kinds

SMALLEST = (720, 480)


class MainWindow(QMainWindow):
    """The window on a workspace. Signals: `workspace_wanted(path)` asks for another one, the welcome where the path is
    None; `closed` once the window is gone.

    `look` arranges it, `care` has the dialogs about the workspace as a whole, `records` is the page of records.
    """

    workspace_wanted = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._visited = Visited()
        self._going = 0
        self._may_close = False
        self._painted = False
        self._unsaved = Unsaved(self)
        self.closing = Closing(self, desk)
        self._thread = ThreadAtHand(self, desk, self._visited.lately)
        self.setMinimumSize(*SMALLEST)
        self._build()
        self.look = Look(self, desk, navigation=self.navigation, records=self.records)
        self.care = Care(self, desk)
        self.commands = Actions(self, self, commands(), self._notice)
        self._connect()
        geometry.restore(self, desk.memory)

    # Making

    def _build(self) -> None:
        self.navigation = Navigation(self.desk.workspace.path.name, self.desk.member, sections())
        self.records = RecordsPage(self.desk, self._unsaved)
        self.pages = Pages(self.records, self)
        self.counts = Counts(self.desk, self.pages, self.navigation)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(line(vertical=True))
        row.addWidget(self.pages, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._go_to)
        self.navigation.search_asked.connect(self.open_palette)
        self.navigation.folded.connect(self.look.toggle_navigation)
        self.navigation.user_menu_asked.connect(self._open_user_menu)
        self.records.moved.connect(self._moved)
        self.records.read.connect(self.count)
        self.records.header.fold_asked.connect(self.look.toggle_list)
        self.records.header.layout_menu.aboutToShow.connect(self._fill_layout_menu)
        self.desk.open_record.connect(self.show_record)
        self.desk.open_kind.connect(self.show_kind)
        self.desk.open_page.connect(self._go_to)
        self.desk.open_conversation.connect(self.show_conversation)
        self.desk.search_wanted.connect(self.show_search)
        self.desk.notice.connect(self._notice)
        self.desk.failed.connect(self.care.show_failure)
        self.care.workspace_wanted.connect(self.leave_workspace)
        self.desk.user_changed.connect(self._user_changed)
        self.desk.journal.changed.connect(self._changed)

    def open_first(self, record: int = 0, message: int = 0) -> None:
        """Show what was asked for, else what was open last, else the first kind."""
        if record:
            self.open_at(record, message)
            return
        last = memory.whole(self.desk.memory, "record", 0)
        if last in thread.heads([last]):
            self.show_record(last)
            return
        self.show_kind(memory.one_of(self.desk.memory, "kind", tuple(kinds)))

    def open_at(self, record: int, message: int = 0) -> None:
        """Show what a link or a command asks for, with its chatter."""
        self.look.reveal_chatter()
        self.show_record(record, message)

    # Pages

    def show_kind(self, kind: str) -> None:
        """Show the list or board of a kind."""
        self._in_records(lambda: self.records.show_kind(kind))

    def show_record(self, id: int, message: int = 0) -> None:
        """Open a record, at a message if one is named; where it is gone, say so."""
        self._in_records(lambda: self.records.show_record(id, message))

    def new_record(self, kind: str = "") -> None:
        """Open an empty form, for the kind shown unless another is named."""
        wanted = kind or self.records.kind or next(iter(kinds))
        self._in_records(lambda: self.records.new_record(wanted))

    def show_search(self, typed: str = "") -> None:
        """Search everywhere, for what is typed already where it is."""
        self._show_page("search", lambda page: page.search_for(typed) if typed else page.take_focus())

    def show_conversation(self, person: int = 0) -> None:
        """Show all WhatsApp with a person; with the contact of the open record unless one is named."""
        who = person or record.correspondent(self.records.record)
        if who:
            self._show_page("conversation", lambda page: page.show_person(who))
        else:
            self._notice(tr("This record has no contact yet."))

    def show_settings(self, part: str = "") -> None:
        """Show the settings, at one of their parts where it is named (see `shell.settings_parts`)."""
        self._show_page("settings", lambda page: page.show_part(part) if part else None)

    def show_page(self, key: str) -> None:
        """Show one of `shell.pages`."""
        self._show_page(key)

    def open_page(self) -> str:
        """The key of the page that is seen: "records", or one of `shell.pages`."""
        return self.pages.now()

    def _go_to(self, key: str) -> None:
        page, _, part = key.partition(":")
        if page in kinds:
            self.show_kind(page)
        elif part:
            self.show_settings(part)
        else:
            self._show_page(page)

    def _in_records(self, go: Callable[[], None]) -> None:
        """Go somewhere on the records page; the page comes to the front once one is there (see `_moved`)."""
        try:
            go()
        except NotFound as gone:
            self._visited.forget(self._visited.peek(self._going) if self._going else None)
            self._going = 0
            self._notice(str(gone))
            return
        if not self._unsaved.asking():
            self._moved()

    def _show_page(self, name: str, then: Callable[[Any], object] = lambda page: None) -> None:
        form = self.records.form if self.records.is_open() else None
        self._unsaved.leave(form, lambda: self._put_page(name, then), title=self.records.title)

    def _put_page(self, name: str, then: Callable[[Any], object] = lambda page: None) -> None:
        self.pages.put(name)
        then(self.pages.made.get(name))
        self._arrived()

    def _moved(self) -> None:
        self._put_page(RECORDS)

    def _arrived(self) -> None:
        """Another place is seen: mark it, name it, remember it."""
        page, place = self.open_page(), self._place()
        self.navigation.set_current(self.records.kind if page == "records" else page)
        self._tell_title()
        if page == "records":
            self.desk.memory.setValue("kind", self.records.kind)
            self.desk.memory.setValue("record", self.records.record)
        if self._going and self._visited.peek(self._going) == place:
            self._visited.go(self._going)
        else:
            self._visited.visit(place)
        self._going = 0

    def _place(self) -> tuple[str, object]:
        page = self.open_page()
        if page != "records":
            return page, 0
        return ("record", self.records.record) if self.records.record else ("kind", self.records.kind)

    def _tell_title(self) -> None:
        here = self.pages.title()
        if not here and self.records.kind:
            here = self.records.title if self.records.is_open() else kinds[self.records.kind].plural
        name = self.desk.workspace.path.name
        self.setWindowTitle(f"{here} · {name}" if here else name)

    # What commands ask

    def has_record(self) -> bool:
        """Whether a record is open and seen."""
        return self.open_page() == "records" and bool(self.records.record)

    def is_dirty(self) -> bool:
        """Whether the form has changes that are not saved."""
        return self.records.is_dirty()

    def save(self) -> None:
        """Save the form; what is wrong is said at the fields."""
        self.records.form.save()

    def discard(self) -> None:
        """Put the form back as it was saved."""
        self.records.form.discard()

    def can_step(self, by: int) -> bool:
        """Whether the list has a record before or after the one that is open."""
        return self.has_record() and self.records.can_step(by)

    def step(self, by: int) -> None:
        """Open the record before or after this one."""
        self.records.step(by)

    def can_go(self, by: int) -> bool:
        """Whether there is a place to go back or on to."""
        return self._visited.can_go(by)

    def go(self, by: int) -> None:
        """Go back (-1) or on (1) among the places visited."""
        self._going = by
        page, what = self._visited.peek(by)
        if page == "record":
            self.show_record(what)
        elif page == "kind":
            self.show_kind(what)
        else:
            self._show_page(page)

    def next_pane(self) -> None:
        """Take the keyboard from list to form to thread, and round again."""
        page = self.pages.made.get(self.open_page(), self.records)
        if hasattr(page, "next_pane"):
            page.next_pane()

    def has_thread(self) -> bool:
        """Whether the thread of a record is at hand: of the one that is open, or beside the news."""
        return self._thread.is_there()

    def compose(self, mode: str) -> None:
        """Open the composer for a "message" or a "note"."""
        self._thread.compose(mode)

    def search_thread(self) -> None:
        """Open the bar that finds words in the record's thread."""
        self._thread.search()

    def plan_activity(self) -> None:
        """Open the dialog that plans an activity on the record."""
        self._thread.plan()

    def new_activity(self, day: dt.date | None = None) -> None:
        """Find a record, and plan an activity on it."""
        self._thread.plan_anywhere(day)

    def copy_link(self) -> None:
        """Put a link to the record on the clipboard."""
        QGuiApplication.clipboard().setText(f"chatterdesk:{self.records.record}")
        self._notice(tr("Link copied"))

    def mark_unread(self) -> None:
        """Show the record as unread until it is opened again, and go back to the list."""
        notification.mark_unread(self.records.record, self.desk.me)
        self.records.close_record()

    def open_palette(self, typed: str = "") -> None:
        """Open the palette, with something typed already."""
        from desktop.shell.palette import Palette

        if not self._unsaved.asking():
            Palette.open_over(self, self.desk, self.commands, typed=typed, lately=self._visited.lately())

    def leave_workspace(self, path: Path | None = None) -> None:
        """Go to another workspace, or to the welcome, once unsaved changes are saved or discarded."""
        form = self.records.form if self.records.is_open() else None
        go = partial(self.closing.leave, lambda: self.workspace_wanted.emit(path))
        self._unsaved.leave(form, go, title=self.records.title)

    # What happens

    def _open_user_menu(self) -> None:
        menu = UserMenu(self, self.desk, self.commands, set_scale=self.look.set_scale)
        menu.open_over(self.navigation.user)

    def _fill_layout_menu(self) -> None:
        menu = self.records.header.layout_menu
        menu.clear()
        self.commands.fill(menu, [f"view.chatter.{place}" for place in layout.PLACES])
        chosen = layout.PLACES.index(self.look.wishes.chatter)
        for index, row in enumerate(menu.actions()):
            row.setCheckable(True)
            row.setChecked(index == chosen)

    def tell(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a line that fades, with something to do about it where there is."""
        Notice.tell(self, text, action=action, run=run)

    def count(self) -> None:
        """Show in the navigation, in a moment, how much waits at each page."""
        self.counts.soon()

    def _notice(self, text: str) -> None:
        self.tell(text)

    def _user_changed(self) -> None:
        self.navigation.user.set_member(self.desk.member)
        self.counts.renew()
        self.pages.reload_seen()

    def _changed(self, changes: list[Any]) -> None:
        if any(one.what in ("message", "unsorted") for one in changes):
            self.count()
            self.pages.reload_seen()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panes for the new width."""
        super().resizeEvent(event)
        self.look.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint there is time to make the chatter."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.records.build_chatter)
            self.records.take_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, once unsaved changes are saved or discarded, and it is settled what becomes of messages that wait."""
        if not self._may_close and self._asks():
            event.ignore()
            return
        geometry.keep(self, self.desk.memory)
        self.counts.close()
        super().closeEvent(event)
        self.closed.emit()

    def _asks(self) -> bool:
        """Whether something has to be settled before the window may go: one question after the other."""
        if self.records.is_dirty():
            self._unsaved.leave(self.records.form, self.close, title=self.records.title)
            return True
        return not self.closing.may_go(self.close_now, stay=self.hide)

    def close_now(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()
