"""IDLE: a mailbox tells by itself that something came in (RFC 2177), over a connection that is held open."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable

RENEWED = 9 * 60.0  # seconds; servers may end an IDLE after half an hour, routers forget a quiet line sooner
SLICE = 0.5  # seconds between looks whether to stop


def can_idle(box: imaplib.IMAP4) -> bool:
    """Whether a server offers it; one that says so only after the login is asked again."""
    if "IDLE" in box.capabilities:
        return True
    _, told = box.capability()
    return b"IDLE" in b" ".join(part for part in told if isinstance(part, bytes)).upper().split()


def idle(box: imaplib.IMAP4, heard: Callable[[], None], stopped: Callable[[], bool]) -> None:
    """Call `heard` now, and whenever the selected mailbox says something, until `stopped`.

    The first call is for what came in before the server began to tell.
    """
    from imap_tools.mailbox import BaseMailBox

    class Adopted(BaseMailBox):
        """A mailbox over a connection that is there already."""

        def _get_mailbox_client(self) -> imaplib.IMAP4:
            return box

    mailbox = Adopted()
    while not stopped():
        mailbox.idle.start()
        heard()
        _told_until_renewed(mailbox, heard, stopped)
        mailbox.idle.stop()


def _told_until_renewed(mailbox: object, heard: Callable[[], None], stopped: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not stopped() and time.monotonic() - began < RENEWED:
        said = mailbox.idle.poll(timeout=SLICE)  # type: ignore[attr-defined]
        if any(line.startswith(b"* BYE") for line in said):
            raise imaplib.IMAP4.abort("the server said goodbye")
        if any(b"EXISTS" in line or b"RECENT" in line for line in said):
            heard()
