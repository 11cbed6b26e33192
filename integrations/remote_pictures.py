"""Pictures of a received message that lie elsewhere, fetched when the reader asks for them, and for no other reason.

Whoever sent a message learns when its pictures are fetched; so nothing is told beside that: no cookie, no address of a
page, no name. Addresses within the own network are refused, also behind a redirect: a message could make this computer
call a device that trusts it (https://owasp.org/www-community/attacks/Server_Side_Request_Forgery).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from models import setting
from models.errors import Refused

TYPES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))
LARGEST = 5 << 20  # bytes of one picture
MOST = 40  # pictures of one message
PATIENCE = 10.0  # seconds for one picture
ALL_PATIENCE = 40.0  # seconds for those of one message
REDIRECTS = 3
NEAR = "pictures.near"  # setting of a workspace: whether addresses in the own network may be called, for tests


def fetch_all(addresses: Iterable[str]) -> dict[str, bytes | str]:
    """The content of each picture by its address, or the words why it was not fetched."""
    near, end = bool(setting.get(NEAR, False)), time.monotonic() + ALL_PATIENCE
    found: dict[str, bytes | str] = {}
    for address in list(dict.fromkeys(addresses))[:MOST]:
        left = min(PATIENCE, end - time.monotonic())
        try:
            found[address] = fetch(address, near=near, patience=left)
        except Refused as refused:
            found[address] = str(refused)
    return found


def fetch(address: str, *, near: bool = False, patience: float = PATIENCE) -> bytes:
    """The content of a picture, or `Refused` in words. `near` allows addresses within the own network."""
    import httpx

    end = time.monotonic() + patience
    try:
        for _ in range(REDIRECTS + 1):
            url = httpx.URL(address)
            _require_web(url)
            answer = _get(url, _resolved(url, near=near), end)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(str(url), answer)
    except httpx.TimeoutException as error:
        raise Refused("It did not arrive in time.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Refused("It can't be reached.") from error
    raise Refused("Its address leads in circles.")


def _require_web(url: Any) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused("Only pictures on the web are fetched.")


def _resolved(url: Any, *, near: bool) -> str:
    """The number that the host's name stands for; all its numbers have to lie outside the own network."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        numbers = [str(one[4][0]) for one in socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Refused("Its address is not known.") from error
    for number in numbers:
        if not near and not _outside(number):
            raise Refused("Its address lies within the own network.")
    return numbers[0]


def _outside(number: str) -> bool:
    one = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    return (mapped or one).is_global and not one.is_multicast


def _get(url: Any, number: str, end: float) -> bytes | str:
    """Ask once, by the very number that was looked at: the content, or where the answer sends us."""
    import httpx

    host = f"{url.host}:{url.port}" if url.port else url.host
    # A name of its own in the greeting of TLS: the certificate is checked against the host, not against the number.
    extensions = {"sni_hostname": url.host}
    headers = {"Host": host, "Accept": ", ".join(sorted(TYPES)), "User-Agent": "Mozilla/5.0"}
    left = end - time.monotonic()
    if left <= 0:
        raise httpx.ReadTimeout("no time is left")
    with httpx.Client(trust_env=False, timeout=httpx.Timeout(left)) as client:
        plain = url.copy_with(host=number, username=None, password=None, fragment=None)
        with client.stream("GET", plain, headers=headers, extensions=extensions) as answer:
            if answer.is_redirect:
                return str(answer.headers.get("Location", ""))
            if answer.status_code != 200:
                raise Refused(f"Its server answers {answer.status_code}.")
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind not in TYPES:
                raise Refused("It is no picture.")
            return _content(answer, end)


def _content(answer: Any, end: float) -> bytes:
    import httpx

    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > LARGEST:
            raise Refused(f"It is larger than {LARGEST >> 20} MB.")
        if time.monotonic() > end:
            raise httpx.ReadTimeout("the answer took too long")
    return bytes(content)
