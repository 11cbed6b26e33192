"""Consent: what happens to a contact who asks not to be written to by WhatsApp, or to be written to again."""

from __future__ import annotations

from models import message, person, record
from models.database import transaction


def opted_out(who: int, *, reason: str) -> None:
    """Keep that somebody opted out, with Deskbot's reason in their thread; sending to them is refused from now on."""
    _set(who, "no", reason)


def opted_in(who: int, *, reason: str) -> None:
    """Keep that somebody asked to be written to again."""
    _set(who, "yes", reason)


def _set(who: int, consent: str, reason: str) -> None:
    someone = person.one(who)
    if someone.card is None:
        return
    with transaction():
        kept, bot = record.read(someone.card), person.deskbot()
        if kept.values["whatsapp_consent"] == consent:
            return
        if kept.archived:  # what they asked for holds when the contact comes back, too
            record.archive(someone.card, by=bot, archived=False)
        record.save(someone.card, {"whatsapp_consent": consent}, by=bot)
        message.log(someone.card, reason, by=bot)
        if kept.archived:
            record.archive(someone.card, by=bot)
