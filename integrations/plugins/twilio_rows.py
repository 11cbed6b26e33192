"""What Twilio's rows (messages, templates) mean in the words of `integrations.api`."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from integrations.api import Accepted, Incoming, Outgoing, Received, Status, Template
from integrations.plugins.twilio_errors import OPT_OUT, reason

STATES = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "queued",
    "sent": "sent",
    "delivered": "delivered",
    "partially_delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
# Twilio's default keywords (https://help.twilio.com/articles/223134027), and the usual ones of other languages.
STOP = frozenset(("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke"))
STOP |= {"baja", "arret", "desabonner", "abmelden", "stopp"}
START = frozenset(("start", "unstop", "optin", "opt in", "alta"))


def accepted(row: Any) -> Accepted:
    """That Twilio has a message; a `ValueError` where the answer names none."""
    if not row.sid:
        raise ValueError("an answer without a sid")
    state = STATES.get(str(row.status), "queued")
    return Accepted(str(row.sid), state if state in ("queued", "sent") else "queued")


def outbound(row: Any) -> bool:
    """Whether a message went out."""
    return str(row.direction).startswith("outbound")


def same(row: Any, message: Outgoing) -> bool:
    """Whether a message at Twilio is the one that was handed over."""
    there, ours = _plain(row.body), _plain(message.text)
    if not ours and message.template is None:  # nothing but a file
        return not there and bool(int(row.num_media or 0)) == bool(message.files)
    return there == ours or (message.template is not None and not there)


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def date(row: Any) -> dt.datetime:
    """When a message was sent; while it is queued, when it was made."""
    found: dt.datetime = row.date_sent or row.date_created or dt.datetime.now(dt.UTC)
    return found


def incoming(row: Any, files: Sequence[Received], note: str = "") -> Incoming:
    """A message received, with its files; `note` is a line about them."""
    body = str(row.body or "")
    word = unicodedata.normalize("NFKD", body).encode("ascii", "ignore").decode().lower().strip(" \n\t.!\"'*")
    opt_out = True if word in STOP else (False if word in START else None)
    return Incoming(
        provider_id=str(row.sid),
        address=str(row.from_).removeprefix("whatsapp:"),
        text="\n".join(part for part in (body, note) if part),
        date=date(row),
        recipients=(str(row.to).removeprefix("whatsapp:"),),
        files=tuple(files),
        opt_out=opt_out,
    )


def status(row: Any) -> Status:
    """How far a message is, and why it failed."""
    state = STATES[str(row.status)]
    if state != "failed":
        return Status(str(row.sid), state)
    if row.status == "canceled":
        return Status(str(row.sid), state, "It was cancelled at Twilio.")
    code = row.error_code
    words = reason(code, row.error_message)
    return Status(str(row.sid), state, words, str(code) if code else None, opt_out=code in OPT_OUT)


def text_of(types: Mapping[str, Any] | None) -> str:
    """The text of a template, whatever its kind."""
    kinds = dict(types or {})
    parts: Iterable[Any] = (kinds.get("twilio/text"), *kinds.values())
    return next((str(one["body"]) for one in parts if isinstance(one, dict) and one.get("body")), "")


def template_of(row: Any, approval: Mapping[str, Any] | None) -> Template:
    """A template with what WhatsApp said of it."""
    asked = dict(approval or {})
    asked = dict(asked.get("whatsapp") or asked)
    return Template(
        id=str(row.sid),
        name=str(row.friendly_name or asked.get("name") or row.sid),
        language=str(row.language or ""),
        body=text_of(row.types),
        status=str(asked.get("status") or "unsubmitted").lower(),
        category=str(asked.get("category") or "").lower(),
        reason=str(asked.get("rejection_reason") or ""),
        samples={str(name): str(value) for name, value in dict(row.variables or {}).items()},
    )
