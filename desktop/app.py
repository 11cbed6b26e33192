"""The composition root of the window: makes application, theme, desk and windows, and hands them on."""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop import memory, recent
from desktop.bridge import JournalBridge
from desktop.desk import Desk
from desktop.errors import Faults, log_to_file
from desktop.instance import Instance, Request
from desktop.jobs import Jobs
from desktop.main_window import MainWindow
from desktop.shell.look import kept_theme
from desktop.theme import Theme
from models import shown, user, workspace
from models.errors import Refused
from models.shown import Reader
from models.user import Member
from models.workspace import DATABASE, Workspace

if TYPE_CHECKING:
    from desktop.workers import Workers

TURN = 0.001  # seconds that a worker's Python may go on while the window wants to
SEEN = 700  # milliseconds after which the window is there, and sending, fetching and indexing may begin


def run(path: Path | None, *, record: int | None, message: int | None, acting: str | None) -> int:
    """Show the window on a workspace, or the welcome where there is none; returns the exit status.

    Where a window on that workspace is open already, that one shows the record and this process ends.
    """
    gc.disable()
    app = application()
    log_to_file()
    for number in (signal.SIGINT, signal.SIGTERM):  # heard at the next tick of Python: everything saved is kept
        signal.signal(number, lambda *_: app.quit())
    program = Program(app)
    wanted = Request(record or 0, message or 0, acting or "")
    if path is None:
        program.welcome()
    elif not program.open(path, wanted):
        return 0
    QTimer.singleShot(0, app, _collect_from_now)
    return app.exec()


def _collect_from_now() -> None:
    """What the start made lives as long as the process: leave it out of every later collection, which then is short.

    Collections are the business of `jobs.sweep`, on this thread.
    """
    gc.freeze()


def application() -> QApplication:
    """The QApplication, named, in the person's locale."""
    sys.setswitchinterval(TURN)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("chatterdesk")
    app.setApplicationDisplayName("Chatterdesk")
    app.setDesktopFileName("chatterdesk")
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale(shown.system_reader().locale))
    return app


class Open:
    """A workspace with everything that stands on it while its window is shown."""

    def __init__(
        self, opened: Workspace, member: Member, *, theme: Theme, reader: Reader, remembered: QSettings | None = None
    ) -> None:
        self.workspace = opened
        self.jobs = Jobs()
        self.journal = JournalBridge(opened.path / DATABASE)
        self.desk = Desk(
            opened,
            member,
            reader=reader,
            theme=theme,
            jobs=self.jobs,
            journal=self.journal,
            memory=memory.of_workspace(opened.id) if remembered is None else remembered,
        )
        self.window = MainWindow(self.desk)
        self.workers: Workers | None = None

    def work(self) -> None:
        """Begin to send, to fetch, to index and to tell of news: once the window is seen."""
        from desktop.notices import Notices
        from desktop.workers import Workers

        self.window.closing.tray = Notices(self.desk, self.window).show_in_tray()
        self.workers = Workers(self.workspace, self.desk.registry, tell=self.desk.indexing.emit)
        self.workers.start()
        self.workers.watch(self.desk.is_watched)
        self.desk.watched.connect(self.workers.watch)

    def close(self) -> None:
        """Let go of everything, the window last seen included."""
        self.desk.closing.emit()
        if self.workers is not None:
            self.workers.stop()
        self.journal.close()
        self.jobs.stop(wait=True)
        self.desk.asking.close()
        self.window.deleteLater()
        workspace.close(self.workspace)


