"""Intake: files given to the window are kept in jobs, several at once, with progress; refusals in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QImage

from desktop.desk import Desk
from desktop.tr import tr
from models import attachment, storage
from models.draft import File
from models.errors import Refused

_numbers = itertools.count(1)


@dataclass(slots=True)
class Coming:
    """A file on its way: how many of its bytes are kept."""

    number: int
    name: str
    size: int
    done: int = 0
    stopped: bool = False


class Intake(QObject):
    """`take` files; `kept(purpose, file)` as each is there, `refused(words)` where one can't be, `changed` on progress.

    `purpose` is whatever the caller wants to find again, such as the record that the files are for.
    """

    kept = Signal(object, object)
    refused = Signal(str)
    changed = Signal()
    _read = Signal(int, int)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.coming: dict[int, tuple[object, Coming]] = {}
        self._read.connect(self._progress, Qt.ConnectionType.QueuedConnection)

    def take(self, paths: Sequence[Path], purpose: object) -> None:
        """Keep the contents of files."""
        for path in paths:
            try:
                size = path.stat().st_size if path.is_file() else 0
            except OSError:
                size = 0  # the job says what is wrong
            self._start(Coming(next(_numbers), attachment.safe_name(path.name), size), path, purpose)

    def take_picture(self, image: QImage, purpose: object) -> None:
        """Keep a picture that was pasted."""
        number = next(_numbers)
        self._start(Coming(number, tr("Picture {n}.png", n=number), image.sizeInBytes()), image, purpose)

    def of(self, purpose: object) -> list[Coming]:
        """What is on its way for a purpose."""
        return [one for wanted, one in self.coming.values() if wanted == purpose]

    def stop(self, number: int) -> None:
        """Keep no more of one."""
        if number in self.coming:
            self.coming.pop(number)[1].stopped = True
            self.changed.emit()

    def _start(self, one: Coming, source: Path | QImage, purpose: object) -> None:
        self.coming[one.number] = (purpose, one)
        folder, limit = self._desk.workspace.files, attachment.limit()

        def work() -> File:
            if isinstance(source, QImage):
                stored = storage.keep_bytes(folder, _png(source), limit=limit)
            else:
                stored = storage.keep_file(folder, source, limit=limit, progress=lambda done: self._tell(one, done))
            return File(stored.sha256, stored.size, one.name)

        self._desk.jobs.run(
            work, lambda file: self._done(one, file), lambda error: self._failed(one, error), owner=self
        )
        self.changed.emit()

    def _tell(self, one: Coming, done: int) -> None:
        """In the job's thread."""
        if one.stopped:
            raise Refused(tr("{name} was not attached.", name=one.name))
        self._read.emit(one.number, done)

    def _progress(self, number: int, done: int) -> None:
        if number in self.coming:
            self.coming[number][1].done = done
            self.changed.emit()

    def _done(self, one: Coming, file: File) -> None:
        purpose, _ = self.coming.pop(one.number, (None, None))
        if purpose is not None:
            self.kept.emit(purpose, file)
        self.changed.emit()

    def _failed(self, one: Coming, error: BaseException) -> None:
        there = self.coming.pop(one.number, None)
        self.changed.emit()
        if not isinstance(error, Refused):
            raise error
        if there is not None:
            self.refused.emit(str(error))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def local_paths(urls: Sequence[QUrl]) -> list[Path]:
    """The files that were dropped or pasted, folders left out."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if not path.is_dir()]
