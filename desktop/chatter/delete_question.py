"""The question before a message is deleted: once, with what stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.chatter.words import listed
from desktop.tr import tr
from desktop.widgets import Question
from models.entries import Entry

_GONE_OUT = ("sent", "delivered", "read", "queued", "sending", "uncertain")


def consequences(entry: Entry) -> str:
    """What deleting does to what was, or would be, sent."""
    stays = tr("A line with your name and the time stays.")
    sent = list(dict.fromkeys(one.name for one in entry.deliveries if one.state in _GONE_OUT))
    if sent:
        return (
            tr("It was sent to {names}, and what was sent stays sent. Its text goes from here.", names=listed(sent))
            + " "
            + stays
        )
    if any(one.state == "waiting" for one in entry.deliveries):
        return tr("It was not sent yet, and will not be.") + " " + stays
    return tr("Its text and its history go.") + " " + stays


def delete_question(entry: Entry, parent: QWidget) -> Question:
    """The question; its `accepted` means yes."""
    title = tr("Delete this note?") if entry.kind == "note" else tr("Delete this message?")
    return Question(parent, title, consequences(entry), do=tr("Delete"), danger=True)
