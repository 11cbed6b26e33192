"""The workspace: the folder that holds a business's database, files and index; made, opened, upgraded, locked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

import peewee as pw

from models import (
    activity,
    attachment,
    database,
    draft,
    journal,
    kinds,
    migrations,
    person,
    reaction,
    setting,
    translation,
    unsorted,
    user,
)
from models.errors import Refused
from models.lock import Lock

DATABASE = "workspace.sqlite"
TABLES = (
    kinds,
    activity,
    attachment,
    draft,
    reaction,
    translation,
    unsorted,
)  # opening needs every table declared that the journal watches


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace: where it lies, its unchanging id, and the lock that says it is in use."""

    path: Path
    id: str
    lock: Lock

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def index(self) -> Path:
        return self.path / "index"

    @property
    def backups(self) -> Path:
        return self.path / "backups"


def create(folder: Path, *, name: str, email: str, currency: str | None = None) -> Workspace:
    """Make a workspace in an empty or new folder; whoever makes it is its first administrator."""
    path = folder.expanduser().absolute()
    _require_empty(path)
    made = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = Lock(path / "lock")
        lock.share()
    except OSError as error:
        raise Refused(f"The workspace can't be made in {path}: {error.strerror}.") from error
    try:
        database.open_file(path / DATABASE)
        migrations.upgrade()
        _fill(name, email, currency)
    except BaseException as error:
        _undo(path, lock, made)
        if isinstance(error, pw.OperationalError):
            raise Refused(f"The workspace can't be made in {path}: {error}.") from error
        raise
    return Workspace(path, setting.get("workspace.id"), lock)


def _require_empty(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise Refused(f"{path} is a file, not a folder.")
    if (path / DATABASE).exists():
        raise Refused(f"{path} is a workspace already; open it instead.")
    if path.exists() and any(path.iterdir()):
        raise Refused(f"{path} is not empty; choose a new or an empty folder.")


def _undo(path: Path, lock: Lock, made: bool) -> None:
    """Leave nothing half-made behind."""
    close_failed(lock)
    for left in ("lock", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"):
        (path / left).unlink(missing_ok=True)
    if made:
        path.rmdir()


def _fill(name: str, email: str, currency: str | None) -> None:
    from models.fields import Currency

    money = Currency("Currency").parse(currency, {}) if currency else _system_currency()
    with database.transaction():
        person.create(person.DESKBOT, by=None, bot=True)
        first = user.add(name, email, administrator=True, by=None)
        setting.put("workspace.id", uuid.uuid4().hex, by=first)
        setting.put("workspace.created", database.moment_text(database.now()), by=first)
        setting.put("currency", money, by=first)
        if _system_country():
            setting.put("country", _system_country(), by=first)


def _system_country() -> str | None:
    from models.shown import system_reader

    country = system_reader().locale.rpartition("_")[2]
    return country if len(country) == 2 and country.isupper() else None


def _system_currency() -> str:
    """The currency of the country this computer is set up for, else EUR."""
    country = _system_country()
    if country is None:
        return "EUR"
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country)), "EUR")


def open(folder: Path) -> Workspace:
    """Open a workspace for reading and writing, upgrading an older one after taking a copy."""
    path = folder.expanduser().absolute()
    if not path.is_dir():
        raise Refused(f"There is no folder {path}.")
    if not (path / DATABASE).is_file():
        raise Refused(f"{path} is not a workspace: it has no {DATABASE}.")
    try:
        lock = Lock(path / "lock")
    except OSError as error:
        raise Refused(
            f"This workspace can only be read: nothing can be written in {path} ({error.strerror})."
        ) from error
    if not lock.share():
        lock.release()
        raise Refused("This workspace is locked: it is being upgraded or restored just now. Try again in a minute.")
    try:
        database.open_file(path / DATABASE)
        _upgrade(path, lock)
        return Workspace(path, str(setting.get("workspace.id")), lock)
    except pw.DatabaseError as error:
        close_failed(lock)
        raise Refused(_why_unreadable(path, error)) from error
    except BaseException:
        close_failed(lock)
        raise


def close_failed(lock: Lock) -> None:
    """Let go of a workspace that could not be opened."""
    database.close()
    lock.release()


def _why_unreadable(path: Path, error: pw.DatabaseError) -> str:
    words = str(error)
    if "not a database" in words or "malformed" in words:
        return f"The database in {path} is damaged or is not one of this program's. Restore a backup of it."
    if "readonly" in words or "unable to open" in words:
        return f"This workspace can only be read: its folder {path} is write-protected."
    return f"The workspace in {path} can't be opened: {words}."


def _upgrade(path: Path, lock: Lock) -> None:
    """Bring the database to the newest form, alone in the workspace and with a copy taken first."""
    number = database.schema_number()
    if number > migrations.newest():
        raise Refused(
            "This workspace was made by a newer Chatterdesk; install that version to open it. Nothing was changed."
        )
    if number == migrations.newest():
        return
    if not number or not database.is_ours():
        raise Refused(f"{path} is not a workspace: its database is not one of this program's.")
    if not lock.alone():
        raise Refused("This workspace has to be upgraded, but another program has it open. Close that and try again.")
    backups = path / "backups"
    backups.mkdir(exist_ok=True)
    database.copy_to(backups / f"before-upgrade-from-{number}-{database.now():%Y%m%d-%H%M%S}.sqlite")
    migrations.upgrade()
    lock.share()


def close(workspace: Workspace) -> None:
    """Let go of an open workspace."""
    database.close()
    workspace.lock.release()


def is_workspace(folder: Path) -> bool:
    """Whether a folder looks like a workspace."""
    return (folder.expanduser() / DATABASE).is_file()


def head() -> tuple[int, str]:
    """The journal's last row and its hash: keep it elsewhere, and no earlier change can go unnoticed."""
    seq, digest = journal.head()
    return seq, digest.hex()
