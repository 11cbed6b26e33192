"""The welcome: make a workspace, open one, or try the sample; shown where no workspace is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import memory
from desktop.icons import application_pixmap, paint_icon
from desktop.memory import APPLICATION
from desktop.shell.child import Child
from desktop.shell.new_workspace import NewWorkspace
from desktop.theme import Theme, tokens
from desktop.tr import tr
from desktop.widgets import (
    Banner,
    Card,
    ElidedLabel,
    Label,
    LinkButton,
    PlainButton,
    PrimaryButton,
    ProgressRow,
    SegmentedControl,
    rounded,
)
from models import workspace

_WIDTH = 656
_SAMPLE = ("Marta Oliveira", "marta@northwind.example")
GUIDE = Path(__file__).resolve().parent.parent / "README.md"


def sample_folder() -> Path:
    """Where the sample lies: in the user's own folder for data."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False) / "Northwind"


class Welcome(QFrame):
    """A window of its own. `chosen(path)` asks to open a workspace; `closed` tells that the person went away.

    `words` say what went wrong before; `lately` are the workspaces used last.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, words: str = "", *, lately: Sequence[Path] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._lately = [path for path in lately if workspace.is_workspace(path)][:4]
        self._child: Child | None = None
        self.setProperty("cls", "bg")
        self.setWindowTitle(tr("Welcome"))
        self.setMinimumSize(720, 620)
        self.resize(1100, 760)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH * theme.scale // 100)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 32, 0, 24)
        column.setSpacing(0)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(middle, 1000)
        outer.addStretch(1)
        self._fill(column)
        self.say(words)

    def say(self, words: str) -> None:
        """Show what went wrong over the choices; nothing for no words."""
        self.trouble.setVisible(bool(words))
        if words:
            self.trouble.set_message("error", words)

    # Parts

    def _fill(self, column: QVBoxLayout) -> None:
        column.addStretch(3)
        sign = QLabel()
        sign.setPixmap(application_pixmap(48, ratio=self.devicePixelRatioF()))
        column.addWidget(sign)
        column.addSpacing(20)
        column.addWidget(Label(tr("Everything about a customer, in one thread"), "display", wrap=True))
        column.addSpacing(8)
        text = tr("Messages, notes, changes and files stand beside the record. It works offline, on your own disk.")
        column.addWidget(Label(text, tone="text2", wrap=True))
        column.addSpacing(24)
        self.trouble = Banner("error", "")
        column.addWidget(self.trouble)
        self.progress = ProgressRow(tr("Making the sample"))
        self.progress.cancelled.connect(self._cancel_sample)
        self.progress.hide()
        column.addWidget(self.progress)
        column.addSpacing(12)
        self._add_choices(column)
        self._add_recent(column)
        column.addStretch(4)
        column.addLayout(self._foot())

    def _add_choices(self, column: QVBoxLayout) -> None:
        self.make = PrimaryButton(tr("Make one"))
        self.open = PlainButton(tr("Open"))
        self.sample = PlainButton(tr("Try it"))
        self.make.clicked.connect(self._make)
        self.open.clicked.connect(self._choose)
        self.sample.clicked.connect(self._try_sample)
        rows = (
            (
                "plus",
                tr("Make a workspace"),
                tr("A new folder for your records. You become its administrator."),
                self.make,
            ),
            ("folder", tr("Open a workspace"), tr("A folder on this computer or a shared drive."), self.open),
            (
                "play",
                tr("Try the sample"),
                tr("140 records, threads in several languages, nothing is sent."),
                self.sample,
            ),
        )
        for icon, title, text, button in rows:
            column.addWidget(_choice(icon, title, text, button))
            column.addSpacing(11)

    def _add_recent(self, column: QVBoxLayout) -> None:
        """The workspaces used lately that are still there."""
        if not self._lately:
            return
        column.addSpacing(8)
        column.addWidget(Label(tr("Used lately"), "caps"))
        column.addSpacing(2)
        for path in self._lately:
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            link = LinkButton(path.name, "folder")
            link.clicked.connect(lambda _=False, path=path: self.chosen.emit(path))
            row.addWidget(link)
            row.addWidget(ElidedLabel(str(path.parent), "secondary"), 1)
            column.addLayout(row)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(Label(tr("Chatterdesk"), "secondary"))
        links = [(tr("Guide"), self._open_guide)] if GUIDE.is_file() else []
        for words, action in (*links, (tr("Keys"), self._show_keys)):
            row.addWidget(Label("·", "secondary"))
            link = LinkButton(words, small=True)
            link.clicked.connect(action)
            row.addWidget(link)
        row.addStretch(1)
        row.addWidget(Label(tr("Appearance"), "secondary"))
        row.addSpacing(8)
        options = (("system", tr("System")), ("light", tr("Light")), ("dark", tr("Dark")))
        self.appearance = SegmentedControl(options, self._theme.scheme, label=tr("Appearance"))
        self.appearance.chosen.connect(self._set_scheme)
        row.addWidget(self.appearance)
        return row

    # Choices

    def _make(self) -> None:
        self.say("")
        dialog = NewWorkspace(self)
        dialog.made.connect(self.chosen)
        dialog.open()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Open a workspace"), str(Path.home()))
        if folder:
            self.open_folder(Path(folder))

    def open_folder(self, folder: Path) -> None:
        """Open a folder, if it is a workspace; say what it is not."""
        if not workspace.is_workspace(folder):
            self.say(tr("{folder} is not a workspace. Choose the folder that holds workspace.sqlite.", folder=folder))
            return
        self.say("")
        self.chosen.emit(folder)

    def _try_sample(self) -> None:
        """Open the sample, made by a process of its own where it isn't there yet."""
        self.say("")
        folder = sample_folder()
        if workspace.is_workspace(folder):
            self.chosen.emit(folder)
            return
        self._set_busy(True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        name, email = _SAMPLE
        arguments = ["new", str(folder), "--name", name, "--email", email, "--currency", "EUR", "--demo"]
        self._child = Child(arguments, done=self._sample_made, failed=self._sample_failed, parent=self)

    def _sample_made(self, answer: Any) -> None:
        self._set_busy(False)
        self.chosen.emit(Path(answer["workspace"]))

    def _sample_failed(self, words: str) -> None:
        self._set_busy(False)
        self.say(words)

    def _cancel_sample(self) -> None:
        """What was made so far is no whole sample: it goes."""
        if self._child is not None:
            self._child.cancel()
        for left in sample_folder().glob("*"):
            left.unlink()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        for button in (self.make, self.open, self.sample):
            button.setEnabled(not busy)

    def _set_scheme(self, scheme: str) -> None:
        self._theme.set_scheme(scheme)
        memory.of_application().setValue("appearance", scheme)

    def _open_guide(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(GUIDE)))

    def _show_keys(self) -> None:
        from desktop.shell.keys import Keys

        Keys(self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Going away ends what was begun."""
        if self._child is not None and self.progress.isVisible():
            self._cancel_sample()
        super().closeEvent(event)
        self.closed.emit()


class _Tile(QWidget):
    """An icon on a soft square."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and icon."""
        painter = QPainter(self)
        rounded(painter, self.rect(), 6, fill=tokens().colour("accent_soft"))
        paint_icon(painter, self._icon, self.rect(), colour="accent", size=20)


def _choice(icon: str, title: str, text: str, button: PlainButton | PrimaryButton) -> Card:
    """One of the three: icon on a soft tile, words, button."""
    card = Card()
    card.setMaximumWidth(16_777_215)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(_Tile(icon))
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addStretch(1)
    words.addWidget(Label(title, "strong"))
    words.addWidget(Label(text, tone="text2", wrap=True))
    words.addStretch(1)
    row.addLayout(words, 1)
    button.setMinimumWidth(152)
    button.setAccessibleDescription(title)
    row.addWidget(button)
    card.body.addLayout(row)
    return card
