"""Plans: several activities at once on a record, each so many days before or after one date (product.md §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from models import activity, message, person, setting, user
from models.activity_type import assignee_of, usable
from models.database import transaction
from models.errors import Invalid, NotFound, Refused
from models.text import fold, one_line, plain

FARTHEST = 3650  # days from the date of a plan


@dataclass(frozen=True, slots=True)
class Step:
    """One activity of a plan. `days` after its date, below nought before; what isn't said comes from the type.

    `assignee` names a user; empty is whoever the type or the act of planning says.
    """

    type: str
    days: int = 0
    summary: str = ""
    assignee: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps under a name."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """An activity that a plan would make."""

    type: str
    icon: str
    summary: str
    due: dt.date
    days: int
    assignee: int
    assigned_to: str
    note: str


def plans() -> list[Plan]:
    """The plans of the workspace, by name."""
    kept = [
        Plan(one["name"], tuple(Step(**step) for step in one["steps"])) for one in setting.get("activity.plans", [])
    ]
    return sorted(kept, key=lambda one: fold(one.name))


def plan(named: str) -> Plan:
    """The plan with this name, or `NotFound`."""
    every = plans()
    for one in every:
        if fold(one.name) == fold(one_line(named)):
            return one
    known = ", ".join(one.name for one in every)
    there = f"there are {known}" if known else "there is none yet"
    raise NotFound(f"There is no plan “{one_line(named)}”; {there}.")


def put(one: Plan, *, by: int, instead_of: str = "") -> Plan:
    """Keep a plan, new or in the place of the one called `instead_of`; returns it as it is kept."""
    kept = Plan(one_line(one.name), tuple(_cleaned(step, place) for place, step in enumerate(one.steps, start=1)))
    if not kept.name:
        raise Invalid({"name": "A plan needs a name."})
    if not kept.steps:
        raise Invalid({"steps": "A plan needs at least one step."})
    with transaction():
        rest = [other for other in plans() if fold(other.name) != fold(instead_of)]
        if any(fold(other.name) == fold(kept.name) for other in rest):
            raise Invalid({"name": f"There is a plan called “{kept.name}” already."})
        _keep([*rest, kept], by=by)
    return kept


def remove(named: str, *, by: int) -> None:
    """Take a plan away; what was planned by it stays."""
    with transaction():
        gone = plan(named)
        _keep([one for one in plans() if one != gone], by=by)


def _keep(every: Sequence[Plan], *, by: int) -> None:
    user.require_administrator(by, "change the plans")
    setting.put("activity.plans", [asdict(one) for one in every] or None, by=by)


def _cleaned(step: Step, place: int) -> Step:
    """A step as it is kept; `Invalid` names its place where something is wrong."""
    if abs(step.days) > FARTHEST:
        raise Invalid({"steps": f"Step {place}: at most {FARTHEST:,} days before or after the date."})
    try:
        type = usable(step.type).name
        assignee = user.find(step.assignee).email or "" if step.assignee else ""
    except Refused as why:
        raise Invalid({"steps": f"Step {place}: {why}"}) from why
    return Step(type, step.days, one_line(step.summary), assignee, plain(step.note))


def preview(one: Plan, day: dt.date, *, by: int, assignee: int | None = None) -> list[Coming]:
    """What a plan would make, the earliest first; refused in words where a step can't be made any more.

    `assignee` gets the steps that name nobody and whose type doesn't either; else it is `by`.
    """
    if not one.steps:
        raise Refused(f"The plan “{one.name}” has no step; there is nothing to make.")
    coming = [_coming(step, day, assignee or by) for step in one.steps]
    return sorted(coming, key=lambda made: made.due)


def _coming(step: Step, day: dt.date, rest: int) -> Coming:
    type = usable(step.type)
    who = user.find(step.assignee).id if step.assignee else assignee_of(type) or rest
    summary = step.summary or type.summary or type.label
    try:
        due = day + dt.timedelta(days=step.days)
    except OverflowError:
        raise Refused(f"“{summary}” would fall on a day that no calendar has; choose another date.") from None
    return Coming(type.name, type.icon, summary, due, step.days, who, person.one(who).name, step.note)


def make(thread_id: int, named: str, day: dt.date, *, by: int, assignee: int | None = None) -> list[int]:
    """Plan everything a plan says on a record, or nothing; the thread says so. Returns the ids of the activities."""
    with transaction():
        one = plan(named)
        coming = preview(one, day, by=by, assignee=assignee)
        count = f"{len(coming)} activities" if len(coming) > 1 else "one activity"
        words = f"{person.one(by).name} planned “{one.name}” around {day:%Y-%m-%d}: {count}"
        made = [
            activity.schedule(
                *(thread_id, step.type),
                by=by,
                summary=step.summary,
                due=step.due,
                assignee=step.assignee,
                note=step.note or None,
            )
            for step in coming
        ]
        message.log(thread_id, words, by=by)
    return made
