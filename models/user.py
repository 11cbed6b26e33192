"""Users: the persons who work in a workspace, as users or administrators. A user is a name, not a login."""

from __future__ import annotations

from dataclasses import dataclass

import peewee as pw

from models import journal, person
from models.database import Model, rows, transaction
from models.errors import Invalid, NotFound, Refused
from models.person import Person
from models.text import email_address, fold, one_line


@journal.journaled("user", "administrator", "archived")
class User(Model):
    """The role of a person. An archived user can't act any more; what they wrote stays theirs."""

    person = pw.ForeignKeyField(Person, primary_key=True, on_delete="RESTRICT", backref="+")
    administrator = pw.BooleanField(default=False)
    archived = pw.BooleanField(default=False)
    salt = pw.BlobField(default=journal.salt)


@dataclass(frozen=True, slots=True)
class Member:
    """A user as shown: `id` is the person's."""

    id: int
    name: str
    email: str | None
    administrator: bool
    archived: bool


def _members() -> pw.ModelSelect:
    query = User.select(User.person, Person.name, Person.email, User.administrator, User.archived)
    return query.join(Person, on=(User.person == Person.id)).order_by(User.person)


def members(*, archived: bool = True) -> list[Member]:
    """The users, oldest first; without the archived ones on request."""
    query = _members() if archived else _members().where(~User.archived)
    return [Member(*row) for row in query.tuples()]


def member(id: int) -> Member | None:
    """The user who is this person, if they are one."""
    sql = """
        SELECT p.id, p.name, p.email, u.administrator, u.archived FROM "user" u JOIN person p ON p.id = u.person_id
        WHERE u.person_id = ?
    """
    row = next(rows(sql, (id,)), None)
    return Member(row[0], row[1], row[2], bool(row[3]), bool(row[4])) if row else None


def add(name: str, email: str, *, administrator: bool = False, by: int | None) -> int:
    """Make someone a user; `by` must be an administrator (None only for the first, who makes the workspace)."""
    with transaction():
        if by is not None:
            require_administrator(by, "add users")
        called, address = one_line(name), email_address(email)
        if not called:
            raise Invalid({"name": "A user needs a name."})
        existing = Person.select(Person.id).where(Person.folded_email == fold(address)).scalar()
        if existing is not None and member(existing) is not None:
            raise Refused(f"{address} is a user already.")
        if existing is not None:
            person.change(existing, by=by or existing, archived=False)
        id = existing or person.create(called, by=by, email=address)
        User.insert_row(person=id, administrator=administrator)
        journal.note("user", id, "create", by=by or id)
    return int(id)


def archive(id: int, *, by: int) -> None:
    """Archive a user; the last administrator stays."""
    with transaction():
        require_administrator(by, "archive users")
        role = member(id)
        if role is None:
            raise NotFound(f"{person.one(id).name} is not a user.")
        if role.archived:
            raise Refused(f"{role.name} is archived already.")
        left = [one for one in members(archived=False) if one.administrator and one.id != id]
        if not left:
            raise Refused("The last administrator can't be archived; make someone else one first.")
        User.update(archived=True).where(User.person == id).execute()
        journal.note("user", id, "archive", by=by)


def find(named: str) -> Member:
    """The user with this name or e-mail address; archived ones can't act."""
    folded = fold(one_line(named))
    matches = [one for one in members() if folded in (fold(one.name), fold(one.email or ""))]
    present = [one for one in matches if not one.archived]
    if not matches:
        raise NotFound(f"There is no user “{one_line(named)}”.")
    if not present:
        raise Refused(f"{matches[0].name} is archived and can't act any more.")
    if len(present) > 1:
        raise Refused(f"“{one_line(named)}” fits more than one user; use the e-mail address.")
    return present[0]


def first_administrator() -> Member:
    """The user who acts where nobody was named."""
    return next(one for one in members(archived=False) if one.administrator)


def require_administrator(id: int, what: str) -> None:
    """Refuse unless this person is an administrator."""
    role = member(id)
    if role is None or role.archived or not role.administrator:
        raise Refused(f"Only an administrator can {what}.")


def require_active(id: int) -> None:
    """Refuse where this person is an archived user; others, such as whoever an answer comes from, may act."""
    row = next(rows('SELECT archived FROM "user" WHERE person_id = ?', (id,)), None)
    if row is not None and row[0]:
        raise Refused(f"{person.one(id).name} is archived and can't act any more.")
