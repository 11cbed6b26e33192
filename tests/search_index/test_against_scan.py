"""The search against a plain scan: for generated queries on real texts, both find the same, in the same order.

The scan goes through every message and every word of its texts; it shares with the index what a word is, nothing else.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

import pytest

from models import message, person, posting, record, user
from models.message import Message
from models.workspace import Workspace
from search_index import analysis, index, indexer
from search_index.filters import Asker
from search_index.language import guess
from search_index.search import Search
from tests.search_index.conftest import TORTURE, index_all

QUERIES = 500 if TORTURE else 160
SEEDS = range(8 if TORTURE else 2)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LANGUAGES = {"deu": "de", "spa": "es", "fra": "fr", "rus": "ru", "jpn": "ja", "cmn": "zh", "ara": "ar", "tur": "tr"}


@dataclass
class Told:
    """A message as the scan reads it."""

    id: int
    date: dt.datetime
    kind: str
    thread: int
    author: int
    texts: list[tuple[list[str], str]]  # the words of each text, and its language
    compounds: list[str]  # long German nouns


def real_texts(folder: Path) -> Iterator[str]:
    """Chat in English and sentences in eight languages, in turn."""
    files = {}
    for code in LANGUAGES:
        (path,) = (folder / "languages" / "tatoeba_laser").glob(f"*.{code}-eng.{code}")
        files[code] = path.read_text(encoding="utf-8").splitlines()
    with gzip.open(folder / "messages" / "ubuntu_irc.jsonl.gz", "rt", encoding="utf-8") as lines:
        chat = [json.loads(line)["text"].replace("\0", "") for line in islice(lines, 4_000)]
    for number, text in enumerate(chat):
        yield text
        for code in files:
            if number < len(files[code]):
                yield files[code][number]


def told(kept: Message, names: dict[int, str]) -> Told:
    language = kept.language or guess(kept.body) or "en"
    texts = [(kept.body, language), (names[kept.author_id], "")]
    if kept.subject:
        texts.append((kept.subject, language))
    worded = [(analysis.words(analysis.fold(text)), language) for text, language in texts]
    nouns = re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]{7,}", kept.body) if language == "de" else []
    compounds = [analysis.fold(noun) for noun in nouns]
    return Told(kept.id, kept.date, kept.kind, kept.thread_id, kept.author_id, worded, compounds)


def has_word(one: Told, word: str, *, last: bool = False) -> bool:
    """Whether a message has a word, one of its stem, or, if it is the last one typed, one that begins so.

    Where the stem is a word by itself, it counts in all texts of a message of which one is in the stem's language.
    """
    roots = {word, *(stem(word, language) for _, language in one.texts if language)}
    for listed, language in one.texts:
        for there in listed:
            if analysis.is_unspaced(word):
                if analysis.is_unspaced(there) and word in there:
                    return True
            elif (
                there in roots or (last and len(word) > 1 and there.startswith(word)) or stemmed(there, word, language)
            ):
                return True
    return len(word) > 3 and any(noun.endswith(word) for noun in one.compounds)


def stemmed(there: str, word: str, language: str) -> bool:
    """Both have one stem in the language of the text."""
    return language in analysis.STEMMED and stem(there, language) == stem(word, language)


stem = lru_cache(100_000)(analysis.stem)


def has_phrase(one: Told, words: list[str]) -> bool:
    size = len(words)
    return any(
        listed[start : start + size] == words for listed, _ in one.texts for start in range(len(listed) - size + 1)
    )


Fits = Callable[[Told], bool]


class Asking:
    """Makes queries of the messages' own words, with what the scan must look for."""

    def __init__(self, chance: random.Random, there: list[Told], names: dict[int, str]) -> None:
        self.chance, self.there, self.names = chance, there, names

    def word(self) -> str:
        while True:
            listed, _ = self.chance.choice(self.chance.choice(self.there).texts[:1])
            plain = [one for one in listed if one.isalpha() and len(one) > 1 and not analysis.is_unspaced(one)]
            if plain:
                return self.chance.choice(plain)

    def query(self) -> tuple[str, list[Fits]]:
        pieces, fits = [], []
        for _ in range(self.chance.choice((1, 1, 2, 2, 3))):
            make = self.chance.choice((self.plain, self.plain, self.plain, self.excluded, self.phrase, self.filter))
            typed, fit = make()
            if make == self.filter and any(one.partition(":")[0] == typed.partition(":")[0] for one in pieces):
                continue  # of some filters given twice either will do: no matter of this test
            pieces.append(typed)
            fits.append(fit)
        if self.chance.random() < 0.4:
            typed, fit = self.begun()
            return " ".join([*pieces, typed]), [*fits, fit]
        return " ".join(pieces) + " ", fits

    def plain(self) -> tuple[str, Fits]:
        word = self.word()
        shown = self.chance.choice((word, word.upper(), word.title()))
        words = analysis.words(analysis.fold(shown))
        return shown, lambda one: all(has_word(one, each) for each in words)

    def begun(self) -> tuple[str, Fits]:
        start = self.word()[: self.chance.randint(2, 6)]
        words = analysis.words(analysis.fold(start))
        return start, lambda one: all(
            has_word(one, each, last=place == len(words) - 1) for place, each in enumerate(words)
        )

    def excluded(self) -> tuple[str, Fits]:
        word = self.word()
        return f"-{word}", lambda one: not has_word(one, word)

    def phrase(self) -> tuple[str, Fits]:
        while True:
            listed, _ = self.chance.choice(self.there).texts[0]
            if len(listed) > 2 and not any(map(analysis.is_unspaced, listed)):
                start = self.chance.randrange(len(listed) - 1)
                words = listed[start : start + self.chance.randint(2, 4)]
                return f'"{" ".join(words)}"', partial(has_phrase, words=words)

    def filter(self) -> tuple[str, Fits]:
        which = self.chance.choice(("is", "in", "from", "before", "after", "on"))
        if which == "is":
            chosen = self.chance.sample(("note", "email", "message"), self.chance.randint(1, 2))
            return f"is:{','.join(chosen)}", lambda one: one.kind in chosen
        if which == "in":
            thread = self.chance.choice(self.there).thread
            return f"in:{thread}", lambda one: one.thread == thread
        if which == "from":
            authors = {self.chance.choice(self.there).author for _ in range(self.chance.randint(1, 2))}
            typed = ",".join(f'"{self.names[author]}"' for author in authors)
            return f"from:{typed}", lambda one: one.author in authors
        day = START + dt.timedelta(days=self.chance.randint(0, 60))
        tests: dict[str, Fits] = {
            "before": lambda one: one.date < day,
            "after": lambda one: one.date >= day,
            "on": lambda one: day <= one.date < day + dt.timedelta(days=1),
        }
        return f"{which}:{day:%Y-%m-%d}", tests[which]


