"""Invitations: adding a follower with some words, which reach them: a user by their news, someone outside by e-mail."""

from __future__ import annotations

from models import follower, person, posting, thread, user
from models.database import now, transaction
from models.delivery import Recipient
from models.errors import Refused
from models.text import plain


def invite(thread_id: int, who: int, words: str, *, by: int) -> int | None:
    """Let someone follow and write to them alone why. The thread keeps both; returns the entry with the words.

    A user is mentioned in a note. Someone outside gets a message by e-mail, and needs an address for it.
    """
    text = plain(words)
    with transaction():
        someone = person.one(who)
        inside = user.member(who) is not None
        if text and not inside and not someone.email:
            raise Refused(f"{someone.name} has no e-mail address to invite them at; add it, or leave the message out.")
        follower.follow(thread_id, who, by=by)
        if not text:
            return None
        if inside:
            return posting.note(thread_id, f"@{someone.name} {text}", by=by)
        to = [Recipient(someone.id, someone.name, "email", someone.email or "")]
        subject = f"You now follow “{thread.head(thread_id).title}”"
        return posting.post(thread_id, text, by=by, to=to, subject=subject, send_after=now()).message
