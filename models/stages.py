"""Stages: the steps that records of a kind go through, as a workspace names and orders them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import grouping, setting, user
from models.declaration import Record, kind, kinds
from models.errors import Invalid, NotFound, Refused
from models.fields import Choice
from models.listing import Chosen
from models.text import fold, one_line

LONGEST = 40  # characters of a name
MOST = 30  # stages of a kind


@dataclass(frozen=True, slots=True)
class Stage:
    """`value` is what records keep, and never changes; `name` is what people see. `fixed`: it can't be removed."""

    value: str
    name: str
    fixed: bool = False


def staged() -> list[type[Record]]:
    """The kinds whose records go through stages."""
    return [cls for cls in kinds.values() if isinstance(_field(cls), Choice)]


def _field(cls: type[Record]) -> Choice | None:
    found = cls.fields.get(cls.stage_field or "")
    return found if isinstance(found, Choice) and found.stages else None


def _choice(kind_name: str) -> tuple[type[Record], Choice]:
    cls = kind(kind_name)
    field = _field(cls)
    if field is None:
        raise NotFound(f"{cls.plural} have no stages.")
    return cls, field


def of(kind_name: str) -> list[Stage]:
    """The stages of a kind, in their order."""
    cls, field = _choice(kind_name)
    needed = {field.default, *cls.ends}
    return [Stage(value, name, value in needed) for value, name in field.choices]


def ends(kind_name: str) -> tuple[str, ...]:
    """The values of those stages at which nothing is due any more."""
    return kind(kind_name).ends


def put(kind_name: str, wanted: Sequence[Stage], *, by: int) -> None:
    """Keep the stages of a kind, or refuse in words. Those that end something come last, whatever the order given.

    The first stage and the ends have a meaning for the program: they can be renamed, not removed; nor can those at
    which records stand.
    """
    user.require_administrator(by, "change settings of the workspace")
    cls, field = _choice(kind_name)
    named = [Stage(one_line(one.value), one_line(one.name)) for one in wanted]
    _check(named)
    _keep_needed(cls, field, {one.value for one in named})
    named.sort(key=lambda one: one.value in cls.ends)
    kept = [[one.value, one.name] for one in named]
    declared = [[value, label] for value, label in field.declared]
    setting.put(f"stages.{field.stages}", None if kept == declared else kept, by=by)


def _check(named: Sequence[Stage]) -> None:
    if len(named) > MOST:
        raise Refused(f"At most {MOST} stages; these are {len(named)}.")
    seen: set[str] = set()
    for one in named:
        if not any(char.isprintable() and not char.isspace() for char in one.name):
            raise Invalid({"name": "A stage needs a name."})
        if len(one.name) > LONGEST:
            raise Invalid({"name": f"At most {LONGEST} characters; “{one.name[:LONGEST]}…” has {len(one.name)}."})
        words = {fold(one.name), fold(one.value)}
        if words & seen:
            raise Invalid({"name": f"There is a stage “{one.name}” already."})
        seen |= words


def _keep_needed(cls: type[Record], field: Choice, values: set[str]) -> None:
    for one in of(cls.kind):
        if one.value in values:
            continue
        if one.fixed:
            raise Refused(f"“{one.name}” can be renamed, not removed: the program relies on it.")
        there = grouping.groups(cls.kind, field.name, Chosen()).get(one.value)
        if there is not None and there.count:
            many = cls.label.lower() if there.count == 1 else cls.plural.lower()
            verb = "stands" if there.count == 1 else "stand"
            raise Refused(f"{there.count:,} {many} {verb} at “{one.name}”; move them to another stage first.")


def add(kind_name: str, name: str, *, by: int) -> None:
    """Put a new stage before those that end something."""
    put(kind_name, [*of(kind_name), Stage(one_line(name), name)], by=by)


def rename(kind_name: str, value: str, name: str, *, by: int) -> None:
    """Give a stage another name; its records stay at it, and what was written about them stays as it was."""
    put(kind_name, [Stage(one.value, name) if one.value == value else one for one in of(kind_name)], by=by)


def remove(kind_name: str, value: str, *, by: int) -> None:
    """Take a stage away at which no record stands."""
    put(kind_name, [one for one in of(kind_name) if one.value != value], by=by)


def move(kind_name: str, value: str, by_places: int, *, by: int) -> None:
    """Put a stage so many places further on, or back."""
    there = of(kind_name)
    at = next((place for place, one in enumerate(there) if one.value == value), None)
    if at is None:
        raise NotFound(f"There is no stage “{value}”.")
    one = there.pop(at)
    there.insert(max(0, min(at + by_places, len(there))), one)
    put(kind_name, there, by=by)
