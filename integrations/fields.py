"""The values of plugins' settings as they are typed: read and checked by the kind of their field."""

from __future__ import annotations

from typing import Any

from integrations.api import Field
from models.errors import Invalid
from models.text import one_line

_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read(field: Field, value: Any) -> Any:
    """The value of a setting as typed, None where it is empty; `Invalid` in words at its field."""
    if not isinstance(value, str):
        return value
    text = value.strip() if field.kind == "secret" else one_line(value)
    if field.kind == "secret":
        return text
    if not text:
        if field.required:
            raise _refuse(field, "can't be empty.")
        return None
    return _typed(field, text)


def _typed(field: Field, text: str) -> Any:
    if field.kind == "number":
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise _refuse(field, "is a whole number.")
        return int(text)
    if field.kind == "yes_no":
        if text.lower() not in _YES_NO:
            raise _refuse(field, "is yes or no.")
        return _YES_NO[text.lower()]
    if field.kind == "choice" and text not in dict(field.choices):
        raise _refuse(field, f"is one of {', '.join(value for value, _ in field.choices)}.")
    if field.kind == "url" and not text.startswith(("http://", "https://")):
        raise _refuse(field, "begins with https:// (or http://).")
    return text


def _refuse(field: Field, words: str) -> Invalid:
    return Invalid({field.name: f"{field.label} {words}"})
