"""Shapes: what scripts get, as plain values in the form of product.md §12."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from models import activity as activities
from models import attachment as attachments
from models import follower, listing
from models.entries import Entry
from models.fields import iso
from models.message import Version
from models.notification import News
from models.outbox import Row
from models.record import Changed, View
from models.shown import Reader, pair
from models.text import html_of
from models.user import Member

if TYPE_CHECKING:
    from models.importing import Outcome

Shape = dict[str, Any]


def changes(made: Iterable[Changed], reader: Reader) -> list[Shape]:
    """Tracked changes, old and new as texts; null where empty."""
    texts = [(one, *pair(one.type, one.old, one.new, reader)) for one in made]
    return [{"field": one.field, "label": one.label, "old": old, "new": new} for one, old, new in texts]


def entry(one: Entry, reader: Reader) -> Shape:
    """An entry of a thread."""
    return {
        "id": one.id,
        "kind": one.kind,
        "direction": one.direction,
        "channel": one.channel,
        "author": one.author.name,
        "date": iso(one.date),
        "body": one.body,
        "html": one.html if one.html is not None else html_of(one.body),
        "edited": one.edits > 0,
        "deleted": one.deleted_at is not None,
        "changes": changes(one.changes, reader),
        "files": [{"id": kept.id, "name": kept.name, "size": kept.size} for kept in one.files],
        "deliveries": [
            {
                "id": sent.id,
                "to": sent.address,
                "person": sent.card,
                "name": sent.name,
                "channel": sent.channel,
                "state": sent.state,
                "reason": sent.reason,
            }
            for sent in one.deliveries
        ],
        "translations": {kept.language: kept.body for kept in one.translations},
    }


def outgoing(row: Row) -> Shape:
    """A delivery with the record and message it belongs to."""
    sent = row.sent
    return {
        "id": sent.id,
        "message": sent.message,
        "record": row.thread,
        "to": sent.address,
        "person": sent.card,
        "name": sent.name,
        "channel": sent.channel,
        "state": sent.state,
        "reason": sent.reason,
        "code": sent.code,
        "send_after": iso(sent.send_after),
    }


def news(one: News) -> Shape:
    """A row of the inbox."""
    return {"message": one.message, "record": one.thread, "reason": one.reason, "read": one.read}


def version(one: Version) -> Shape:
    """A version of a message."""
    return {"version": one.number, "body": one.body, "by": one.by, "date": iso(one.date)}


def followers(record: int) -> list[Shape]:
    """Who follows a record: ids are those of their contact records, null for a user without one."""
    return [{"id": one.card, "name": one.name} for one in follower.followers(record)]


def record(view: View) -> Shape:
    """A record with all its values."""
    names = listing.names_for(view.kind, [view.values])
    return {
        "id": view.id,
        "kind": view.kind,
        "title": view.title,
        "values": listing.plain(view.kind, view.values, names),
        "followers": followers(view.id),
        "files": [attachment(one) for one in attachments.of_thread(view.id)],
        "activities": [activity(one) for one in activities.planned(thread_id=view.id)],
    }


def attachment(one: attachments.Kept) -> Shape:
    """A file; `message` is null for one on the record itself."""
    return {"id": one.id, "name": one.name, "size": one.size, "sha256": one.sha256, "message": one.message}


def deleted(one: attachments.Kept) -> Shape:
    """A file in the bin, with who put it there and when."""
    when = iso(one.deleted_at) if one.deleted_at else None
    return {**attachment(one), "deleted_by": one.deleted_by, "deleted": when}


def activity(one: activities.Planned) -> Shape:
    """An activity that is planned; `due` is a day, or a moment where a time was given."""
    due = iso(one.due_at) if one.due_at else one.due.isoformat()
    return {
        "id": one.id,
        "record": one.thread,
        "type": one.type,
        "summary": one.summary,
        "due": due,
        "assignee": one.assigned_to,
        "state": one.state,
    }


def rows(kind: str, found: Iterable[listing.Row]) -> list[Shape]:
    """Records in a list."""
    kept = list(found)
    names = listing.names_for(kind, [row.values for row in kept])
    return [{"id": row.id, **listing.plain(kind, row.values, names)} for row in kept]


def user(member: Member) -> Shape:
    """A user."""
    return {
        "name": member.name,
        "email": member.email,
        "administrator": member.administrator,
        "archived": member.archived,
    }


def imported(outcome: Outcome) -> Shape:
    """What an import did; without a number where it wrote nothing."""
    return {
        "import": outcome.number,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "failed": outcome.failed,
        "errors": [{"row": one.row, "column": one.column, "reason": one.reason} for one in outcome.errors],
    }
