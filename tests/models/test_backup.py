"""Backup: a whole workspace in one file and back, and the files that are refused."""

from __future__ import annotations

import stat
import threading
import zipfile
from pathlib import Path

import pytest

from models import backup, database, journal, posting, record, workspace
from models.errors import Refused
from models.workspace import DATABASE
from tests.conftest import Filled


@pytest.fixture
def packed(filled: Filled, tmp_path: Path) -> Path:
    """A backup of the filled workspace with one file; the workspace is closed then."""
    folder = filled.workspace.files / "ab"
    folder.mkdir(parents=True)
    (folder / "abcdef").write_bytes(b"a file")
    backup.write(filled.workspace, tmp_path / "backup.zip")
    database.close()
    return tmp_path / "backup.zip"


def test_a_backup_holds_database_and_files_and_comes_back(filled: Filled, packed: Path, tmp_path: Path) -> None:
    made = backup.restore(packed, tmp_path / "restored")
    assert (made / "files/ab/abcdef").read_bytes() == b"a file"
    opened = workspace.open(made)
    assert (opened.id, record.read(filled.ana).title) == (filled.workspace.id, "Ana Herrera")
    assert journal.verify().ok
    workspace.close(opened)


def test_a_backup_is_taken_while_somebody_writes_without_pause(filled: Filled, tmp_path: Path) -> None:
    enough = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not enough.is_set():
            written.append(posting.note(filled.wall, "One more " * 500, by=filled.marta))
        database.close_thread()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 50:
            assert writer.is_alive()
        backup.write(filled.workspace, tmp_path / "backup.zip")
    finally:
        enough.set()
        writer.join()
    database.close()
    opened = workspace.open(backup.restore(tmp_path / "backup.zip", tmp_path / "restored"))
    assert journal.verify().ok
    assert record.goes_with(filled.wall)["entries"] >= 50
    workspace.close(opened)


def test_an_older_backup_is_replaced_and_nothing_else(filled: Filled, tmp_path: Path) -> None:
    for _ in range(2):
        assert backup.write(filled.workspace, tmp_path / "backup.zip") == (tmp_path / "backup.zip").stat().st_size
    (tmp_path / "letter.txt").write_text("dear")
    for wrong, words in (
        (tmp_path / "letter.txt", "is not a backup"),
        (tmp_path, "is a folder"),
        (tmp_path / "x" / "y", "no folder"),
    ):
        with pytest.raises(Refused, match=words):
            backup.write(filled.workspace, wrong)
    assert (tmp_path / "letter.txt").read_text() == "dear"
    assert [path.name for path in tmp_path.glob(".backup*")] == []


def test_a_folder_with_something_in_it_is_refused(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    with pytest.raises(Refused, match="is not empty"):
        backup.restore(packed, tmp_path / "full")
    with pytest.raises(Refused, match="is a file"):
        backup.restore(packed, packed)
    (tmp_path / "empty").mkdir()
    assert workspace.is_workspace(backup.restore(packed, tmp_path / "empty"))


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/outside",
        "files/../../outside",
        "files/..\\outside",
        "other.txt",
        "files",
        "C:/outside",
        "index/x",
    ],
)
def test_names_that_lead_elsewhere_are_refused(packed: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(packed, "a") as kept:
        kept.writestr(name, "x")
    with pytest.raises(Refused, match="Nothing was restored"):
        backup.restore(packed, tmp_path / "deep" / "restored")
    assert not (tmp_path / "deep" / "restored").exists()
    assert not (tmp_path / "outside").exists()


def test_links_in_a_backup_are_refused(packed: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("files/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "a") as kept:
        kept.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="files/link"):
        backup.restore(packed, tmp_path / "restored")


@pytest.mark.parametrize("place", [40, 2000, -30])
def test_a_damaged_backup_is_refused(packed: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(packed.read_bytes())
    content[place : place + 20 if place > 0 else None] = b"\xff" * 20
    packed.write_bytes(content)
    with pytest.raises(Refused):
        backup.restore(packed, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert [path.name for path in tmp_path.glob(".restore*")] == []


def test_a_zip_with_another_database_is_refused(tmp_path: Path) -> None:
    for name, content in (("empty.zip", b""), ("text.zip", b"no database at all" * 100)):
        with zipfile.ZipFile(tmp_path / name, "w") as made:
            made.writestr(DATABASE, content)
        with pytest.raises(Refused):
            backup.restore(tmp_path / name, tmp_path / "restored")
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(Refused, match="is not a backup"):
        backup.restore(tmp_path / "letter.txt", tmp_path / "restored")
    with pytest.raises(Refused, match="There is no file"):
        backup.restore(tmp_path / "nowhere.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
