"""Segments: how text and HTML are cut for a translator and put together again, all that must not change kept.

A segment is a line, or a block of HTML with its inline tags. What is held in it is replaced by markers such as ⟦3⟧;
each has to come back exactly once, tags in an order in which they nest, or the answer is not taken.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass

from integrations.protection import LOOSE, has_words, held, loose

MARKER = re.compile(r"[⟦\[【]\s*(\d+)\s*[⟧\]】]")  # engines may turn ⟦0⟧ into [ 0 ]
WORDS, HELD, TAG, CODE = "words", "held", "tag", "code"
_TAG = re.compile(r'<(/?)([a-zA-Z][\w]*)(?:[^>"]|"[^"]*")*>')
_BLOCKS = {
    *("p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "thead", "tbody", "blockquote", "hr", "br", "pre"),
    *("h1", "h2", "h3", "h4"),
}
_CODE = ("code", "pre")
_ALONE = ("img", "br", "hr")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a segment: words (or what is held) as text; an inline tag, or code with its tags, as it is written."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A segment as it is sent: with markers, numbered from nought, in the place of `kept`."""

    text: str
    kept: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """What is translated in one go. In HTML, words are escaped when they are written."""

    pieces: tuple[Piece, ...]
    html: bool = False

    def marked(self, *, strict: bool) -> Marked:
        """As it is sent. `strict`: numbers and pictures are held too."""
        sent: list[str] = []
        kept: list[Piece] = []
        for piece in self.spans() if strict else self.pieces:
            if piece.kind == WORDS:
                sent.append(piece.text)
            else:
                sent.append(f"⟦{len(kept)}⟧")
                kept.append(piece)
        return Marked("".join(sent), tuple(kept))

    def spans(self) -> list[Piece]:
        """Its pieces, with numbers and pictures held too."""
        found: list[Piece] = []
        for piece in self.pieces:
            found += cut(piece.text, LOOSE) if piece.kind == WORDS else [piece]
        return found

    def taken(self, answer: str, sent: Marked) -> str | None:
        """The answer with everything in its place; None where something is missing, doubled, or new."""
        numbers = [int(found[1]) for found in MARKER.finditer(answer)]
        if sorted(numbers) != list(range(len(sent.kept))) or not self._same_numbers(answer, sent):
            return None
        if not _nest([sent.kept[number] for number in numbers]):
            return None
        parts = MARKER.split(answer)
        return "".join(
            self.written(sent.kept[int(part)]) if place % 2 else self.written(Piece(WORDS, part))
            for place, part in enumerate(parts)
        )

    def _same_numbers(self, answer: str, sent: Marked) -> bool:
        there = MARKER.sub(" ", sent.text), MARKER.sub(" ", answer)
        return not loose(there[0]) - loose(there[1]) and has_words(there[1]) >= has_words(there[0])

    def written(self, piece: Piece) -> str:
        """A piece as it stands in the result."""
        return entities.escape(piece.text, quote=False) if self.html and piece.kind in (WORDS, HELD) else piece.text


def _nest(kept: Iterable[Piece]) -> bool:
    """Whether tags, in this order, open and close one inside the other."""
    tags = [found for piece in kept if piece.kind == TAG and (found := _TAG.match(piece.text))]
    opened: list[str] = []
    for tag in tags:
        name = tag[2].lower()
        if name in _ALONE:
            continue
        if not tag[1]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def cut(text: str, pattern: re.Pattern[str]) -> list[Piece]:
    """A text as words and what of it is held."""
    pieces: list[Piece] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [Piece(WORDS, text[end : found.start()]), Piece(HELD, found[0])]
        end = found.end()
    pieces.append(Piece(WORDS, text[end:]))
    return [piece for piece in pieces if piece.text]


Part = str | Segment


def of_text(text: str, names: Iterable[str] = ()) -> list[Part]:
    """A plain text as segments, line by line, and the white space and lines without words between them."""
    pattern = held(names)
    parts: list[Part] = []
    for number, line in enumerate(text.split("\n")):
        parts += ["\n"] if number else []
        parts += _segment(cut(line, pattern), html=False)
    return parts


def _segment(pieces: list[Piece], *, html: bool) -> list[Part]:
    """Pieces as a segment without the white space around it, which stays; as they are where there are no words."""
    whole = Segment(tuple(pieces), html)
    if not any(piece.kind == WORDS and has_words(piece.text) for piece in pieces):
        return ["".join(whole.written(piece) for piece in pieces)] if pieces else []
    first, last = pieces[0], pieces[-1]
    before = first.text[: len(first.text) - len(first.text.lstrip())] if first.kind == WORDS else ""
    after = last.text[len(last.text.rstrip()) :] if last.kind == WORDS else ""
    pieces[0] = Piece(first.kind, first.text[len(before) :])
    pieces[-1] = Piece(pieces[-1].kind, pieces[-1].text[: len(pieces[-1].text) - len(after)])
    inner = Segment(tuple(piece for piece in pieces if piece.text), html)
    return [part for part in (before, inner, after) if part]


def of_html(cleaned: str, names: Iterable[str] = ()) -> list[Part]:
    """Cleaned HTML as segments, block by block; code stays as it is."""
    cutter = _Cutter(held(names))
    end = 0
    for found in _TAG.finditer(cleaned):
        cutter.words(cleaned[end : found.start()])
        cutter.tag(found[0], found[2].lower(), closing=bool(found[1]))
        end = found.end()
    cutter.words(cleaned[end:])
    cutter.end_block()
    return cutter.parts


class _Cutter:
    """Takes HTML word by word and tag by tag; `parts` is what has been cut so far."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.parts: list[Part] = []
        self._pattern = pattern
        self._block: list[Piece] = []
        self._code: list[str] = []  # what was read of the code we are in
        self._name, self._depth = "", 0

    def words(self, text: str) -> None:
        if self._depth:
            self._code.append(text)
        elif text:
            self._block += cut(re.sub(r"\s+", " ", entities.unescape(text)), self._pattern)

    def tag(self, tag: str, name: str, *, closing: bool) -> None:
        if self._depth or (name in _CODE and not closing):
            self._in_code(tag, name, closing=closing)
        elif name in _BLOCKS:
            self.end_block()
            self.parts.append(tag)
        else:
            self._block.append(Piece(TAG, tag))

    def _in_code(self, tag: str, name: str, *, closing: bool) -> None:
        if not self._depth:
            self._name = name
            if name == "pre":
                self.end_block()
        self._code.append(tag)
        if name == self._name:
            self._depth += -1 if closing else 1
        if not self._depth:
            self._end_code()

    def _end_code(self) -> None:
        """Code is a part of its sentence, preformatted text a block of its own."""
        if self._name == "pre":
            self.parts.append("".join(self._code))
        else:
            self._block.append(Piece(CODE, "".join(self._code)))
        self._code.clear()

    def end_block(self) -> None:
        """What was read is a segment of its own."""
        if self._code:  # it was never closed
            self._end_code()
        self.parts += _segment(self._block, html=True)
        self._block = []
