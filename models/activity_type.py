"""Types of activities: the built-in ones and those of the workspace, with what a new activity starts with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from models import setting, user
from models.database import transaction
from models.errors import Invalid, NotFound
from models.text import fold, one_line


@dataclass(frozen=True, slots=True)
class Type:
    """`days` from today it is due; `next` is the type that follows it, planned by itself where `automatic`."""

    name: str
    label: str
    icon: str
    days: int = 0
    summary: str = ""
    assignee: str = ""
    next: str = ""
    automatic: bool = False
    upload: bool = False


BUILT_IN = (
    Type("todo", "To-do", "check-square", days=5),
    Type("call", "Call", "phone", days=2),
    Type("email", "E-mail", "mail"),
    Type("meeting", "Meeting", "calendar"),
    Type("upload", "Upload document", "upload", days=5, upload=True),
)


def kinds() -> list[Type]:
    """All types: the built-in ones as the workspace changed them, then its own."""
    own = {one["name"]: Type(**one) for one in setting.get("activity.types", [])}
    return [own.pop(one.name, one) for one in BUILT_IN] + list(own.values())


def kind(named: str) -> Type:
    """The type with this name or label, or `NotFound`."""
    wanted = fold(one_line(named))
    for one in kinds():
        if wanted in (fold(one.name), fold(one.label)):
            return one
    known = ", ".join(one.name for one in kinds())
    raise NotFound(f"There is no type of activity “{one_line(named)}”; there are {known}.")


def keep(types: Sequence[Type], *, by: int) -> None:
    """Keep the types of the workspace. Chains that would plan each other for ever are refused."""
    user.require_administrator(by, "change the types of activities")
    known = {one.name: one for one in (*BUILT_IN, *types)}
    for one in types:
        if not one.name or not one_line(one.label):
            raise Invalid({"label": "A type needs a name."})
        if one.next and one.next not in known:
            raise Invalid({"next": f"{one.label} is followed by “{one.next}”, which is no type."})
        _require_end(one, known)
    with transaction():
        setting.put("activity.types", [asdict(one) for one in types], by=by)


def _require_end(start: Type, known: dict[str, Type]) -> None:
    """Refuse a chain of automatic types that comes back to where it began."""
    seen, current = [start.label], start
    while current.automatic and current.next:
        current = known[current.next]
        seen.append(current.label)
        if current.label in seen[:-1]:
            raise Invalid({"next": f"These types would plan each other for ever: {' → '.join(seen)}."})
