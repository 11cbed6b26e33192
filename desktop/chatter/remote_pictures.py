"""Pictures from elsewhere in received messages: fetched by a click, for that message only, and kept for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from desktop.desk import Desk
from models.entries import Entry
from models.text import remote_pictures

WIDEST = 360  # pixels of a picture in its row
_KEPT = 20  # messages whose pictures are kept
_FORMATS = ("png", "jpeg", "gif", "webp")
_LARGEST = 40_000_000  # pixels
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pictures of a message by their addresses, as far as they could be had; `lacking` says why not the others."""

    images: Mapping[str, QImage] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    waiting: bool = False
    number: int = field(default_factory=partial(next, _numbers))  # tells it from what was there before

    def size(self, address: str) -> QSize | None:
        """How large a picture is shown; None for one that is not there."""
        image = self.images.get(address)
        return image.size() if image is not None else None


class RemotePictures(QObject):
    """`changed`: those of a message came, or are on their way."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._of: dict[int, Fetched] = {}

    def of(self, message: int) -> Fetched | None:
        """What was fetched for a message; None while nobody asked."""
        return self._of.get(message)

    def fetch(self, entry: Entry) -> None:
        """Fetch the pictures of a message, in a job."""
        addresses = remote_pictures(entry.html or "")
        if not addresses or entry.id in self._of:
            return
        self.take(entry.id, Fetched(waiting=True))
        self._desk.jobs.run(lambda: _fetched(addresses), lambda found: self.take(entry.id, found), _broken, owner=self)

    def take(self, message: int, found: Fetched) -> None:
        """Show these with a message from now on."""
        self._of.pop(message, None)
        self._of[message] = found
        while len(self._of) > _KEPT:
            del self._of[next(iter(self._of))]
        self.changed.emit()


def _fetched(addresses: tuple[str, ...]) -> Fetched:
    from integrations.remote_pictures import fetch_all

    images: dict[str, QImage] = {}
    lacking: list[str] = []
    for address, content in fetch_all(addresses).items():
        image = read_picture(content) if isinstance(content, bytes) else QImage()
        if image.isNull():
            lacking.append(content if isinstance(content, str) else "It is no picture.")
        else:
            images[address] = image
    return Fetched(images, tuple(dict.fromkeys(lacking)))


def read_picture(content: bytes) -> QImage:
    """A picture no wider than a row; empty where the content is none that is safe to read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() not in _FORMATS:
        return QImage()
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _LARGEST:
        return QImage()
    image = reader.read()
    if image.width() > WIDEST:
        return image.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    return image


def _broken(error: BaseException) -> None:
    raise error
