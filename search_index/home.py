"""Home: the folder of a workspace's index: which of its folders is in use, who writes, what must be built anew.

    index/current   the name of the folder in use
    index/7/        the batches, as Whoosh keeps them; a number, higher than those before
    index/lock      held by whoever writes
    index/anew      there is a reason to build everything anew, in words
    index/texts/    texts taken out of files, by the files' content

Nothing here is needed: all of it is made anew from the database.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from models.lock import Lock
from search_index.schema import sync_folder


class Home:
    """The folder `index` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The folder of the index in use, if there is one."""
        try:
            name = (self.folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self.folder / name if name.isdecimal() and (self.folder / name).is_dir() else None

    def next(self) -> Path:
        """A new folder beside those there are."""
        return self.folder / str(max(map(int, self._numbers()), default=0) + 1)

    def _numbers(self) -> list[str]:
        return [one.name for one in self.folder.glob("*") if one.name.isdecimal() and one.is_dir()]

    def use(self, folder: Path) -> None:
        """Let this folder be the one in use, and throw away the others."""
        written = self.folder / "current.new"
        with written.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self.folder / "current")
        sync_folder(str(self.folder))
        for name in self._numbers():
            if name != folder.name:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def lock(self) -> Lock | None:
        """The lock of whoever writes, if it could be had; it dies with its process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(self.folder / "lock")
        if lock.alone():
            return lock
        lock.release()
        return None

    def ask_anew(self, reason: str) -> None:
        """Ask whoever writes to build everything anew."""
        (self.folder / "anew").write_text(reason, encoding="utf-8")

    def asked_anew(self) -> str | None:
        """Why everything is to be built anew, if it is."""
        try:
            return (self.folder / "anew").read_text(encoding="utf-8")
        except OSError:
            return None

    def answer_anew(self) -> None:
        """It was."""
        (self.folder / "anew").unlink(missing_ok=True)
