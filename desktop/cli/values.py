"""Values as typed: `field=value` arguments, read for a kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from models import record
from models.declaration import field_named
from models.errors import NotFound, Refused
from models.fields import Lines, Tags


def split(typed: str) -> tuple[str, str]:
    """The two sides of `field=value`."""
    name, sign, value = typed.partition("=")
    if not sign or not name.strip():
        raise Refused(f"“{typed}” is not a value; write it as field=value.")
    return name.strip(), value


def read(kind: str, typed: Sequence[str]) -> dict[str, str]:
    """The values given for a kind. Lines may be repeated, as `line=…`, and tags; any other field is given once."""
    given: dict[str, str] = {}
    for one in typed:
        name, value = split(one)
        field = field_name(kind, name)
        if field not in given:
            given[field] = value
            continue
        joint = {Lines: "\n", Tags: ","}.get(type(record.kind(kind).fields[field]))
        if joint is None:
            raise Refused(f"{field} is given twice.")
        given[field] += joint + value
    return given


def field_name(kind: str, typed: str) -> str:
    """The name of the field that was meant: by name or label, case-blind, or the singular of a field of lines."""
    cls = record.kind(kind)
    singular = next(
        (name for name, field in cls.fields.items() if isinstance(field, Lines) and typed == name[:-1]), None
    )
    name = singular or field_named(cls, typed)
    if name is not None:
        return name
    raise NotFound(f"{cls.label} has no field “{typed}”; its fields are {', '.join(cls.fields)}.")


def conditions(kind: str, typed: Sequence[str]) -> dict[str, str | list[str]]:
    """What `--where` asks for; a field asked for twice may have either value."""
    wanted: dict[str, list[str]] = {}
    for one in typed:
        name, value = split(one)
        wanted.setdefault(field_name(kind, name), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in wanted.items()}
