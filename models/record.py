"""Record: the declaration of a kind, and the verbs that create, save, archive and remove its records.

Every save finds its own changes: one save is one entry in the thread, however many fields changed (product.md §3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import peewee as pw

from models import follower, journal, message, notification, person, setting, thread, user
from models.database import Model, transaction
from models.errors import Invalid, NotFound, Refused
from models.fields import Field, Link, Member, Names, Phone
from models.fields.money import Amounts
from models.thread import Thread

Values = dict[str, Any]
kinds: dict[str, type[Record]] = {}


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a kind's form: saves these values (texts as typed); `asks` names a field to be filled in on the way."""

    label: str
    values: Mapping[str, str]
    asks: str | None = None


class Record:
    """A kind of record. A subclass declares its fields; its table, form, list, board, tracking, import and export follow from them.

    `title_field` names the field that titles a record, `stage_field` the choice that makes its board, `amount_field` the sum shown
    there, `due_field` the day or moment it is due. At the stages `ends` nothing is due any more; the first of them is the good end.
    `actions` are the form's buttons, `icon` is the name of the drawing that stands for the kind.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    plural: ClassVar[str]
    title_field: ClassVar[str]
    stage_field: ClassVar[str | None]
    amount_field: ClassVar[str | None]
    due_field: ClassVar[str | None]
    ends: ClassVar[tuple[str, ...]]
    icon: ClassVar[str]
    actions: ClassVar[tuple[Action, ...]] = ()
    fields: ClassVar[dict[str, Field]]
    computed: ClassVar[frozenset[str]] = frozenset()
    table: ClassVar[Any]

    def __init_subclass__(
        cls,
        *,
        kind: str,
        label: str,
        plural: str,
        title: str,
        stage: str | None = None,
        amount: str | None = None,
        due: str | None = None,
        ends: tuple[str, ...] = (),
        icon: str = "database",
    ) -> None:
        cls.kind, cls.label, cls.plural, cls.icon, cls.ends = kind, label, plural, icon, ends
        cls.title_field, cls.stage_field, cls.amount_field, cls.due_field = title, stage, amount, due
        cls.fields = {name: field for name, field in vars(cls).items() if isinstance(field, Field)}
        columns: dict[str, Any] = {
            name: column for field in cls.fields.values() for name, column in field.columns().items()
        }
        key = pw.ForeignKeyField(Thread, column_name="id", primary_key=True, on_delete="CASCADE", backref="+")
        meta = type("Meta", (), {"table_name": kind})
        cls.table = type(
            f"{cls.__name__}Table",
            (Model,),
            {"id": key, **columns, "salt": pw.BlobField(default=journal.salt), "Meta": meta},
        )
        names = [cls.table._meta.fields[name].column_name for name in columns]
        journal.journaled(kind, *names)(cls.table)
        kinds[kind] = cls

    @classmethod
    def derive(cls, values: Values, changed: set[str]) -> None:
        """Set what follows from other values, in place, before a save (`changed`: the fields that were given)."""

    @classmethod
    def kept(cls, id: int, values: Values, *, by: int) -> None:
        """Keep what else belongs to the record, after its row was written (in the same transaction)."""

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        """The person whom a message on this record goes to."""
        return None

    @classmethod
    def before_removal(cls, id: int) -> None:
        """Refuse what would tear other records apart."""

    @classmethod
    def after_removal(cls, id: int, *, by: int) -> None:
        """Remove what belonged to the record alone."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a change: old and new are snapshots (see shown.py)."""

    field: str
    label: str
    type: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the record, its thread entry if there is one, the tracked changes, and sentences worth reading."""

    id: int
    message: int | None
    changes: tuple[Changed, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A record as it stands."""

    id: int
    kind: str
    title: str
    archived: bool
    values: Values


def kind(name: str) -> type[Record]:
    """The kind called `name`, or `NotFound`."""
    if name not in kinds:
        raise NotFound(f"There is no kind of record “{name}”; there are {', '.join(kinds)}.")
    return kinds[name]


def read(id: int) -> View:
    """The record with this id, or `NotFound`."""
    head = thread.head(id)
    return View(head.id, head.kind, head.title, head.archived, _load(kind(head.kind), id))


def _load(cls: type[Record], id: int) -> Values:
    row = cls.table.select().where(cls.table.id == id).dicts().get()
    return {name: field.load(row) for name, field in cls.fields.items()}


