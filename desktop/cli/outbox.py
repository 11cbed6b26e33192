"""Commands on what goes out and comes in: sync, outbox, inbox."""

from __future__ import annotations

import click

from desktop.cli import layout, shapes
from desktop.cli.command import Group, Id, command, say
from desktop.cli.session import Answer, Session
from models import notification, outbox, thread
from models.delivery import CHANNELS
from models.outbox import Row

DELIVERY = Id("delivery")
INBOX = 200  # rows


@command("sync")
def sync(session: Session) -> Answer:
    """Send what is due, and look once for what came in and how far earlier messages are.

    What arrived from contacts whose messages somebody always reads translated is translated, as in a window.
    """
    from integrations.sync import once

    done = once(session.open(), session.registry())
    value = {
        "sent": done.sent,
        "failed": done.failed,
        "uncertain": done.uncertain,
        "received": done.received,
        "waiting": done.waiting,
    }
    words = ", ".join(f"{number} {word}" for word, number in value.items())
    words += f", {done.translated} translated" if done.translated else ""
    words += f", {done.unsorted} from strangers in Unsorted" if done.unsorted else ""
    return Answer(value, lambda: "\n".join([f"{words}.", *done.troubles]))


@click.pass_context
def _outbox(ctx: click.Context, state: str | None) -> int | None:
    """`outbox` alone lists."""
    if ctx.invoked_subcommand is not None:
        return None
    session = ctx.ensure_object(Session)
    session.open()
    return say(session, _listed(outbox.rows(state=state)))


outbox_ = Group(
    "outbox",
    callback=_outbox,
    invoke_without_command=True,
    help="List what has not arrived: what waits, is on its way, uncertain or failed, newest first.",
    params=[click.Option(["--state"], metavar="S", help="Only those in this state, such as failed or delivered.")],
)


def _listed(rows: list[Row]) -> Answer:
    def text() -> str:
        cells = [
            [
                str(row.sent.id),
                row.sent.state,
                row.sent.name,
                CHANNELS[row.sent.channel],
                row.title,
                row.sent.reason or "",
            ]
            for row in rows
        ]
        heads = ["ID", "State", "To", "By", "Record", "Why"]
        return layout.table(heads, cells, right=(0,)) if rows else "Nothing here: everything has arrived."

    return Answer([shapes.outgoing(row) for row in rows], text)


@command("retry")
@click.argument("id", metavar="N", type=DELIVERY)
@click.option("--anyway", is_flag=True, help="Also one that may have been sent: it may arrive twice.")
def retry(session: Session, id: int, anyway: bool) -> Answer:
    """Try delivery N again: one that failed, was cancelled or waits."""
    outbox.retry(id, by=session.by, anyway=anyway)
    return _one(id)


@command("cancel")
@click.argument("id", metavar="N", type=DELIVERY)
def cancel(session: Session, id: int) -> Answer:
    """Take back delivery N, which has not gone out yet."""
    outbox.cancel(id, by=session.by)
    return _one(id)


def _one(id: int) -> Answer:
    row = outbox.one(id)
    words = f"Delivery {id} to {row.sent.name}: {row.sent.state}. {row.sent.reason or ''}".strip()
    return Answer(shapes.outgoing(row), lambda: words)


@command("inbox")
@click.option("--unread", is_flag=True, help="Only what you have not read.")
def inbox(session: Session, unread: bool) -> Answer:
    """List your news, newest first."""
    found = notification.inbox(session.by, unread_only=unread, limit=INBOX)
    titles = thread.heads({one.thread for one in found})

    def text() -> str:
        cells = [
            [
                "" if one.read else "new",
                layout.time(one.date),
                titles[one.thread].title,
                notification.REASONS[one.reason],
            ]
            for one in found
        ]
        return layout.table(["", "When", "Record", "What"], cells) if found else "Nothing new."

    return Answer([shapes.news(one) for one in found], text)


for one in (retry, cancel):
    outbox_.add_command(one)
