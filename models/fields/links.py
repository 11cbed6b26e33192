"""Fields that point: to another record, to the user in charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import peewee as pw

from models import person, thread, user
from models.errors import NotFound, Refused
from models.fields.field import Field, Names
from models.text import fold, one_line


class Link(Field):
    """Another record: of the kind `to`, or of any kind."""

    type = "label"

    def __init__(self, label: str, *, to: str | None = None, **more: Any) -> None:
        super().__init__(label, **more)
        self.to = to

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: pw.ForeignKeyField(thread.Thread, null=True, on_delete="SET NULL", backref="+")}

    def parse(self, text: str, given: Mapping[str, Any]) -> int | None:
        typed = one_line(text)
        try:
            return self._find(typed) if typed else None
        except Refused as error:
            raise self.refuse(f"{self.label}: {error}") from error

    def _find(self, typed: str) -> int:
        if typed.isascii() and typed.isdecimal():
            return self.check(int(typed))
        if "@" in typed:
            card = person.find(typed).card
            if card is None:
                raise NotFound(f"{typed} has no contact record.")
            return self.check(card)
        where = (thread.Thread.folded == fold(typed)) & ~thread.Thread.archived
        where &= (thread.Thread.kind == self.to) if self.to else True
        found = [row[0] for row in thread.Thread.select(thread.Thread.id).where(where).limit(2).tuples()]
        if not found:
            raise NotFound(f"There is no {(self.to or 'record').replace('_', ' ')} called “{typed}”.")
        if len(found) > 1:
            raise Refused(f"“{typed}” fits more than one record; use the id.")
        return int(found[0])

    def check(self, value: Any) -> int:
        found = thread.head(int(value))
        if self.to and found.kind != self.to:
            raise NotFound(f"Record {found.id} is not a {self.to.replace('_', ' ')}.")
        return found.id

    def snapshot(self, value: int | None, names: Names, values: Mapping[str, Any]) -> dict[str, Any] | None:
        return None if value is None else {"id": value, "title": names.title(value)}


class Member(Field):
    """A user of the workspace who is in charge; being put there makes them a follower and tells them."""

    type = "label"

    def columns(self) -> dict[str, pw.Field]:
        return {self.name: pw.ForeignKeyField(person.Person, null=True, on_delete="RESTRICT", backref="+")}

    def parse(self, text: str, given: Mapping[str, Any]) -> int | None:
        typed = one_line(text)
        if not typed:
            return None
        try:
            found = person.find(typed).id if typed.isascii() and typed.isdecimal() else user.find(typed).id
        except Refused as error:
            raise self.refuse(f"{self.label}: {error}") from error
        return self.check(found)

    def check(self, value: Any) -> int:
        role = user.member(int(value))
        if role is None:
            raise self.refuse(f"{self.label}: {person.one(int(value)).name} is not a user.")
        if role.archived:
            raise self.refuse(f"{self.label}: {role.name} is archived and can't be put in charge.")
        return role.id

    def snapshot(self, value: int | None, names: Names, values: Mapping[str, Any]) -> dict[str, Any] | None:
        if value is None:
            return None
        someone = names.someone(value)
        return {"id": someone.card, "person": value, "title": someone.name}

    def plain(self, value: int | None, names: Names, values: Mapping[str, Any]) -> dict[str, Any] | None:
        kept = self.snapshot(value, names, values)
        return None if kept is None else {"id": kept["id"], "title": kept["title"]}
