"""Arrival: one message received is put into the thread it belongs to, with its files, exactly once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from integrations.api import Channel, Incoming, Received
from integrations.consent import opted_in, opted_out
from models import attachment, person, posting, routing, storage, thread, unsorted
from models.database import transaction
from models.errors import Refused
from models.storage import Stored
from models.text import shortened
from models.unsorted import Brought
from models.whatsapp_markup import to_html
from models.workspace import Workspace

SUBJECT, NAME = 400, 120  # characters; what is longer was not written by a person


def accept(workspace: Workspace, plugin: Channel, incoming: Incoming) -> int | None:
    """Put something received into its thread, once; returns the entry, None when it is there already.

    Mail of somebody unknown that answers nothing waits among the unsorted, which is no entry yet.
    """
    channel = plugin.channel
    if posting.known(channel, incoming.provider_id) or unsorted.known(channel, incoming.provider_id):
        return None
    named, subject = shortened(incoming.name, NAME), shortened(incoming.subject or "", SUBJECT) or None
    incoming = replace(incoming, name=named, subject=subject)
    files, left_out = _kept(workspace, incoming.files)
    text = "\n".join(part for part in [incoming.text, *left_out] if part)
    html = incoming.html or (to_html(text) if channel == "whatsapp" else None)
    with transaction():
        named, answers = incoming.name, {"references": incoming.references, "recipients": incoming.recipients}
        placed = routing.place(channel, incoming.address, name=named, **answers)
        if placed is None and channel == "email":
            _let_wait(channel, incoming, text, html, files)
            return None
        placed = placed or routing.introduce(channel, incoming.address, name=named)
        id = posting.receive(
            placed.thread,
            text,
            author=placed.author,
            channel=channel,
            address=incoming.address,
            provider_id=incoming.provider_id,
            html=html,
            subject=incoming.subject,
            when=_when(placed.thread, incoming.date),
            automatic=incoming.automatic,
        )
        if id is None:
            return None
        for stored, file in files:
            attachment.attach(
                placed.thread,
                stored,
                file.name,
                by=placed.author,
                message_id=id,
                content_type=file.content_type,
                cid=file.cid,
                when=incoming.date,
            )
    _consent(placed.author, incoming)
    return id


def _let_wait(
    channel: str, incoming: Incoming, text: str, html: str | None, files: Sequence[tuple[Stored, Received]]
) -> None:
    """Nobody here knows who wrote it, and it answers nothing."""
    brought = [Brought(kept.sha256, kept.size, file.name, file.content_type, file.cid) for kept, file in files]
    unsorted.keep(
        channel,
        incoming.provider_id,
        address=incoming.address,
        text=text,
        name=incoming.name,
        subject=incoming.subject,
        html=html,
        when=incoming.date,
        automatic=incoming.automatic,
        files=brought,
    )


def _when(thread_id: int, date: dt.datetime) -> dt.datetime:
    """When it came in. Providers tell whole seconds: an answer must not stand before what it answers."""
    last = thread.last_date(thread_id)
    told_in_seconds = date.microsecond == 0 and date < last < date + dt.timedelta(seconds=1)
    return last if told_in_seconds else date


def _kept(workspace: Workspace, received: Sequence[Received]) -> tuple[list[tuple[Stored, Received]], list[str]]:
    """The contents kept on the disk; a line for each file that never can be. Without room, all of it waits."""
    kept, left_out = [], []
    for file in received:
        try:
            kept.append((storage.keep_bytes(workspace.files, file.content, limit=attachment.limit()), file))
        except storage.NoRoom:
            raise
        except Refused as refusal:
            left_out.append(f"[{file.name}: {refusal}]")
    return kept, left_out


def _consent(author: int, incoming: Incoming) -> None:
    if incoming.opt_out is None:
        return
    name = person.one(author).name
    if incoming.opt_out:
        opted_out(author, reason=f"{name} asked not to be written to by WhatsApp any more")
    else:
        opted_in(author, reason=f"{name} asked to be written to by WhatsApp again")
