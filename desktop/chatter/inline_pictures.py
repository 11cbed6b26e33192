"""Pictures that came with a message and stand in its text: read from the files kept here, in a job, never elsewhere."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Mapping
from urllib.parse import unquote

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from desktop.chatter.markup import as_html
from desktop.chatter.remote_pictures import read_picture
from desktop.desk import Desk
from models import storage
from models.attachment import Kept
from models.entries import Entry

KEPT = 200  # pictures
LARGEST = 20_000_000  # bytes of a file that is read
_CID = re.compile(r'<img\b[^>]*\bsrc="cid:([^"]+)"', re.IGNORECASE)
_SCHEME = "kept:"  # of the addresses under which a row's body finds them


class InlinePictures(QObject):
    """`changed`: pictures that were asked for can be shown now."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._made: dict[str, QImage | None] = {}  # by the hash of the content; None while it is read

    def of(self, entry: Entry) -> Mapping[str, str]:
        """The addresses of an entry's own pictures by their ids in its HTML; what isn't read yet is asked for."""
        if not entry.files or entry.html is None or "cid:" not in entry.html or not as_html(entry):
            return {}
        files = {one.cid: one for one in entry.files if one.cid and one.size <= LARGEST}
        named = {unquote(escaping.unescape(found)) for found in _CID.findall(entry.html)}
        there = {cid: files[cid] for cid in named if cid in files}
        for one in there.values():
            self._want(one)
        return {cid: _SCHEME + one.sha256 for cid, one in there.items() if self._ready(one.sha256)}

    def standing(self, entry: Entry) -> frozenset[int]:
        """The files of an entry that are seen in its text."""
        addresses = set(self.of(entry).values())
        return frozenset(one.id for one in entry.files if one.cid and _SCHEME + one.sha256 in addresses)

    def file(self, entry: Entry, address: str) -> Kept | None:
        """The file behind the address of a picture in an entry's text."""
        return next((one for one in entry.files if one.cid and _SCHEME + one.sha256 == address), None)

    def images(self, addresses: Mapping[str, str]) -> dict[str, QImage]:
        """The pictures behind these addresses."""
        return {address: self._image(address) for address in addresses.values()}

    def size(self, address: str) -> QSize:
        """How large a picture is shown."""
        return self._image(address).size()

    def _ready(self, sha256: str) -> bool:
        image = self._made.get(sha256)
        return image is not None and not image.isNull()

    def _image(self, address: str) -> QImage:
        return self._made.get(address.removeprefix(_SCHEME)) or QImage()

    def _want(self, file: Kept) -> None:
        if file.sha256 in self._made:
            return
        self._made[file.sha256] = None
        path = storage.path_of(self._desk.workspace.files, file.sha256)

        def read() -> QImage:
            return read_picture(path.read_bytes()) if path.is_file() else QImage()

        self._desk.jobs.run(read, lambda image: self._take(file.sha256, image), _broken, owner=self)

    def _take(self, sha256: str, image: QImage) -> None:
        self._made[sha256] = image
        if len(self._made) > KEPT:
            del self._made[next(iter(self._made))]
        if not image.isNull():
            self.changed.emit()


def _broken(error: BaseException) -> None:
    raise error
