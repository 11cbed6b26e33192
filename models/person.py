"""Person: anyone with a name who writes, receives, follows or is assigned; Deskbot, who writes for the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from models import bulk, journal
from models.database import Model, is_id, rows
from models.errors import NotFound, Refused
from models.text import fold, one_line
from models.thread import Thread

DESKBOT = "Deskbot"


@journal.journaled(
    *("person", "name", "email", "mobile", "phone", "language", "time_zone", "consent", "card_id", "bot", "archived")
)
class Person(Model):
    """`card` is the person's Contact record, which keeps name, addresses and language equal to its own."""

    name = pw.TextField()
    folded = pw.TextField(index=True)
    email = pw.TextField(null=True)
    folded_email = pw.TextField(null=True, index=True)
    mobile = pw.TextField(null=True)
    phone = pw.TextField(null=True)
    language = pw.TextField(null=True)
    time_zone = pw.TextField(null=True)
    consent = pw.TextField(default="unknown")
    card = pw.ForeignKeyField(Thread, null=True, unique=True, on_delete="SET NULL", backref="+")
    bot = pw.BooleanField(default=False)
    archived = pw.BooleanField(default=False)
    salt = pw.BlobField(default=journal.salt)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as lists, threads and deliveries show them. `number` is the WhatsApp number: mobile, else phone."""

    id: int
    name: str
    email: str | None
    mobile: str | None
    phone: str | None
    card: int | None
    bot: bool
    archived: bool

    @property
    def number(self) -> str | None:
        return self.mobile or self.phone


def create(name: str, *, by: int | None, email: str | None = None, card: int | None = None, bot: bool = False) -> int:
    """Make a person known. Returns the id."""
    folded_email = fold(email) if email else None
    id = Person.insert_row(name=name, folded=fold(name), email=email, folded_email=folded_email, card=card, bot=bot)
    journal.note("person", id, "create", by=by or id, thread=card)
    return id


def create_many(cards: Sequence[Mapping[str, Any]], *, by: int) -> None:
    """Make many persons known at once (inside a transaction); each mapping holds the columns of one."""
    first = bulk.next_id(Person)
    rows = [
        {
            **card,
            "id": id,
            "folded": fold(card["name"]),
            "folded_email": fold(card["email"]) if card["email"] else None,
        }
        for id, card in enumerate(cards, first)
    ]
    bulk.insert(Person, rows)
    for row in rows:
        journal.note("person", row["id"], "create", by=by)


def addresses_without_card(folded: Iterable[str]) -> set[str]:
    """Which of these folded addresses belong to somebody without a card."""
    where = Person.folded_email.in_(list(folded)) & Person.card.is_null() & ~Person.bot
    return {row[0] for row in Person.select(Person.folded_email).where(where).tuples()}


def change(id: int, *, by: int, **values: Any) -> None:
    """Write columns of a person, where they differ; the folded forms follow."""
    kept = Person.row(id)
    if kept is None:
        raise NotFound(f"There is no person {id}.")
    values = {name: value for name, value in values.items() if kept[name] != value}
    if not values:
        return
    if "name" in values:
        values["folded"] = fold(str(values["name"]))
    if "email" in values:
        values["folded_email"] = fold(str(values["email"])) if values["email"] else None
    Person.update_row(id, **values)
    journal.note("person", id, "change", by=by)


def erase(id: int, *, by: int) -> None:
    """Forget a person whom nothing names any more."""
    Person.delete().where(Person.id == id).execute()
    journal.note("person", id, journal.ERASE, by=by)


def deskbot() -> int:
    """The id of Deskbot."""
    return int(Person.select(Person.id).where(Person.bot).limit(1).scalar())


def some(ids: Iterable[int | None]) -> dict[int, Someone]:
    """The persons with these ids, by id."""
    wanted = tuple({id for id in ids if id is not None and is_id(id)})
    return {one.id: one for one in _found(f"id IN ({', '.join('?' * len(wanted))})", wanted)} if wanted else {}


def _found(where: str, parameters: tuple[Any, ...]) -> list[Someone]:
    sql = f"SELECT id, name, email, mobile, phone, card_id, bot, archived FROM person WHERE {where}"
    return [
        Someone(id, name, email, mobile, phone, card, bool(bot), bool(archived))
        for id, name, email, mobile, phone, card, bot, archived in rows(sql, parameters)
    ]


def one(id: int) -> Someone:
    """The person with this id, or `NotFound`."""
    found = some([id])
    if id not in found:
        raise NotFound(f"There is no person {id}.")
    return found[id]


def of_card(card: int) -> Someone | None:
    """The person whose Contact record this is."""
    found = _found("card_id = ?", (card,)) if is_id(card) else []
    return found[0] if found else None


def find(named: str) -> Someone:
    """The person named by the id of their contact record, an exact name or an e-mail address (product.md §12)."""
    text = one_line(named)
    if text.isascii() and text.isdecimal():
        found = of_card(int(text))
        if found is None:
            raise NotFound(f"There is no contact {text}.")
        return found
    where = "folded_email = ?" if "@" in text else "folded = ?"
    matches = _found(f"{where} ORDER BY archived LIMIT 3", (fold(text),))
    present = [match for match in matches if not match.archived] or matches
    if not present:
        raise NotFound(
            f"Nobody is called “{text}” here." if "@" not in text else f"Nobody here has the address {text}."
        )
    if len(present) > 1:
        raise Refused(f"“{text}” fits more than one person; name them by e-mail address or by the id of their contact.")
    return present[0]


def matching(typed: str, *, limit: int = 8) -> list[Someone]:
    """Persons whose name has a word that begins with, or whose address begins with, what was typed; never Deskbot."""
    start = fold(one_line(typed))
    escaped = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    where = """
        NOT bot AND NOT archived
        AND (folded LIKE ? ESCAPE '\\' OR folded LIKE ? ESCAPE '\\' OR folded_email LIKE ? ESCAPE '\\')
        ORDER BY folded LIMIT ?
    """
    return _found(where, (f"{escaped}%", f"% {escaped}%", f"{escaped}%", limit))
