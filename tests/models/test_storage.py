"""Contents of files: kept once, or refused in words with nothing left behind, whatever disk and file do meanwhile."""

from __future__ import annotations

import errno
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models import storage
from models.errors import Refused

LIMIT = 128 << 20  # bytes, as in a new workspace

# Keeps a file of 3 MB where no file may grow beyond 1 MB: the disk has no room in the middle of it.
NO_ROOM = """
import resource, signal, sys
from pathlib import Path
from models import storage
from models.errors import Refused
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    storage.keep_file(Path(sys.argv[1]), Path(sys.argv[2]), limit=128 << 20)
except Refused as refused:
    print(refused)
"""


def left(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_content_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    source, folder = tmp_path / "film.mp4", tmp_path / "files"
    source.write_bytes(b"x" * (3 << 20))
    told: list[int] = []
    stored = storage.keep_file(folder, source, limit=LIMIT, progress=told.append)
    assert stored == storage.keep_file(folder, source, limit=LIMIT)
    assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert left(folder) == [storage.path_of(folder, stored.sha256)]
    assert told == [1 << 20, 2 << 20, 3 << 20]


def test_300_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    source, folder = tmp_path / "film.mp4", tmp_path / "files"
    with source.open("wb") as out:
        out.truncate(300 << 20)
    with pytest.raises(Refused, match=r"film\.mp4 is larger than 128 MB, the limit of this workspace"):
        storage.keep_file(folder, source, limit=LIMIT)
    assert not folder.exists()


def test_a_file_that_grows_while_it_is_read_ends_at_the_limit(tmp_path: Path) -> None:
    source, folder = tmp_path / "log.txt", tmp_path / "files"
    source.write_bytes(b"x" * (1 << 20))

    def grow(size: int) -> None:
        with source.open("ab") as out:
            out.write(b"x" * (1 << 20))

    with pytest.raises(Refused, match="larger than 5 MB"):
        storage.keep_file(folder, source, limit=5 << 20, progress=grow)
    assert left(folder) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENODEV])
def test_a_file_that_vanishes_while_it_is_read_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As when a stick is pulled out or a share goes away."""
    source, folder = tmp_path / "plan.pdf", tmp_path / "files"
    source.write_bytes(b"x" * (3 << 20))
    opened = Path.open

    class Pulled:
        def __init__(self, content: Any) -> None:
            self._content, self._read = content, 0

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *error: object) -> None:
            self._content.close()

        def read(self, size: int) -> Any:
            self._read += 1
            if self._read == 2:
                raise OSError(number, "the device is gone")
            return self._content.read(size)

    def pulled(self: Path, *given: Any) -> Any:
        found = opened(self, *given)
        return Pulled(found) if self == source else found

    monkeypatch.setattr(Path, "open", pulled)
    with pytest.raises(Refused, match=r"plan\.pdf can't be attached: the device is gone"):
        storage.keep_file(folder, source, limit=LIMIT)
    assert left(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of this kind")
def test_without_room_in_the_middle_nothing_is_left(tmp_path: Path) -> None:
    source, folder = tmp_path / "film.mp4", tmp_path / "files"
    source.write_bytes(b"x" * (3 << 20))
    command = [sys.executable, "-c", NO_ROOM, str(folder), str(source)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=30)
    assert done.stdout.startswith("film.mp4 can't be attached: "), done.stderr
    assert left(folder) == []


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "gone.txt", Path("/dev/null")):
        with pytest.raises(Refused, match="is not a file, or is gone"):
            storage.keep_file(tmp_path / "files", source, limit=LIMIT)
