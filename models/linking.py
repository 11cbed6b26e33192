"""Linking: finding the record somebody means while they type its title."""

from __future__ import annotations

from models.text import fold, one_line
from models.thread import Head, Thread

_HIGHEST = "\U0010ffff"


def matching(typed: str, *, kind: str | None = None, limit: int = 8) -> list[Head]:
    """Records, not archived, whose title begins as typed, then those with such a word inside; the newest for nothing.

    The beginnings come from an index; the rest is only looked for while there is room.
    """
    start = fold(one_line(typed))
    there = ~Thread.archived
    there &= (Thread.kind == kind) if kind else True
    if not start:
        return _heads(there, [Thread.last_date.desc()], limit)
    found = _heads(there & (Thread.folded >= start) & (Thread.folded < start + _HIGHEST), [Thread.folded], limit)
    if len(found) < limit:
        known = [one.id for one in found]
        inside = there & Thread.folded.contains(f" {start}") & Thread.id.not_in(known)
        found += _heads(inside, [Thread.folded], limit - len(found))
    return found


def _heads(where: object, order: list[object], limit: int) -> list[Head]:
    columns = (Thread.id, Thread.kind, Thread.title, Thread.archived)
    return [Head(*row) for row in Thread.select(*columns).where(where).order_by(*order).limit(limit).tuples()]
