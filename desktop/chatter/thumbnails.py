"""Small pictures of files for their cards, read in jobs and only from formats that load nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.desk import Desk
from models import storage
from models.attachment import Kept


class Pictures:
    """Small pictures of files, made in jobs, the last few hundred kept."""

    KEPT, SIDE = 300, 40
    _FORMATS = ("png", "jpg", "jpeg", "gif", "webp", "bmp")
    _LARGEST = 30_000_000

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, QPixmap] = {}

    def want(self, file: Kept, owner: QWidget, show: Callable[[QPixmap], object]) -> None:
        """Call `show` with the picture of a file, now or soon; never for what is no picture."""
        ending = file.name.rpartition(".")[2].lower()
        if ending not in self._FORMATS or file.size > self._LARGEST:
            return
        if file.sha256 in self._made:
            show(self._made[file.sha256])
            return
        path = str(storage.path_of(self._desk.workspace.files, file.sha256))
        ratio = owner.devicePixelRatioF()

        def done(image: QImage) -> None:
            if image.isNull():
                return
            made = QPixmap.fromImage(image)
            made.setDevicePixelRatio(ratio)
            self._made[file.sha256] = made
            if len(self._made) > self.KEPT:
                del self._made[next(iter(self._made))]
            target = getattr(show, "__self__", None)
            if target is None or isValid(target):
                show(made)

        self._desk.jobs.run(lambda: small_picture(path, round(self.SIDE * ratio)), done, _broken, owner=owner)


def small_picture(path: str, side: int) -> QImage:
    """A picture that covers a square of so many pixels; empty where the content is none that is safe to read."""
    reader = QImageReader(path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() not in Pictures._FORMATS:
        return QImage()
    size = reader.size()
    if size.isValid() and size.width() * size.height() > 80_000_000:
        return QImage()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


def _broken(error: BaseException) -> None:
    raise error
