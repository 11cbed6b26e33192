"""Attachments: the files of a record, on the record itself or on one of its messages (product.md §7)."""

from __future__ import annotations

import datetime as dt
import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import peewee as pw

from models import draft, journal, message, person, setting, storage, thread
from models.database import Model, Moment, is_id, now, rows, transaction
from models.draft import File
from models.errors import NotFound, Refused
from models.message import Message
from models.person import Person
from models.storage import Stored
from models.text import plain
from models.thread import Thread

BIN = dt.timedelta(days=30)
LIMIT = 128  # megabytes a file, unless the workspace's setting limit.file says otherwise
_PROGRAMS = "exe msi msix bat cmd com scr pif ps1 psm1 vbs vbe js jse wsf wsh hta cpl jar lnk reg inf dll sh bash run"
_PACKAGES = (
    "desktop appimage deb rpm app command pkg dmg iso img py pyw rb pl php html htm xhtml svg url docm xlsm pptm"
)
RUNNING = frozenset(f"{_PROGRAMS} {_PACKAGES}".split())
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


_FIRST = ("thread_id", "message_id", "name", "content_type", "size", "sha256", "added_by_id", "deleted_at")


@journal.journaled("file", *_FIRST, "activity_id", older={1: _FIRST})
class Attachment(Model):
    """A file by its name. `message` is empty for one on the record itself; with `deleted_at` it lies in the bin.

    `activity` is the one that it was given to; once that is done, the file is on the entry that says so.
    """

    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
    message = pw.ForeignKeyField(Message, null=True, on_delete="CASCADE", backref="+")
    activity = pw.DeferredForeignKey("Activity", null=True, on_delete="SET NULL", backref="+")
    name = pw.TextField()
    content_type = pw.TextField()
    size = pw.BigIntegerField()
    sha256 = pw.TextField(index=True)
    cid = pw.TextField(null=True)
    added_by = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+", index=False)
    added_at = Moment()
    deleted_by = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+", index=False)
    deleted_at = Moment(null=True)
    salt = pw.BlobField(default=journal.salt)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as shown. `runs` says that opening it could start a program."""

    id: int
    thread: int
    message: int | None
    name: str
    content_type: str
    size: int
    sha256: str
    cid: str | None
    added_by: str
    added_at: dt.datetime
    deleted_at: dt.datetime | None
    deleted_by: str | None = None

    @property
    def runs(self) -> bool:
        return self.name.rpartition(".")[2].lower() in RUNNING


def limit() -> int:
    """The largest file in bytes."""
    return int(setting.get("limit.file", LIMIT)) << 20


def safe_name(name: str) -> str:
    """A file's name that every system takes: no folder or control characters, nothing reserved or too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", plain(name)))[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    while len(kept.encode()) > 200:
        stem = stem[:-1] if dot else ""
        kept = f"{stem}{dot}{ending}" if stem else kept[:-1]
    return kept or "file"


def attach(
    thread_id: int,
    stored: Stored,
    name: str,
    *,
    by: int,
    message_id: int | None = None,
    activity_id: int | None = None,
    content_type: str | None = None,
    cid: str | None = None,
    when: dt.datetime | None = None,
) -> int:
    """Put a kept content on a record, which is logged, or on a message. Returns the attachment's id."""
    called = safe_name(name)
    guessed = content_type or mimetypes.guess_type(called)[0] or "application/octet-stream"
    with transaction():
        thread.head(thread_id)
        values = {"name": called, "content_type": guessed, "size": stored.size, "sha256": stored.sha256, "cid": cid}
        owner = {
            "thread": thread_id,
            "message": message_id,
            "activity": activity_id,
            "added_by": by,
            "added_at": when or now(),
        }
        id = int(Attachment.insert(**owner, **values, salt=journal.salt()).execute())
        journal.note("file", id, "create", by=by, thread=thread_id)
        if message_id is None:
            message.log(thread_id, f"{person.one(by).name} added the file {called}", by=by, when=when)
        else:
            message.revise([message_id])
    return id


def attach_to(
    thread_id: int, message_id: int, files: Iterable[File], *, by: int, when: dt.datetime | None = None
) -> None:
    """Put files that are kept already on a new message (inside its transaction)."""
    for one in files:
        attach(thread_id, one.stored, one.name, by=by, message_id=message_id, when=when)


def keep(folder: Path, source: Path, thread_id: int, *, by: int, message_id: int | None = None) -> int:
    """Keep the content of a file on this computer and attach it."""
    return attach(
        thread_id, storage.keep_file(folder, source, limit=limit()), source.name, by=by, message_id=message_id
    )


def give_to_activity(activity_id: int, thread_id: int, files: Iterable[File], *, by: int) -> None:
    """Put files that are kept already on an activity of a record, which is logged (inside a transaction)."""
    for one in files:
        attach(thread_id, one.stored, one.name, by=by, activity_id=activity_id)


def of_activity(activity_id: int) -> list[Kept]:
    """The files that were given to an activity, oldest first, without those in the bin."""
    query = Attachment.select().where((Attachment.activity == activity_id) & Attachment.deleted_at.is_null())
    return _kept(query.order_by(Attachment.id))


