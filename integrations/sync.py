"""Sync: one round of outbox, inbox and interpreter for whoever has no window open (product.md §12)."""

from __future__ import annotations

from dataclasses import dataclass

from integrations.inbox import Inbox
from integrations.interpreter import Interpreter
from integrations.outbox import Outbox
from integrations.registry import Registry
from models import outbox, unsorted
from models.workspace import Workspace

ELSEWHERE = "Another program, such as the window, sends and fetches for this workspace."


@dataclass(frozen=True, slots=True)
class Done:
    """What one round did. `uncertain` and `waiting` (due, but still waiting) are how many there are after it.

    `unsorted`: so many came from strangers, and wait to be sorted.
    """

    sent: int
    failed: int
    uncertain: int
    received: int
    waiting: int
    translated: int = 0
    unsorted: int = 0
    troubles: tuple[str, ...] = ()


def once(workspace: Workspace, registry: Registry) -> Done:
    """Send what is due, fetch once, and translate what a user always reads translated."""
    sender, fetcher = Outbox(workspace, registry), Inbox(workspace, registry)
    interpreter, unsorted_before = Interpreter(workspace, registry), unsorted.count()
    try:
        works = sender.take_over()
        while sender.step():
            pass
        fetched = fetcher.fetch()
        while interpreter.step():
            pass
    finally:
        sender.close()
        fetcher.close()
        interpreter.close()
    troubles = [one.trouble for one in fetched if one.trouble] + ([] if works else [ELSEWHERE])
    if interpreter.trouble:
        troubles.append(f"Not everything is translated: {interpreter.trouble}")
    return Done(
        sent=sender.counts.sent,
        failed=sender.counts.failed + sum(one.failed for one in fetched),
        uncertain=outbox.count("uncertain"),
        received=sum(len(one.received) for one in fetched),
        waiting=outbox.due_count(),
        translated=interpreter.translated,
        unsorted=max(0, unsorted.count() - unsorted_before),
        troubles=tuple(troubles),
    )
