"""Batches: many segments translated by few requests, every answer checked before it is taken.

Lines go out together, with a line that no other request has; so an answer to another request is noticed. What comes
back incomplete is asked for again by itself, with numbers held; where markers don't hold at all, the words between
them are translated alone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from integrations.protection import has_words
from integrations.segments import MARKER, WORDS, Marked, Part, Piece, Segment

Call = Callable[[str], str]
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_HIGH = 1000  # the mark of a request is a number from here on; its markers are fewer
_NOWHERE = 999_999  # no segment has as many markers


class Mixed(Exception):
    """The engine answered with the translation of another text."""


class Memory:
    """What came back for lines that were asked for before."""

    def __init__(self) -> None:
        self._answers: dict[str, str] = {}

    def get(self, line: str) -> str | None:
        """The answer; None where there was none."""
        return self._answers.get(line)

    def put(self, line: str, answer: str) -> None:
        """Remember an answer."""
        self._answers[line] = answer


def translate(texts: Sequence[Sequence[Part]], call: Call, *, limit: int, known: Memory | None = None) -> list[str]:
    """Texts cut into segments translated through `call`, each segment once, at most `limit` characters at a time.

    `known` are answers to lines that were asked for before; new ones are put there.
    """
    asker = _Asker(call, limit, known or Memory())
    left = list(dict.fromkeys(part for parts in texts for part in parts if isinstance(part, Segment)))
    done: dict[Segment, str] = {}
    unanswered = left
    for strict, together in ((False, True), (True, True), (True, False)):
        asked = left if together else unanswered  # an answer that lost its markers would lose them again
        sent = {segment: segment.marked(strict=strict) for segment in asked}
        answers = asker.answers([one.text for one in sent.values()], together=together)
        done |= {segment: taken for segment in asked if (taken := _taken(segment, sent[segment], answers)) is not None}
        left = [segment for segment in left if segment not in done]
        unanswered = [segment for segment in asked if sent[segment].text not in answers]
    done |= _word_by_word(left, asker)
    return ["".join(done[part] if isinstance(part, Segment) else part for part in parts) for parts in texts]


def _taken(segment: Segment, sent: Marked, answers: dict[str, str]) -> str | None:
    return segment.taken(answers[sent.text], sent) if sent.text in answers else None


def _word_by_word(segments: Sequence[Segment], asker: _Asker) -> dict[Segment, str]:
    """What stands between the markers translated alone; the markers themselves never leave the program."""
    spans = {segment: segment.spans() for segment in segments}
    texts = [piece.text.strip() for pieces in spans.values() for piece in pieces if _is_words(piece)]
    answers = asker.answers(texts)
    answers |= {text: asker.alone(text) for text in dict.fromkeys(texts) if text not in answers}
    return {
        segment: "".join(segment.written(_put(piece, answers) if _is_words(piece) else piece) for piece in pieces)
        for segment, pieces in spans.items()
    }


def _is_words(piece: Piece) -> bool:
    return piece.kind == WORDS and has_words(piece.text)


def _put(piece: Piece, answers: dict[str, str]) -> Piece:
    inner = piece.text.strip()
    start = piece.text.index(inner)
    return Piece(WORDS, piece.text[:start] + answers[inner] + piece.text[start + len(inner) :])


class _Asker:
    """Sends lines out and remembers what came back for each."""

    def __init__(self, call: Call, limit: int, known: Memory) -> None:
        self._call, self._limit, self._known = call, limit, known

    def answers(self, texts: Iterable[str], *, together: bool = True) -> dict[str, str]:
        """What came back for these texts, as far as each can be told from its neighbours.

        As many as the limit lets go `together`, or each by itself; a text above the limit goes in chunks.
        """
        cut = {text: chunks(text, self._limit) for text in dict.fromkeys(texts)}
        lines = dict.fromkeys(line for pieces in cut.values() for piece in pieces if (line := piece.strip()))
        done = {line: line for line in lines if not has_words(MARKER.sub("", line))}
        done |= {line: kept for line in lines if line not in done and (kept := self._known.get(line)) is not None}
        for batch in _batches([line for line in lines if line not in done], self._limit if together else 0):
            came = _ask(batch, self._call)
            for line, answer in came.items():
                self._known.put(line, answer)
            done |= came
        return {
            text: "".join(_around(piece, done) for piece in pieces)
            for text, pieces in cut.items()
            if all(piece.strip() in done for piece in pieces if piece.strip())
        }

    def alone(self, text: str) -> str:
        """What comes back for one line with nothing added to it, on one line."""
        return " ".join(self._call(text).split()) or text


def _around(piece: str, done: dict[str, str]) -> str:
    """A chunk translated, with the white space that stood around it."""
    inner = piece.strip()
    return piece.replace(inner, done[inner], 1) if inner else piece


def _batches(lines: Sequence[str], limit: int) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for line in lines:
        if batch and size + len(line) + 1 > limit:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        yield batch


def _ask(lines: Sequence[str], call: Call) -> dict[str, str]:
    """The answers to a request of several lines, by line; none where they can't be told apart."""
    sent, meant = _numbered(lines)
    for _ in range(2):
        last = _HIGH + secrets.randbelow(8 * _HIGH)
        answer = call("\n".join([*sent, f"⟦{last}⟧"]))
        if not _is_foreign(answer, last):
            break
    else:
        raise Mixed
    answered = _own_lines(answer, last, len(lines))
    if len(answered) != len(lines):
        return {}
    return {line: _meaning(one, own) for line, one, own in zip(lines, answered, meant, strict=True)}


