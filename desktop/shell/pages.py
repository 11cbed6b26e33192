"""The pages beside the records: what each is called, how it is made, what waits there. A new page is a new row here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.tr import tr
from models import activity, draft, notification, outbox, unsorted

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.shell.care import Care
    from desktop.shell.look import Look
    from desktop.shell.records_page import RecordsPage
    from models.entries import Entry

RECORDS = "records"
TOP, OUT, FOOT, NOWHERE = "top", "out", "foot", ""  # where in the navigation


class Host(Protocol):
    """What pages ask of the window they stand in."""

    desk: Desk
    look: Look
    care: Care
    records: RecordsPage

    def show_record(self, id: int, message: int = 0) -> None: ...
    def compose(self, mode: str) -> None: ...
    def has_record(self) -> bool: ...
    def new_activity(self, day: dt.date | None = None) -> None: ...
    def count(self) -> None: ...
    def can_go(self, by: int) -> bool: ...
    def go(self, by: int) -> None: ...
    def tell(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `make` is called when it is first shown; `count` says how much waits there for a person.

    A page that has `reload()` is asked to read anew while it is seen and something changes.
    """

    key: str
    title: str
    icon: str
    shortcut: str
    where: str
    make: Callable[[Host], QWidget]
    count: Callable[[int], int] | None = None


def pages() -> tuple[Page, ...]:
    """Every page, in the order of the navigation."""
    return (
        Page("inbox", tr("Inbox"), "inbox", "Ctrl+Shift+I", TOP, _inbox, notification.unread_count),
        Page("activities", tr("My activities"), "clock", "Ctrl+Shift+A", TOP, _activities, activity.need_now),
        Page("starred", tr("Starred"), "star", "Ctrl+Shift+S", TOP, _starred),
        Page("unread", tr("Unread"), "dot", "Ctrl+Shift+N", TOP, _unread),
        Page("recent", tr("Recent"), "history", "Ctrl+Shift+H", TOP, _recent),
        Page("unsorted", tr("Unsorted"), "mail", "", TOP, _unsorted, lambda _: unsorted.count()),
        Page("outbox", tr("Outbox"), "send", "Ctrl+Shift+O", OUT, _outbox, _stuck),
        Page("drafts", tr("Drafts"), "pencil", "Ctrl+Shift+R", OUT, _drafts, draft.count),
        Page("search", tr("Search everywhere"), "search", "Ctrl+Shift+F", NOWHERE, _search),
        Page("conversation", tr("WhatsApp conversation"), "whatsapp", "Alt+Shift+W", NOWHERE, _conversation),
        Page("settings", tr("Settings"), "settings", "Ctrl+,", FOOT, _settings),
    )


class Pages(QStackedWidget):
    """The pages of a window, the one of records among them; `made` has those shown so far, by key."""

    def __init__(self, records: QWidget, host: Host) -> None:
        super().__init__()
        self._host = host
        self._rows = {page.key: page for page in pages()}
        self.made: dict[str, Any] = {}
        self.addWidget(records)

    def put(self, key: str) -> None:
        """Bring a page to the front; the records for "records"."""
        if key == RECORDS:
            self.setCurrentIndex(0)
            return
        if key not in self.made:
            self.made[key] = self._rows[key].make(self._host)
            self.addWidget(self.made[key])
        self.setCurrentWidget(self.made[key])

    def now(self) -> str:
        """The key of the page that is seen."""
        return next((key for key, page in self.made.items() if page is self.currentWidget()), RECORDS)

    def title(self) -> str:
        """What the page that is seen is called; empty for the records."""
        return self._rows[self.now()].title if self.now() != RECORDS else ""

    def counts(self, person: int) -> dict[str, int]:
        """How much waits for a person at each page that counts."""
        return {key: page.count(person) for key, page in self._rows.items() if page.count is not None}

    def reload_seen(self) -> None:
        """Let the page that is seen read anew, where it can."""
        reload = getattr(self.made.get(self.now()), "reload", None)
        if reload is not None:
            reload()


