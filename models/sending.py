"""Sending: who gets a message on a record, by which channel, at which address (product.md §12); and the send itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from models import follower, person, posting, record, setting, translation, user, window
from models import template as templates
from models.database import now, rows, transaction
from models.delivery import CHANNELS, Recipient, served
from models.draft import File
from models.errors import NotFound, Refused
from models.message import content
from models.person import Someone
from models.text import one_line
from models.translation import ForRecipient
from models.whatsapp_markup import from_html

_LAST_TALK = """
    SELECT id, direction, author_id FROM message
    WHERE thread_id = ? AND kind IN ('message', 'email', 'whatsapp') AND deleted_at IS NULL
    ORDER BY date DESC, id DESC LIMIT 1
"""
_WRITTEN_TO = "SELECT person_id FROM delivery WHERE message_id = ? AND person_id IS NOT NULL AND state <> 'cancelled'"
WHATSAPP_LIMIT = 1600  # characters; a longer WhatsApp text is refused by Twilio with 21617


def recipients(thread_id: int, *, to: Sequence[int] | None = None, channel: str | None = None) -> list[Recipient]:
    """Who outside gets a message: `to` (ids of persons), else the record's own contact; and by e-mail the outside
    followers of discussions. An empty `to` leaves the followers alone.

    WhatsApp goes to `to` or the contact only. Whoever is named must be reachable; a follower who is not is left out.
    """
    if channel is not None and channel not in CHANNELS:
        raise Refused(f"There is no channel “{channel}”; there are {', '.join(CHANNELS)}.")
    own = record.correspondent(thread_id) if to is None else None
    named = list(dict.fromkeys(to)) if to is not None else ([own] if own is not None else [])
    listening = set() if channel == "whatsapp" else follower.listening(thread_id, "discussions", users=False)
    persons = person.some([*named, *listening])
    missing = [who for who in named if who not in persons]
    if missing:
        raise NotFound(f"There is no person {missing[0]}.")
    reached = [_reached(persons[who], channel) for who in named]
    followers = (persons[who] for who in sorted(listening - set(named)))
    return reached + [
        Recipient(one.id, one.name, "email", one.email) for one in followers if one.email and not one.archived
    ]


def suggested(thread_id: int) -> list[int]:
    """Whom a message on a record is likely meant for: its own contact, and who took part in what was said last.

    Left out are users, and whoever hears of it as a follower or has no e-mail address.
    """
    own = record.correspondent(thread_id)
    known = person.some(_last_talk(thread_id))
    listening = follower.listening(thread_id, "discussions", users=False)
    others = [
        one.id
        for one in known.values()
        if one.email and not (one.bot or one.archived) and one.id not in listening and user.member(one.id) is None
    ]
    return list(dict.fromkeys([own, *sorted(others)] if own is not None else sorted(others)))


def _last_talk(thread_id: int) -> set[int]:
    """Who wrote, or was written to in, the last message of a record that went or came outside."""
    last = next(rows(_LAST_TALK, (thread_id,)), None)
    if last is None:
        return set()
    id, direction, author = last
    written = {row[0] for row in rows(_WRITTEN_TO, (id,))}
    return written | {author} if direction == "in" else written


def _way(someone: Someone, channel: str | None) -> tuple[str, str] | None:
    """Channel and address by which someone is reached: e-mail before WhatsApp, unless one is asked for."""
    if channel != "whatsapp" and someone.email:
        return "email", someone.email
    if channel != "email" and someone.number:
        return "whatsapp", someone.number
    return None


def _reached(someone: Someone, channel: str | None) -> Recipient:
    if someone.bot:
        raise Refused("Deskbot can't be written to.")
    if someone.archived:
        raise Refused(f"{someone.name} is archived; restore the contact before writing to them.")
    way = _way(someone, channel)
    if way is None:
        lacking = {"email": "no e-mail address", "whatsapp": "no number"}.get(
            channel or "", "neither an e-mail address nor a number"
        )
        raise Refused(f"{someone.name} has {lacking}; add it to the contact first.")
    if way[0] == "whatsapp":
        window.require_consent(someone.id, someone.name)
    return Recipient(someone.id, someone.name, *way)


def send(
    thread_id: int,
    body: str = "",
    *,
    by: int,
    to: Sequence[int] | None = None,
    channel: str | None = None,
    html: str | None = None,
    subject: str | None = None,
    when: dt.datetime | None = None,
    send_after: dt.datetime | None = None,
    reply_to: int | None = None,
    template: str | None = None,
    variables: Mapping[str, str] | None = None,
    unless_answered: bool = False,
    allow_empty: bool = False,
    files: Sequence[File] = (),
    translated: ForRecipient | None = None,
) -> posting.Posted:
    """Send a message on a record to whom it concerns; see `recipients` for who that is.

    `template` is the id of one that was fetched already (`models.template`): it goes by WhatsApp, and its exact text,
    filled with `variables`, becomes the message. `when` writes what went out earlier; no rule of today applies to it.
    `translated` is what the recipients get in place of the text, which the thread keeps.
    """
    if template is not None and translated is not None:
        raise Refused("A template has its own text; it goes out as it is.")
    if template is not None:
        body, channel = _from_template(template, variables or {}, body, html, channel), "whatsapp"
    reached = recipients(thread_id, to=to, channel=channel)
    if channel is not None and not reached:
        raise Refused(f"There is nobody to send this to by {CHANNELS[channel]}: the record has no contact.")
    by_whatsapp = [one for one in reached if one.channel == "whatsapp"]
    if by_whatsapp and template is None:
        sent = translated.outgoing() if translated else {"text": body, "html": html}
        _check_text(by_whatsapp, sent["text"] or "", sent["html"], when)
    if by_whatsapp and files:
        _check_files(len(files), template)
    payload = {"template": template, "variables": dict(variables or {})} if template else None
    with transaction():
        posted = posting.post(
            thread_id,
            body,
            by=by,
            to=reached,
            html=html,
            subject=one_line(subject) if subject else None,
            when=when,
            send_after=send_after,
            reply_to=reply_to,
            payload=translated.outgoing() if translated else payload,
            unless_answered=unless_answered,
            allow_empty=allow_empty,
            files=files,
        )
        if translated is not None:
            translation.keep_sent(posted.message, translated, by=by)
    return posted


def _from_template(sid: str, values: Mapping[str, str], body: str, html: str | None, channel: str | None) -> str:
    """The exact text of a filled template."""
    if body.strip() or html:
        raise Refused("A template has its own text; leave the text of the message empty.")
    if channel not in (None, "whatsapp"):
        raise Refused("Templates go by WhatsApp only.")
    return templates.filled(templates.one("whatsapp", sid), values)


def _check_text(to: Sequence[Recipient], body: str, html: str | None, when: dt.datetime | None) -> None:
    """Refuse free text that is too long, or to somebody who did not write within the last 24 hours."""
    length = len(whatsapp_text(body, html))
    if length > WHATSAPP_LIMIT:
        raise Refused(f"A WhatsApp message has at most {WHATSAPP_LIMIT:,} characters; this one has {length:,}.")
    for one in to:
        if when is None:
            window.require_open("whatsapp", one.address, one.name, now())


def why_no_files() -> str | None:
    """Why a file can't go by WhatsApp, in words; None where it can. WhatsApp fetches files from a public address."""
    if setting.get(f"{served('whatsapp')}.share_url"):
        return None
    return "Files can't go by WhatsApp yet: it needs a file-sharing address, which is set up with the plugin."


def _check_files(count: int, template: str | None) -> None:
    refusal = why_no_files()
    if refusal:
        raise Refused(refusal)
    if template is not None:
        raise Refused("A file can't go with a template.")
    if count > 1:
        raise Refused("By WhatsApp one file goes with a message; send the others by themselves.")


def whatsapp_text(body: str, html: str | None) -> str:
    """The text that goes out by WhatsApp, exactly: with its marks for bold and the like."""
    text, safe = content(body, html)
    return from_html(safe) if safe else text
