"""Creation: many new records of a kind, written together as `record.create(origin=…)` would write them one by one."""

from __future__ import annotations

from models import bulk, journal, person, record, user
from models.database import moment_text, now
from models.declaration import Record, Values
from models.fields import Member
from models.follower import Follower
from models.message import Message
from models.notification import Notification
from models.text import fold
from models.thread import Thread


class Creation:
    """Records that are to be written by the next `write`, all in one transaction. `add` tells the id each will have."""

    def __init__(self, cls: type[Record], *, by: int) -> None:
        self._cls, self._by = cls, by
        self._author = person.deskbot()
        self._active = {one.id for one in user.members(archived=False)}
        self._next = bulk.next_id(Thread)
        self.waiting: dict[int, Values] = {}

    def add(self, values: Values) -> int:
        """Let a record be written, with all its values; one without a title of its own gets a number."""
        id, self._next = self._next, self._next + 1
        title = record.title(self._cls, values) or record.number(self._cls, id)
        self.waiting[id] = {**values, self._cls.title_field: title}
        return id

    def write(self, origin: str) -> None:
        """Write what waits; `origin` names the file and who imports it (inside a transaction)."""
        made, self.waiting = self.waiting, {}
        if not made:
            return
        entries = dict(zip(made, range(bulk.next_id(Message), 2**63), strict=False))
        self._write_records(made, entries)
        self._cls.kept_of_many(made, by=self._author)
        self._write_entries(entries, origin)
        self._put_in_charge(made, entries)

    def _write_records(self, made: dict[int, Values], entries: dict[int, int]) -> None:
        cls, when = self._cls, moment_text(now())
        titles = {id: record.title(cls, values) for id, values in made.items()}
        shared = {"kind": cls.kind, "created": when, "last_date": when}
        bulk.insert(
            Thread,
            [
                {**shared, "id": id, "title": title, "folded": fold(title), "last_message": entries[id]}
                for id, title in titles.items()
            ],
        )
        bulk.insert(cls.table, [{"id": id, **record.columns(cls, one, cls.fields)} for id, one in made.items()])
        for id in made:
            journal.note(cls.kind, id, "create", by=self._author, thread=id)

    def _write_entries(self, entries: dict[int, int], origin: str) -> None:
        shared = {"kind": "created", "direction": "internal", "author": self._author, "date": moment_text(now())}
        shared["body"] = record.first_words(self._cls, origin)
        bulk.insert(Message, [{**shared, "id": entry, "thread": id} for id, entry in entries.items()])
        for id, entry in entries.items():
            journal.note("message", entry, "create", by=self._author, thread=id)

    def _put_in_charge(self, made: dict[int, Values], entries: dict[int, int]) -> None:
        """Whoever was put in charge follows, and is told unless they did it themselves."""
        names = [name for name, field in self._cls.fields.items() if isinstance(field, Member)]
        chosen = dict.fromkeys((id, one[name]) for id, one in made.items() for name in names if one[name] is not None)
        following = [pair for pair in chosen if pair[1] in self._active]
        first = bulk.next_id(Follower)
        rows = [{"id": row, "thread": id, "person": who} for row, (id, who) in enumerate(following, first)]
        bulk.insert(Follower, rows)
        for row in rows:
            journal.note("follower", row["id"], "create", by=row["person"], thread=row["thread"])
        told = [(id, who) for id, who in chosen if who != self._by]
        first = bulk.next_id(Notification)
        bulk.insert(
            Notification,
            [
                {"id": row, "message": entries[id], "thread": id, "person": who, "reason": "assigned"}
                for row, (id, who) in enumerate(told, first)
            ],
        )
