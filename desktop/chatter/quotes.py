"""Quotes: where in a message the part begins that repeats an earlier one, so that it can be folded."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)blockquote\b[^>]*>")
_REST = re.compile(r"(?:\s|&nbsp;|<br\s*/?>|</?(?:p|div|span)\b[^>]*>)*\Z")
_ORIGINAL = re.compile(r"-{3,} ?\w[^\n]{0,60}\w ?-{3,}|_{20,}")


def split_text(text: str) -> tuple[str, str]:
    """A plain text without the quote at its end, and that quote; ("text", "") where nothing stands before it."""
    lines = text.split("\n")
    start = _quoted_tail(lines)
    if start is None:
        start = next((place for place, line in enumerate(lines) if place and _ORIGINAL.fullmatch(line.strip())), None)
    if start is None:
        return text, ""
    own = "\n".join(lines[:start]).rstrip()
    return (own, "\n".join(lines[start:]).strip("\n")) if own else (text, "")


def _quoted_tail(lines: list[str]) -> int | None:
    """Where the last lines, all quoted with ">", begin; with the "On … wrote:" above them."""
    start = len(lines)
    while start and (not lines[start - 1].strip() or lines[start - 1].startswith(">")):
        start -= 1
    if not any(line.startswith(">") for line in lines[start:]):
        return None
    if start and lines[start - 1].rstrip().endswith((":", "：")):
        start -= 1
    return start


def split_html(html: str) -> tuple[str, str]:
    """Cleaned HTML without the blockquote at its end, and that blockquote with what closes after it."""
    start, depth, last = None, 0, None
    for found in _TAG.finditer(html):
        if found[1]:
            depth = max(0, depth - 1)
            last = found.end() if depth == 0 else last
            continue
        if depth == 0:
            start = found.start()
        depth += 1
    if start is None or last is None or last < start or not _REST.match(html, last):
        return html, ""
    if not re.sub(r"<[^>]*>|&nbsp;|\s", "", html[:start]):
        return html, ""
    return html[:start] + html[last:], html[start:last]
