"""The sample workspace: a made-up furniture maker, its customers and vendors, and three months of their letters.

Everything in it is fictitious. It is written by the same verbs as everything else, each entry dated when it is said to
have happened; only what no verb of ours can do, the channels' answers and what users have read by now, is set here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import peewee as pw

from models import activity, follower, message, person, posting, record, sending, user
from models.database import transaction
from models.delivery import Delivery
from models.errors import Refused
from models.message import Message
from models.notification import Notification, ReadMark
from models.sample.story import KINDS, Clock, Plain, language_of, minute, read, threads
from models.text import fold, html_of
from models.thread import Thread

LINKS = ("company", "contact", "vendor", "about")
MEMBERS = ("salesperson", "buyer", "assignee")
OWNER = "owner"  # stands for whoever made the workspace
UNREAD_SINCE = (1, "16:30")  # news after this is left unread, unless the reader wrote on that record since
ARRIVAL = {"whatsapp": ("read", dt.timedelta(minutes=2)), "email": ("delivered", dt.timedelta(seconds=20))}

Step = Callable[[], None]


def fill(by: int, *, now: dt.datetime | None = None) -> None:
    """Fill an empty workspace with the sample, in one transaction; `by` made the workspace.

    If `by` has the name or address of one of the sample's users, they play that part. `Refused` if there are records.
    """
    with transaction():
        if Thread.select().exists():
            raise Refused("The sample goes into a new workspace only; this one has records already.")
        _Teller(by, Clock.at(now)).tell()


@dataclass
class _Teller:
    """Writes the story entry by entry, oldest first, and knows by key who and what is there already."""

    by: int
    clock: Clock
    persons: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)

    def tell(self) -> None:
        self.persons = {OWNER: self.by, "deskbot": person.deskbot()}
        for one in read("users"):
            self.persons[one["key"]] = _member(one) or user.add(
                one["name"], one["email"], administrator=one["administrator"], by=self.by
            )
        for _, step in sorted(self._steps(), key=lambda one: one[0]):
            step()
        for planned in read("activities"):
            self._plan(planned)
        _mark_read(self.clock.moment(*UNREAD_SINCE), self.clock.now)

    def _steps(self) -> list[tuple[tuple[int, str], Step]]:
        """What happens, with its place in time; what stands first in the files comes first within a minute."""
        steps: list[tuple[tuple[int, str], Step]] = []
        for name, kind in KINDS.items():
            for one in read(name):
                steps.append((_place(one["created"]), partial(self._create, kind, one)))
        for thread in threads():
            for entry in thread["entries"]:
                steps.append((_place(entry), partial(self._enter, thread, entry)))
        return steps

    def _create(self, kind: str, one: Plain) -> None:
        created = one["created"]
        by, when = self.persons[created["author"]], self.clock.moment(created["days_ago"], created["time"])
        origin = self._origin("Imported", created)
        id = record.create(kind, self._values(one["values"]), by=by, when=when, origin=origin).id
        self.records[one["key"]] = id
        if kind == "contact":
            self.persons[one["key"]] = person.of_card(id).id  # type: ignore[union-attr]
        for key in one.get("followers", ()):
            self._follow(id, key, by=by, when=when)

    def _follow(self, id: int, key: str, *, by: int, when: dt.datetime) -> None:
        who = self.persons[key]
        if user.member(who) is not None:
            follower.follow_automatically(id, who)
        else:
            follower.follow(id, who, by=by, when=when)

    def _origin(self, did: str, one: Plain) -> str | None:
        """The words for what came in with a file."""
        if "origin" not in one:
            return None
        return f"{did} from {one['origin']} by {person.one(self.persons[one['author']]).name}"

    def _values(self, written: Plain) -> Plain:
        """Values as verbs take them: keys as ids, lists as text, days and moments as they are meant now."""
        values: Plain = {}
        for name, value in written.items():
            if name in LINKS:
                values[name] = self.records[value]
            elif name in MEMBERS:
                values[name] = self.persons[value]
            elif isinstance(value, list):
                values[name] = ("\n" if name == "lines" else ",").join(value)
            else:
                values[name] = self.clock.value(value)
        return values

    def _enter(self, thread: Plain, entry: Plain) -> None:
        """Write one entry."""
        id, by = self.records[thread["record"]], self.persons[entry["author"]]
        when = self.clock.moment(entry["days_ago"], entry["time"])
        if entry["kind"] == "change":
            record.save(id, self._values(entry["set"]), by=by, when=when, origin=self._origin("Updated", entry))
            return
        texts = [self._text(body, language_of(entry, thread)) for body in (*entry.get("earlier", ()), entry["body"])]
        if entry["kind"] == "log":
            message.log(id, texts[0], by=by, when=when)
        elif entry.get("direction") == "in":
            self._receive(id, entry, texts[0], when=when)
        else:
            written = self._write(id, entry, texts[0], when=when)
            self._rework(written, entry, texts[1:], by=by, when=when)

    def _plan(self, one: Plain) -> None:
        """Plan an activity, as whoever is to do it."""
        who, day = self.persons[one["assignee"]], self.clock.day(one["due"])
        moment = self.clock.now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) if "time" in one else None
        if moment is not None:
            hour, rest = divmod(minute(one["time"]), 60)
            moment = moment.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=rest)
        activity.schedule(
            self.records[one["record"]],
            one["type"],
            by=who,
            summary=one["summary"],
            due=day,
            due_at=moment,
            note=one.get("note"),
            when=self.clock.moment(3, "09:00"),
        )

    def _text(self, body: str, language: str) -> str:
        owner = person.one(self.by).name
        return self.clock.words(body.replace(f"@{OWNER}", f"@{owner}"), language)

    def _receive(self, id: int, entry: Plain, text: str, *, when: dt.datetime) -> None:
        author, channel, subject = self.persons[entry["author"]], entry["kind"], entry.get("subject")
        posting.receive(id, _body(text), author=author, channel=channel, html=_html(text), subject=subject, when=when)

    def _write(self, id: int, entry: Plain, text: str, *, when: dt.datetime) -> int:
        """A note, or a message with what became of it on its way."""
        by = self.persons[entry["author"]]
        if entry["kind"] == "note":
            return posting.note(id, _body(text), by=by, html=_html(text), when=when)
        channel = "whatsapp" if entry["kind"] == "whatsapp" else "email"
        on_the_way = entry.get("delivery", {})
        later = dt.datetime.fromisoformat(self.clock.value(on_the_way["after"])) if "after" in on_the_way else None
        posted = sending.send(
            id,
            _body(text),
            by=by,
            to=[self.persons[entry["to"]]],
            channel=channel,
            html=_html(text),
            subject=entry.get("subject"),
            when=when,
            send_after=later,
        )
        if later is None:
            self._arrive(posted.deliveries, channel, on_the_way, when=when)
        return posted.message

    def _arrive(self, deliveries: tuple[int, ...], channel: str, written: Plain, *, when: dt.datetime) -> None:
        """Say how a message fared. No channel took part, so no verb can: the rows are set as they would be by now."""
        state, took = ARRIVAL[channel]
        fate = {"state": written.get("state", state), "reason": written.get("reason"), "code": written.get("code")}
        changed = min(when + took, self.clock.now.astimezone(dt.UTC))
        Delivery.update(**fate, attempts=1, changed=changed).where(Delivery.id.in_(deliveries)).execute()

    def _rework(self, id: int, entry: Plain, texts: list[str], *, by: int, when: dt.datetime) -> None:
        """Edit what was edited, a few minutes after each other, and delete what was deleted."""
        for count, text in enumerate(texts, start=1):
            message.edit(id, _body(text), by=by, html=_html(text), when=when + dt.timedelta(minutes=3 * count))
        if entry.get("deleted"):
            message.delete(id, by=by, when=when + dt.timedelta(minutes=2))


def _place(one: Plain) -> tuple[int, str]:
    return -one["days_ago"], one["time"]


def _member(one: Plain) -> int | None:
    """The user of this name or address, if there is one already."""
    wanted = {fold(one["name"]), fold(one["email"])}
    found = (member.id for member in user.members() if wanted & {fold(member.name), fold(member.email or "")})
    return next(found, None)


def _body(text: str) -> str:
    return text.replace("**", "")


def _html(text: str) -> str | None:
    """The text with "**" made bold; None where there is nothing to mark."""
    if "**" not in text:
        return None
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html_of(text))


def _mark_read(since: dt.datetime, now: dt.datetime) -> None:
    """Let users have read what is older than `since`, or than what they last wrote on that record themselves."""
    wrote = Message.alias()
    last_own = wrote.select(pw.fn.MAX(wrote.date)).where(
        (wrote.thread == Notification.thread) & (wrote.author == Notification.person)
    )
    date = Message.select(Message.date).where(Message.id == Notification.message)
    Notification.update(read_at=now).where((date < since) | (date < last_own)).execute()
    _mark_seen(since)


def _mark_seen(since: dt.datetime) -> None:
    """The same for the line in each thread above which everything is new."""
    pair = (Message.thread, Message.author)
    query = Message.select(*pair, pw.fn.MAX(Message.date)).group_by(*pair)
    last = {(thread, author): date for thread, author, date in query.tuples()}
    threads = [row[0] for row in Thread.select(Thread.id).tuples()]
    marks = [
        {"thread": thread, "person": one.id, "seen": max(since, last.get((thread, one.id), since))}
        for one in user.members()
        for thread in threads
    ]
    ReadMark.insert_many(marks).execute()
