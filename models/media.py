"""Facts about sound and film, read from their heads: length, size of the picture, title and artist."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.text import one_line

SOUND = frozenset(("mp3", "ogg", "opus", "oga", "wav", "m4a", "flac", "aac", "wma", "aiff"))
FILM = frozenset(("mp4", "m4v", "mov", "webm", "mkv"))
_BOXES = {b"moov", b"trak"}  # of MP4, which hold others
# Of Matroska (https://www.matroska.org/technical/elements.html): elements that hold others, and those that are read.
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_SCALE, _DURATION, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0xB0, 0xBA
_HOLDING = {_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO}
_HEAD = 1 << 20  # bytes of a Matroska file that are looked through
_MOST = 20_000  # parts of a file that are looked at


@dataclass(frozen=True, slots=True)
class Facts:
    """`seconds` long, `width` by `height` pixels; what is not known is None or empty."""

    seconds: float | None = None
    width: int | None = None
    height: int | None = None
    title: str = ""
    artist: str = ""

    def __bool__(self) -> bool:
        return bool(self.seconds or self.width or self.title or self.artist)


def is_media(name: str) -> bool:
    """Whether a file is sound or film by its name."""
    return name.rpartition(".")[2].lower() in SOUND | FILM


def facts(path: Path, name: str) -> Facts:
    """What the head of a file tells; nothing where it is damaged or of another kind. Slow, so for a job."""
    ending = name.rpartition(".")[2].lower()
    if ending in ("webm", "mkv"):
        return _of_matroska(path)
    if ending not in SOUND | FILM:
        return Facts()
    width, height = _size_in_mp4(path) if ending in FILM else (None, None)
    told = _told(path, ending)
    return Facts(told.seconds, width, height, told.title, told.artist)


def _told(path: Path, ending: str) -> Facts:
    """Length, title and artist as tinytag reads them."""
    from tinytag import TinyTag, TinyTagException

    try:
        with path.open("rb") as content:
            tag = TinyTag.get(f"content.{'m4a' if ending in FILM else ending}", file_obj=content)
    except (TinyTagException, struct.error, ValueError, IndexError, KeyError, OverflowError):
        return Facts()  # damaged, or not what its name says
    seconds = float(tag.duration) if tag.duration and 0 < tag.duration < 1e7 else None
    return Facts(seconds, None, None, one_line(tag.title or "")[:200], one_line(tag.artist or "")[:200])


def _size_in_mp4(path: Path) -> tuple[int | None, int | None]:
    """Width and height of the first track that has a picture, from its header (ISO/IEC 14496-12, 8.3.2)."""
    with path.open("rb") as content:
        content.seek(0, 2)
        end = content.tell()
        for kind, start, stop in _boxes(content, 0, end):
            if kind == b"tkhd" and stop - start >= 84:
                content.seek(stop - 8)
                width, height = (number >> 16 for number in struct.unpack(">II", content.read(8)))
                if width and height:
                    return width, height
    return None, None


def _boxes(content: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an MP4 file with where their contents begin and end, those within others too."""
    waiting, looked = [(start, end)], 0
    while waiting and looked < _MOST:
        at, stop = waiting.pop()
        looked += 1
        content.seek(at)
        head = content.read(16)
        if at + 8 > stop or len(head) < 8:
            continue
        size, kind = struct.unpack(">I4s", head[:8])
        body = at + 8
        if size == 1 and len(head) == 16:
            size, body = struct.unpack(">Q", head[8:])[0], at + 16
        close = stop if size == 0 else at + size
        if close > stop or close < body:
            continue
        waiting.append((close, stop))
        if kind in _BOXES:
            waiting.append((body, close))
        else:
            yield kind, body, close


def _of_matroska(path: Path) -> Facts:
    with path.open("rb") as content:
        head = content.read(_HEAD)
    scale, length, width, height = 1_000_000, None, None, None
    for kind, value in _elements(head):
        number = int.from_bytes(value, "big")
        if kind == _SCALE:
            scale = number
        elif kind == _DURATION and len(value) in (4, 8):
            length = struct.unpack(">f" if len(value) == 4 else ">d", value)[0]
        elif kind == _WIDTH:
            width = width or number
        elif kind == _HEIGHT:
            height = height or number
    seconds = length * scale / 1e9 if length and length > 0 else None
    return Facts(seconds if seconds and seconds < 1e7 else None, width, height)


def _elements(head: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements in the head of a Matroska file that hold values."""
    at = 0
    while at < len(head):
        kind, at = _number(head, at, marked=True)
        size, at = _number(head, at, marked=False)
        if kind == 0:
            return
        if kind in _HOLDING:
            continue  # its elements come next
        if 0 < size <= 16:
            yield kind, head[at : at + size]
        at += size


def _number(head: bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """A number of as many bytes as its first one says, and where it ends; 0 at the end of what there is."""
    if at >= len(head) or head[at] == 0:
        return 0, len(head)
    length = 9 - head[at].bit_length()
    number = int.from_bytes(head[at : at + length], "big")
    return (number if marked else number & ((1 << (7 * length)) - 1)), at + length
