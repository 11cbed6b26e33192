"""Query: what was typed, read into clauses. Nothing typed is an error; what is half typed means what it can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from search_index import analysis, filters, terms
from search_index.clauses import All, Any, Clause, Code, Labelled, Phrase, Run, Word
from search_index.filters import Asker

LONGEST, MOST = 1_000, 64  # characters of a query, and words and filters in it, that count
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TOKEN = re.compile(
    rf"""(?P<minus>-?)(?:
        (?P<key>{"|".join(filters.KEYS)}):(?P<value>(?:{filters.VALUE})(?:,(?:{filters.VALUE}))*)
        | "(?P<phrase>[^"]*)(?P<closed>"?)
        | (?P<plain>[^\s"]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]*\d[\d()./+-]*")


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of a query as shown: where it stands in what was typed, and what it is.

    `kind` is "word", "phrase" or "filter"; `key` and `value` are a filter's (`from`, `ana`).
    """

    start: int
    end: int
    kind: str
    negative: bool
    key: str = ""
    value: str = ""


@dataclass(slots=True)
class Query:
    """Messages that fulfil `every` clause and `none` of those, with all `phrases` and without the `unwanted` ones."""

    text: str
    every: list[Clause] = field(default_factory=list)
    none: list[Clause] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    unwanted: list[Phrase] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    narrowed: dict[str, list[Clause]] = field(default_factory=dict)  # which of `every` are filters, by their keys

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for at all."""
        return not (self.every or self.none or self.phrases or self.unwanted)

    @property
    def checked(self) -> bool:
        """Whether texts must be read to know."""
        return bool(self.phrases or self.unwanted)

    @property
    def words(self) -> list[Clause]:
        """What texts are to be marked with: the clauses that are about words."""
        return [one for one in self.every if not isinstance(one, Labelled)]

    def narrow(self, key: str, clause: Clause) -> None:
        """Ask for what a filter wants besides; or, where a message has one such thing only, instead."""
        known = self.narrowed.setdefault(key, [])
        if known and key in filters.SINGLE:
            self.every = [one for one in self.every if one is not known[0]]
            clause = filters.either([known.pop(), clause])
        known.append(clause)
        self.every.append(clause)

    def without(self, *keys: str) -> Query:
        """The same without the filters that have these keys."""
        gone = [id(one) for key in keys for one in self.narrowed.get(key, ())]
        return replace(self, every=[one for one in self.every if id(one) not in gone]) if gone else self


def parse(typed: str, asker: Asker | None = None) -> Query:
    """Read what was typed. The last word may be a beginning unless a space follows it."""
    asker = asker or Asker()
    query = Query(typed)
    read = typed[:LONGEST].translate(_QUOTES)
    tokens = [one for one in _TOKEN.finditer(read) if one.end() > one.start()][:MOST]
    place = 0
    while place < len(tokens):
        place += _take(query, tokens[place:], asker, open_end=bool(tokens) and tokens[-1].end() == len(read))
    return query


def _take(query: Query, tokens: Sequence[re.Match[str]], asker: Asker, *, open_end: bool) -> int:
    """Read the first token, or more of them where they belong together. Returns how many."""
    token, last = tokens[0], open_end and len(tokens) == 1
    if token["key"] is not None and _take_filter(query, token, asker, last=last):
        return 1
    if token["phrase"] is not None:
        _take_phrase(query, token, last=last and not token["closed"])
        return 1
    if not token["minus"] and (number := _phone(tokens)):
        digits = "".join(filter(str.isdigit, "".join(one[0] for one in number)))
        listed = [
            clause
            for place, one in enumerate(number)
            for clause in _plain(one[0], last=open_end and place + 1 == len(tokens))
        ]
        query.every.append(Any((Labelled((analysis.phone(digits),)), All(tuple(listed)))))
        query.chips.append(Chip(token.start(), number[-1].end(), "word", False))
        return len(number)
    _take_plain(query, token, last=last)
    return 1


def _take_filter(query: Query, token: re.Match[str], asker: Asker, *, last: bool) -> bool:
    key, value = token["key"].lower(), token["value"]
    clause = filters.clause(key, value, asker, half=last)
    if clause is None:
        return False
    if token["minus"]:
        query.none.append(clause)
    else:
        query.narrow(key, clause)
    chip = Chip(token.start(), token.end(), "filter", bool(token["minus"]), key, ",".join(filters.values(value)))
    query.chips.append(chip)
    return True


def _take_phrase(query: Query, token: re.Match[str], *, last: bool) -> None:
    """A phrase; one that is still being typed is looked for by its words."""
    words = tuple(analysis.words(analysis.fold(token["phrase"])))
    if not words:
        return
    query.chips.append(Chip(token.start(), token.end(), "phrase", bool(token["minus"])))
    if not token["closed"]:
        clauses = [
            one for place, word in enumerate(words) for one in _word(word, last=last and place == len(words) - 1)
        ]
        query.none += [All(tuple(clauses))] if token["minus"] else []
        query.every += [] if token["minus"] else clauses
        return
    phrase = Phrase(words)
    if token["minus"]:
        query.unwanted.append(phrase)
        return
    query.phrases.append(phrase)
    query.every.append(phrase.candidates)


def _take_plain(query: Query, token: re.Match[str], *, last: bool) -> None:
    minus = bool(token["minus"])
    text = token[0][len(token["minus"]) :]
    clauses = list(_plain(text, last=last and not minus))
    if not clauses:
        return
    query.chips.append(Chip(token.start(), token.end(), "word", minus))
    if minus:
        query.none.append(All(tuple(clauses)))
    else:
        query.every += clauses


def _phone(tokens: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The tokens in a row that are the digits of one phone number."""
    found: list[re.Match[str]] = []
    for token in tokens:
        if token["plain"] is None or token["minus"] or not _DIGITS.fullmatch(token[0]):
            break
        found.append(token)
    count = sum(map(str.isdigit, "".join(one[0] for one in found)))
    return found if 7 <= count <= 15 else []


def _plain(chunk: str, *, last: bool) -> Iterator[Clause]:
    """The clauses of a piece without white space: codes, numbers and words."""
    folded = analysis.fold(chunk)
    if folded.endswith(("'s", "’s")):
        folded = folded[:-2]
    rest, end = 0, len(folded.rstrip(".,;:!?)"))
    while found := analysis.NUMBER.search(folded, rest) or _next_code(folded, rest):
        yield from _words(folded[rest : found.start()], last=False)
        yield _code(found[0], last=last and found.end() >= end)
        rest = found.end()
    yield from _words(folded[rest:], last=last)


def _next_code(folded: str, start: int) -> re.Match[str] | None:
    codes = (one for one in analysis.CODE.finditer(folded, start))
    return next((one for one in codes if "@" in one[0] or any(map(str.isdigit, one[0]))), None)


def _code(text: str, *, last: bool) -> Clause:
    """A code, a number in groups, or either: nobody knows what 1.234.567 is."""
    grouped = list(analysis.numbers(text))
    ways: list[Clause] = [Code(grouped[-1], last) if "/" in grouped[-1] else Word(grouped[-1])] if grouped else []
    if analysis.CODE.fullmatch(text):
        ways.append(Code("/".join(analysis.words(text)), last))
    return ways[0] if len(ways) == 1 else Any(tuple(ways))


def _words(folded: str, *, last: bool) -> Iterator[Clause]:
    listed = analysis.words(folded)
    for place, word in enumerate(listed):
        yield from _word(word, last=last and place == len(listed) - 1)


def _word(word: str, *, last: bool) -> Iterator[Clause]:
    yield Run(word) if analysis.is_unspaced(word) else Word(word[: terms.LONGEST], last)