def _own_lines(answer: str, last: int, count: int) -> list[str]:
    """The lines of an answer without the one that marks it, or without the mark where it stands in another line."""
    lines = [line.strip() for line in answer.split("\n") if line.strip()]
    if len(lines) == count + 1 and any(int(found[1]) == last for found in MARKER.finditer(lines[-1])):
        return lines[:-1]
    own = [MARKER.sub(lambda found: "" if int(found[1]) == last else found[0], line).strip() for line in lines]
    return [line for line in own if line]


def _numbered(lines: Sequence[str]) -> tuple[list[str], list[dict[int, int]]]:
    """Lines with their markers numbered through, and for each line the numbers that these had in it."""
    count = 0
    sent, meant = [], []
    for line in lines:
        own = {count + place: int(found[1]) for place, found in enumerate(MARKER.finditer(line))}
        new = iter(own)
        sent.append(MARKER.sub(lambda found, new=new: f"⟦{next(new)}⟧", line))  # type: ignore[misc]
        meant.append(own)
        count += len(own)
    return sent, meant


def _meaning(answer: str, own: Mapping[int, int]) -> str:
    """An answer with the numbers that its markers had in their own line; those of other lines fit nowhere."""
    return MARKER.sub(lambda found: f"⟦{own.get(int(found[1]), _NOWHERE)}⟧", answer)


def _is_foreign(answer: str, last: int) -> bool:
    """Whether an answer carries the mark of another request."""
    marks = [number for found in MARKER.finditer(answer) if (number := int(found[1])) >= _HIGH]
    return any(number != last for number in marks)


def chunks(text: str, limit: int) -> list[str]:
    """A text cut at ends of sentences, else of words, into pieces of at most `limit` characters; nothing is lost."""
    pieces, current = [], ""
    for sentence in _sentences(text):
        for part in _cut(sentence, limit):
            if current and len(current) + len(part) > limit:
                pieces.append(current)
                current = ""
            current += part
    return [*pieces, current] if current else pieces


def _sentences(text: str) -> Iterator[str]:
    end = 0
    for found in _SENTENCE.finditer(text):
        yield text[end : found.end()]
        end = found.end()
    yield text[end:]


def _cut(sentence: str, limit: int) -> Iterator[str]:
    """A sentence above the limit, cut at spaces, else anywhere but inside a marker."""
    while len(sentence) > limit:
        at = sentence.rfind(" ", 1, limit) + 1 or limit
        opened = sentence.rfind("⟦", 0, at)
        if opened > 0 and sentence.find("⟧", opened, at) < 0:
            at = opened
        yield sentence[:at]
        sentence = sentence[at:]
    yield sentence
