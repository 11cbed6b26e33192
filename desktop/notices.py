"""News told by the system's own notifications while the window is not looked at; a click leads to the message."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop.activities.words import due_words
from desktop.desk import Desk
from desktop.shell.inbox import Group, Item, groups
from desktop.tr import plural, tr
from models import activity, notification, quiet
from models.activity import Planned
from models.journal import Change
from models.waking import NEWS, Woken

_AT_MOST = 20  # news that are looked at together


class Notices(QObject):
    """`told(title, text)` for news of the acting user that came, or came back, while `window` was not in use; `open`
    goes there. An activity that is due, or snoozed no more, is told in the window where that is in use.
    """

    told = Signal(str, str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._last: tuple[int, int] | None = None
        self._tray: QSystemTrayIcon | None = None
        self._start()
        desk.journal.changed.connect(self._changed)
        desk.user_changed.connect(self._start)
        desk.waking.woke.connect(self._woke)

    def show_in_tray(self) -> bool:
        """Let the system show them, with an icon in its tray; False where it has none.

        From the icon a window that was hidden is shown again, or ended.
        """
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
        self._tray.setToolTip(tr("Chatterdesk"))
        self._tray.setContextMenu(self._menu())
        self._tray.activated.connect(self._activated)
        self._tray.messageClicked.connect(self.open)
        if QSystemTrayIcon.supportsMessages():
            self.told.connect(self._tray.showMessage)
        self._tray.show()
        return True

    def _menu(self) -> QMenu:
        """What the icon offers."""
        menu = QMenu(self._window)
        menu.addAction(tr("Open Chatterdesk")).triggered.connect(self._raise)
        menu.addAction(tr("Quit")).triggered.connect(self._quit)
        return menu

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self._raise()

    def _quit(self) -> None:
        """End the program, as by closing its window: where something still waits, the window asks."""
        self._raise()
        self._window.close()

    def open(self) -> None:
        """Show the window at what was told last."""
        self._raise()
        if self._last is not None:
            self._desk.open_record.emit(*self._last)

    def _raise(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _start(self) -> None:
        """What is in the inbox already is no news."""
        self._seen = max((one.message for one in notification.inbox(self._desk.me, limit=_AT_MOST)), default=0)

    def _changed(self, changes: Sequence[Change]) -> None:
        if not any(one.what == "message" and one.action == "create" for one in changes):
            return
        if all(one.message <= self._seen for one in notification.inbox(self._desk.me, limit=1)):
            return
        found = [
            (group, item)
            for group in groups(self._desk.me, limit=_AT_MOST)
            for item in group.items
            if item.message > self._seen and not item.read
        ]
        if not found:
            return
        self._seen = max(item.message for _, item in found)
        self._tell(found)

    def _woke(self, woken: Sequence[Woken]) -> None:
        """Snoozed news are news again; an activity is told by its own words."""
        back = {one.thread: one.id for one in woken if one.kind == NEWS}
        found = [(group, group.items[0]) for group in groups(self._desk.me) if group.thread in back and group.unread]
        if found:
            self._tell(found)
        for one in woken:
            planned = activity.planned_one(one.id) if one.kind != NEWS else None
            if planned is not None:
                self._remind(planned)

    def _remind(self, one: Planned) -> None:
        """Say that an activity is due, or back."""
        if quiet.is_quiet(self._desk.me):
            return
        words = f"{one.title}\n{due_words(one, self._desk.reader)}"
        if self._window.isActiveWindow():
            self._desk.notice.emit(f"{one.summary} · {words}".replace("\n", " · "))
            return
        self._last = (one.thread, 0)
        self.told.emit(one.summary, words)

    def _tell(self, found: Sequence[tuple[Group, Item]]) -> None:
        if self._window.isActiveWindow() or quiet.is_quiet(self._desk.me):
            return
        group, item = max(found, key=lambda one: one[1].message)
        self._last = (group.thread, item.message)
        if len(found) == 1:
            self.told.emit(f"{item.who} {tr(item.reason)}", f"{group.title}\n{item.text}")
        else:
            titles = ", ".join(dict.fromkeys(one.title for one, _ in found))
            self.told.emit(plural(len(found), "{n} piece of news", "{n} pieces of news"), titles)
