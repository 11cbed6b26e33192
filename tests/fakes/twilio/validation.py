"""Checks each request against Twilio's own description of its API, where that lies beside the project."""

from __future__ import annotations

import json
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("CHATTERDESK_TEST_DATA") or ROOT.parent / "shared" / "data")
FOLDER = DATA.parent / "twilio"
HOSTS = {"messages": "https://api.twilio.com", "content": "https://content.twilio.com"}
_lock = threading.Lock()


@lru_cache
def _description(name: str) -> Any:
    from openapi_core import OpenAPI

    return OpenAPI.from_dict(json.loads((FOLDER / f"{name}.openapi.json").read_text("utf-8")))


def available() -> bool:
    """Whether the descriptions are there."""
    return all((FOLDER / f"{name}.openapi.json").is_file() for name in HOSTS)


def load() -> None:
    """Read the descriptions, which takes a second, before anybody waits for an answer."""
    with _lock:
        for name in HOSTS:
            _description(name)


def problems(
    method: str, path: str, *, query: dict[str, list[str]], headers: dict[str, str], body: bytes, content_type: str
) -> list[str]:
    """What Twilio's description finds wrong with a request, in words."""
    from openapi_core.testing import MockRequest

    name = "content" if path.startswith("/v1/") else "messages"
    arguments = {key: values if len(values) > 1 else values[0] for key, values in query.items()}
    request = MockRequest(
        HOSTS[name],
        method.lower(),
        path,
        headers=headers,
        args=arguments,
        data=body,
        content_type=content_type or "application/json",
    )
    with _lock:
        found = _description(name).unmarshal_request(request)
    return [f"{method} {path}: {error!r} {error.__cause__ or ''}".strip() for error in found.errors]
