"""Declaration: what a kind of record declares, the kinds there are, and how given values are read and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import peewee as pw

from models import journal
from models.database import Model
from models.errors import Invalid, NotFound, Refused
from models.fields import Amounts, Field, Phone
from models.text import fold
from models.thread import Thread

_READ_LAST = (Phone, Amounts)
Values = dict[str, Any]
Reading = Callable[[Field, Any, Mapping[str, Any]], Any]
kinds: dict[str, type[Record]] = {}
OF_THREAD = ("thread.kind", "thread.title", "thread.created", "thread.archived")


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a kind's form: saves these values (texts as typed); `asks` names a field to fill in on the way."""

    label: str
    values: Mapping[str, str]
    asks: str | None = None


class Record:
    """A kind of record: a subclass declares its fields.

    Its table, form, list, board, tracking, import and export follow from them. `title_field` names the field that
    titles a record, `stage_field` the choice that makes its board, `amount_field` the sum shown there, `due_field` the
    day or moment it is due. At the stages `ends` nothing is due any more; the first of them is the good end. `actions`
    are the form's buttons, `icon` is the name of the drawing that stands for the kind.
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
        journal.journaled(kind, *names, *OF_THREAD)(cls.table)
        kinds[kind] = cls

    @classmethod
    def derive(cls, values: Values, changed: set[str]) -> None:
        """Set what follows from other values, in place, before a save (`changed`: the fields that were given)."""

    @classmethod
    def kept(cls, id: int, values: Values, *, by: int) -> None:
        """Keep what else belongs to the record, after its row was written (in the same transaction)."""

    @classmethod
    def kept_of_many(cls, made: Mapping[int, Values], *, by: int) -> None:
        """The same as `kept` for many new records at once."""
        for id, values in made.items():
            cls.kept(id, values, by=by)

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        """The person whom a message on this record goes to."""
        return None

    @classmethod
    def after_archiving(cls, id: int, archived: bool, *, by: int) -> None:
        """Keep what follows from a record's being archived or restored (in the same transaction)."""

    @classmethod
    def before_removal(cls, id: int, *, by: int) -> None:
        """Refuse what would tear other records apart, and remove what belongs to the record alone."""


def kind(name: str) -> type[Record]:
    """The kind called `name`, or `NotFound`."""
    if name not in kinds:
        raise NotFound(f"There is no kind of record “{name}”; there are {', '.join(kinds)}.")
    return kinds[name]


def field_named(cls: type[Record], typed: str) -> str | None:
    """The name of the field that somebody means: by name or label, whatever the case, spaces and hyphens."""
    meant = _letters(typed)
    return next((name for name, field in cls.fields.items() if meant in (_letters(name), _letters(field.label))), None)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def checked(
    cls: type[Record], given: Mapping[str, Any], current: Mapping[str, Any], *, read: Reading | None = None
) -> Values:
    """The values that `given` means: texts are read, others checked; everything wrong is refused at once, by field.

    `read` stands in for `as_given` where many records are read one after the other.
    """
    value_of = read or as_given
    for name in given:
        if name not in cls.fields:
            raise NotFound(f"{cls.label} has no field “{name}”; its fields are {', '.join(cls.fields)}.")
    values: Values = {}
    wrong: dict[str, str] = {}
    for field in sorted((cls.fields[name] for name in given), key=_reading_order):
        known = {**current, **values}
        try:
            if field.name in cls.computed:
                raise field.refuse(f"{field.label} is computed and can't be set.")
            values[field.name] = value_of(field, given[field.name], known)
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
    return 2 if isinstance(field, _READ_LAST) else 1


def as_given(field: Field, value: Any, known: Mapping[str, Any]) -> Any:
    """The value of a field that something given means, `known` the record's other values."""
    if isinstance(value, str):
        return field.parse(value, known)
    if value == known.get(field.name):
        return value
    return field.parse("", known) if value is None else field.check(value)


def empty(cls: type[Record]) -> Values:
    """The values of a new record before anything was entered."""
    return {name: field.load(dict.fromkeys(field.columns())) for name, field in cls.fields.items()}


def defaults(cls: type[Record]) -> Values:
    """The values a new record starts with."""
    values = empty(cls)
    for name, field in cls.fields.items():
        if name not in cls.computed:
            values[name] = field.initial()
    return values
