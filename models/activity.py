"""Activities: what is to be done on a record, by whom and until when, and how it ended (product.md §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import peewee as pw

from models import attachment, follower, journal, message, notification, person, setting, thread, user
from models.activity_type import assignee_of, kind, kinds, usable
from models.database import Model, Moment, is_id, moment, moment_text, now, rows, transaction
from models.draft import File
from models.errors import Invalid, NotFound, Refused
from models.message import Message
from models.person import Person
from models.shown import system_zone
from models.text import one_line, plain
from models.thread import Thread

STATES = ("overdue", "today", "planned")
OPEN = "a.done_at IS NULL AND a.cancelled_at IS NULL AND NOT t.archived"
ORDER = "a.due, a.due_at NULLS FIRST, a.id"
OPEN_ROWS = f"""
    SELECT a.id, a.thread_id, t.title, a.type, a.summary, a.note, a.due, a.due_at, a.assignee_id, a.created_by_id,
        a.snoozed_until
    FROM activity a JOIN thread t ON t.id = a.thread_id WHERE {OPEN}
"""

# By day in the order of lists; what comes after lets ten thousand be counted by the index alone (see models/agenda.py).
_BY_DAY = (
    *("assignee", "done_at", "cancelled_at", "due", "due_at", "id"),
    *("thread", "snoozed_until", "type"),
)


@journal.journaled(
    *("activity", "thread_id", "type", "summary", "note", "due", "due_at", "assignee_id", "created_by_id"),
    *("done_at", "cancelled_at", "feedback"),
)
class Activity(Model):
    """`due` is a day in the assignee's zone, `due_at` the moment where a time was given. What ended stays."""

    thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
    type = pw.TextField()
    summary = pw.TextField()
    note = pw.TextField(null=True)
    due = pw.DateField()
    due_at = Moment(null=True)
    assignee = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+", index=False)
    created_by = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+", index=False)
    created_at = Moment()
    done_at = Moment(null=True)
    done_by = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+", index=False)
    cancelled_at = Moment(null=True)
    feedback = pw.TextField(null=True)
    message = pw.ForeignKeyField(Message, null=True, on_delete="SET NULL", backref="+")
    snoozed_until = Moment(null=True)
    salt = pw.BlobField(default=journal.salt)

    class Meta:
        indexes = ((_BY_DAY, False),)


class Planned(NamedTuple):
    """An activity as lists show it; a tuple, because ten thousand of them are read at once.

    `state`: overdue, today or planned, by the assignee's calendar; `days` from their today until it is due, below
    nought where it is late.
    """

    id: int
    thread: int
    title: str
    type: str
    summary: str
    note: str | None
    due: dt.date
    due_at: dt.datetime | None
    assignee: int
    assigned_to: str
    created_by: str
    state: str
    days: int
    snoozed_until: dt.datetime | None
    files: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What finishing an activity wrote: its entry, and the activity that follows by itself, if its type has one."""

    message: int
    following: int | None = None


def zone_of(person_id: int) -> str:
    """The time zone of a person: their own, else this computer's."""
    own = next((row[0] for row in rows("SELECT time_zone FROM person WHERE id = ?", (person_id,))), None)
    return str(own or setting.get("time_zone") or system_zone())


def today_of(person_id: int, *, when: dt.datetime | None = None) -> dt.date:
    """Which day it is where a person is."""
    return (when or now()).astimezone(ZoneInfo(zone_of(person_id))).date()


def state_of(due: dt.date, today: dt.date) -> str:
    """Overdue before today, today, planned after."""
    return "overdue" if due < today else "today" if due == today else "planned"


def schedule(
    thread_id: int,
    type: str,
    *,
    by: int,
    summary: str = "",
    due: dt.date | None = None,
    due_at: dt.datetime | None = None,
    assignee: int | None = None,
    note: str | None = None,
    files: Sequence[File] = (),
    when: dt.datetime | None = None,
) -> int:
    """Plan an activity, with files that are kept already. Its type gives what isn't said; the assignee follows, and is
    told unless it is `by`.
    """
    chosen = usable(type)
    who = assignee or assignee_of(chosen) or by
    with transaction():
        if thread.head(thread_id).archived:
            raise Refused("This record is archived; restore it before planning anything on it.")
        _require_active(who)
        day = due or (due_at.astimezone(ZoneInfo(zone_of(who))).date() if due_at else None)
        values = {
            "type": chosen.name,
            "summary": one_line(summary) or chosen.summary or chosen.label,
            "note": plain(note) if note else None,
            "due": day or today_of(who, when=when) + dt.timedelta(days=chosen.days),
            "due_at": due_at,
        }
        owners = {"thread": thread_id, "assignee": who, "created_by": by, "created_at": when or now()}
        id = int(Activity.insert(**owners, **values, salt=journal.salt()).execute())
        journal.note("activity", id, "create", by=by, thread=thread_id)
        attachment.give_to_activity(id, thread_id, files, by=by)
        _assigned(id, thread_id, who, str(values["summary"]), by=by)
    return id


