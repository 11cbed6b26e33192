"""Snippets: the piece of a message that shows best why it was found, with the words marked, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search_index.documents import (
    AUTHOR,
    BODY,
    CHANGE,
    FILE_NAME,
    IN_FILE,
    RECORD,
    SUBJECT,
    TRANSLATION,
    Document,
    Part,
)
from search_index.marking import Marker, Span

LENGTH = 160  # characters of a snippet
BEFORE = 40  # characters before the first mark
_ORDER = (BODY, SUBJECT, TRANSLATION, CHANGE, IN_FILE, FILE_NAME, AUTHOR, RECORD)  # of parts that show equally much


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text on one line, the places in it to mark (start, end), and which part of the message it is of."""

    text: str
    marks: tuple[tuple[int, int], ...]
    where: str


def snippet(document: Document, marker: Marker) -> Snippet:
    """What to show of a message; its beginning where no word is to be marked."""
    best: tuple[int, int, Part, list[Span]] | None = None
    for part in document.parts:
        if part.where == RECORD:
            continue
        spans = marker.spans(part.text, part.language, file_name=part.where == FILE_NAME)
        rank = (len({one.what for one in spans}), -_ORDER.index(part.where))
        if best is None or rank > best[:2]:
            best = (*rank, part, spans)
    if best is None:
        return Snippet("", (), BODY)
    part, spans = (best[2], best[3]) if best[0] else (_shown(document), [])
    return cut(part, spans)


def excerpt(text: str, marker: Marker, language: str) -> Snippet | None:
    """The piece of a file's text that shows best the words looked for; None where none of them stands in it."""
    spans = marker.spans(text, language)
    return cut(Part(IN_FILE, text, language), spans) if spans else None


def _shown(document: Document) -> Part:
    """The part that stands for a message in which nothing is marked."""
    return next((one for one in document.parts if one.text and one.where in (BODY, SUBJECT, CHANGE)), document.parts[0])


def cut(part: Part, spans: Sequence[Span]) -> Snippet:
    """The piece of a part that holds most of what is marked."""
    start = _start(part.text, spans)
    end = min(len(part.text), start + LENGTH)
    if end < len(part.text):
        end = (
            max(part.text.rfind(" ", start + LENGTH // 2, end), start)
            if " " in part.text[start + LENGTH // 2 : end]
            else end
        )
    marks = [(one.start, one.end) for one in spans if start <= one.start and one.end <= end]
    end = max([start + len(part.text[start:end].rstrip()), *(last for _, last in marks)])
    text, marks = _on_one_line(part.text[start:end], [(first - start, last - start) for first, last in marks])
    before, after = "… " if start else "", " …" if part.text[end:].strip() else ""
    return Snippet(
        before + text + after, tuple((first + len(before), last + len(before)) for first, last in marks), part.where
    )


def _start(text: str, spans: Sequence[Span]) -> int:
    """Where to begin so that as many different things as possible are seen."""
    best, at = 0, 0
    for place, first in enumerate(spans):
        seen = {one.what for one in spans[place : place + 30] if one.end <= first.start + LENGTH - BEFORE}
        if len(seen) > best:
            best, at = len(seen), first.start
    if at <= BEFORE or not spans:
        return 0
    space = text.find(" ", at - BEFORE, at)
    return space + 1 if space >= 0 else at - BEFORE


def _on_one_line(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text with each run of white space as one space, and the marks where they then are."""
    kept: list[str] = []
    places: list[int] = []
    for char in text:
        places.append(len(kept))
        if not char.isspace():
            kept.append(char)
        elif kept and kept[-1] != " ":
            kept.append(" ")
    places.append(len(kept))
    return "".join(kept), [(places[first], places[last]) for first, last in marks]
