"""The files of a draft, as cards under its text: those that are kept, and those on their way with their progress."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.chatter.file_card import FileCard, Flow
from desktop.chatter.intake import Intake, local_paths
from desktop.desk import Desk
from desktop.tr import tr
from models.draft import File


class DraftFiles(Flow):
    """`changed`: files came or were taken off; `refused(words)`: one can't be attached."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files: tuple[File, ...] = ()
        self.intake = Intake(desk, self)
        self.intake.kept.connect(self._kept)
        self.intake.refused.connect(self.refused)
        self.intake.changed.connect(self._show)
        self._purpose: object = None
        self.setAccessibleName(tr("Files of the draft"))
        self.hide()

    def show_files(self, files: tuple[File, ...], purpose: object) -> None:
        """Show the files of a draft; `purpose` tells it from others."""
        self.files, self._purpose = files, purpose
        self._show()

    def waiting(self) -> bool:
        """Whether a file is still on its way."""
        return bool(self.intake.of(self._purpose))

    def choose(self) -> None:
        """Ask for files."""
        names, _ = QFileDialog.getOpenFileNames(self.window(), tr("Attach files"))
        self.add([QUrl.fromLocalFile(name) for name in names])

    def add(self, urls: list[QUrl]) -> None:
        """Take files that were chosen, dropped or pasted."""
        paths = local_paths(urls)
        if len(paths) < len([url for url in urls if url.isLocalFile()]):
            self.refused.emit(tr("Folders can't be attached; choose the files in them."))
        self.intake.take(paths, self._purpose)

    def add_picture(self, image: QImage) -> None:
        """Take a picture that was pasted."""
        self.intake.take_picture(image, self._purpose)

    def _kept(self, purpose: object, file: File) -> None:
        if purpose == self._purpose and file not in self.files:
            self.files += (file,)
            self._show()
            self.changed.emit()

    def _remove(self, file: File) -> None:
        self.files = tuple(one for one in self.files if one != file)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        cards: list[QWidget] = []
        for file in self.files:
            card = FileCard(file.name, file.size, removable=True)
            card.removed.connect(lambda file=file: self._remove(file))
            cards.append(card)
        coming = self.intake.of(self._purpose)
        for one in coming:
            card = FileCard(one.name, one.size, removable=True)
            card.set_progress(one.done / one.size if one.size else 0.0)
            card.removed.connect(lambda number=one.number: self.intake.stop(number))
            cards.append(card)
        self.set_parts(cards)
        self.setVisible(bool(cards))
        self.changed.emit()
