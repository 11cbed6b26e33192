"""What one does with files: look at them, open them with the system's program, save, delete and take back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.icons import icon
from desktop.tr import plural, tr
from desktop.widgets import Menu, Notice, Question
from models import attachment, bundle, storage
from models.attachment import Kept
from models.errors import Refused


class FileActions(QObject):
    """Acts on the files of the open workspace, for a widget."""

    def __init__(self, desk: Desk, widget: QWidget) -> None:
        super().__init__(widget)
        self._desk, self._widget = desk, widget

    def preview(self, file: Kept, among: Sequence[Kept]) -> None:
        """Show a file; the arrows go on to the others."""
        from desktop.chatter.preview import Preview

        shown = Preview(self._desk, list(among), file, self._widget)
        shown.open_wanted.connect(self.open)
        shown.save_wanted.connect(self.save)
        shown.open()

    def menu(self, file: Kept, at: QPoint, among: Sequence[Kept], *, changed: Callable[[], object]) -> None:
        """What can be done with one."""
        made = Menu(self._widget)
        rows = (
            ("eye", tr("Preview"), lambda: self.preview(file, among)),
            ("external", tr("Open"), lambda: self.open(file)),
            ("download", tr("Save as…"), lambda: self.save(file)),
            ("trash", tr("Delete"), lambda: self.delete(file, changed=changed)),
        )
        for drawing, words, act in rows:
            if drawing == "trash":
                made.addSeparator()
            made.addAction(icon(drawing), words).triggered.connect(lambda _=False, act=act: act())
        made.aboutToHide.connect(made.deleteLater)
        made.popup(at)

    def open(self, file: Kept) -> None:
        """Open a file with the system's program; what could start a program only after a warning."""
        if not file.runs:
            self._open(file)
            return
        question = Question(
            self._widget,
            tr("Open {name}?", name=file.name),
            tr("This kind of file can start a program on this computer. Open it only if you trust who sent it."),
            do=tr("Open anyway"),
            danger=True,
        )
        question.accepted.connect(lambda: self._open(file))
        question.open()

    def _open(self, file: Kept) -> None:
        def copy() -> str:
            # A copy, so that what the program writes into it does not change what is kept.
            target = Path(tempfile.mkdtemp(prefix="chatterdesk-")) / attachment.safe_name(file.name)
            _copy(storage.path_of(self._desk.workspace.files, file.sha256), target)
            return str(target)

        def opened(path: str) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
                self._desk.notice.emit(tr("No program opens {name}.", name=file.name))

        self._desk.jobs.run(copy, opened, self._failed, owner=self)

    def save(self, file: Kept) -> None:
        """Save a copy where the user says."""
        name, _ = QFileDialog.getSaveFileName(self._widget.window(), tr("Save as"), attachment.safe_name(file.name))
        if name:
            source = storage.path_of(self._desk.workspace.files, file.sha256)
            self._desk.jobs.run(
                lambda: _copy(source, Path(name)), lambda _: self._saved(Path(name)), self._failed, owner=self
            )

    def save_all(self, files: list[Kept], *, name: str) -> None:
        """Save several as one zip where the user says."""
        words = tr("Save {files} as a zip", files=plural(len(files), "{n} file", "{n} files"))
        suggested = f"{attachment.safe_name(name)}.zip"
        chosen, _ = QFileDialog.getSaveFileName(self._widget.window(), words, suggested)
        if chosen:
            self.write_zip(files, Path(chosen))

    def write_zip(self, files: list[Kept], target: Path) -> None:
        """Write a zip in a job."""
        folder = self._desk.workspace.files
        self._desk.jobs.run(
            lambda: bundle.write(folder, files, target), lambda _: self._saved(target), self._failed, owner=self
        )

    def delete(self, file: Kept, *, changed: Callable[[], object]) -> None:
        """Put a file into the bin; a notice takes it back."""

        def take_back() -> None:
            self._write(lambda: attachment.take_back(file.id, by=self._desk.me), changed)

        def done() -> None:
            changed()
            words = tr("{name} is in the bin for 30 days.", name=file.name)
            Notice.tell(self._widget, words, action=tr("Undo"), run=take_back)

        self._write(lambda: attachment.delete(file.id, by=self._desk.me), done)

    def _write(self, verb: Callable[[], object], done: Callable[[], object]) -> None:
        write(self._desk, verb, owner=self, done=lambda _: done(), refused=self._desk.notice.emit)

    def _saved(self, path: Path) -> None:
        self._desk.notice.emit(tr("Saved as {name}", name=path.name))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        self._desk.notice.emit(str(error))


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError as error:
        raise Refused(tr("The content of {name} is missing from the workspace's files.", name=target.name)) from error
    except OSError as error:
        raise Refused(tr("{name} can't be written: {why}.", name=target.name, why=str(error.strerror))) from error