def checked(cls: type[Record], given: Mapping[str, Any], current: Mapping[str, Any]) -> Values:
    """The values that `given` means: texts are read, others checked; everything wrong is refused at once, by field."""
    for name in given:
        if name not in cls.fields:
            raise NotFound(f"{cls.label} has no field “{name}”; its fields are {', '.join(cls.fields)}.")
    values: Values = {}
    wrong: dict[str, str] = {}
    for field in sorted((cls.fields[name] for name in given), key=_reading_order):
        known = {**current, **values}
        try:
            values[field.name] = _checked(cls, field, given[field.name], known)
        except Invalid as error:
            wrong |= {field.name: str(error)}
        except Refused as error:
            wrong[field.name] = str(error)
        if field.name not in wrong and field.required and values[field.name] in (None, ""):
            wrong[field.name] = f"{field.label} can't be empty."
    if wrong:
        raise Invalid(wrong)
    return values


def _reading_order(field: Field) -> int:
    """Numbers are read in the record's country and amounts in its currency, so those come first."""
    return 2 if isinstance(field, Phone | Amounts) else 1


def _checked(cls: type[Record], field: Field, value: Any, known: Mapping[str, Any]) -> Any:
    if field.name in cls.computed:
        raise field.refuse(f"{field.label} is computed and can't be set.")
    if isinstance(value, str):
        return field.parse(value, known)
    return field.parse("", known) if value is None else field.check(value)


def empty(cls: type[Record]) -> Values:
    """The values of a new record before anything was entered."""
    return {name: field.load(dict.fromkeys(field.columns())) for name, field in cls.fields.items()}


def defaults(cls: type[Record]) -> Values:
    """The values a new record starts with."""
    values = empty(cls)
    for name, field in cls.fields.items():
        if name not in cls.computed and not isinstance(field, Phone):
            values[name] = field.parse("", values)
    return values


def create(
    kind_name: str, given: Mapping[str, Any], *, by: int, when: dt.datetime | None = None, origin: str | None = None
) -> Saved:
    """Make a record. Its thread begins with "… created", which lists no values.

    `origin` names a file and who imports it: the entry is then Deskbot's. The creator follows, those put in charge follow and are told.
    """
    cls = kind(kind_name)
    with transaction():
        values = defaults(cls)
        new = checked(cls, given, values)
        values |= new
        cls.derive(values, set(new))
        _require(cls, values)
        author = person.deskbot() if origin else by
        id = thread.create(kind_name, _title(cls, values), when=when)
        cls.table.insert(id=id, salt=journal.salt(), **_columns(cls, values)).execute()
        journal.note(kind_name, id, "create", by=author, thread=id)
        cls.kept(id, values, by=author)
        if _title(cls, values) == "":
            values[cls.title_field] = _numbered(cls, id)
        entry = message.write(
            id, "created", author=author, body=f"{cls.label} created" + (f"\n{origin}" if origin else ""), when=when
        )
        if not origin:
            follower.follow_automatically(id, by)
        _tell_in_charge(cls, id, entry, {}, values, by=by)
    return Saved(id, entry, (), _warnings(cls, new))


def _require(cls: type[Record], values: Values) -> None:
    missing = {
        f.name: f"{f.label} can't be empty." for f in cls.fields.values() if f.required and values[f.name] in (None, "")
    }
    if missing:
        raise Invalid(missing)


def _title(cls: type[Record], values: Values) -> str:
    return str(values[cls.title_field] or "")


def _numbered(cls: type[Record], id: int) -> str:
    """Give a record without a title of its own a number."""
    title = f"{cls.label[0]}{id:05d}"
    cls.table.update(**{cls.title_field: title}).where(cls.table.id == id).execute()
    thread.retitle(id, title)
    return title


def _columns(cls: type[Record], values: Values) -> Values:
    stored: Values = {}
    for name, field in cls.fields.items():
        stored |= field.store(values[name])
    return stored


def save(
    id: int, given: Mapping[str, Any], *, by: int, when: dt.datetime | None = None, origin: str | None = None
) -> Saved:
    """Change values of a record: one entry for all tracked changes, none where nothing tracked changed.

    With `origin` (an import) the entry is Deskbot's and says which file and who ran it.
    """
    with transaction():
        head = thread.head(id)
        cls = kind(head.kind)
        if head.archived:
            raise Refused("This record is archived; restore it before changing it.")
        old = _load(cls, id)
        new = checked(cls, given, old)
        values = {**old, **new}
        cls.derive(values, {name for name in new if new[name] != old[name]})
        _require(cls, values)
        differing = [name for name in cls.fields if values[name] != old[name]]
        if not differing:
            return Saved(id, None, (), ())
        author = person.deskbot() if origin else by
        _write_values(cls, id, values, by=author)
        changes = _changes(cls, old, values, differing)
        entry = _write_change(id, changes, author=author, when=when, origin=origin) if changes else None
        _tell_in_charge(cls, id, entry, old, values, by=by)
        if entry and cls.stage_field in differing:
            notification.tell(follower.listening(id, "stages", users=True) - {by}, entry, id, "stage")
    return Saved(id, entry, changes, _warnings(cls, new))


