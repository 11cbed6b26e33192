"""Canned answers: texts that a workspace keeps for writing them again, with places filled from the record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models import person, record, setting, shown, user
from models.errors import Refused
from models.fields.field import Names
from models.shown import Reader
from models.text import fold, one_line, plain

_PLACE = re.compile(r"\{([^{}\n]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A text by the name it is called by."""

    name: str
    text: str


def answers() -> list[Answer]:
    """The workspace's canned answers, by name."""
    return sorted((Answer(**one) for one in setting.get("canned", [])), key=lambda one: fold(one.name))


def keep(answers_: list[Answer], *, by: int) -> None:
    """Keep these as the canned answers; each needs a name of its own and a text."""
    user.require_administrator(by, "change canned answers")
    kept: dict[str, dict[str, str]] = {}
    for one in answers_:
        name, text = one_line(one.name).lstrip("/"), plain(one.text)
        if not name or not text:
            raise Refused("A canned answer needs a name and a text.")
        if fold(name) in kept:
            raise Refused(f"There are two canned answers called “{name}”.")
        kept[fold(name)] = {"name": name, "text": text}
    setting.put("canned", list(kept.values()) or None, by=by)


def filled(text: str, thread_id: int, reader: Reader, *, by: int) -> str:
    """A text with its places filled: {first name}, {name}, {me}, {record} and each field of the record by its label.

    What is empty or unknown stays as it is written, so that one sees it before sending.
    """
    values = _values(thread_id, reader, by)
    return _PLACE.sub(lambda found: values.get(fold(found[1].strip())) or found[0], text)


def places(thread_id: int, reader: Reader, *, by: int) -> list[str]:
    """The names of what can be filled in on a record."""
    return list(_values(thread_id, reader, by))


def _values(thread_id: int, reader: Reader, by: int) -> dict[str, str | None]:
    kept = record.read(thread_id)
    cls = record.kind(kept.kind)
    names = Names()
    found: dict[str, str | None] = {}
    for name, field in cls.fields.items():
        value = kept.values.get(name)
        words = (
            shown.text(field.type, field.snapshot(value, names, kept.values), reader)
            if value not in (None, "", [])
            else None
        )
        found[fold(field.label)] = found[fold(name)] = words
    to = record.correspondent(thread_id)
    named = person.one(to).name if to is not None else None
    found |= {"name": named, "first name": named.split(" ")[0] if named else None}
    return found | {"record": kept.title, "me": person.one(by).name}
