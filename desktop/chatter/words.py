"""Turns of phrase that several parts of the chatter share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.tr import tr

_ANSWER = re.compile(r"\s*(re|aw|sv|r|odp|antw|ref)\s*(\[\d+\])?\s*:", re.IGNORECASE)


def listed(names: Sequence[str], limit: int = 3) -> str:
    """Names as one says them: "Ana", "Ana and Karl", "Ana, Karl and 4 more"."""
    shown = list(names[:limit])
    if len(names) > limit:
        shown.append(tr("{n} more", n=len(names) - limit))
    if len(shown) < 2:
        return "".join(shown)
    return tr("{names} and {last}", names=", ".join(shown[:-1]), last=shown[-1])


def first_name(name: str) -> str:
    """What one calls a person in passing."""
    return name.split(" ")[0]


def bare(subject: str) -> str:
    """A subject without what says that it is an answer, to be compared."""
    return _ANSWER.sub("", subject.strip(), count=1).strip().casefold()


def answered(subject: str) -> str:
    """The subject of an answer: "Re: Delivery", once however often it went to and fro, in whatever language."""
    return subject.strip() if _ANSWER.match(subject) else f"Re: {subject.strip()}"
