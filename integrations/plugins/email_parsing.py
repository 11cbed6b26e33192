"""What a received e-mail says: sender, text, files and references; bounces and automatic answers told apart."""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from integrations.api import Incoming, Received, Status

LARGEST = 25 << 20  # bytes of files taken in from one message
LONGEST = 16_000  # characters of a header that are read: the library takes two kilobytes of memory for each
_ID = re.compile(r"<[^<>\s]+>")
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_DISPOSITION = re.compile(r"^Disposition:(.*)$", re.IGNORECASE | re.MULTILINE)
_AUTOMATIC = ("bulk", "junk", "list", "auto_reply")


class _Remembering(policy.EmailPolicy):
    """Reads equal headers once: the library reads the type of each part many times, and some mails have thousands."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header, as the library's own policy reads it; of one that is too long, the part that matters."""
        latest_last = name.lower() in ("references", "in-reply-to")
        return _read(name, value[-LONGEST:] if latest_last else value[:LONGEST])


@lru_cache(4096)
def _read(name: str, value: str) -> Any:
    return policy.default.header_fetch_parse(name, value)


_POLICY = _Remembering()


def parsed(raw: bytes) -> EmailMessage:
    """A message from its bytes; nothing in it makes this fail."""
    message = email.message_from_bytes(raw, policy=_POLICY)
    assert isinstance(message, EmailMessage)
    return message


def header(message: Message, name: str) -> str:
    """A header as text on one line; empty where there is none or it can't be read."""
    try:
        return " ".join(str(message.get(name, "")).replace("\0", "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def ids(text: str) -> list[str]:
    """The message ids in a header."""
    return _ID.findall(text)


def incoming_of(message: EmailMessage, *, fallback: str) -> Incoming | None:
    """What was received; None where nobody can be told to have sent it. `fallback` names one without an id."""
    sender = next(iter(_addresses(message, "From")), ("", ""))
    if "@" not in sender[1]:
        return None
    text, html = _bodies(message)
    own = ids(header(message, "Message-ID"))
    return Incoming(
        provider_id=own[0] if own else fallback,
        address=sender[1],
        name=sender[0],
        text=text,
        html=html,
        date=_date(message),
        subject=header(message, "Subject") or None,
        recipients=[address for name in _TO for _, address in _addresses(message, name)],
        references=[*ids(header(message, "References")), *ids(header(message, "In-Reply-To"))],
        files=list(_files(message)),
        automatic=is_automatic(message),
    )


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    found = getaddresses([header(message, name)])
    return [(called, address.strip()) for called, address in found if "@" in address]


def _date(message: Message) -> dt.datetime:
    """When it was sent, never later than now; now where it doesn't say."""
    now = dt.datetime.now(dt.UTC)
    try:
        sent = parsedate_to_datetime(header(message, "Date"))
        sent = sent if sent.tzinfo else sent.replace(tzinfo=dt.UTC)
        return min(now, sent.astimezone(dt.UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return now


def _bodies(message: EmailMessage) -> tuple[str, str | None]:
    """The text and the HTML of a message, as far as either is there."""
    texts: list[str] = []
    pages: list[str] = []
    for part in _walk(message):
        if part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        if part.get_content_type() == "text/plain" and not texts:
            texts.append(_content(part))
        elif part.get_content_type() == "text/html" and not pages:
            pages.append(_content(part))
    return (texts[0] if texts else "").strip(), pages[0] if pages else None


def _walk(message: Message) -> Iterator[Any]:
    """The parts that are no containers; messages inside messages are left as one part."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _walk(part)


def _content(part: Any) -> str:
    """The text of a part, whatever its character set claims to be."""
    content = part.get_payload(decode=True)
    if content is None:
        return ""
    for name in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return str(content.decode(name)).replace("\0", "")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return str(content.decode("latin-1")).replace("\0", "")


def _files(message: EmailMessage) -> Iterator[Received]:
    """The files that came with it, up to a total size."""
    total = 0
    for part in _walk(message):
        name = _name(part)
        if not name:
            continue
        is_message = part.get_content_type() == "message/rfc822"
        content = part.as_bytes() if is_message else part.get_payload(decode=True) or b""
        total += len(content)
        if total > LARGEST:
            return
        cid = next(iter(ids(header(part, "Content-ID"))), "").strip("<>") or None
        yield Received(name, part.get_content_type(), content, cid)


def _name(part: Any) -> str:
    """A file's name; parts that are neither the text nor named get one where they are attachments."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        name = None
    if name:
        return " ".join(str(name).split())
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return "message.eml"
    attached = part.get_content_disposition() == "attachment"
    return f"file.{part.get_content_subtype()}" if attached or not kind.startswith("text/") else ""


def is_automatic(message: Message) -> bool:
    """Whether a program sent it by itself: such a message is never answered by one (RFC 3834)."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header(message, "Precedence").lower() in _AUTOMATIC or header(message, "X-Autoreply"):
        return True
    return header(message, "Return-Path") == "<>"


def bounce_of(message: Message) -> Status | None:
    """The delivery that a report says has failed for good (RFC 3464); None for everything else."""
    if message.get_content_type() != "multipart/report":
        return None
    original, reason, failed = "", "", False
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in part.get_payload() if part.is_multipart() else ():
                assert isinstance(block, Message)
                action, status = header(block, "Action").lower(), header(block, "Status")
                if action == "failed" and not status.startswith("4"):
                    failed, reason = True, _diagnosis(block) or reason
        elif kind in ("text/rfc822-headers", "message/rfc822"):
            original = original or _original(part)
    if not failed or not original:
        return None
    return Status(original, "failed", reason=f"It came back: {reason or 'the address does not take messages'}.")


def report_of(message: Message) -> Status | None:
    """What a report says became of a message: it came back, arrived (RFC 3464) or was read (RFC 8098)."""
    return bounce_of(message) or _good_news(message)


def _good_news(message: Message) -> Status | None:
    if message.get_content_type() != "multipart/report":
        return None
    original, state = "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/disposition-notification"):
            blocks: Any = part.get_payload() if part.is_multipart() else (part,)
            for block in blocks:
                state = state or _state_in(block)
                original = original or next(iter(ids(header(block, "Original-Message-ID"))), "")
        elif kind in ("text/rfc822-headers", "message/rfc822"):
            original = original or _original(part)
    return Status(original, state) if original and state else None


def _state_in(block: Any) -> str:
    """The state that a block of a report tells; empty where it tells none that is good."""
    if header(block, "Action").lower() == "delivered":
        return "delivered"
    disposition = header(block, "Disposition").lower() or _disposition_in(block)
    return "read" if "displayed" in disposition.partition(";")[2] else ""


def _disposition_in(block: Any) -> str:
    """The disposition where the parser left the block as one text."""
    text = block.get_payload()
    found = _DISPOSITION.search(text) if isinstance(text, str) else None
    return found[1].lower() if found else ""


def _diagnosis(block: Message) -> str:
    """The words of a report, without the parts for programs."""
    words = header(block, "Diagnostic-Code").partition(";")[2].strip() or header(block, "Status")
    return words[:300].rstrip(".")


def _original(part: Message) -> str:
    """The id of the message that came back."""
    if part.is_multipart():
        inner = part.get_payload(0)
        return next(iter(ids(header(inner, "Message-ID"))), "") if isinstance(inner, Message) else ""
    text = part.get_payload(decode=True)
    found = email.message_from_bytes(text if isinstance(text, bytes) else b"", policy=policy.default)
    return next(iter(ids(header(found, "Message-ID"))), "")