def _require_active(who: int) -> None:
    member = user.member(who)
    if member is None:
        raise Invalid({"assignee": f"{person.one(who).name} is not a user; activities are for users."})
    if member.archived:
        raise Invalid({"assignee": f"{member.name} is archived; choose someone else."})


def _assigned(id: int, thread_id: int, who: int, summary: str, *, by: int) -> None:
    """The assignee follows; somebody else who was given it is told by an entry that says so."""
    follower.follow_automatically(thread_id, who)
    if who != by:
        entry = message.log(
            thread_id, f"{person.one(by).name} gave {person.one(who).name} an activity: {summary}", by=by
        )
        notification.tell([who], entry, thread_id, "given")


def one(id: int) -> Any:
    """The activity with this id, or `NotFound`."""
    found = Activity.get_or_none(Activity.id == id) if is_id(id) else None
    if found is None:
        raise NotFound(f"There is no activity {id}.")
    return found


def _open(id: int) -> Any:
    kept = one(id)
    if kept.done_at is not None or kept.cancelled_at is not None:
        raise Refused("This activity is done already." if kept.done_at else "This activity was cancelled.")
    return kept


def change(id: int, *, by: int, **given: Any) -> None:
    """Change summary, note, due, due_at, type or assignee of an open activity."""
    with transaction():
        kept = _open(id)
        if "type" in given:
            named = kind(given["type"])
            given["type"] = named.name if named.name == kept.type else usable(named.name).name
        if "assignee" in given:
            _require_active(given["assignee"])
        given |= _cleaned(given, kept)
        given |= _days(given, kept)
        Activity.update(**given).where(Activity.id == id).execute()
        journal.note("activity", id, "change", by=by, thread=kept.thread_id)
        if given.get("due", kept.due) != kept.due:
            moved = f"moved the activity {kept.summary} from {kept.due:%Y-%m-%d} to {given['due']:%Y-%m-%d}"
            message.log(kept.thread_id, f"{person.one(by).name} {moved}", by=by)
        if given.get("assignee", kept.assignee_id) != kept.assignee_id:
            _assigned(id, kept.thread_id, given["assignee"], given.get("summary", kept.summary), by=by)


def _cleaned(given: dict[str, Any], kept: Any) -> dict[str, Any]:
    """Summary and note as they are kept; an empty summary is that of the type."""
    found: dict[str, Any] = {}
    if "summary" in given:
        chosen = kind(given.get("type", kept.type))
        found["summary"] = one_line(given["summary"]) or chosen.summary or chosen.label
    if "note" in given:
        found["note"] = plain(given["note"] or "") or None
    return found


def _days(given: dict[str, Any], kept: Any) -> dict[str, Any]:
    """Day and moment agree: a time moves along with its day, and the day is the one where the assignee is."""
    if not given.keys() & {"due", "due_at", "assignee"}:
        return {}
    before = ZoneInfo(zone_of(kept.assignee_id))
    zone = ZoneInfo(zone_of(given.get("assignee", kept.assignee_id)))
    at = given.get("due_at", kept.due_at)
    if at is None:
        return {}
    if "due_at" not in given and "due" in given:
        at = dt.datetime.combine(given["due"], at.astimezone(before).time(), zone).astimezone(dt.UTC)
    return {"due_at": at, "due": at.astimezone(zone).date()}


def snooze(id: int, until: dt.datetime, *, by: int) -> None:
    """Remind again at `until`; the due day stays."""
    with transaction():
        kept = _open(id)
        Activity.update(snoozed_until=until).where(Activity.id == id).execute()
        journal.note("activity", id, "change", by=by, thread=kept.thread_id)


def add_files(id: int, files: Sequence[File], *, by: int) -> None:
    """Give files that are kept already to an open activity."""
    with transaction():
        kept = _open(id)
        attachment.give_to_activity(id, kept.thread_id, files, by=by)
        journal.note("activity", id, "change", by=by, thread=kept.thread_id)


