"""Backup: the whole workspace in one file, taken while it is in use; and a workspace made from such a file again."""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from models import database, workspace
from models.errors import Refused
from models.workspace import DATABASE, Workspace

FILES = "files"


def write(opened: Workspace, file: Path) -> int:
    """Copy database and files of the open workspace into one zip, checked after writing. Returns its size in bytes.

    Nothing stands at `file` before it is whole; only an older backup there is replaced.
    """
    target = file.expanduser().absolute()
    _require_place(target)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as made:
            copy, packed = Path(made) / DATABASE, Path(made) / "packed.zip"
            database.copy_to(copy)
            _pack(packed, copy, opened.files)
            _require_whole(packed)
            packed.replace(target)
    except OSError as error:
        raise Refused(f"The backup can't be written to {target}: {error.strerror or error}.") from error
    return target.stat().st_size


def _require_place(target: Path) -> None:
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent} to write the backup to.")
    if target.is_dir():
        raise Refused(f"{target} is a folder; name a file for the backup.")
    if target.exists() and not _is_backup(target):
        raise Refused(f"{target} is there already and is not a backup; choose another name.")


def _is_backup(file: Path) -> bool:
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as kept:
        return DATABASE in kept.namelist()


def _pack(packed: Path, copy: Path, files: Path) -> None:
    """The database is copied first: each file that it knows was there before it knew it."""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.write(copy, DATABASE)
        for path in sorted(files.rglob("*")) if files.is_dir() else ():
            if path.is_file():
                out.write(path, PurePosixPath(FILES, *path.relative_to(files).parts).as_posix())


def _require_whole(packed: Path) -> None:
    with zipfile.ZipFile(packed) as kept:
        damaged = kept.testzip()
    if damaged is not None:
        raise Refused(f"The backup was written but can't be read back ({damaged}); check the disk.")


def restore(file: Path, folder: Path) -> Path:
    """Make a workspace in a new or empty folder from a backup; all of it, checked, or nothing. Returns the folder.

    No workspace may be open in this process meanwhile.
    """
    source, target = file.expanduser().absolute(), folder.expanduser().absolute()
    if not source.is_file():
        raise Refused(f"There is no file {source}.")
    _require_empty(target)
    if database.database.obj is not None and not database.database.is_closed():
        raise RuntimeError("a workspace is open in this thread")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as made:
            unpacked = Path(made) / "workspace"
            _unpack(source, unpacked)
            _require_sound(unpacked)
            unpacked.replace(target)
    except OSError as error:
        raise Refused(f"The backup can't be restored to {target}: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise Refused(f"{source} is damaged or is not a backup ({error}). Nothing was restored.") from error
    return target


def _require_empty(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise Refused(f"{target} is a file, not a folder.")
    if target.is_dir() and any(target.iterdir()):
        raise Refused(f"{target} is not empty; a backup is restored to a new or an empty folder.")


def _unpack(source: Path, folder: Path) -> None:
    if not zipfile.is_zipfile(source):
        raise Refused(f"{source} is not a backup of a workspace.")
    with zipfile.ZipFile(source) as kept:
        members = [one for one in kept.infolist() if not one.is_dir()]
        _require_harmless(source, members)
        _require_room(folder.parent, sum(one.file_size for one in members))
        for one in members:
            path = folder.joinpath(*PurePosixPath(one.filename).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            with kept.open(one) as packed, path.open("xb") as out:
                shutil.copyfileobj(packed, out, 1 << 20)


def _require_harmless(source: Path, members: list[zipfile.ZipInfo]) -> None:
    """A backup holds the database and what lies under files/, each once; anything else is not ours."""
    names = [one.filename for one in members]
    if DATABASE not in names:
        raise Refused(f"{source} is not a backup of a workspace: it has no {DATABASE}.")
    for strange in _strange(members):
        raise Refused(f"{source} is not a backup of this program: it has “{strange}” in it. Nothing was restored.")
    if len(set(names)) != len(names):
        raise Refused(f"{source} is not a backup of this program: it has the same file twice. Nothing was restored.")


def _strange(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    for one in members:
        name, parts = one.filename, PurePosixPath(one.filename).parts
        inside = name == DATABASE or (len(parts) > 1 and parts[0] == FILES)
        leads_out = ".." in parts or name.startswith("/") or "\\" in name or ":" in name
        if not inside or leads_out or one.flag_bits & 1 or stat.S_ISLNK(one.external_attr >> 16):
            yield name


def _require_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise Refused(
            f"The backup needs {needed / 1e6:,.0f} MB, and only {free / 1e6:,.0f} MB are free. Nothing was restored."
        )


def _require_sound(folder: Path) -> None:
    """Open what was unpacked as a workspace (an older one is upgraded) and check its database."""
    opened = workspace.open(folder)
    try:
        found = database.soundness()
    finally:
        workspace.close(opened)
    if found:
        raise Refused(f"The database in the backup is damaged: {found[0]}. Nothing was restored.")
