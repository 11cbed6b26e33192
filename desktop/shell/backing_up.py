"""Backing up: the workspace into one file, in a job; then where it lies and how large it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Banner, Dialog, PlainButton, PrimaryButton, ProgressRow
from models.errors import Refused


def proposed_name(workspace: Path) -> str:
    """A name for a backup made today."""
    return f"{workspace.name}-{dt.date.today():%Y-%m-%d}.zip"  # noqa: DTZ011 (the date on the person's own wall)


class BackingUp(Dialog):
    """Writes the backup and says how it went. Closing the dialog doesn't stop the writing, which does no harm."""

    def __init__(self, parent: QWidget, desk: Desk, file: Path) -> None:
        super().__init__(parent, tr("Back up"), str(file), width=520)
        self._desk, self._file = desk, file
        self.progress = ProgressRow(tr("Copying database and files"), cancellable=False)
        self.body.addWidget(self.progress)

    def open(self) -> None:
        """Show the dialog and begin."""
        super().open()
        workspace, file = self._desk.workspace, self._file

        def write() -> int:
            from models import backup

            return backup.write(workspace, file)

        self._desk.jobs.run(write, self._done, self._failed, owner=self)

    def _done(self, size: int) -> None:
        self.progress.hide()
        shown = self.locale().formattedDataSize(size)
        words = tr("{size}, read back and checked. Keep a copy away from this computer.", size=shown)
        self.body.addWidget(Banner("success", tr("The backup is made"), words))
        folder = self.add_button(PlainButton(tr("Show the folder"), "folder"), start=True)
        folder.clicked.connect(self._show_folder)
        self._add_close()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            self.reject()
            raise error
        self.progress.hide()
        self.body.addWidget(Banner("error", tr("The backup was not made"), str(error)))
        self._add_close()

    def _add_close(self) -> None:
        close = self.add_button(PrimaryButton(tr("Close")))
        close.clicked.connect(self.accept)
        close.setFocus()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))
