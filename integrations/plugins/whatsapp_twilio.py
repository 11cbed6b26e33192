"""WhatsApp by Twilio: messages, templates, states and answers through Twilio's REST API (library twilio)."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from integrations.api import (
    Accepted,
    Channel,
    Field,
    Later,
    Misconfigured,
    Outgoing,
    PluginError,
    Polled,
    Received,
    Rejected,
    Status,
    Template,
)
from integrations.plugins.twilio_rows import (
    STATES,
    accepted,
    date,
    incoming,
    outbound,
    same,
    status,
    template_of,
    text_of,
)

if TYPE_CHECKING:
    from integrations.plugins.twilio_http import RedirectingHttpClient

API, CONTENT = "https://api.twilio.com", "https://content.twilio.com"
FIRST_REACH = dt.timedelta(hours=24)  # how far the first look goes back
OVERLAP = dt.timedelta(minutes=10)  # looked at again, for what Twilio lists late
CLOCKS = dt.timedelta(minutes=2)  # what clocks may differ by when an uncertain message is looked for
PAGE, PAGES, SINGLES = 100, 10, 20  # rows a page; pages for states; messages asked for one by one
FILE_LIMIT = 32 << 20  # bytes of a file received; WhatsApp itself allows 16 MB
FILE_TRIES = 3


class WhatsAppTwilio(Channel):
    """WhatsApp through a sender, or a messaging service, of a Twilio account."""

    name = "whatsapp_twilio"
    label = "WhatsApp by Twilio"
    channel = "whatsapp"
    limit = 1600
    timeout = 15.0  # seconds without a byte
    deadline = 30.0  # seconds for a whole answer
    settings = (
        Field(
            "account_sid", "Account SID", required=True, help="Begins with AC; on the first page of Twilio's console."
        ),
        Field("api_key_sid", "API key SID", help="Begins with SK. Better than the auth token: it can be revoked."),
        Field(
            "secret", "Secret", "secret", required=True, help="The API key's secret, or without a key the auth token."
        ),
        Field("sender", "Sender", "phone", help="The WhatsApp number, such as +14155238886."),
        Field("messaging_service_sid", "Messaging service", help="Begins with MG; instead of a sender, or with it."),
        Field("poll_seconds", "Look for news every", "number", default=60, help="Seconds.", advanced=True),
        Field(
            "share_url",
            "File-sharing address",
            "url",
            help="A folder on the web (WebDAV) where a file put by PUT can be read by everybody.",
            advanced=True,
        ),
        Field("api_url", "API address", "url", default=API, help="For proxies and tests.", advanced=True),
        Field("content_url", "Content API address", "url", help="For proxies and tests.", advanced=True),
    )

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.sender = _number(str(values.get("sender") or ""))
        self.service = str(values.get("messaging_service_sid") or "")
        if not (self.sender or self.service):
            raise Misconfigured(f"{self.label} is not set up yet: enter a sender or a messaging service.")
        self.poll_seconds = float(values.get("poll_seconds") or 60)
        self._client: Any = None
        self._http: RedirectingHttpClient | None = None
        self._turn = 0  # which of the messages that no list shows are asked for next

    # Talking to Twilio

    @property
    def client(self) -> Any:
        """The library's client, made when it is first needed: loading the library takes a moment."""
        if self._client is None:
            from twilio.rest import Client

            from integrations.plugins.twilio_http import RedirectingHttpClient

            api = str(self.values.get("api_url") or API)
            content = str(self.values.get("content_url") or (CONTENT if api.rstrip("/") == API else api))
            hosts = {"api.twilio.com": api, "content.twilio.com": content}
            self._http = RedirectingHttpClient(hosts, timeout=self.timeout, deadline=self.deadline)
            account = str(self.values["account_sid"])
            self._client = Client(
                *(str(self.values.get("api_key_sid") or account), str(self.values["secret"]), account),
                http_client=self._http,
                environment={"TWILIO_EDGE": ""},  # what other programs set for themselves is not ours
            )
        return self._client

    @property
    def http(self) -> RedirectingHttpClient:
        assert self.client is not None and self._http is not None
        return self._http

    @contextlib.contextmanager
    def _understood(self, *, sending: bool = False) -> Iterator[None]:
        """Say of whatever goes wrong within what it means."""
        try:
            yield
        except PluginError:
            raise
        except Exception as error:
            from integrations.plugins.twilio_http import failure

            raise failure(error, self.http, sending=sending) from error

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    def check(self) -> str:
        with self._understood():
            self.client.messages.list(limit=1, page_size=1, **self._toward_us())
        by = f"from {self.sender}" if self.sender else f"by the messaging service {self.service}"
        return f"Twilio answers; messages go out {by}."

    # Sending

    def send(self, message: Outgoing) -> Accepted:
        content = _content(message) | self._shared(message)
        with self._understood(sending=True):
            made = self.client.messages.create(to=f"whatsapp:{message.address}", **self._from(), **content)
            return accepted(made)

    def _shared(self, message: Outgoing) -> dict[str, Any]:
        """A public link to the message's file: Twilio fetches it from there."""
        if not message.files:
            return {}
        share = str(self.values.get("share_url") or "")
        if not share:
            raise Rejected("A file needs a file-sharing address, and none is set up. Send the text without it.")
        links = []
        for file in message.files[:1]:
            path = f"{hashlib.sha256(f'{message.key}/{file.path}'.encode()).hexdigest()[:32]}/{quote(file.name)}"
            with self._understood():
                links.append(self.http.share(f"{share.rstrip('/')}/{path}", file))
        return {"media_url": links}

    def _from(self) -> dict[str, str]:
        named = {"messaging_service_sid": self.service} if self.service else {}
        return named | ({"from_": f"whatsapp:{self.sender}"} if self.sender else {})

    def find(self, message: Outgoing, known: Sequence[str]) -> Accepted | None:
        """The newest message to this number with the same text that is nobody else's, made since the try began.

        Not by the date of sending: Twilio has none as long as a message is queued.
        """
        assert message.started is not None
        with self._understood():
            sender = {"from_": f"whatsapp:{self.sender}"} if self.sender else {}
            rows = self.client.messages.stream(
                to=f"whatsapp:{message.address}", page_size=PAGE, limit=PAGE * PAGES, **sender
            )
            for row in rows:
                if row.date_created and row.date_created < message.started + self.http.skew - CLOCKS:
                    return None
                if outbound(row) and row.sid not in known and same(row, message):
                    return accepted(row)
        return None

    # Receiving

    def poll(self, cursor: Any, pending: Sequence[str]) -> Polled:
        place = dict(cursor or {})
        with self._understood():
            statuses = self._statuses(pending)
            rows = self._inbound(_since(place))
        seen: list[str] = list(place.get("seen", ()))
        tries: dict[str, int] = dict(place.get("tries", {}))
        brought = []
        for row in sorted((row for row in reversed(rows) if row.sid not in seen), key=date):
            try:
                files = self._files(row)
            except Later as error:
                tries[row.sid] = tries.get(row.sid, 0) + 1
                if tries[row.sid] < FILE_TRIES:
                    continue  # the next look brings it again, with its file
                brought.append(incoming(row, (), f"[A file could not be fetched: {error}]"))
            else:
                brought.append(incoming(row, files))
        done = {one.provider_id for one in brought}
        waiting = {sid: count for sid, count in tries.items() if sid not in done}
        newest = max([*(date(row) for row in rows), _since(place) + OVERLAP])
        since = min([newest, *(date(row) for row in rows if row.sid in waiting)]) - OVERLAP
        kept = [row.sid for row in rows if row.sid in done or row.sid in seen]
        return Polled(brought, statuses, {"since": since.isoformat(), "seen": kept, "tries": waiting})

    def _inbound(self, since: dt.datetime) -> list[Any]:
        """What came in since then."""
        rows = self.client.messages.stream(date_sent_after=since, page_size=PAGE, **self._toward_us())
        return [
            row
            for row in rows
            if row.direction == "inbound" and str(row.from_).startswith("whatsapp:") and row.status != "receiving"
        ]

    def _toward_us(self) -> dict[str, str]:
        """Which messages come to us; those to a messaging service can't be asked for by their address."""
        return {"to": f"whatsapp:{self.sender}"} if self.sender else {}

    def _files(self, row: Any) -> tuple[Received, ...]:
        if not int(row.num_media or 0):
            return ()
        with self._understood():
            return tuple(self._file(media, number) for number, media in enumerate(row.media.list(limit=10), start=1))

    def _file(self, media: Any, number: int) -> Received:
        from integrations.plugins.twilio_http import TooLarge

        auth = self.client.auth
        try:
            content, declared, _ = self.http.download(
                API + str(media.uri).removesuffix(".json"), auth, limit=FILE_LIMIT, deadline=2 * self.deadline
            )
        except TooLarge:
            return Received("too-large.txt", "text/plain", f"A file of more than {FILE_LIMIT >> 20} MB.".encode())
        kind = str(media.content_type or declared or "application/octet-stream")
        ending = mimetypes.guess_extension(kind) or ""
        return Received(f"whatsapp-{str(media.sid)[-6:]}-{number}{ending}", kind, content)

    # States

    def _statuses(self, pending: Sequence[str]) -> list[Status]:
        """News of messages: the newest in a list, what is not in it one by one, a few at each look."""
        wanted = set(pending)
        if not wanted:
            return []
        sender = {"from_": f"whatsapp:{self.sender}"} if self.sender else {}
        found = {}
        for row in self.client.messages.stream(page_size=PAGE, limit=PAGE * PAGES, **sender):
            if row.sid in wanted:
                found[row.sid] = row
            if len(found) == len(wanted):
                break
        missing = [sid for sid in pending if sid not in found]
        self._turn %= max(1, len(missing))
        for sid in (missing[self._turn :] + missing[: self._turn])[:SINGLES]:
            if (row := self._one(sid)) is not None:
                found[sid] = row
        self._turn += SINGLES
        return [status(row) for row in found.values() if row.status in STATES]

    def _one(self, sid: str) -> Any:
        """A message by its id; None where Twilio doesn't have it (any more)."""
        from twilio.base.exceptions import TwilioRestException

        if not re.fullmatch(r"(SM|MM)[0-9a-fA-F]{32}", sid):
            return None  # another provider's
        try:
            return self.client.messages(sid).fetch()
        except TwilioRestException as error:
            if error.status == 404:
                return None
            raise

    # Templates

    def templates(self) -> Sequence[Template]:
        with self._understood():
            rows = list(self.client.content.v1.content_and_approvals.stream(page_size=PAGE, limit=PAGE * PAGES))
            return [template_of(row, row.approval_requests) for row in rows if text_of(row.types)]

    def template(self, id: str) -> Template | None:
        from twilio.base.exceptions import TwilioRestException

        if re.fullmatch(r"HX[0-9a-fA-F]{32}", id):
            with self._understood(), contextlib.suppress(_NotThere):
                content = self.client.content.v1.contents(id)
                try:
                    row, approval = content.fetch(), content.approval_fetch().fetch().whatsapp
                except TwilioRestException as error:
                    raise _NotThere if error.status == 404 else error from error
                if text_of(row.types):
                    return template_of(row, approval)
        return super().template(id)


class _NotThere(Exception):
    """Twilio has nothing by that name."""


def _number(typed: str) -> str:
    """A sender as it is typed, with or without `whatsapp:`, as a plain number."""
    digits = re.sub(r"[^\d]", "", typed.removeprefix("whatsapp:"))
    return f"+{digits.removeprefix('00')}" if digits else ""


def _content(message: Outgoing) -> dict[str, Any]:
    if message.template is None:
        return {"body": message.text} if message.text else {}
    variables = {"content_variables": json.dumps(dict(message.variables))} if message.variables else {}
    return {"content_sid": message.template, **variables}


def _since(place: Mapping[str, Any]) -> dt.datetime:
    if "since" in place:
        return dt.datetime.fromisoformat(str(place["since"])).astimezone(dt.UTC)
    return dt.datetime.now(dt.UTC) - FIRST_REACH
