"""Preferences: the settings that windows offer, each declared once with its words, kind, default and what it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import setting, user
from models.errors import Invalid
from models.text import plain

USER, WORKSPACE = "user", "workspace"


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting. `kind`: text, lines, number, yes; `scope`: of each user, or of the workspace (administrators only).

    `parse` takes what was typed and gives what is kept, or raises `Invalid`; `unit` stands behind a number.
    """

    name: str
    label: str
    help: str
    kind: str
    scope: str
    default: Any
    parse: Callable[[str], Any]
    unit: str = ""


def _whole(name: str, least: int, most: int) -> Callable[[str], int]:
    def parse(typed: str) -> int:
        text = typed.strip()
        if not text.isdecimal() or not least <= int(text[:9]) <= most:
            raise Invalid({name: f"A whole number from {least:,} to {most:,} is wanted here."})
        return int(text)

    return parse


def _text(name: str, longest: int) -> Callable[[str], str]:
    def parse(typed: str) -> str:
        text = plain(typed)
        if len(text) > longest:
            raise Invalid({name: f"At most {longest:,} characters; these are {len(text):,}."})
        return text

    return parse


def _yes(typed: str) -> bool:
    return typed.strip().lower() in ("yes", "true", "1")


def _currency(typed: str) -> Any:
    from models.fields import Currency

    return Currency("Currency").parse(typed, {})


PREFERENCES = (
    Preference(
        "undo",
        "Time to undo",
        "How long a message waits before it goes out, so that it can be taken back.",
        "number",
        USER,
        10,
        _whole("undo", 0, 60),
        "seconds",
    ),
    Preference(
        "signature",
        "Signature",
        "Stands under each new message; it can be changed or removed there.",
        "lines",
        USER,
        "",
        _text("signature", 2000),
    ),
    Preference(
        "safety.attachment",
        "Ask about missing files",
        "When a message speaks of a file and has none.",
        "yes",
        USER,
        True,
        _yes,
    ),
    Preference(
        "safety.first",
        "Ask about new addresses",
        "Before the first message ever to an address.",
        "yes",
        USER,
        True,
        _yes,
    ),
    Preference(
        "safety.quote",
        "Ask about internal notes",
        "When a message to people outside has words of a note.",
        "yes",
        USER,
        True,
        _yes,
    ),
    Preference(
        "limit.file",
        "Largest file",
        "Larger ones are refused; what is kept already stays.",
        "number",
        WORKSPACE,
        128,
        _whole("limit.file", 1, 2048),
        "MB",
    ),
    Preference(
        "currency",
        "Currency",
        "Of new amounts; those that are there keep theirs.",
        "text",
        WORKSPACE,
        "EUR",
        _currency,
    ),
)


def of(scope: str) -> list[Preference]:
    """The preferences of each user, or of the workspace."""
    return [one for one in PREFERENCES if one.scope == scope]


def value(one: Preference, *, by: int) -> Any:
    """What holds for a user."""
    return setting.get(one.name, one.default, person=by if one.scope == USER else None)


def put(one: Preference, typed: str, *, by: int) -> Any:
    """Keep what was typed; `Invalid` in words where it is not allowed. Gives what is kept."""
    if one.scope == WORKSPACE:
        user.require_administrator(by, "change settings of the workspace")
    kept = one.parse(typed)
    same = kept == one.default
    setting.put(one.name, None if same else kept, by=by, person=by if one.scope == USER else None)
    return kept
