"""Links: which of them open, and our own, `chatterdesk:record/7?message=12`, that lead to a record or message."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.desk import Desk

OPENED = ("http", "https", "mailto", "tel")
_OWN = re.compile(r"chatterdesk:(?:(?://)?record/)?(\d{1,18})(?:\?message=(\d{1,18}))?")


def link(record: int, message: int = 0) -> str:
    """The link that opens a record, at a message."""
    return f"chatterdesk:record/{record}" + (f"?message={message}" if message else "")


def target(address: str) -> tuple[int, int] | None:
    """The record and message (or 0) that one of our links names; None for any other text."""
    found = _OWN.fullmatch(address.strip())
    return (int(found[1]), int(found[2] or 0)) if found else None


def follow(desk: Desk, url: QUrl) -> bool:
    """Open what a link in a message leads to, outside the view; False for a scheme that is never opened."""
    own = target(url.toString())
    if own is not None:
        desk.open_record.emit(*own)
        return True
    if url.scheme().lower() not in OPENED:
        return False
    return QDesktopServices.openUrl(url)
