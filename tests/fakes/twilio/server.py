"""The fake Twilio as a real server on this machine: Messages, Media and Content by their paths, and what it is told.

`with Twilio() as fake:` starts it; `fake.account` is its state, `fake.settings` what a plugin has to be given.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import re
import sys
import threading
from collections import deque
from collections.abc import Callable
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.twilio import control, shapes, validation
from tests.fakes.twilio.account import Account, Refusal
from tests.fakes.twilio.faults import Fault

Query = dict[str, list[str]]


class _Server(ThreadingHTTPServer):
    """Threads that die with the process, and no noise about clients that were killed."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Twilio:
    """A running fake. `faults` are played one per message handed over, then `misbehave(body)` is asked for one."""

    def __init__(self, account: Account | None = None, *, port: int = 0, validate: bool = True) -> None:
        self.account = account or Account()
        self.validate = validate and validation.available()
        if self.validate:
            validation.load()
        self.faults: deque[Fault | None] = deque()
        self.list_faults: deque[Fault | None] = deque()
        self.misbehave: Callable[[str], Fault | None] = lambda body: None
        self.violations: list[str] = []
        self.requests: list[tuple[str, str]] = []
        handler = type("BoundHandler", (Handler,), {"fake": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        """What the plugin has to be given."""
        return {
            "account_sid": self.account.sid,
            "api_key_sid": None,
            "secret": self.account.token,
            "sender": self.account.sender,
            "messaging_service_sid": None,
            "api_url": self.url,
            "content_url": self.url,
        }

    def start(self) -> Twilio:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Twilio:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class Handler(BaseHTTPRequestHandler):
    """Answers requests."""

    fake: ClassVar[Twilio]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def log_message(self, *_: object) -> None:
        return

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.fake.account.now().replace(microsecond=0), usegmt=True)

    def do_GET(self) -> None:
        self.handle_request(b"")

    def do_POST(self) -> None:
        self.handle_request(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def handle_request(self, body: bytes) -> None:
        asked = urlsplit(self.path)
        query = parse_qs(asked.query, keep_blank_values=True)
        with contextlib.suppress(ConnectionError):
            if control.mine(asked.path):
                control.answer(self, asked.path, parse_qs(body.decode() or asked.query))
                return
            self.fake.requests.append((self.command, self.path))
            try:
                self._check(asked.path, query, body)
                self._route(asked.path, query, body)
            except Refusal as refusal:
                self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        about = f"https://www.twilio.com/docs/errors/{refusal.code}"
        said = {"code": refusal.code, "message": str(refusal), "more_info": about, "status": refusal.status}
        headers = {"Retry-After": f"{refusal.retry_after:g}"} if refusal.retry_after is not None else {}
        self.answer_bytes(refusal.status, json.dumps(said).encode(), "application/json", headers)

    def answer(self, status: int, value: Any) -> None:
        self.answer_bytes(status, json.dumps(value).encode(), "application/json", {})

    def answer_bytes(self, status: int, body: bytes, content_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    # Rules for every request

    def _check(self, path: str, query: Query, body: bytes) -> None:
        if path.startswith("/media/"):
            return
        kind, _, encoded = (self.headers.get("Authorization") or "").partition(" ")
        name, _, secret = base64.b64decode(encoded).decode("utf-8", "replace").partition(":")
        if kind != "Basic" or not self.fake.account.authorized(name, secret):
            raise Refusal(401, 20003, "Authenticate")
        found = re.match(r"/2010-04-01/Accounts/(AC\w+)", path)
        if found and found[1] != self.fake.account.sid:
            raise Refusal(404, 20404, f"The requested resource {path} was not found")
        if self.fake.validate and not re.search(r"/Media/ME\w+$", path):  # the file itself is no JSON resource
            self.fake.violations += validation.problems(
                *(self.command, path),
                query=query,
                headers=dict(self.headers.items()),
                body=body,
                content_type=(self.headers.get("Content-Type") or "").partition(";")[0],
            )

    # Paths

    def _route(self, path: str, query: Query, body: bytes) -> None:
        account = re.escape(f"/2010-04-01/Accounts/{self.fake.account.sid}")
        routes: list[tuple[str, str, Callable[..., None]]] = [
            ("POST", rf"{account}/Messages\.json", lambda: self._create(body)),
            ("GET", rf"{account}/Messages\.json", lambda: self._list(path, query)),
            ("GET", rf"{account}/Messages/(\w+)\.json", self._message),
            ("GET", rf"{account}/Messages/(\w+)/Media\.json", lambda sid: self._media_list(sid, path, query)),
            ("GET", rf"{account}/Messages/(\w+)/Media/(\w+)", self._media),
            ("GET", r"/media/(\w+)/(\w+)", self._file),
            ("GET", r"/v1/ContentAndApprovals", lambda: self._contents(query)),
            ("GET", r"/v1/Content/(\w+)", self._content),
            ("GET", r"/v1/Content/(\w+)/ApprovalRequests", self._approval),
        ]
        for method, pattern, call in routes:
            if self.command == method and (found := re.fullmatch(pattern, path)):
                call(*found.groups())
                return
        raise Refusal(404, 20404, f"The requested resource {path} was not found")

    def _create(self, body: bytes) -> None:
        form = parse_qs(body.decode("utf-8"), keep_blank_values=True)
        faults = self.fake.faults
        fault = faults.popleft() if faults else self.fake.misbehave(form.get("Body", [""])[-1])
        if fault and not fault.after and fault.play(self):
            return
        made = self.fake.account.create(form)
        if fault and fault.after and fault.play(self):
            return
        self.answer(201, shapes.message(self.fake.account, made))

    def _list(self, path: str, query: Query) -> None:
        if self.fake.list_faults and (fault := self.fake.list_faults.popleft()) and fault.play(self):
            return
        account = self.fake.account
        found = account.found(
            to=_one(query, "To"),
            sender=_one(query, "From"),
            after=_moment(_one(query, "DateSent>") or _one(query, "DateSent")),
            before=_moment(_one(query, "DateSent<")),
        )
        rows = [shapes.message(account, one) for one in found]
        self.answer(200, shapes.page(rows, "messages", path, query))

    def _message(self, sid: str) -> None:
        self.answer(200, shapes.message(self.fake.account, self.fake.account.one(sid)))

    def _media_list(self, sid: str, path: str, query: Query) -> None:
        one = self.fake.account.one(sid)
        rows = [shapes.media(self.fake.account, one, file) for file in one.files]
        self.answer(200, shapes.page(rows, "media_list", path, query))

    def _media(self, message: str, sid: str) -> None:
        """The file itself is elsewhere, for a while, without credentials."""
        self.fake.account.one(message)
        there = f"http://localhost:{self.fake.port}/media/{message}/{sid}"
        self.answer_bytes(307, b"", "text/plain", {"Location": there})

    def _file(self, message: str, sid: str) -> None:
        if self.headers.get("Authorization"):
            self.fake.violations.append("credentials were sent to the host of files")
        for file in self.fake.account.one(message).files:
            if file.sid == sid and sid not in self.fake.account.lost_files:
                self.answer_bytes(200, file.content, file.content_type, {})
                return
        raise Refusal(404, 20404, "no such file")

    def _contents(self, query: Query) -> None:
        account = self.fake.account
        rows = [
            {**shapes.content(account, one), "approval_requests": shapes.approval(one)}
            for one in account.contents.values()
        ]
        self.answer(200, shapes.content_page(rows, query))

    def _content(self, sid: str) -> None:
        base = f"https://content.twilio.com/v1/Content/{sid}"
        links = {"approval_create": f"{base}/ApprovalRequests/whatsapp", "approval_fetch": f"{base}/ApprovalRequests"}
        shape = shapes.content(self.fake.account, self.fake.account.content(sid))
        self.answer(200, {**shape, "url": base, "links": links})

    def _approval(self, sid: str) -> None:
        one = self.fake.account.content(sid)
        url = f"https://content.twilio.com/v1/Content/{sid}/ApprovalRequests"
        shape = {"sid": sid, "account_sid": self.fake.account.sid, "url": url}
        self.answer(200, {**shape, "whatsapp": {"type": "whatsapp", **shapes.approval(one)}})


def _one(query: Query, name: str) -> str | None:
    return unquote(query[name][-1]) if query.get(name) else None


def _moment(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
