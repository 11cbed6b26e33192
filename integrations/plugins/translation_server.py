"""A translation server spoken to by HTTP and JSON, and what its errors mean: for engines that have one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from integrations.api import Later, Misconfigured, PluginError, Rejected, unreached

if TYPE_CHECKING:
    import httpx

LARGEST = 4 << 20  # bytes of an answer


class TranslationServer:
    """One connection, kept. `name` stands in what is said about it, `reached` where it can't be reached.

    `words` reads the server's own reason out of the body of an error.
    """

    def __init__(
        self,
        name: str,
        words: Callable[[Any], str],
        *,
        reached: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._name, self._words, self._reached = name, words, reached or name
        self._headers = dict(headers or {})
        self._client: httpx.Client | None = None

    def ask(self, address: str, question: dict[str, Any] | None = None, *, timeout: float) -> Any:
        """Send a question (or only ask, without one); the JSON that comes back. Raises `PluginError`.

        `timeout` (seconds) ends an answer that drips, too.
        """
        import httpx

        try:
            status, content, wait = self._exchange(address, question, timeout)
        except httpx.TimeoutException as error:
            raise Later(f"{self._name} did not answer in time; try again.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Later(unreached(self._reached, error)) from error
        try:
            found = json.loads(content)
        except ValueError as error:
            if status == 200:
                raise Later(f"{self._name}'s answer can't be read; is the address right?") from error
            found = None
        if status == 200:
            return found
        raise self._trouble(status, found, wait)

    def _exchange(self, address: str, question: dict[str, Any] | None, timeout: float) -> tuple[int, bytes, str]:
        """Status, content and the wish to be left alone."""
        import httpx

        if self._client is None:
            self._client = httpx.Client(headers=self._headers)
        waits = httpx.Timeout(timeout / 2, connect=min(5.0, timeout))
        end = time.monotonic() + timeout
        content = bytearray()
        method = "POST" if question else "GET"
        with self._client.stream(method, address, json=question, timeout=waits) as answer:
            for piece in answer.iter_bytes():
                content += piece
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("the answer took too long")
                if len(content) > LARGEST:
                    raise httpx.ReadError("the answer was too large")
            return answer.status_code, bytes(content), answer.headers.get("Retry-After", "")

    def _trouble(self, status: int, content: Any, wait: str) -> PluginError:
        words = (self._words(content) if isinstance(content, dict) else "").strip().rstrip(".") or f"status {status}"
        if status in (401, 403) or "API key" in words:
            return Misconfigured(f"{self._name} refuses the key: {words}.", code=str(status))
        if status == 429 or status >= 500:
            pause = float(wait) if wait.isdecimal() else 30
            return Later(f"{self._name} can't do it just now: {words}.", code=str(status), retry_after=pause)
        return Rejected(f"{self._name} refuses the text: {words}.", code=str(status))

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None
