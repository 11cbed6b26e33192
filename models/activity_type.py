"""Types of activities: the built-in ones and those of the workspace, with what a new activity starts with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count

from models import setting, user
from models.database import transaction
from models.errors import Invalid, NotFound, Refused
from models.text import fold, one_line

LONGEST = 3650  # days until a new activity is due


@dataclass(frozen=True, slots=True)
class Type:
    """`days` from today it is due; `next` is the type that follows it, planned by itself where `automatic`.

    `assignee` names the user who gets it unless somebody else is chosen; `upload`: it is done by handing in a file; an
    `archived` one is offered no more, what was planned with it stays.
    """

    name: str
    label: str
    icon: str
    days: int = 0
    summary: str = ""
    assignee: str = ""
    next: str = ""
    automatic: bool = False
    upload: bool = False
    archived: bool = False


BUILT_IN = (
    Type("todo", "To-do", "check-square", days=5),
    Type("call", "Call", "phone", days=2),
    Type("email", "E-mail", "mail"),
    Type("meeting", "Meeting", "calendar"),
    Type("upload", "Upload document", "upload", days=5, upload=True),
)
ALWAYS = "todo"  # the type that can't be archived: there is always one to plan with


def kinds(*, archived: bool = True) -> list[Type]:
    """All types: the built-in ones as the workspace changed them, then its own; without archived ones on request."""
    own = {one["name"]: Type(**one) for one in setting.get("activity.types", [])}
    every = [own.pop(one.name, one) for one in BUILT_IN] + list(own.values())
    return [one for one in every if archived or not one.archived]


def kind(named: str) -> Type:
    """The type with this name or label, or `NotFound`."""
    wanted = fold(one_line(named))
    for one in kinds():
        if wanted in (fold(one.name), fold(one.label)):
            return one
    known = ", ".join(one.name for one in kinds(archived=False))
    raise NotFound(f"There is no type of activity “{one_line(named)}”; there are {known}.")


def usable(named: str) -> Type:
    """The type with this name or label, refused where it is archived."""
    found = kind(named)
    if found.archived:
        raise Refused(f"The type “{found.label}” is archived; choose another one.")
    return found


def assignee_of(one: Type) -> int | None:
    """The user who gets activities of a type unless somebody else is chosen; None also once they are archived."""
    wanted = fold(one.assignee)
    fitting = (who for who in user.members(archived=False) if wanted in (fold(who.name), fold(who.email or "")))
    return next((who.id for who in fitting), None) if wanted else None


def put(one: Type, *, by: int) -> Type:
    """Keep a type, changed or new (one without a name gets one made from its label); returns it as it is kept."""
    user.require_administrator(by, "change the types of activities")
    with transaction():
        label = one_line(one.label)
        assignee = user.find(one.assignee).email or "" if one.assignee else ""
        kept = replace(
            one,
            name=one.name or _new_name(label),
            label=label,
            summary=one_line(one.summary),
            assignee=assignee,
            automatic=one.automatic and bool(one.next),
        )
        every = {known.name: known for known in kinds()} | {kept.name: kept}
        keep([changed for changed in every.values() if changed not in BUILT_IN], by=by)
    return kept


def _new_name(label: str) -> str:
    """A name that no type has, made from a label."""
    start = re.sub(r"[^a-z0-9]+", "-", fold(label)).strip("-") or "type"
    taken = {one.name for one in kinds()}
    return start if start not in taken else next(f"{start}-{n}" for n in count(2) if f"{start}-{n}" not in taken)


def keep(types: Sequence[Type], *, by: int) -> None:
    """Keep the types of the workspace. Chains that would plan each other for ever are refused."""
    user.require_administrator(by, "change the types of activities")
    known = {one.name: one for one in (*BUILT_IN, *types)}
    labels: dict[str, str] = {}
    for one in known.values():
        if not one.name or not one_line(one.label):
            raise Invalid({"label": "A type needs a name."})
        if labels.setdefault(fold(one.label), one.name) != one.name:
            raise Invalid({"label": f"There are two types called “{one.label}”."})
        if not 0 <= one.days <= LONGEST:
            raise Invalid({"days": f"A whole number of days from 0 to {LONGEST:,} is wanted here."})
        _require_following(one, known)
        _require_end(one, known)
    if known[ALWAYS].archived:
        raise Refused(f"“{known[ALWAYS].label}” can't be archived: there must be a type to plan with.")
    with transaction():
        setting.put("activity.types", [asdict(one) for one in types] or None, by=by)


def _require_following(one: Type, known: dict[str, Type]) -> None:
    """Refuse a type that is followed by none there is, or, unless it is archived itself, by an archived one."""
    if one.next and one.next not in known:
        raise Invalid({"next": f"{one.label} is followed by “{one.next}”, which is no type."})
    if one.next and known[one.next].archived and not one.archived:
        raise Invalid({"next": f"{one.label} is followed by {known[one.next].label}, which is archived."})


def _require_end(start: Type, known: dict[str, Type]) -> None:
    """Refuse a chain of automatic types that comes back to where it began."""
    seen, current = [start.name], start
    while current.automatic and current.next:
        current = known[current.next]
        seen.append(current.name)
        if current.name in seen[:-1]:
            labels = " → ".join(known[name].label for name in seen)
            raise Invalid({"next": f"These types would plan each other for ever: {labels}."})
