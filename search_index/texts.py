"""Texts: what was taken out of files, kept by the files' content, so that each is read once."""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

from models import storage
from search_index import extract


class Texts:
    """The texts of a workspace's files. With `reading`, one that isn't kept yet is taken out of its file now."""

    def __init__(self, index: Path, *, reading: bool = False) -> None:
        self._kept, self._files = index / "texts", index.parent / "files"
        self._reading = reading

    def of(self, sha256: str, name: str, content_type: str) -> str:
        """The text of a file, empty where it has none or (yet) none is known."""
        form = extract.form(name, content_type)
        if form is None:
            return ""
        kept = self._kept / sha256[:2] / f"{sha256}.{form}"
        try:
            return zlib.decompress(kept.read_bytes()).decode()
        except (OSError, zlib.error, UnicodeDecodeError):  # not there, or damaged
            return self._read(kept, sha256, form) if self._reading else ""

    def _read(self, kept: Path, sha256: str, form: str) -> str:
        file = storage.path_of(self._files, sha256)
        if not file.is_file():
            return ""
        text = extract.text_of(file, form)
        written = kept.with_name(f"{kept.name}.{os.getpid()}")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            written.write_bytes(zlib.compress(text.encode(), 6))
            written.replace(kept)
        except OSError:  # a folder that can only be read, a full disk: the text is taken out again next time
            with contextlib.suppress(OSError):
                written.unlink(missing_ok=True)
        return text

    def forget_removed(self) -> None:
        """Throw away the texts of files that are gone for good."""
        for kept in self._kept.glob("*/*"):
            if not storage.path_of(self._files, kept.name.partition(".")[0]).is_file():
                kept.unlink(missing_ok=True)
