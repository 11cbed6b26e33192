"""Task: something to be done, on its own or about another record."""

from __future__ import annotations

from models import record
from models.fields import Choice, Date, Link, LongText, Member, Text, YesNo
from models.record import Action, Record, Values

STAGES = tuple((stage, stage) for stage in ("To do", "In progress", "Done"))


class Task(
    Record,
    kind="task",
    label="Task",
    plural="Tasks",
    title="title",
    stage="stage",
    due="deadline",
    ends=("Done",),
    icon="check-square",
):
    """Reaching Done ticks it off, and ticking it off moves it there."""

    actions = (Action("Mark done", {"stage": "Done"}),)

    title = Text("Title", tracked=True, required=True, place="head")
    about = Link("About", tracked=True, listed=True)
    assignee = Member("Assignee", tracked=True, listed=True)
    deadline = Date("Deadline", tracked=True, listed=True)
    stage = Choice(
        "Stage", STAGES, stages="task", default="To do", tracked=True, required=True, listed=True, place="head"
    )
    done = YesNo("Done", tracked=True)
    notes = LongText("Notes", place="tab")

    @classmethod
    def derive(cls, values: Values, changed: set[str]) -> None:
        if "stage" in changed:
            values["done"] = values["stage"] == "Done"
        elif "done" in changed:
            values["stage"] = "Done" if values["done"] else "To do"

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        """The contact of the record it is about, be it through other tasks."""
        seen, about = {id}, values["about"]
        while about is not None and about not in seen:
            seen.add(about)
            view = record.read(about)
            if view.kind != cls.kind:
                return record.kind(view.kind).correspondent(view.id, view.values)
            about = view.values["about"]
        return None