def filled(chance: random.Random, texts: list[str]) -> None:
    """A few records, on which each text is a note, something received or something sent, at any time of two months."""
    me = user.first_administrator().id
    number = person.Person.select().count()  # so that nobody is called like somebody else
    names = [f"{name}{number}x Quellmann" for name in ("Ada", "Bo", "Cy")]
    contacts = [record.create("contact", {"name": name}, by=me).id for name in names]
    authors = [someone.id for card in contacts if (someone := person.of_card(card))]
    for text in texts:
        if not text.strip():
            continue
        when = START + dt.timedelta(seconds=chance.randrange(60 * 86_400))
        where = chance.randrange(3)
        if chance.random() < 0.5:
            posting.note(contacts[where], text, by=me, when=when)
        else:
            posting.receive(contacts[where], text, author=authors[where], channel="email", when=when)


def changed(chance: random.Random, texts: list[str]) -> None:
    """Edits, deletions and new messages."""
    me = user.first_administrator().id
    notes = [row.id for row in Message.select().where((Message.kind == "note") & Message.deleted_at.is_null())]
    for id in chance.sample(notes, min(60, len(notes))):
        if chance.random() < 0.3:
            message.delete(id, by=me)
        else:
            message.edit(id, chance.choice(texts) + " edited", by=me)
    filled(chance, chance.sample(texts, 40))


def compare(search: Search, chance: random.Random, count: int) -> int:
    """Ask `count` queries; returns how many found something."""
    names = {row.id: row.name for row in person.Person.select()}
    there = [told(row, names) for row in Message.select().where(Message.deleted_at.is_null())]
    there.sort(key=lambda one: (one.date, one.id), reverse=True)
    asking, some = Asking(chance, there, names), 0
    asker = Asker(user.first_administrator().id)
    for _ in range(count):
        typed, fits = asking.query()
        wanted = [one.id for one in there if all(fit(one) for fit in fits)]
        found = search.answer(search.question(typed, asker=asker, limit=5_000))
        assert found is not None
        assert [hit.message for hit in found.hits] == wanted, typed
        assert (found.total, found.exact) == (len(wanted), True), typed
        some += bool(wanted)
    return some


@pytest.mark.timeout(1_800 if TORTURE else 120)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_finds_what_a_plain_scan_finds(
    workspace: Workspace, test_data: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    if seed % 2:  # so small that many are full, and come under one dictionary
        monkeypatch.setattr(index, "FULL", 60)
        monkeypatch.setattr(indexer, "FULL", 60)
    texts = chance.sample(list(islice(real_texts(test_data), 8_000)), 2_500 if TORTURE else 500)
    filled(chance, texts[:500])
    search = Search(workspace.index)
    try:
        some = compare(search, chance, QUERIES // 4)  # all in memory
        filled(chance, texts[500:])
        index_all(workspace.index).close()
        some += compare(search, chance, QUERIES // 4)
        changed(chance, texts)
        some += compare(search, chance, QUERIES // 4)  # partly younger than the index
        index_all(workspace.index).close()
        some += compare(search, chance, QUERIES // 4)
    finally:
        search.close()
    assert some > QUERIES // 3
