"""Conversation: what a channel is given for one delivery: the text as it goes out, what it answers, who writes."""

from __future__ import annotations

from pathlib import Path

from integrations.api import File, Outgoing
from models import (
    attachment,
    delivery,
    entries,
    notification,
    person,
    reply_address,
    sending,
    setting,
    storage,
    thread,
)
from models.dispatch import Due
from models.message import Message


def outgoing(due: Due, folder: Path) -> Outgoing:
    """The message of a claimed delivery, the same at every try. `folder` is where the workspace keeps its files."""
    if due.notice is not None:
        return _notice(due)
    payload = due.payload
    body, html = (payload["text"], payload.get("html")) if payload.get("text") else (due.body, due.html)
    return Outgoing(
        key=f"{setting.get('workspace.id')}-{due.id}",
        address=due.address,
        name=due.name,
        text=sending.whatsapp_text(body, html) if due.channel == "whatsapp" else body,
        html=html,
        subject=payload.get("subject") or due.subject or thread.head(due.thread).title,
        sender_name=person.one(due.author).name,
        template=payload.get("template"),
        variables=payload.get("variables") or {},
        files=_files(due.message, folder),
        references=_references(due),
        reply_address=_reply_address(due),
        started=due.started,
    )


def _reply_address(due: Due) -> str | None:
    """Where an answer finds its thread even without the ids it refers to."""
    own = setting.get(f"{delivery.served(due.channel)}.address") if due.channel == "email" else None
    return reply_address.of(str(own), due.thread) if own else None


def _notice(due: Due) -> Outgoing:
    """The e-mail that tells a user of news: who did what on which record, and the words. It answers nothing, so that
    nothing internal ever stands in a conversation with somebody outside.
    """
    who, title = person.one(due.author).name, thread.head(due.thread).title
    done = f"{who} {notification.REASONS.get(due.notice or '', 'wrote')}"
    entry = entries.one(due.message)
    words = (
        due.body or ", ".join(change.label for change in entry.changes) or ", ".join(one.name for one in entry.files)
    )
    return Outgoing(
        key=f"{setting.get('workspace.id')}-{due.id}",
        address=due.address,
        name=due.name,
        text=f"{done} on “{title}”:\n\n{words}\n\nOpen it: chatterdesk:{due.thread}\n",
        subject=f"{title}: {done}",
        sender_name=who,
        reply_address=_reply_address(due),
        started=due.started,
    )


def _files(message: int, folder: Path) -> tuple[File, ...]:
    kept = attachment.of_messages([message]).get(message, [])
    return tuple(File(one.name, str(storage.path_of(folder, one.sha256)), one.content_type, one.cid) for one in kept)


def _references(due: Due) -> tuple[str, ...]:
    """The provider's ids of what was written on this thread by this channel, oldest first: at most the last ten."""
    received = Message.select(Message.date, Message.provider_id).where(
        (Message.thread == due.thread) & (Message.channel == due.channel) & Message.provider_id.is_null(False)
    )
    sent = (
        delivery.Delivery.select(Message.date, delivery.Delivery.provider_id)
        .join(Message, on=(delivery.Delivery.message == Message.id))
        .where(
            (Message.thread == due.thread)
            & (delivery.Delivery.channel == due.channel)
            & (delivery.Delivery.address == due.address)
            & delivery.Delivery.provider_id.is_null(False)
            & (delivery.Delivery.id != due.id)
        )
    )
    rows = sorted([*received.tuples(), *sent.tuples()])
    return tuple(row[1] for row in rows[-10:])
