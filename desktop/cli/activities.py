"""Commands on activities: activity add, plan, done, cancel; activities."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli import layout, shapes
from desktop.cli.command import FILE, RECORD, Group, Id, command
from desktop.cli.session import Answer, Session
from models import activity as planned
from models import activity_plan, activity_type, attachment, entries, storage, user
from models.draft import File
from models.errors import Invalid
from models.fields import Date, read_moment

activity = Group("activity", help="Plan, finish and cancel activities.")
ACTIVITY = Id("activity")


@command("add")
@click.argument("id", type=RECORD)
@click.option("--type", "type_", required=True, metavar="TYPE", help="Such as todo, call, email, meeting.")
@click.option("--summary", default="", help="What is to be done.")
@click.option("--due", metavar="DATE", help="The day, or the day and time; else as its type says.")
@click.option("--assignee", metavar="USER", help="Who is to do it; else you.")
@click.option("--note", default="", help="More words.")
def add(
    session: Session, id: int, type_: str, summary: str, due: str | None, assignee: str | None, note: str
) -> Answer:
    """Plan an activity on record ID."""
    day, moment = None, None
    if due is not None:
        if len(due.strip()) > 10:
            moment = read_moment(due, lambda words: Invalid({"due": words}))
        else:
            day = Date("Due").parse(due, {})
    who = user.find(assignee).id if assignee else None
    made = planned.schedule(
        id, type_, by=session.by, summary=summary, due=day, due_at=moment, assignee=who, note=note or None
    )
    return Answer({"id": made}, lambda: f"Activity {made} is planned.")


@command("done")
@click.argument("id", metavar="N", type=ACTIVITY)
@click.option("--feedback", default="", help="How it went.")
@click.option("--file", "files", multiple=True, type=FILE, help="A file to hand in; repeatable.")
def done(session: Session, id: int, feedback: str, files: tuple[Path, ...]) -> Answer:
    """Finish activity N; the thread says so."""
    folder, limit = session.open().files, attachment.limit()
    kept = [(storage.keep_file(folder, path, limit=limit), path.name) for path in files]
    handed = [File(stored.sha256, stored.size, name) for stored, name in kept]
    ended = planned.mark_done(id, by=session.by, feedback=feedback, files=handed)
    answer = {"message": ended.message} | ({"next": ended.following} if ended.following else {})
    return Answer(answer, lambda: layout.entry(entries.one(ended.message), session.reader))


@command("cancel")
@click.argument("id", metavar="N", type=ACTIVITY)
def cancel(session: Session, id: int) -> Answer:
    """Take activity N off the list; the thread says so."""
    entry = planned.cancel(id, by=session.by)
    return Answer({"message": entry}, lambda: f"Activity {id} is cancelled.")


@command("plan")
@click.argument("id", type=RECORD)
@click.argument("name")
@click.option("--around", "around", required=True, metavar="DATE", help="The day from which its steps count.")
@click.option("--assignee", metavar="USER", help="Who gets the steps that name nobody; else you.")
@click.option("--preview", is_flag=True, help="Only show what would be planned.")
def plan(session: Session, id: int, name: str, around: str, assignee: str | None, preview: bool) -> Answer:
    """Plan all steps of the plan NAME on record ID."""
    day = Date("Around").parse(around, {})
    who = user.find(assignee).id if assignee else None
    coming = activity_plan.preview(activity_plan.plan(name), day, by=session.by, assignee=who)
    made = [] if preview else activity_plan.make(id, name, day, by=session.by, assignee=who)
    answer = [
        {"due": f"{one.due}", "type": one.type, "summary": one.summary, "assignee": one.assigned_to} for one in coming
    ]
    head = ["Due", "Type", "Summary", "Assignee"]
    return Answer({"ids": made, "steps": answer}, lambda: layout.table(head, [list(one.values()) for one in answer]))


@command("activities")
@click.option("--mine", is_flag=True, help="Only yours.")
def activities(session: Session, mine: bool) -> Answer:
    """List what is planned, the earliest first."""
    found = planned.planned(assignee=session.by if mine else None)

    def text() -> str:
        types = {one.name: one.label for one in activity_type.kinds()}
        rows = [
            [f"{one.id}", f"{one.due}", one.state, types.get(one.type, ""), one.summary, one.title, one.assigned_to]
            for one in found
        ]
        head = ["ID", "Due", "State", "Type", "Summary", "Record", "Assignee"]
        return layout.table(head, rows) if rows else "Nothing is planned."

    return Answer([shapes.activity(one) for one in found], text)


for one in (add, plan, done, cancel):
    activity.add_command(one)
