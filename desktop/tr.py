"""Words for people: every text of the window goes through `tr()` or `plural()`, so that it can be translated."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

_CONTEXT = "Chatterdesk"


def tr(text: str, **values: Any) -> str:
    """The text in the window's language, with `{name}` replaced by the value of that name, as it is."""
    translated = QCoreApplication.translate(_CONTEXT, text)
    return translated.format(**values) if values else translated


def plural(count: int, one: str, many: str, **values: Any) -> str:
    """The text for a number of things, `{n}` being the number: plural(3, "{n} follower", "{n} followers")."""
    translated = QCoreApplication.translate(_CONTEXT, many, None, count)
    if translated == many and count == 1:
        translated = one
    return translated.format(n=count, **values)
