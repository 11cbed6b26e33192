"""Marking: where in a text the words of a query stand, whatever their case, accents and endings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_index import analysis
from search_index.clauses import All, Any, Clause, Code, Labelled, Phrase, Run, Word
from search_index.terms import FILE, PHONE

LONG = 4_000  # characters from which on only the surroundings of likely places are read
AROUND, PLACES = 300, 40  # characters of surroundings, and how many places


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of a text, and which of the wanted things it is."""

    start: int
    end: int
    what: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A thing to be marked, in the form in which it is compared with the words of a text."""

    words: tuple[str, ...] = ()
    last: bool = False
    only_file: bool = False
    code: str = ""
    phone: str = ""

    def first(self) -> str:
        """Letters with which every place where it stands begins."""
        word = (self.words or (self.code.split("/")[0],))[0]
        if self.phone or not word:
            return ""
        return word if analysis.is_unspaced(word) or len(word) < 4 else word[: max(3, len(word) - 3)]


class Marker:
    """Marks texts with the words, codes, phone numbers and phrases of one query."""

    def __init__(self, clauses: Sequence[Clause], phrases: Sequence[Phrase] = ()) -> None:
        self.wanted = [_Wanted(words=one.words) for one in phrases]
        for clause in clauses:
            self.wanted += [one for one in _wanted(clause) if one not in self.wanted]

    def spans(self, text: str, language: str = "", *, file_name: bool = False) -> list[Span]:
        """The places to be marked, in order, none inside another."""
        found: list[Span] = []
        for start, piece in self._pieces(text):
            folded, places = folded_with_places(piece)
            for span in self._in_folded(folded, language):
                if self.wanted[span.what].only_file and not file_name:
                    continue
                found.append(Span(start + places[span.start], start + places[span.end], span.what))
        found.sort(key=lambda one: (one.start, -one.end))
        kept: list[Span] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept

    def _pieces(self, text: str) -> Iterator[tuple[int, str]]:
        """A short text whole; of a long one what surrounds the places where something wanted may stand."""
        if len(text) <= LONG:
            yield 0, text
            return
        plain = text.lower() if text.isascii() or len(text.lower()) == len(text) else text
        begins = {0}
        for one in self.wanted:
            place = plain.find(one.first()) if one.first() else -1
            for _ in range(PLACES):
                if place < 0:
                    break
                begins.add(max(0, place - AROUND))
                place = plain.find(one.first(), place + AROUND)
        end = 0
        for begin in sorted(begins):
            start = max(begin, end)
            end = max(end, begin + 2 * AROUND)
            if start < end:
                yield start, text[start:end]

    def _in_folded(self, folded: str, language: str) -> Iterator[Span]:
        tokens = [(one.start(), one.end(), one[0]) for one in analysis.WORD.finditer(folded)]
        for what, one in enumerate(self.wanted):
            if one.phone:
                yield from _phones(folded, one.phone, what)
            elif one.code:
                yield from _codes(folded, one, what)
            elif len(one.words) > 1:
                yield from _rows(tokens, one.words, what)
            elif analysis.is_unspaced(one.words[0]):
                yield from _runs(folded, one.words[0], what)
            else:
                yield from (Span(start, end, what) for start, end, word in tokens if _same(one, word, language))


def _wanted(clause: Clause) -> Iterator[_Wanted]:
    if isinstance(clause, Word):
        yield _Wanted((clause.word,), clause.last, only_file=clause.space == FILE)
    elif isinstance(clause, Run):
        yield _Wanted((clause.run,), only_file=clause.space == FILE)
    elif isinstance(clause, Code):
        yield _Wanted(code=clause.code, last=clause.last)
    elif isinstance(clause, Any | All):
        for one in clause.clauses:
            yield from _wanted(one)
    elif isinstance(clause, Labelled) and len(clause.terms) == 1 and clause.terms[0].startswith(PHONE):
        yield _Wanted(phone=clause.terms[0].removeprefix(PHONE).decode())


def _same(wanted: _Wanted, word: str, language: str) -> bool:
    typed = wanted.words[0]
    if word == typed or (wanted.last and len(typed) > 1 and word.startswith(typed)):
        return True
    if language == "de" and len(word) > 7 and len(typed) >= analysis.SHORTEST_PART and word.endswith(typed):
        return True
    return analysis.akin(word, typed, language)


def _rows(tokens: Sequence[tuple[int, int, str]], words: tuple[str, ...], what: int) -> Iterator[Span]:
    listed = [word for _, _, word in tokens]
    for place in range(len(tokens) - len(words) + 1):
        if tuple(listed[place : place + len(words)]) == words:
            yield Span(tokens[place][0], tokens[place + len(words) - 1][1], what)


def _runs(folded: str, run: str, what: int) -> Iterator[Span]:
    """The run where it stands whole, else its pairs of characters."""
    parts = [run] if run in folded else analysis.unspaced(run, 2)
    for part in parts:
        place = folded.find(part)
        while place >= 0:
            yield Span(place, place + len(part), what)
            place = folded.find(part, place + len(part))


def _codes(folded: str, wanted: _Wanted, what: int) -> Iterator[Span]:
    for found in analysis.CODE.finditer(folded):
        ends = list(analysis.ends("/".join(analysis.words(found[0]))))
        begun = wanted.code if wanted.last else f"{wanted.code}/"
        if any(end == wanted.code or end.startswith(begun) for end in ends):
            yield Span(found.start(), found.end(), what)


def _phones(folded: str, digits: str, what: int) -> Iterator[Span]:
    for found in analysis.PHONE.finditer(folded):
        if "".join(filter(str.isdigit, found[0])).endswith(digits):
            yield Span(found.start(), found.end(), what)


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters (and its end) where that stood in the text."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or "\u0300" <= text[end] <= "\u036f"):
            end += 1
        plain = analysis.fold(text[start:end])
        folded.append(plain)
        places += [start] * len(plain)
        start = end
    return "".join(folded), [*places, len(text)]
