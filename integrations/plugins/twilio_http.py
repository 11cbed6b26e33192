"""The HTTP client under Twilio's library: other hosts for proxies and tests, and no request that never ends.

Loaded when the first request is made, for it brings the library with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from integrations.api import File, Later, Offline, PluginError, Uncertain
from integrations.plugins.twilio_errors import refusal

CONNECT = 6.0  # seconds until there is a connection
LARGEST = 16 << 20  # bytes of an answer; a page of messages has a few hundred thousand
UNREADABLE = "Twilio's answer can't be read."
NEVER_LEFT = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
UNSAFE = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "HANDSHAKE", "hostname", "UNEXPECTED_EOF", "PROTOCOL")


class TooLarge(requests.RequestException):
    """An answer or file is larger than is taken."""


class RedirectingHttpClient(TwilioHttpClient):
    """Sends each request to the address set for its host; `timeout` seconds without a byte, `deadline` in all, end it.

    `skew` is how far the provider's clock is ahead of ours, as far as its answers told.
    """

    def __init__(self, hosts: Mapping[str, str], *, timeout: float, deadline: float) -> None:
        super().__init__(timeout=timeout)
        self.hosts, self.deadline = dict(hosts), deadline
        self.skew = dt.timedelta()
        self.retry_after = 0.0
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self.session = requests.Session()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _adapter(self._connections))

    def request(  # the library's interface
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: Any = None,
        allow_redirects: bool = False,
    ) -> Any:
        request = requests.Request(
            method.upper(), self.redirected(url), params=params, data=data, headers=headers, auth=auth
        )
        response, content = self._fetch(request, self.deadline, LARGEST, redirects=False)
        self._learn(response.headers)
        return Response(response.status_code, content.decode("utf-8", "replace"), response.headers)

    def download(self, url: str, auth: tuple[str, str], *, limit: int, deadline: float) -> tuple[bytes, str, Any]:
        """A file's content, its declared type and the headers. Another host than the asked one never sees `auth`."""
        request = requests.Request("GET", self.redirected(url), auth=auth)
        response, content = self._fetch(request, deadline, limit, redirects=True)
        response.raise_for_status()
        return content, response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), response.headers

    def share(self, url: str, file: File) -> str:
        """Put a file where everybody can read it; returns the public address, without any credentials in `url`."""
        there = urlsplit(url)
        public = urlunsplit((there.scheme, there.netloc.rpartition("@")[2], there.path, "", ""))
        with file.open() as content:
            request = requests.Request("PUT", url, data=content, headers={"Content-Type": file.content_type})
            response, _ = self._fetch(request, 4 * self.deadline, LARGEST, redirects=False)
        response.raise_for_status()
        return public

    def redirected(self, url: str) -> str:
        """The address that is really asked."""
        asked = urlsplit(url)
        if not (base := self.hosts.get(asked.netloc)):
            return url
        there = urlsplit(base)
        return urlunsplit(
            (there.scheme, there.netloc, there.path.rstrip("/") + asked.path, asked.query, asked.fragment)
        )

    def _fetch(
        self, request: requests.Request, deadline: float, largest: int, *, redirects: bool
    ) -> tuple[requests.Response, bytes]:
        prepared = self.session.prepare_request(request)
        settings = self.session.merge_environment_settings(str(prepared.url), {}, True, None, None)
        with self._ended_after(deadline):
            waits = (CONNECT, self.timeout)
            with self.session.send(prepared, timeout=waits, allow_redirects=redirects, **settings) as response:
                content = bytearray()
                for piece in response.iter_content(1 << 16):
                    content += piece
                    if len(content) > largest:
                        raise TooLarge(f"more than {largest >> 20} MB")
                return response, bytes(content)

    @contextlib.contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """Shut the connection after so many seconds: a time-out alone never ends what drips byte by byte."""
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _shut(self) -> None:
        for connection in list(self._connections):
            if (sock := connection.sock) is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def _learn(self, headers: Mapping[str, str]) -> None:
        self.retry_after = _seconds(headers.get("Retry-After"))
        with contextlib.suppress(ValueError, TypeError):
            self.skew = (
                parsedate_to_datetime(headers["Date"]) - dt.datetime.now(dt.UTC) if "Date" in headers else self.skew
            )

    def close(self) -> None:
        """Let go of all connections."""
        self.session.close()


def _adapter(connections: weakref.WeakSet[Any]) -> HTTPAdapter:
    """An adapter whose connections are known, so that they can be shut."""

    class Plain(HTTPConnection):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            connections.add(self)

    class Secure(HTTPSConnection):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            connections.add(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return adapter


def _seconds(retry_after: str | None) -> float:
    """The seconds that a Retry-After header means, as a number or a date; at most an hour."""
    if not retry_after:
        return 0.0
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry_after) - dt.datetime.now(dt.UTC)).total_seconds()
        except (ValueError, TypeError):
            return 0.0
    return min(3600.0, max(0.0, seconds))


def failure(error: Exception, client: RedirectingHttpClient, *, sending: bool = False) -> PluginError:
    """What an unhappy end of a call into the library means. `sending`: it may have handed over a message."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        code, words = _code(error.code, error.status), _words(error)
        return refusal(error.status, code, words, retry_after=client.retry_after, sending=sending)
    if isinstance(error, TwilioException):
        return _page_failure(error, client)
    if isinstance(error, requests.exceptions.SSLError):
        return _unsafe(error, sending)
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return Offline("Twilio can't be reached. Messages wait until there is a connection.")
    if isinstance(error, requests.ConnectionError) and any(name in repr(error) for name in NEVER_LEFT):
        return Offline("Twilio can't be reached. Messages wait until there is a connection.")
    if isinstance(error, TooLarge):
        return _doubtful(f"Twilio's answer is too large ({error}).", sending)
    if isinstance(error, requests.RequestException):
        return _doubtful("The connection to Twilio broke off.", sending)
    return _doubtful(UNREADABLE, sending)


def _doubtful(words: str, sending: bool) -> PluginError:
    return Uncertain(f"{words} It may have been sent; Twilio is asked.") if sending else Later(words)


def _unsafe(error: Exception, sending: bool) -> PluginError:
    if any(sign.lower() in repr(error).lower() for sign in UNSAFE):
        return Offline("The connection to Twilio is not safe: its certificate is not accepted. Nothing was sent.")
    return _doubtful("The connection to Twilio broke off.", sending)


def _code(code: Any, status: int) -> int | None:
    """Twilio's number for an error; the library fills in the HTTP status where there was none."""
    return code if isinstance(code, int) and code != status else None


def _words(error: Any) -> str:
    words = str(getattr(error, "msg", "") or getattr(error, "detail", "") or getattr(error, "title", ""))
    return words.removeprefix("Unable to create record: ").removeprefix("Unable to fetch record: ")


def _page_failure(error: TwilioException, client: RedirectingHttpClient) -> PluginError:
    """The library gives the failed answer of a list as the second argument of a bare exception."""
    answer = error.args[1] if len(error.args) > 1 else None
    status = getattr(answer, "status_code", None)
    if not isinstance(status, int):
        return Later(UNREADABLE)
    code, words = None, ""
    with contextlib.suppress(ValueError):
        said = json.loads(getattr(answer, "text", ""))
        if isinstance(said, dict):
            code, words = said.get("code"), str(said.get("message") or "")
    return refusal(status, _code(code, status), words, retry_after=client.retry_after)
