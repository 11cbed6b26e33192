"""Layout: how answers look to people at a terminal."""

from __future__ import annotations

import datetime as dt
import shutil
import unicodedata
from collections.abc import Iterable, Sequence

from models import follower, listing, record
from models.delivery import CHANNELS
from models.entries import Entry
from models.message import Version
from models.record import Changed, View
from models.shown import Reader, pair

KINDS = {
    "message": "message",
    "note": "note",
    "change": "changes",
    "log": "log",
    "email": "e-mail received",
    "whatsapp": "WhatsApp",
    "activity": "activity",
    "created": "created",
}
NONE = "None"  # an empty value in a change (product.md §3)


def time(moment: dt.datetime) -> str:
    """A moment, said to be UTC."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def indented(text: str, by: int = 2) -> str:
    """Every line of a text, moved to the right."""
    return "\n".join(" " * by + line if line else "" for line in text.split("\n"))


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = {"W": 2, "F": 2}
    return sum(0 if unicodedata.combining(char) else wide.get(unicodedata.east_asian_width(char), 1) for char in text)


def fitted(text: str, columns: int) -> str:
    """A text on one line, cut or filled to exactly so many columns."""
    line = " ".join(text.split())
    if width(line) > columns:
        line = _beginning(line, columns - 1) + "…"
    return line + " " * (columns - width(line))


def _beginning(line: str, columns: int) -> str:
    """As much of a line as fits; each sign is measured once."""
    taken = 0
    for place, char in enumerate(line):
        taken += width(char)
        if taken > columns:
            return line[:place]
    return line


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Rows under their heads, as wide as the terminal allows; `right` are the columns that stand to the right."""
    kept = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(heads, *kept, strict=True)]
    room = max(40, shutil.get_terminal_size((120, 24)).columns) - 2 * (len(heads) - 1)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1

    def line(cells: Sequence[str]) -> str:
        parts = [fitted(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
        aligned = (part.strip().rjust(len(part)) if place in right else part for place, part in enumerate(parts))
        return "  ".join(aligned).rstrip()

    return "\n".join(line(row) for row in [heads, *kept])


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Names and values, one under the other; further lines of a value stand under its first."""
    columns = max((width(name) for name, _ in rows), default=0)
    return "\n".join(f"  {fitted(name, columns)}  {indented(value, columns + 4).strip()}" for name, value in rows)


def shown(view: View, reader: Reader) -> str:
    """A record: its title, its values that aren't empty, who follows it."""
    cls = record.kind(view.kind)
    names = listing.names_for(view.kind, [view.values])
    values = [(field.label, listing.text(field, view.values, names, reader)) for field in cls.fields.values()]
    following = ", ".join(one.name for one in follower.followers(view.id)) or "nobody"
    head = f"{view.title} · {cls.label} {view.id}{' · archived' if view.archived else ''}"
    return "\n".join([head, pairs([(label, text) for label, text in values if text]), f"Followed by {following}."])


def listed(kind: str, found: Sequence[listing.Row], reader: Reader, *, total: int) -> str:
    """Records of a kind as a table of the columns that the list shows first."""
    cls = record.kind(kind)
    if not found:
        return f"No {cls.plural.lower()} here."
    names = listing.names_for(kind, [row.values for row in found])
    columns = [field for field in cls.fields.values() if field.listed and field.name != cls.title_field]
    rows = [
        [str(row.id), row.title, *(listing.text(field, row.values, names, reader) for field in columns)]
        for row in found
    ]
    heads = ["ID", cls.fields[cls.title_field].label, *(field.label for field in columns)]
    more = f"\n{len(found)} of {total:,} {cls.plural.lower()}; more with --limit." if total > len(found) else ""
    return table(heads, rows, right=(0,)) + more


def changed(made: Iterable[Changed], reader: Reader) -> str:
    """Changes, a line for each: label, old → new."""
    texts = [(one.label, *pair(one.type, one.old, one.new, reader)) for one in made]
    return pairs([(label, f"{_flat(old)} → {_flat(new)}") for label, old, new in texts])


def _flat(text: str | None) -> str:
    return NONE if text is None else text.replace("\n", "; ")


def entry(one: Entry, reader: Reader) -> str:
    """An entry: a head line, then what was said or changed, then where it went."""
    marks = [KINDS[one.kind]]
    marks += ["edited"] * bool(one.edits and one.deleted_at is None)
    head = f"#{one.id} · {time(one.date)} · {one.author.name} · {', '.join(marks)}"
    if one.deleted_at is not None:
        return f"{head}\n  deleted by {one.deleted_by}, {time(one.deleted_at)}"
    parts = [indented(text) for text in (one.subject, one.body) if text]
    parts += [changed(one.changes, reader)] if one.changes else []
    parts += [
        f"  → {sent.name} <{sent.address}>, {_state(sent.channel, sent.state, sent.reason)}" for sent in one.deliveries
    ]
    return "\n".join([head, *parts])


def _state(channel: str, state: str, reason: str | None) -> str:
    return f"{CHANNELS[channel]}: {state}{f' ({reason})' if reason else ''}"


def thread(found: Sequence[Entry], reader: Reader) -> str:
    """Entries, newest first, a blank line between them."""
    return "\n\n".join(entry(one, reader) for one in found) or "Nothing here yet."


def history(versions: Sequence[Version]) -> str:
    """The versions of a message, oldest first."""
    return "\n\n".join(f"Version {one.number} · {time(one.date)} · {one.by}\n{indented(one.body)}" for one in versions)
