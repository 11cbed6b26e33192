"""Preferences: the settings that windows offer, each declared once with its words, kind, default and what it allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import notification, quiet, setting, user
from models.errors import Invalid
from models.text import plain

USER, NEWS, WORKSPACE = "user", "news", "workspace"


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting. `kind`: text, lines, number, yes, choice (one of `options`, keys with words); `scope`: of each user,
    for writing or about news, or of the workspace (administrators only).

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
    options: tuple[tuple[str, str], ...] = ()


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


def _time(name: str) -> Callable[[str], str]:
    def parse(typed: str) -> str:
        text = typed.strip()
        if not text:
            return ""
        hours, _, minutes = text.replace(".", ":").partition(":")
        try:
            return f"{dt.time(int(hours), int(minutes or 0)):%H:%M}"
        except ValueError:
            raise Invalid({name: f"“{text}” is no time of day; write it like 22:00, or leave it empty."}) from None

    return parse


def _way(name: str) -> Callable[[str], str]:
    def parse(typed: str) -> str:
        if typed not in notification.WAYS:
            raise Invalid({name: f"There is no way “{typed}”; there are {', '.join(notification.WAYS)}."})
        return typed

    return parse


def _news(reason: str, label: str, help: str) -> Preference:
    name = notification.setting_of(reason)
    ways = tuple(notification.WAYS.items())
    return Preference(name, label, help, "choice", NEWS, "inbox", _way(name), options=ways)


def _currency(typed: str) -> Any:
    from models.fields import Currency

    return Currency("Currency").parse(typed, {})


def _country(typed: str) -> Any:
    from models.fields import Country

    return Country("Country").parse(typed, {}) or ""


PREFERENCES = (
    _news("mention", "Mentions", "Somebody wrote @ and your name."),
    _news("assigned", "Being put in charge", "Of a record, by somebody else."),
    _news("given", "Activities given to you", "By somebody else."),
    _news("answer", "Answers", "Somebody outside wrote on a record you follow."),
    _news("message", "Messages", "A colleague wrote on a record you follow."),
    _news("note", "Notes", "Logged on a record where you hear of notes."),
    _news("stage", "Stages", "Changed on a record where you hear of stages."),
    _news("activity", "Finished activities", "On a record where you hear of activities."),
    Preference(
        quiet.FROM,
        "Quiet from",
        "No desktop notifications from this time of day on; the inbox keeps all.",
        "text",
        NEWS,
        "",
        _time(quiet.FROM),
    ),
    Preference(quiet.TO, "Quiet until", "Empty: never quiet.", "text", NEWS, "", _time(quiet.TO)),
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
    Preference(
        "country",
        "Country",
        "Of telephone numbers that are typed without a country code.",
        "text",
        WORKSPACE,
        "",
        _country,
    ),
)


def of(scope: str) -> list[Preference]:
    """The preferences of each user, or of the workspace."""
    return [one for one in PREFERENCES if one.scope == scope]


def value(one: Preference, *, by: int) -> Any:
    """What holds for a user."""
    return setting.get(one.name, one.default, person=by if one.scope != WORKSPACE else None)


def put(one: Preference, typed: str, *, by: int) -> Any:
    """Keep what was typed; `Invalid` in words where it is not allowed. Gives what is kept."""
    if one.scope == WORKSPACE:
        user.require_administrator(by, "change settings of the workspace")
    kept = one.parse(typed)
    same = kept == one.default
    setting.put(one.name, None if same else kept, by=by, person=by if one.scope != WORKSPACE else None)
    return kept
