"""The desk: what every part of the window is handed by the composition root; who acts, who reads, and the means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from models import user
from models.shown import Reader
from models.user import Member
from models.workspace import Workspace

if TYPE_CHECKING:
    from desktop.asking import Asking
    from desktop.bridge import JournalBridge
    from desktop.jobs import Jobs
    from desktop.theme import Theme
    from desktop.waking import Waking
    from integrations.registry import Registry


class Desk(QObject):
    """One for each open workspace, made by `desktop.app`, handed to each view's constructor.

    Attributes: `workspace`; `me` (the acting user's person id) and `member`; `reader` (locale and zone to show values
    with); `theme`; `jobs` (slow work); `journal` (its `changed` signal is the live refresh); `memory` (what a window
    remembers). Signals: `user_changed` when somebody else acts; `users_changed` after users were added or archived;
    `open_record(id, message or 0)` asks the window to show a record; `open_kind(name)` its list; `search_wanted(text)`
    to look for a text; `open_page(key)` a page of the navigation, or
    a part of the settings ("settings:users"); `open_conversation(person)` all WhatsApp with one;
    `notice(text)` shows a line that fades;
    `failed(text)` an error with copyable text; `drafts_changed` after drafts were kept or dropped;
    `watched(whether)` somebody waits for an answer in a conversation, or nobody does any more;
    `closing` before the workspace is closed; `indexing(said)` what the process that keeps the search index says.
    """

    user_changed = Signal()
    users_changed = Signal()
    open_record = Signal(int, int)
    open_kind = Signal(str)
    open_page = Signal(str)
    open_conversation = Signal(int)
    search_wanted = Signal(str)
    indexing = Signal(dict)
    notice = Signal(str)
    failed = Signal(str)
    drafts_changed = Signal()
    watched = Signal(bool)
    closing = Signal()

    def __init__(
        self,
        workspace: Workspace,
        member: Member,
        *,
        reader: Reader,
        theme: Theme,
        jobs: Jobs,
        journal: JournalBridge,
        memory: QSettings,
        registry: Registry | None = None,
    ) -> None:
        super().__init__()
        self.workspace, self.member, self.reader = workspace, member, reader
        self.theme, self.jobs, self.journal, self.memory = theme, jobs, journal, memory
        self._registry = registry
        self._asking: Asking | None = None
        self._waking: Waking | None = None
        self._watchers: set[QObject] = set()

    @property
    def registry(self) -> Registry:
        """The plugins of the workspace; loaded when somebody first asks."""
        if self._registry is None:
            from integrations.registry import Registry

            self._registry = Registry(self.workspace.id)
        return self._registry

    @property
    def asking(self) -> Asking:
        """The search; made when somebody first asks."""
        if self._asking is None:
            from desktop.asking import Asking

            self._asking = Asking(self.jobs, self.workspace.index, lambda: (self.me, self.reader))
        return self._asking

    @property
    def waking(self) -> Waking:
        """Tells when something snoozed comes back; made when somebody first asks."""
        if self._waking is None:
            from desktop.waking import Waking

            self._waking = Waking(self)
        return self._waking

    @property
    def me(self) -> int:
        return self.member.id

    @property
    def is_watched(self) -> bool:
        """Whether somebody waits for an answer in a conversation."""
        return bool(self._watchers)

    def watch(self, watcher: QObject, *, on: bool) -> None:
        """Somebody waits for an answer in what `watcher` shows, or does so no more."""
        before = self.is_watched
        if on:
            self._watchers.add(watcher)
        else:
            self._watchers.discard(watcher)
        if self.is_watched != before:
            self.watched.emit(self.is_watched)

    def act_as(self, person: int) -> None:
        """Let another user of the workspace act from now on."""
        member = user.member(person)
        if member is None or member == self.member:
            return
        self.member = member
        self.user_changed.emit()
