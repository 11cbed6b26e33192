"""The state of the fake Twilio: one account with its messages, templates and clock, and the rules they obey."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WINDOW = dt.timedelta(hours=24)
STEPS = {"accepted": "sending", "queued": "sending", "sending": "sent", "sent": "delivered", "delivered": "read"}
_ADDRESS = re.compile(r"whatsapp:\+[1-9]\d{6,14}")
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE", "BAJA"}
START = {"START", "UNSTOP"}


class Refusal(Exception):
    """An answer of 400 or more."""

    def __init__(self, status: int, code: int, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.retry_after = status, code, retry_after


@dataclass
class File:
    """A media file of a message received."""

    sid: str
    content_type: str
    content: bytes


@dataclass
class Message:
    """A message at the provider."""

    sid: str
    direction: str
    sender: str | None
    to: str
    body: str
    status: str
    created: dt.datetime
    sent: dt.datetime | None = None
    template: bool = False
    service: str | None = None
    files: list[File] = field(default_factory=list)
    media_urls: list[str] = field(default_factory=list)
    code: int | None = None
    why: str | None = None


@dataclass
class Content:
    """A template."""

    sid: str
    name: str
    body: str
    status: str = "approved"
    language: str = "en"
    category: str = "UTILITY"
    variables: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class Account:
    """One Twilio account. `clock` runs with ours, `ahead` of it. Any thread may call any method."""

    def __init__(self, *, sender: str = "+14155238886", rate: int | None = None) -> None:
        self.sid, self.token = "AC" + secrets.token_hex(16), secrets.token_hex(16)
        self.key, self.key_secret = "SK" + secrets.token_hex(16), secrets.token_hex(16)
        self.sender, self.service = sender, "MG" + secrets.token_hex(16)
        self.ahead = dt.timedelta()
        self.messages: list[Message] = []
        self.contents: dict[str, Content] = {}
        self.opted_out: set[str] = set()
        self.not_on_whatsapp: set[str] = set()
        self.never_read: set[str] = set()
        self.lost_files: set[str] = set()
        self.rate = rate
        self._recent: deque[dt.datetime] = deque()
        self._numbers = itertools.count(1)
        self.lock = threading.RLock()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead

    def forward(self, **by: float) -> None:
        """Turn the clock on: `forward(hours=25)`."""
        self.ahead += dt.timedelta(**by)

    # Who asks

    def authorized(self, name: str, secret: str) -> bool:
        return (name, secret) in ((self.sid, self.token), (self.key, self.key_secret))

    # Messages going out

    def create(self, form: dict[str, list[str]]) -> Message:
        """Take a message over, by the rules in their order; else a `Refusal`."""
        to, sender, service = _one(form, "To"), _one(form, "From"), _one(form, "MessagingServiceSid")
        body, media, content = _one(form, "Body"), form.get("MediaUrl", []), _one(form, "ContentSid")
        with self.lock:
            self._hurry()
            if not to or not _ADDRESS.fullmatch(to):
                raise Refusal(400, 21211, f"The 'To' number {to} is not a valid phone number.")
            if not service and sender != f"whatsapp:{self.sender}":
                raise Refusal(400, 63007, "Twilio could not find a Channel with the specified From address")
            if service and service != self.service:
                raise Refusal(400, 21705, f"The Messaging Service Sid {service} is invalid.")
            if to.removeprefix("whatsapp:") in self.opted_out:
                raise Refusal(400, 21610, "Attempt to send to unsubscribed recipient")
            if not (body or media or content):
                raise Refusal(400, 21619, "A text message body or media urls must be specified.")
            if body and len(body) > 1600:
                raise Refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
            if content:
                body = self._rendered(content, _one(form, "ContentVariables"))
            made = Message(
                sid=f"{'MM' if media else 'SM'}{next(self._numbers):08x}{secrets.token_hex(12)}",
                direction="outbound-api",
                sender=None if service else sender,
                to=to,
                body=body or "",
                status="accepted" if service else "queued",
                created=self.now(),
                template=bool(content),
                service=service,
                media_urls=list(media),
            )
            self.messages.append(made)
            return made

    def _hurry(self) -> None:
        """Refuse more messages in a second than the rate allows."""
        if self.rate is None:
            return
        now = self.now()
        while self._recent and now - self._recent[0] > dt.timedelta(seconds=1):
            self._recent.popleft()
        if len(self._recent) >= self.rate:
            raise Refusal(429, 20429, "Too Many Requests", retry_after=1)
        self._recent.append(now)

    def _rendered(self, sid: str, variables: str | None) -> str:
        content = self.contents.get(sid)
        if content is None:
            raise Refusal(400, 21655, f"The ContentSid {sid} is Invalid")
        try:
            values = json.loads(variables) if variables else {}
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise Refusal(400, 21656, "The ContentVariables Parameter is invalid.")
        if any(len(str(value)) > 1600 for value in values.values()):
            raise Refusal(400, 21658, "A content variable exceeds the 1600 character limit.")
        known = {**content.variables, **values}
        return _PLACEHOLDER.sub(lambda found: str(known.get(found[1], found[0])), content.body)

    def advance(self, steps: int = 1) -> None:
        """Move every message out one step on its way."""
        with self.lock:
            for _ in range(steps):
                for one in self.messages:
                    if one.direction == "outbound-api" and one.status in STEPS:
                        self._step(one)

    def _step(self, one: Message) -> None:
        number = one.to.removeprefix("whatsapp:")
        following = STEPS[one.status]
        if following == "read" and number in self.never_read:
            return
        one.status = following
        if following != "sending":
            return
        one.sent = self.now()
        one.sender = one.sender or f"whatsapp:{self.sender}"
        if number in self.not_on_whatsapp:
            self.fail(one, 63003, "Channel could not find To address")
        elif not self._allowed(one, number):
            self.fail(one, 63016, "Failed to send freeform message because you are outside the allowed window.")

    def _allowed(self, one: Message, number: str) -> bool:
        """Within 24 hours of the recipient's last message anything goes, else only an approved template."""
        heard = [each.created for each in self.messages if each.direction == "inbound" and each.sender == one.to]
        return one.template or (bool(heard) and one.created - max(heard) < WINDOW)

    def fail(self, one: Message, code: int, why: str, status: str = "undelivered") -> None:
        """Let a message fail on its way."""
        one.status, one.code, one.why = status, code, why

    # Messages coming in

    def inbound(
        self, number: str, body: str = "", *, media: Iterable[tuple[str, bytes]] = (), when: dt.datetime | None = None
    ) -> Message:
        """A person writes."""
        with self.lock:
            files = [File("ME" + secrets.token_hex(16), kind, content) for kind, content in media]
            moment = when or self.now()
            made = Message(
                sid=f"{'MM' if files else 'SM'}{next(self._numbers):08x}{secrets.token_hex(12)}",
                direction="inbound",
                sender=f"whatsapp:{number}",
                to=f"whatsapp:{self.sender}",
                body=body,
                status="received",
                created=moment,
                sent=moment,
                files=files,
            )
            self.messages.append(made)
            if body.strip().upper() in STOP:
                self.opted_out.add(number)
            elif body.strip().upper() in START:
                self.opted_out.discard(number)
            return made

    # Reading

    def one(self, sid: str) -> Message:
        """A message by its sid."""
        with self.lock:
            for one in self.messages:
                if one.sid == sid:
                    return one
        raise Refusal(404, 20404, f"The requested resource {sid} was not found")

    def found(
        self,
        *,
        to: str | None = None,
        sender: str | None = None,
        after: dt.datetime | None = None,
        before: dt.datetime | None = None,
    ) -> list[Message]:
        """Messages by these filters, newest first."""
        with self.lock:
            rows = [
                one
                for one in self.messages
                if (to is None or one.to == to)
                and (sender is None or one.sender == sender)
                and (after is None or (one.sent is not None and one.sent.replace(microsecond=0) >= after))
                and (before is None or (one.sent is not None and one.sent <= before))
            ]
            order = {id(one): place for place, one in enumerate(self.messages)}
            return sorted(rows, key=lambda one: (one.created, order[id(one)]), reverse=True)

    def outgoing(self, number: str | None = None) -> Sequence[Message]:
        """What was taken over, oldest first; to one number on request."""
        with self.lock:
            return [
                one
                for one in self.messages
                if one.direction == "outbound-api" and number in (None, one.to.removeprefix("whatsapp:"))
            ]

    # Templates

    def template(self, name: str, body: str, **more: object) -> Content:
        """Make a template."""
        made = Content("HX" + secrets.token_hex(16), name, body, **more)  # type: ignore[arg-type]
        self.contents[made.sid] = made
        return made

    def content(self, sid: str) -> Content:
        """A template by its sid."""
        if sid not in self.contents:
            raise Refusal(404, 20404, f"The requested resource {sid} was not found")
        return self.contents[sid]


def _one(form: dict[str, list[str]], name: str) -> str | None:
    return form[name][-1] if form.get(name) else None
