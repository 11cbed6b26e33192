"""The worker that kill_sending.py kills: outbox and inbox of a workspace, hurried, until nothing is left to do."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from integrations import outbox as outboxes
from integrations import rest
from integrations.inbox import Inbox
from integrations.outbox import Outbox
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from integrations.registry import Registry
from models import workspace

TIMEOUT = 0.7  # seconds without a byte from the fake
ASK_AFTER = (0.0, 0.2, 0.5, 1.0, 1.6)  # the schedule of asking, shortened like every other wait here


def main() -> None:
    """Work on the workspace named as argument; with `finish`, end when the fake's news have all come."""
    WhatsAppTwilio.timeout, WhatsAppTwilio.deadline = TIMEOUT, 2 * TIMEOUT
    rest.FIRST, rest.LONGEST, outboxes.LONGEST_WAIT = 0.2, 0.5, 0.3
    opened = workspace.open(Path(sys.argv[1]))
    registry = Registry(opened.id, discover=False)
    outbox = Outbox(opened, registry, ask_after=ASK_AFTER, chance=lambda low, high: min(high, 0.2))
    inbox = Inbox(opened, registry)
    looked = 0.0
    end = time.monotonic() + float(sys.argv[2])
    while time.monotonic() < end:
        worked = outbox.step()
        if time.monotonic() - looked > 0.3:
            inbox.fetch()
            looked = time.monotonic()
        if not worked:
            time.sleep(0.02)


if __name__ == "__main__":
    main()
