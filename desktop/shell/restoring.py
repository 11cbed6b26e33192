"""Restoring: a workspace in a new folder from a backup, by a process of its own; then it can be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell.child import Child
from desktop.tr import tr
from desktop.widgets import Banner, PlainButton, ProgressRow
from desktop.widgets.fields_dialog import FieldsDialog


class Restoring(FieldsDialog):
    """Asks for the backup and a folder. The open workspace stays as it is; `open_wanted(path)` asks for the new one."""

    open_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        subtitle = tr("It becomes a workspace of its own in a new folder; the open one stays as it is.")
        super().__init__(parent, tr("Restore a backup"), subtitle, verb=tr("Restore"))
        self._child: Child | None = None
        self._made: Path | None = None
        file, folder = PlainButton(tr("Choose"), "folder"), PlainButton(tr("Choose"), "folder")
        file.clicked.connect(self._choose_file)
        folder.clicked.connect(self._choose_folder)
        self.add_field("file", tr("Backup"), hint=tr("A file that “Back up” made"), beside=file)
        self.add_field("folder", tr("New folder"), hint=tr("A folder that is new or empty"), beside=folder)
        self.end_of_fields()
        self.progress = ProgressRow(tr("Unpacking and checking"))
        self.progress.cancelled.connect(self.reject)
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.do = self._restore
        self.rejected.connect(self._stop)

    def _restore(self, texts: dict[str, str]) -> bool:
        missing = {name: tr("Choose one first.") for name, text in texts.items() if not text}
        if missing:
            self.show_wrong(missing)
            return False
        if self._made is not None:
            self.open_wanted.emit(self._made)
            return True
        self.verb.setEnabled(False)
        self.progress.show()
        arguments = ["restore-backup", texts["file"], texts["folder"]]
        self._child = Child(arguments, done=self._done, failed=self._failed, parent=self)
        return False

    def _done(self, answer: Any) -> None:
        self._made = Path(answer["workspace"])
        self.progress.hide()
        self.body.addWidget(Banner("success", tr("The workspace is there again"), str(self._made)))
        for field in self.fields.values():
            field.setEnabled(False)
        self.cancel.setText(tr("Close"))
        self.verb.setText(tr("Open it"))
        self.verb.setEnabled(True)

    def _failed(self, words: str) -> None:
        self.progress.hide()
        self.verb.setEnabled(True)
        self.show_wrong({}, words)

    def _stop(self) -> None:
        if self._child is not None and self._made is None:
            self._child.cancel()

    def _choose_file(self) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("Backup"), str(Path.home()), tr("Backups (*.zip)"))[0]
        if chosen:
            self.fields["file"].setText(chosen)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("New folder"), str(Path.home()))
        if chosen:
            self.fields["folder"].setText(chosen)
