"""Reply address: an e-mail address of ours that carries, signed, the thread an answer belongs to.

`office@northwind.example` becomes `office+r7-1f0c…@northwind.example`. Nobody without the workspace's key can make one
that is believed, so nobody can write into a thread whose mail they never got.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

from models import person, setting
from models.database import transaction
from models.thread import Thread

KEY = "workspace.reply_key"
LONGEST = 64  # characters before the @ (RFC 5321, 4.5.3.1.1)
_SIGNED = re.compile(r"\+r(\d{1,18})-([0-9a-f]{16})@")


def _key() -> bytes:
    """The workspace's key, made when it is first needed."""
    kept = setting.get(KEY)
    if kept is None:
        with transaction():
            kept = setting.get(KEY)
            if kept is None:
                kept = secrets.token_hex(32)
                setting.put(KEY, kept, by=person.deskbot())
    return bytes.fromhex(str(kept))


def _mark(thread: int) -> str:
    signed = f"{setting.get('workspace.id')}:{thread}".encode()
    return hmac.new(_key(), signed, hashlib.sha256).hexdigest()[:16]


def of(own: str, thread: int) -> str | None:
    """The address to which an answer on a thread goes; None where ours leaves no room for it."""
    local, at, domain = own.rpartition("@")
    signed = f"{local}+r{thread}-{_mark(thread)}"
    return f"{signed}@{domain}" if local and at and len(signed) <= LONGEST else None


def thread_of(addresses: Iterable[str]) -> int | None:
    """The thread that one of these addresses names with a signature that is right; None where none does."""
    for address in addresses:
        found = _SIGNED.search(address.lower())
        if found is None or not hmac.compare_digest(_mark(int(found[1])), found[2]):
            continue
        if Thread.select().where(Thread.id == int(found[1])).exists():
            return int(found[1])
    return None