def _inbox(host: Host) -> QWidget:
    from desktop.shell.inbox_page import InboxPage

    page = InboxPage(host.desk)
    page.opened.connect(host.show_record)
    page.changed.connect(host.count)
    page.told.connect(lambda words, undo: host.tell(words, tr("Undo"), undo))
    return page


def _activities(host: Host) -> QWidget:
    from desktop.activities.page import ActivitiesPage

    page = ActivitiesPage(host.desk)
    page.new_wanted.connect(host.new_activity)
    return page


def _starred(host: Host) -> QWidget:
    from desktop.shell.at_hand import StarredPage

    def jump(record: int, message: int) -> None:
        host.look.reveal_chatter()
        host.show_record(record, message)

    page = StarredPage(host.desk)
    page.opened.connect(jump)
    return page


def _unread(host: Host) -> QWidget:
    from desktop.shell.at_hand import UnreadPage

    page = UnreadPage(host.desk)
    page.opened.connect(host.show_record)
    page.changed.connect(host.count)
    return page


def _recent(host: Host) -> QWidget:
    from desktop.shell.at_hand import RecentPage

    page = RecentPage(host.desk)
    page.opened.connect(host.show_record)
    return page


def _unsorted(host: Host) -> QWidget:
    from desktop.shell.unsorted_page import UnsortedPage

    page = UnsortedPage(host.desk)
    page.opened.connect(host.show_record)
    page.changed.connect(host.count)
    page.sorted.connect(
        lambda words, record, message: host.tell(words, tr("Open"), lambda: host.show_record(record, message))
    )
    return page


def _stuck(_: int) -> int:
    """How many deliveries failed or may have been sent, whoever wrote them."""
    return outbox.count("failed") + outbox.count("uncertain")


def _outbox(host: Host) -> QWidget:
    from desktop.outbox.page import OutboxPage

    def go_on(record: int, mode: str) -> None:
        host.show_record(record)
        if host.has_record():
            host.compose(mode)

    page = OutboxPage(host.desk)
    page.opened.connect(host.show_record)
    page.compose.connect(go_on)
    page.changed.connect(host.count)
    return page


def _drafts(host: Host) -> QWidget:
    from desktop.shell.drafts_page import DraftsPage

    def go_on(record: int, mode: str) -> None:
        host.show_record(record)
        if host.has_record():
            host.compose(mode)

    def dropped(row: draft.Row, content: draft.Content) -> None:
        def take_back() -> None:
            draft.keep(row.thread, row.mode, content, by=host.desk.me)
            host.desk.drafts_changed.emit()

        host.tell(tr("Draft discarded"), tr("Undo"), take_back)

    page = DraftsPage(host.desk)
    page.opened.connect(go_on)
    page.dropped.connect(dropped)
    return page


def _search(host: Host) -> QWidget:
    from desktop.search.page import SearchPage

    def jump(record: int, message: int) -> None:
        host.look.reveal_chatter()
        host.show_record(record, message)
        if (marks := page.marks()) is not None:
            host.records.chatter.mark_words(record, marks)

    page = SearchPage(host.desk)
    page.opened.connect(jump)
    page.left.connect(lambda: host.go(-1) if host.can_go(-1) else None)
    return page


def _conversation(host: Host) -> QWidget:
    from desktop.whatsapp.conversation import ConversationPage

    def jump(record: int, message: int) -> None:
        host.look.reveal_chatter()
        host.show_record(record, message)

    def go_on(entry: Entry, act: Callable[[Any], object]) -> None:
        jump(entry.thread, entry.id)
        if host.has_record():
            host.records.build_chatter()
            act(host.records.chatter)

    def write(record: int) -> None:
        jump(record, 0)
        if host.has_record():
            host.compose("whatsapp")

    page = ConversationPage(host.desk)
    page.opened.connect(jump)
    page.write.connect(write)
    page.replied.connect(lambda entry: go_on(entry, lambda pane: pane.reply(entry)))
    page.took_back.connect(lambda content, entry: go_on(entry, lambda pane: pane.take_back(content, entry)))
    page.left.connect(lambda: host.go(-1) if host.can_go(-1) else None)
    return page


def _settings(host: Host) -> QWidget:
    from desktop.shell.settings_page import SettingsPage

    return SettingsPage(host.desk, host.look, host.care)
