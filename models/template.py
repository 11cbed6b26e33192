"""Templates: the texts that a channel's provider has approved, as they were fetched last, and how they are filled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import peewee as pw

from models.database import Json, Model, Moment, now, transaction
from models.errors import NotFound, Refused

LIMIT = 1600  # characters of a filled template, and of each variable (Twilio 21617, 21658)
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_UNSENDABLE = re.compile(r"[\n\t]| {5,}")  # WhatsApp refuses these within a variable


class Template(Model):
    """A template as the provider has it. Not in the journal: it is a copy that is fetched anew."""

    channel = pw.TextField()
    sid = pw.TextField()
    name = pw.TextField()
    language = pw.TextField()
    body = pw.TextField()
    status = pw.TextField()
    category = pw.TextField()
    reason = pw.TextField()
    samples = Json()
    fetched = Moment()

    class Meta:
        primary_key = pw.CompositeKey("channel", "sid")


@dataclass(frozen=True, slots=True)
class Kept:
    """A template as shown. `status` "approved" may be sent; `category` is its price class; `samples` by variable."""

    sid: str
    name: str
    language: str
    body: str
    status: str
    category: str = ""
    reason: str = ""
    samples: Mapping[str, str] | None = None
    fetched: dt.datetime | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of its variables, in the order in which the text has them."""
        return placeholders(self.body)


def placeholders(body: str) -> tuple[str, ...]:
    """The names of the variables in a template's text."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(body)))


def keep(channel: str, found: Iterable[Kept], *, whole: bool) -> None:
    """Keep what was fetched; where that is the `whole` list, what is not in it is forgotten."""
    rows = {one.sid: one for one in found}
    with transaction():
        if whole:
            Template.delete().where((Template.channel == channel) & Template.sid.not_in(list(rows))).execute()
        for one in rows.values():
            Template.insert(
                channel=channel,
                sid=one.sid,
                name=one.name,
                language=one.language,
                body=one.body,
                status=one.status,
                category=one.category,
                reason=one.reason,
                samples=dict(one.samples or {}),
                fetched=now(),
            ).on_conflict_replace().execute()


def every(channel: str, *, approved: bool = False) -> list[Kept]:
    """The templates of a channel by name and language; only those that may be sent on request."""
    query = Template.select().where(Template.channel == channel).order_by(Template.name, Template.language)
    return [_kept(row) for row in query if row.status == "approved" or not approved]


def find(channel: str, sid: str) -> Kept | None:
    """The template as it was fetched last; None where it is not known here."""
    row = Template.get_or_none((Template.channel == channel) & (Template.sid == sid))
    return _kept(row) if row else None


def one(channel: str, sid: str) -> Kept:
    """The template, or `NotFound`."""
    found = find(channel, sid)
    if found is None:
        raise NotFound(f"There is no template “{sid}” here; fetch the templates anew, or check its id.")
    return found


def _kept(row: Template) -> Kept:
    return Kept(
        *(row.sid, row.name, row.language, row.body, row.status, row.category, row.reason, row.samples, row.fetched)
    )


def preview(template: Kept, values: Mapping[str, str]) -> str:
    """The text as it would arrive; variables without a value stay as they are."""
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1]) or found[0]), template.body)


def filled(template: Kept, values: Mapping[str, str]) -> str:
    """The exact text as it will arrive; refused in words where that can't be sent."""
    if template.status != "approved":
        why = f": {template.reason}" if template.reason else ""
        raise Refused(f"The template {template.name} is not approved ({template.status}{why}); choose another.")
    _check(template, values)
    text = preview(template, values)
    if len(text) > LIMIT:
        raise Refused(f"A WhatsApp message has at most {LIMIT:,} characters; this template filled has {len(text):,}.")
    return text


def _check(template: Kept, values: Mapping[str, str]) -> None:
    names = template.variables
    unknown = [name for name in values if name not in names]
    if unknown:
        there = f"it has {', '.join(names)}" if names else "it has none"
        raise Refused(f"The template {template.name} has no variable {unknown[0]}; {there}.")
    missing = [name for name in names if not str(values.get(name) or "").strip()]
    if missing:
        words = ", ".join(f"missing variable {name}" for name in missing)
        raise Refused(f"The template {template.name} can't be sent: {words}.")
    for name in names:
        if len(values[name]) > LIMIT:
            raise Refused(f"Variable {name} is too long: at most {LIMIT:,} characters.")
        if _UNSENDABLE.search(values[name]):
            raise Refused(f"Variable {name} can't have line breaks, tabs or more than four spaces in a row.")
