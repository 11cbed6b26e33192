"""Storage: the contents of files, kept once each by SHA-256 under the workspace's `files/`, written atomically."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import Refused

PIECE = 1 << 20


class NoRoom(Refused):
    """The disk did not take a content. Nothing is wrong with that content: it can be tried again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A content that is kept: its hash and its size in bytes."""

    sha256: str
    size: int


def path_of(folder: Path, sha256: str) -> Path:
    """Where a content lies below the workspace's `files/`."""
    return folder / sha256[:2] / sha256


def keep_file(folder: Path, source: Path, *, limit: int, progress: Callable[[int], None] | None = None) -> Stored:
    """Keep the content of a file; `limit` is in bytes, `progress` is told the bytes read so far.

    What vanishes or can't be read, is too large or finds no room is refused in words, with nothing left behind.
    """
    try:
        if not source.is_file():
            raise Refused(f"{source.name} is not a file, or is gone.")
        if source.stat().st_size > limit:
            raise Refused(f"{source.name} is larger than {limit // (1 << 20)} MB, the limit of this workspace.")
        with source.open("rb") as content:
            return _keep(folder, content, source.name, limit, progress)
    except OSError as error:
        raise Refused(f"{source.name} can't be attached: {error.strerror}.") from error


def keep_bytes(folder: Path, content: bytes, *, limit: int) -> Stored:
    """Keep a content that is in memory (a picture pasted, a file received); `NoRoom` where the disk doesn't take it."""
    if len(content) > limit:
        raise Refused(f"The file is larger than {limit // (1 << 20)} MB, the limit of this workspace.")
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(folder, sha256)
    if not target.exists():
        try:
            _write(target, content)
        except OSError as error:
            raise NoRoom(f"The file can't be kept: {error.strerror}.") from error
    return Stored(sha256, len(content))


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            _settle(out)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _keep(folder: Path, content: BinaryIO, name: str, limit: int, progress: Callable[[int], None] | None) -> Stored:
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as out:
            while piece := content.read(PIECE):
                size += len(piece)
                if size > limit:
                    raise Refused(f"{name} is larger than {limit // (1 << 20)} MB, the limit of this workspace.")
                digest.update(piece)
                out.write(piece)
                if progress is not None:
                    progress(size)
            _settle(out)
        target = path_of(folder, digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return Stored(digest.hexdigest(), size)


def _settle(out: BinaryIO) -> None:
    """Be sure the content is on the disk before it gets its name."""
    out.flush()
    os.fsync(out.fileno())
