"""The difference of two texts word by word: what stayed, what was removed, what was added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# A word, a run of white space, or one sign. Scripts written without spaces are compared sign by sign.
_PARTS = re.compile(
    r"\r\n|\n|[^\S\n]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+|[^\w\s]"
)
LIMIT = 6_000  # parts of both texts together; above, lines are compared, since the time grows with the square


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what happened to it: "same", "removed" or "added"."""

    what: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces that, without the removed ones, give `new` and, without the added ones, `old`."""
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    if len(before) + len(after) > LIMIT:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(REMOVED, "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(ADDED, "".join(after[j1:j2])))
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Changes with nothing but white space between them become one: people read phrases."""
    found: list[Piece] = []
    gone = come = ""
    for place, piece in enumerate(pieces):
        between = piece.what == SAME and piece.text.isspace() and "\n" not in piece.text
        if between and (gone or come) and _changes_next(pieces, place, both=bool(gone and come)):
            gone, come = gone + piece.text, come + piece.text
        elif piece.what == SAME:
            found += _flushed(gone, come)
            found.append(piece)
            gone = come = ""
        elif piece.what == REMOVED:
            gone += piece.text
        else:
            come += piece.text
    return found + _flushed(gone, come)


def _changes_next(pieces: list[Piece], place: int, *, both: bool) -> bool:
    """Whether after a space the same kind of change goes on: words replaced, then words replaced."""
    following = {piece.what for piece in pieces[place + 1 : place + 3]}
    return both and following == {REMOVED, ADDED}


def _flushed(gone: str, come: str) -> list[Piece]:
    return [piece for piece in (Piece(REMOVED, gone), Piece(ADDED, come)) if piece.text]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much differs: words added and removed, and whole stretches replaced."""

    added: int
    removed: int


def extent(old: str, new: str) -> Extent:
    """How many words came and went between two texts."""
    pieces = difference(old, new)
    words = {
        what: sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.what == what)
        for what in (ADDED, REMOVED)
    }
    return Extent(words[ADDED], words[REMOVED])