class Program(QObject):
    """What is open in this process: one workspace with its window, or the welcome."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.app = app
        self.theme = kept_theme()
        self.theme.apply(app)
        self.faults = Faults(self)
        self.faults.refused.connect(self._say)
        self.faults.broken.connect(self._show_fault)
        self.faults.install()
        self.here: Open | None = None
        self.instance: Instance | None = None
        self._welcome: QWidget | None = None
        QTimer.singleShot(0, self, self._set_icon)

    def open(self, path: Path, wanted: Request = Request()) -> bool:
        """Show the window on a workspace; False where another process has it, and was told.

        What can't be opened is said in the welcome.
        """
        try:
            opened = workspace.open(path)
        except Refused as refused:
            self.welcome(str(refused))
            return True
        self.instance = Instance(opened.id, self)
        if self.instance.pass_on(wanted):
            self._let_go(opened)
            return False
        try:
            member = _member(opened, wanted.acting)
        except Refused as refused:
            self._let_go(opened)
            self.welcome(str(refused))
            return True
        self._show(Open(opened, member, theme=self.theme, reader=shown.system_reader()), wanted)
        return True

    def welcome(self, words: str = "") -> None:
        """Show the welcome, with what went wrong where something did."""
        from desktop.welcome import Welcome

        shown_one = Welcome(self.theme, words, lately=recent.workspaces())
        shown_one.chosen.connect(self._open_chosen)
        shown_one.closed.connect(self.app.quit)
        self._welcome = shown_one
        shown_one.show()

    def _let_go(self, opened: Workspace) -> None:
        assert self.instance is not None
        self.instance.close()
        self.instance = None
        workspace.close(opened)

    def _open_chosen(self, path: Path) -> None:
        """The welcome's choice: it goes once something else is seen."""
        welcome, self._welcome = self._welcome, None
        if not self.open(path):
            self.app.quit()
        if welcome is not None:
            welcome.closed.disconnect(self.app.quit)
            welcome.close()
            welcome.deleteLater()

    def _show(self, here: Open, wanted: Request) -> None:
        self.here = here
        self._remember()
        here.desk.user_changed.connect(self._remember)
        here.window.closed.connect(self._window_closed)
        here.window.workspace_wanted.connect(self._change_workspace)
        here.window.open_first(wanted.record, wanted.message)
        here.window.show()
        QTimer.singleShot(0, self, self._listen)
        QTimer.singleShot(SEEN, self, self._work)

    def _work(self) -> None:
        if self.here is not None and self.here.workers is None:
            self.here.work()

    def _listen(self) -> None:
        if self.instance is not None:
            self.instance.asked.connect(self._asked)
            self.instance.listen()

    def _asked(self, request: Request) -> None:
        """Another start wants to see something: show it here."""
        if self.here is None:
            return
        window = self.here.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if request.acting:
            self.here.desk.act_as(user.find(request.acting).id)
        if request.record:
            window.open_at(request.record, request.message)

    def _change_workspace(self, path: Path | None) -> None:
        """Close what is open, and open another workspace or the welcome."""
        assert self.here is not None
        self.here.window.closed.disconnect(self._window_closed)
        self.here.window.close_now()
        self._close()
        if path is None:
            self.welcome()
        else:
            self.open(path)

    def _window_closed(self) -> None:
        self._close()
        self.app.quit()

    def _close(self) -> None:
        if self.here is not None:
            self.here.close()
            self.here = None
        if self.instance is not None:
            self.instance.close()
            self.instance = None

    def _remember(self) -> None:
        assert self.here is not None
        opened = self.here.workspace
        recent.remember(opened.path, workspace_id=opened.id, person=self.here.desk.me)

    def _say(self, words: str) -> None:
        if self.here is not None:
            self.here.desk.notice.emit(words)

    def _show_fault(self, report: str) -> None:
        from desktop.shell.failure import Failure

        Failure.open_over(self.here.window if self.here is not None else None, report)

    def _set_icon(self) -> None:
        from desktop.icons import application_icon

        self.app.setWindowIcon(application_icon())


def _member(opened: Workspace, acting: str) -> Member:
    """Who acts: whoever was named, else who did so last in the window, else the first administrator."""
    if acting:
        return user.find(acting)
    last = recent.user(opened.id)
    member = user.member(last) if last is not None else None
    return member if member is not None and not member.archived else user.first_administrator()
