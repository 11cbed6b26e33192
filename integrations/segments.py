"""Segments: how text and HTML are cut for a translator, so that links, names, numbers, codes and tags stay as they are.

What must not change is replaced by markers such as ⟦3⟧. Each marker has to come back exactly once; where an engine
loses or doubles one, the pieces between the markers are translated by themselves.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable, Sequence

Call = Callable[[str], str]

LIMIT = 1500  # characters a request: what a translator takes in the address of a page, percent-encoded
PROTECTED = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.-]*\w|%\(\w+\)s|%[sdf]\b|\{\{?[\w.]*\}?\}"
    r"|⟦[^⟧]*⟧?|⟧|[@#][\w.\-]*\w|\b[A-Z]{1,6}[-/]?\d[\w/-]*\w?|\b[\w-]+\.(?:pdf|docx?|xlsx?|csv|zip|jpe?g|png|txt|eml)\b"
    r"|\+?\d(?:[\d\s().,:/'’-]*\d)?"
)
_MARKER = re.compile(r"[⟦\[]\s*(\d+)\s*[⟧\]]")
_SENTENCE = re.compile(r"((?<=[.!?…。！？])\s+)")
_TAG = re.compile(r'<(/?)([a-zA-Z][\w]*)(?:[^>"]|"[^"]*")*>')
_BLOCKS = {*("p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "thead", "tbody", "blockquote", "hr", "br")} | {
    *("h1", "h2", "h3", "h4", "pre")
}
_KEPT = {"code", "pre"}


def translate_text(text: str, call: Call) -> str:
    """A plain text translated line by line through `call`, white space around and between lines as it was."""
    return "\n".join(_segment(line, call) for line in text.split("\n"))


def translate_html(html: str, call: Call) -> str:
    """Cleaned HTML translated block by block: tags inside a block are markers, code and preformatted text stay."""
    done: list[str] = []
    block: list[str] = []
    kept_until = ""
    position = 0

    def end_block() -> None:
        done.append(_block("".join(block), call))
        block.clear()

    for found in _TAG.finditer(html):
        closing, tag = bool(found[1]), found[2].lower()
        before = html[position : found.start()]
        position = found.end()
        (done if kept_until else block).append(before)
        if kept_until:
            done.append(found[0])
            if closing and tag == kept_until:
                kept_until = ""
        elif tag in _KEPT and not closing:
            end_block()
            done.append(found[0])
            kept_until = tag
        elif tag in _BLOCKS:
            end_block()
            done.append(found[0])
        else:
            block.append(found[0])
    (done if kept_until else block).append(html[position:])
    end_block()
    return "".join(done)


def _block(html: str, call: Call) -> str:
    """Text with inline tags: the tags are held as markers, entities are read and written again."""
    tags: list[str] = []

    def hold(found: re.Match[str]) -> str:
        tags.append(found[0])
        return f"\ue000{len(tags) - 1}\ue001"

    plain = markup.unescape(_TAG.sub(hold, html))
    if not _translatable(plain):
        return html
    translated = _segment(plain, call, extra=re.compile("\ue000\\d+\ue001"))
    escaped = markup.escape(translated, quote=False)
    return re.sub("\ue000(\\d+)\ue001", lambda found: tags[int(found[1])], escaped)


def _segment(text: str, call: Call, *, extra: re.Pattern[str] | None = None) -> str:
    """One line or block, its white space around it kept, what is protected unchanged."""
    inner = text.strip()
    if not _translatable(inner):
        return text
    start = text.index(inner)
    guarded, kept = guard(inner, extra)
    if not _translatable(_MARKER.sub("", guarded)):
        return text
    translated = "".join(_chunk(chunk, call) for chunk in chunks(guarded))
    whole = restore(translated, kept)
    if whole is None:
        whole = _piece_by_piece(guarded, kept, call)
    return text[:start] + whole + text[start + len(inner) :]


def _chunk(chunk: str, call: Call) -> str:
    inner = chunk.strip()
    if not _translatable(_MARKER.sub("", inner)):
        return chunk
    start = chunk.index(inner)
    return chunk[:start] + call(inner) + chunk[start + len(inner) :]


def _translatable(text: str) -> bool:
    return any(char.isalpha() for char in text)


def guard(text: str, extra: re.Pattern[str] | None = None) -> tuple[str, list[str]]:
    """The text with markers in the place of what must not change, and what they stand for."""
    kept: list[str] = []
    pattern = re.compile(f"{extra.pattern}|{PROTECTED.pattern}") if extra else PROTECTED

    def hold(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"⟦{len(kept) - 1}⟧"

    return pattern.sub(hold, text), kept


def restore(text: str, kept: Sequence[str]) -> str | None:
    """The text with what the markers stand for; None unless each came back exactly once."""
    seen = [int(found[1]) for found in _MARKER.finditer(text)]
    if sorted(seen) != list(range(len(kept))):
        return None
    return _MARKER.sub(lambda found: kept[int(found[1])], text)


def _piece_by_piece(guarded: str, kept: Sequence[str], call: Call) -> str:
    """Translate what stands between the markers; the markers themselves never leave the program."""
    parts = re.split(r"⟦(\d+)⟧", guarded)
    done = []
    for place, part in enumerate(parts):
        done.append(kept[int(part)] if place % 2 else "".join(_plain_chunk(one, call) for one in chunks(part)))
    return "".join(done)


def _plain_chunk(part: str, call: Call) -> str:
    """A piece without markers; brackets that the engine invents are not taken for one."""
    return _chunk(part, call) if part else part


def chunks(text: str, limit: int = LIMIT) -> list[str]:
    """The text cut at ends of sentences, else of words, into pieces of at most `limit` characters."""
    pieces: list[str] = []
    current = ""
    for part in _SENTENCE.split(text):
        for small in _cut(part, limit):
            if len(current) + len(small) > limit and current:
                pieces.append(current)
                current = ""
            current += small
    return [*pieces, current] if current or not pieces else pieces


def _cut(part: str, limit: int) -> list[str]:
    """A sentence longer than the limit, cut at spaces, else anywhere but inside a marker."""
    cut: list[str] = []
    while len(part) > limit:
        at = part.rfind(" ", 1, limit)
        if at <= 0:
            open_marker = part.rfind("⟦", 0, limit)
            at = open_marker if open_marker > 0 and part.find("⟧", open_marker) >= limit else limit
        cut.append(part[:at])
        part = part[at:]
    return [*cut, part]
