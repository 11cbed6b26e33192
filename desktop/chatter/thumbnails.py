"""Small pictures of files for their cards, and how long they play, read in jobs and only from what loads nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.chatter.media_words import length_words
from desktop.desk import Desk
from models import media, storage
from models.attachment import Kept


class Pictures:
    """Small pictures of files, made in jobs, the last few hundred kept."""

    KEPT, SIDE = 300, 40
    _FORMATS = ("png", "jpg", "jpeg", "gif", "webp", "bmp")
    _LARGEST = 30_000_000

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, QPixmap] = {}
        self._lengths: dict[str, str] = {}

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

    def want_length(self, file: Kept, owner: QWidget, show: Callable[[str], object]) -> None:
        """Call `show` with how long a sound or film plays, now or soon; never for what is neither."""
        if not media.is_media(file.name):
            return
        if file.sha256 in self._lengths:
            show(self._lengths[file.sha256])
            return
        path = storage.path_of(self._desk.workspace.files, file.sha256)

        def done(found: media.Facts) -> None:
            self._lengths[file.sha256] = length_words(found.seconds) if found.seconds else ""
            if len(self._lengths) > self.KEPT:
                del self._lengths[next(iter(self._lengths))]
            target = getattr(show, "__self__", None)
            if target is None or isValid(target):
                show(self._lengths.get(file.sha256, ""))

        self._desk.jobs.run(lambda: _facts(path, file.name), done, _broken, owner=owner)


def _facts(path: Path, name: str) -> media.Facts:
    try:
        return media.facts(path, name)
    except FileNotFoundError:
        return media.Facts()  # the preview says that the content is missing


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
