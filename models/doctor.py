"""Doctor: checks of a workspace and of the computer it lies on, each with a sentence about what was found."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import peewee as pw

from models import database, journal, migrations
from models.workspace import DATABASE, Workspace

ROOM = 500_000_000  # bytes that should stay free on the disk


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, whether it is well, and a sentence about it."""

    name: str
    ok: bool
    detail: str


def computer() -> Iterator[Check]:
    """The checks that need no workspace."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("python", sys.version_info >= (3, 11), f"Python {version}, SQLite {sqlite3.sqlite_version}.")
    found, missing = _libraries()
    words = f"not installed: {', '.join(missing)}" if missing else ", ".join(found)
    yield Check("libraries", not missing, f"{words[:1].upper()}{words[1:]}.")


def _libraries() -> tuple[list[str], list[str]]:
    """The libraries the program was made for, with their versions, and those that are missing."""
    required = [one for one in metadata.requires("chatterdesk") or () if "extra ==" not in one]
    names = [re.split(r"[^A-Za-z0-9._-]", one)[0] for one in required]
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return found, missing


def workspace(opened: Workspace) -> Iterator[Check]:
    """The checks of an open workspace, one after the other; the last of them reads all of it."""
    yield _folder(opened.path)
    yield _disk(opened.path)
    yield _locks(opened)
    yield _schema()
    yield _answered("database", _soundness)
    yield _answered("journal", _journal)


def _folder(path: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=path):
            return Check("folder", True, f"{path} can be written to.")
    except OSError as error:
        return Check("folder", False, f"Nothing can be written in {path}: {error.strerror}.")


def _disk(path: Path) -> Check:
    free, size = shutil.disk_usage(path).free, (path / DATABASE).stat().st_size
    words = f"{free / 1e9:,.1f} GB free; the database takes {size / 1e6:,.1f} MB."
    return Check("disk", free > max(ROOM, size), words)


def _locks(opened: Workspace) -> Check:
    """Whether others work in it too, which is as well as being alone."""
    alone = opened.lock.alone()
    opened.lock.share()
    return Check("locks", True, "Nobody else has it open." if alone else "Other programs have it open too.")


def _schema() -> Check:
    number, newest = database.schema_number(), migrations.newest()
    return Check("schema", number == newest, f"The database has form {number}; this program's is {newest}.")


def _answered(name: str, look: Callable[[], Check]) -> Check:
    """A check, failed when the database itself is too damaged to be asked."""
    try:
        return look()
    except pw.DatabaseError as error:
        return Check(name, False, f"The database can't be read: {error}. Restore a backup.")


def _soundness() -> Check:
    found = database.soundness()
    return Check("database", not found, "; ".join(found[:5]) if found else "Sound, and every link leads somewhere.")


def _journal() -> Check:
    verified = journal.verify()
    if verified.ok:
        return Check("journal", True, f"All {verified.rows:,} rows hold. Head: {verified.head}")
    more = f" And {len(verified.problems) - 1} more." if len(verified.problems) > 1 else ""
    return Check("journal", False, f"{verified.problems[0]}{more}")