def mark_done(
    id: int, *, by: int, feedback: str = "", files: Sequence[File] = (), when: dt.datetime | None = None
) -> Done:
    """Finish an activity: an entry in the thread says what was done and has its files, `files` among them; a type with
    an automatic next one plans that.
    """
    with transaction():
        kept = _open(id)
        chosen = kind(kept.type)
        said = [f"{chosen.label} done: {kept.summary}"]
        if kept.assignee_id != by:
            said[0] += f" (assigned to {person.one(kept.assignee_id).name})"
        said += [f"Note: {kept.note}"] if kept.note else []
        said += [f"Feedback: {plain(feedback)}"] if plain(feedback) else []
        entry = message.write(kept.thread_id, "activity", author=by, body="\n".join(said), when=when)
        attachment.hand_over(id, entry, by=by)
        attachment.attach_to(kept.thread_id, entry, files, by=by, when=when)
        ended = {"done_at": when or now(), "done_by": by, "feedback": plain(feedback) or None, "message": entry}
        Activity.update(**ended).where(Activity.id == id).execute()
        journal.note("activity", id, "done", by=by, thread=kept.thread_id)
        listening = follower.listening(kept.thread_id, "activities", users=True) - {by}
        notification.tell(listening, entry, kept.thread_id, "activity")
        following = None
        if chosen.next and chosen.automatic:
            following = schedule(kept.thread_id, chosen.next, by=by, assignee=kept.assignee_id, when=when)
    return Done(entry, following)


def cancel(id: int, *, by: int) -> int:
    """Take an activity off the list; the thread says so. Returns that entry."""
    with transaction():
        kept = _open(id)
        Activity.update(cancelled_at=now()).where(Activity.id == id).execute()
        journal.note("activity", id, "cancel", by=by, thread=kept.thread_id)
        words = f"{person.one(by).name} cancelled the activity {kind(kept.type).label}: {kept.summary}"
        return message.log(kept.thread_id, words, by=by)


def planned(
    *, thread_id: int | None = None, assignee: int | None = None, when: dt.datetime | None = None
) -> list[Planned]:
    """The open activities of a record, of a user, or all: the one due first comes first."""
    where = (" AND a.thread_id = ?" if thread_id is not None else "") + (
        " AND a.assignee_id = ?" if assignee is not None else ""
    )
    given = tuple(one for one in (thread_id, assignee) if one is not None)
    return shown(rows(f"{OPEN_ROWS}{where} ORDER BY {ORDER}", given), when=when)


def planned_one(id: int) -> Planned | None:
    """An activity as lists show it; None where it is not open, or its record is archived."""
    return next(iter(shown(rows(f"{OPEN_ROWS} AND a.id = ?", (id,)))), None)


def shown(found: Iterable[tuple[Any, ...]], *, when: dt.datetime | None = None) -> list[Planned]:
    """What was read by OPEN_ROWS as lists show it."""
    found = list(found)
    doing = {row[8] for row in found}
    names = {who: one.name for who, one in person.some(doing | {row[9] for row in found}).items()}
    today = {who: today_of(who, when=when) for who in doing}
    files = attachment.counts_of_activities() if found else {}
    days: dict[tuple[str, int], tuple[dt.date, str, int]] = {}
    shown = []
    for id, on, title, type, summary, note, due, at, who, by, snoozed in found:
        told = days.get((due, who))
        if told is None:
            day = dt.date.fromisoformat(due)
            told = days[due, who] = (day, state_of(day, today[who]), (day - today[who]).days)
        due_at, until = moment(at) if at else None, moment(snoozed) if snoozed else None
        what = (id, on, title, type, summary, note, told[0], due_at, who, names[who], names[by])
        shown.append(Planned(*what, told[1], told[2], until, files.get(id, 0)))
    return shown


def need_now(assignee: int, *, when: dt.datetime | None = None) -> int:
    """How many activities of a user are late or due today, without those they snoozed."""
    sql = f"""
        SELECT COUNT(*) FROM activity a JOIN thread t ON t.id = a.thread_id
        WHERE {OPEN} AND a.assignee_id = ? AND a.due <= ? AND (a.snoozed_until IS NULL OR a.snoozed_until <= ?)
    """
    today = today_of(assignee, when=when).isoformat()
    return int(next(iter(rows(sql, (assignee, today, moment_text(when or now())))))[0])


def most_pressing(threads: Iterable[int], *, when: dt.datetime | None = None) -> dict[int, int]:
    """Days until the most pressing open activity of these records is due for its assignee; below nought: late."""
    ids = tuple(threads)
    if not ids:
        return {}
    sql = f"""
        SELECT a.thread_id, a.assignee_id, MIN(a.due) FROM activity a JOIN thread t ON t.id = a.thread_id
        WHERE {OPEN} AND a.thread_id IN ({", ".join("?" * len(ids))}) GROUP BY a.thread_id, a.assignee_id
    """
    found = list(rows(sql, ids))
    today = {who: today_of(who, when=when) for who in {row[1] for row in found}}
    pressing: dict[int, int] = {}
    for thread_id, who, due in found:
        days = (dt.date.fromisoformat(due) - today[who]).days
        pressing[thread_id] = min(days, pressing.get(thread_id, days))
    return pressing


def suggestions(type: str) -> list[str]:
    """The types that may follow this one, the declared next one first."""
    chosen = kind(type)
    others = [one.name for one in kinds(archived=False) if one.name not in (chosen.next, type)]
    return [chosen.next, *others] if chosen.next else others
