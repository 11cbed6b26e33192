"""Care for the workspace as a whole: users, the journal, backups; and what tells about the program itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Label, Notice, Switch
from desktop.widgets.fields_dialog import FieldsDialog
from models import user


class Care(QObject):
    """The dialogs that belong to no single record. `workspace_wanted(path)` asks to open another one."""

    workspace_wanted = Signal(object)

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk

    def add_user(self) -> None:
        """Let one more person work in this workspace."""
        subtitle = tr("Users are names, not logins: who can read the folder can act as anyone in it.")
        dialog = FieldsDialog(self._window, tr("Add a user"), subtitle, verb=tr("Add user"))
        dialog.add_field("name", tr("Name"), hint=tr("First and last name"))
        dialog.add_field("email", tr("E-mail"), hint=tr("name@company.example"))
        administrator = Switch(tr("Administrator"))
        dialog.body.addLayout(
            _switch_row(administrator, tr("Administrators add users, edit and remove what others wrote."))
        )
        dialog.end_of_fields()

        def add(texts: dict[str, str]) -> bool:
            user.add(texts["name"], texts["email"], administrator=administrator.isChecked(), by=self._desk.me)
            Notice.tell(self._window, tr("{name} can work here from now on.", name=texts["name"]))
            self._desk.users_changed.emit()
            return True

        dialog.do = add
        dialog.open()

    def verify(self) -> None:
        """Check that no change was tampered with."""
        from desktop.shell.verifying import Verifying

        Verifying(self._window, self._desk).open()

    def back_up(self) -> None:
        """Copy the workspace into one file."""
        from desktop.shell.backing_up import BackingUp, proposed_name

        file = self.choose_file(tr("Back up"), str(Path.home() / proposed_name(self._desk.workspace.path)))
        if file:
            BackingUp(self._window, self._desk, Path(file)).open()

    def restore_backup(self) -> None:
        """Unpack a backup into a new folder."""
        from desktop.shell.restoring import Restoring

        dialog = Restoring(self._window)
        dialog.open_wanted.connect(self.workspace_wanted)
        dialog.open()

    def show_keys(self) -> None:
        """Show every key and what it does."""
        from desktop.shell.keys import Keys

        Keys(self._window).open()

    def about(self) -> None:
        """Tell version, licence and where data lies."""
        from desktop.shell.about import About

        About(self._window, self._desk.workspace.path).open()

    def show_failure(self, text: str) -> None:
        """Show an error: a sentence passes by, a report stays until it is closed."""
        if "\n" not in text:
            copy = QGuiApplication.clipboard().setText
            Notice.tell(self._window, text, action=tr("Copy"), run=lambda: copy(text), seconds=12)
            return
        from desktop.shell.failure import Failure

        Failure.open_over(self._window, text)

    def choose_file(self, title: str, proposed: str) -> str:
        """Ask where to write a file; empty where nothing was chosen."""
        return QFileDialog.getSaveFileName(self._window, title, proposed, tr("Backups (*.zip)"))[0]


def _switch_row(switch: Switch, help: str) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(switch.accessibleName(), "medium"))
    words.addWidget(Label(help, "secondary", wrap=True))
    row = QHBoxLayout()
    row.setContentsMargins(0, 8, 0, 0)
    row.addLayout(words, 1)
    row.addWidget(switch)
    return row
