"""Locks of a workspace: files that say who works in it. A lock dies with its process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class Lock:
    """A lock file. Many processes may share it, or one may have it alone."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._shared = False

    def share(self) -> bool:
        """Share the lock with others; False while somebody has it alone."""
        return self._take(shared=True)

    def alone(self) -> bool:
        """Have the lock alone; False while others share or have it (what was held before is kept)."""
        return self._take(shared=False)

    def _take(self, *, shared: bool) -> bool:
        if sys.platform == "win32":  # SQLite's own locks keep writers apart; upgrade there with one window open
            return True
        try:
            fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            if self._shared:  # trying to have it alone gave up the share
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
        self._shared = shared
        return True

    def release(self) -> None:
        """Give the lock up."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