def _write_values(cls: type[Record], id: int, values: Values, *, by: int) -> None:
    cls.table.update(**_columns(cls, values)).where(cls.table.id == id).execute()
    journal.note(cls.kind, id, "change", by=by, thread=id)
    thread.retitle(id, _title(cls, values))
    cls.kept(id, values, by=by)


def _changes(cls: type[Record], old: Values, new: Values, differing: list[str]) -> tuple[Changed, ...]:
    """The tracked changes, in the order of declaration, with labels and names as they are now."""
    names = Names()
    return tuple(
        Changed(
            name, field.label, field.type, field.snapshot(old[name], names, old), field.snapshot(new[name], names, new)
        )
        for name in differing
        if (field := cls.fields[name]).tracked
    )


def _write_change(
    id: int, changes: tuple[Changed, ...], *, author: int, when: dt.datetime | None, origin: str | None
) -> int:
    plain = [
        {"field": one.field, "label": one.label, "type": one.type, "old": one.old, "new": one.new} for one in changes
    ]
    return message.write(id, "change", author=author, body=origin or "", changes=plain, when=when)


def _tell_in_charge(cls: type[Record], id: int, entry: int | None, old: Values, new: Values, *, by: int) -> None:
    """Whoever was put in charge follows, and is told unless they did it themselves. Who was there before stays a follower."""
    for name, field in cls.fields.items():
        chosen = new[name] if isinstance(field, Member) else None
        if chosen is None or chosen == old.get(name):
            continue
        follower.follow_automatically(id, chosen)
        if chosen != by and entry is not None:
            notification.tell([chosen], entry, id, "assigned")


def _warnings(cls: type[Record], new: Values) -> tuple[str, ...]:
    found = (
        field.warning(new[name]) for name, field in cls.fields.items() if isinstance(field, Phone) and new.get(name)
    )
    return tuple(words for words in found if words)


def archive(id: int, *, by: int, archived: bool = True) -> None:
    """Put a record out of sight, or back; either is logged in its thread."""
    with transaction():
        if thread.head(id).archived == archived:
            raise Refused("This record is archived already." if archived else "This record isn't archived.")
        Thread.update(archived=archived).where(Thread.id == id).execute()
        message.log(id, f"{person.one(by).name} {'archived' if archived else 'restored'} this record", by=by)


def goes_with(id: int) -> dict[str, int]:
    """What removing a record takes with it, in numbers by word: entries, followers, links from other records."""
    thread.head(id)
    entries = message.Message.select().where(message.Message.thread == id).count()
    return {"entries": entries, "followers": len(follower.followers(id)), "links": len(_linking(id))}


def _linking(id: int) -> list[tuple[int, str]]:
    """The records that point to this one, with the field they do it by."""
    found = []
    for cls in kinds.values():
        for name, field in cls.fields.items():
            if isinstance(field, Link):
                query = cls.table.select(cls.table.id).where(cls.table._meta.fields[name] == id).tuples()
                found += [(row[0], name) for row in query if row[0] != id]
    return found


def remove(id: int, *, by: int) -> None:
    """Delete a record with everything on its thread, for good; links to it from other records are emptied, which they track."""
    with transaction():
        user.require_administrator(by, "remove records for good; archive it instead")
        cls = kind(thread.head(id).kind)
        cls.before_removal(id)
        for linking, name in _linking(id):
            _unlink(linking, name, by=by)
        Thread.delete().where(Thread.id == id).execute()
        journal.note(cls.kind, id, journal.REMOVE, by=by, thread=id)
        cls.after_removal(id, by=by)


def _unlink(id: int, name: str, *, by: int) -> None:
    cls = kind(thread.head(id).kind)
    old = _load(cls, id)
    values = {**old, name: None}
    _write_values(cls, id, values, by=by)
    changes = _changes(cls, old, values, [name])
    if changes:
        _write_change(id, changes, author=by, when=None, origin=None)


def correspondent(id: int) -> int | None:
    """The person whom a message on this record goes to, if it has one (product.md §12)."""
    head = thread.head(id)
    cls = kind(head.kind)
    return cls.correspondent(id, _load(cls, id))


def currency() -> str:
    """The currency of the workspace."""
    return str(setting.get("currency", "EUR"))
