"""The subject of an answer: translated with it where it was typed anew, kept where one goes on under it."""

from __future__ import annotations

from desktop.chatter.words import bare
from models import message


def new_subject(record: int, typed: str | None) -> str | None:
    """A subject that nobody wrote under to us on the record: the mail programs of others go by one they know."""
    if not typed or bare(typed) in {bare(one) for one in message.subjects(record)}:
        return None
    return typed