def counts_of_activities() -> dict[int, int]:
    """How many files each activity that is not done has."""
    sql = """
        SELECT activity_id, COUNT(*) FROM attachment
        WHERE activity_id IS NOT NULL AND message_id IS NULL AND deleted_at IS NULL GROUP BY activity_id
    """
    return dict(rows(sql))


def hand_over(activity_id: int, message_id: int, *, by: int) -> None:
    """Let the files of an activity be on the entry that says it is done (inside a transaction)."""
    for kept in of_activity(activity_id):
        Attachment.update(message=message_id).where(Attachment.id == kept.id).execute()
        journal.note("file", kept.id, "change", by=by, thread=kept.thread)


def of_thread(thread_id: int, *, deleted: bool = False) -> list[Kept]:
    """The files of a record and of its messages, newest first; those in the bin on request."""
    gone = Attachment.deleted_at.is_null(False) if deleted else Attachment.deleted_at.is_null()
    query = Attachment.select().where((Attachment.thread == thread_id) & gone)
    return _kept(query.order_by(Attachment.added_at.desc(), Attachment.id.desc()))


def count_of_thread(thread_id: int) -> int:
    """How many files a record and its messages have, without those in the bin."""
    return Attachment.select().where((Attachment.thread == thread_id) & Attachment.deleted_at.is_null()).count()


def of_messages(messages: Iterable[int]) -> dict[int, list[Kept]]:
    """The files of these messages, by message, without those in the bin."""
    query = Attachment.select().where(Attachment.message.in_(list(messages)) & Attachment.deleted_at.is_null())
    found: dict[int, list[Kept]] = {}
    for kept in _kept(query.order_by(Attachment.id)):
        found.setdefault(kept.message or 0, []).append(kept)
    return found


def one(id: int) -> Kept:
    """The attachment with this id, or `NotFound`."""
    found = _kept(Attachment.select().where(Attachment.id == id)) if is_id(id) else []
    if not found:
        raise NotFound(f"There is no file {id}.")
    return found[0]


_FACTS = ("id", "thread", "message", "name", "content_type", "size", "sha256", "cid", "added_at", "deleted_at")


def _kept(query: pw.ModelSelect) -> list[Kept]:
    """What a query finds; it says which, not what of them."""
    columns = [getattr(Attachment, name) for name in (*_FACTS, "added_by", "deleted_by")]
    found = list(query.select(*columns).tuples())
    names = person.some(who for row in found for who in row[-2:])
    return [
        Kept(
            **dict(zip(_FACTS, row[:-2], strict=True)),
            added_by=names[row[-2]].name,
            deleted_by=names[row[-1]].name if row[-1] is not None else None,
        )
        for row in found
    ]


def delete(id: int, *, by: int) -> None:
    """Put a file into the bin, which is logged; it can be taken back for 30 days."""
    with transaction():
        kept = one(id)
        if kept.deleted_at is not None:
            raise Refused(f"{kept.name} is in the bin already.")
        Attachment.update(deleted_by=by, deleted_at=now()).where(Attachment.id == id).execute()
        _changed(kept, "delete", f"deleted the file {kept.name}", by=by)


def take_back(id: int, *, by: int) -> None:
    """Take a file out of the bin, which is logged."""
    with transaction():
        kept = one(id)
        if kept.deleted_at is None:
            raise Refused(f"{kept.name} is not in the bin.")
        Attachment.update(deleted_by=None, deleted_at=None).where(Attachment.id == id).execute()
        _changed(kept, "change", f"took back the file {kept.name}", by=by)


@message.goes_with_message
def _with_message(message_id: int, by: int) -> None:
    """The files of a deleted message go to the bin with it."""
    for kept in of_messages([message_id]).get(message_id, []):
        Attachment.update(deleted_by=by, deleted_at=now()).where(Attachment.id == kept.id).execute()
        journal.note("file", kept.id, "delete", by=by, thread=kept.thread)


def _changed(kept: Kept, action: str, words: str, *, by: int) -> None:
    journal.note("file", kept.id, action, by=by, thread=kept.thread)
    message.log(kept.thread, f"{person.one(by).name} {words}", by=by)
    if kept.message is not None:
        message.revise([kept.message])


def empty_bin(folder: Path, *, when: dt.datetime | None = None) -> int:
    """Remove for good what was in the bin for 30 days, and contents that nothing names any more. How many files."""
    with transaction():
        old = Attachment.select(Attachment.id, Attachment.sha256, Attachment.thread)
        gone = list(old.where(Attachment.deleted_at <= (when or now()) - BIN).tuples())
        for id, _, thread_id in gone:
            Attachment.delete().where(Attachment.id == id).execute()
            journal.note("file", id, journal.ERASE, by=person.deskbot(), thread=thread_id)
        hashes = {row[1] for row in gone}
        named = {row[0] for row in Attachment.select(Attachment.sha256).where(Attachment.sha256.in_(hashes)).tuples()}
        named |= draft.contents()
    for sha256 in hashes - named:
        storage.path_of(folder, sha256).unlink(missing_ok=True)
    return len(gone)
