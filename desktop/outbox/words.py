"""What the outbox says of a delivery: its state in a word and a colour, why it stands there, and what can be done."""

from __future__ import annotations

from desktop.tr import tr
from models.database import now
from models.delivery import LONGEST_UNDO, Sent
from models.outbox import Row

FILTERS = ("open", "waiting", "scheduled", "sending", "failed", "uncertain")


def place(sent: Sent) -> str:
    """Under which filter a delivery stands: its state, or "scheduled" where it waits for a later time."""
    if sent.state == "waiting" and sent.send_after - now() > LONGEST_UNDO:
        return "scheduled"
    return sent.state


def state(place_: str) -> tuple[str, str]:
    """A place in a word, with the colour of its pill."""
    return {
        "failed": (tr("Failed"), "red"),
        "uncertain": (tr("Uncertain"), "amber"),
        "sending": (tr("Sending"), "blue"),
        "scheduled": (tr("Scheduled"), "accent"),
        "waiting": (tr("Waiting"), "neutral"),
    }[place_]


def filter_words(key: str) -> str:
    """What a filter is called."""
    return tr("Open") if key == "open" else state(key)[0]


def why(row: Row) -> tuple[str, str]:
    """Why a delivery stands there, in words, and the tone of that."""
    where = place(row.sent)
    tone = {"failed": "red", "uncertain": "amber"}.get(where, "text2")
    if row.sent.reason:
        return row.sent.reason, tone
    if where == "sending":
        return tr("It is being handed over."), tone
    return tr("No reason was given."), tone


def needs_template(row: Row) -> bool:
    """Whether it failed because the 24 hours of WhatsApp were over."""
    sent = row.sent
    over = sent.code in ("63016", "470") or (not sent.code and "24 hours" in (sent.reason or ""))
    return sent.state == "failed" and sent.channel == "whatsapp" and over


def acts(row: Row) -> list[tuple[str, str]]:
    """What can be done about a delivery: (name, words), the likeliest first."""
    if row.sent.state == "failed":
        first = ("template", tr("Use a template")) if needs_template(row) else ("retry", tr("Retry"))
        return [first, ("give_up", tr("Give up"))]
    if row.sent.state == "waiting":
        return [("retry", tr("Send now")), ("cancel", tr("Cancel"))]
    return []
