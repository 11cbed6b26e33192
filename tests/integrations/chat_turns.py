"""Real chat turns of customers and agents, with links, codes, placeholders, numbers and tags put into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from integrations.protection import has_words_of_its_own
from models.text import html_of
from tests.integrations.test_batches import KEPT_WORDS

LINK = '<a href="https://northwind.example/orders?id=7&amp;x=8">der Auftrag, the order</a>'


@dataclass(frozen=True, slots=True)
class Turn:
    """A message: its text, and its HTML where it has formatting."""

    text: str
    html: str | None


def turns(test_data: Path, count: int) -> Iterator[Turn]:
    """So many of bcontrast_en_de, every other one with formatting."""
    chats = json.loads((test_data / "languages" / "bcontrast_en_de" / "train.json").read_text(encoding="utf-8"))
    every = (turn["source"] for chat in chats.values() for turn in chat)
    sources = [source for source in every if has_words_of_its_own(source)][:count]
    for number, source in enumerate(sources):
        words = source.split(" ")
        for place in range(4):
            word = KEPT_WORDS[(number + 5 * place) % len(KEPT_WORDS)]
            words.insert((number * 7 + place * 3) % (len(words) + 1), word)
        text = " ".join(words)
        yield Turn(text, _formatted(words, number) if number % 2 else None)


def _formatted(words: list[str], number: int) -> str:
    """The words in tags that are the thread's own, with a link and a list."""
    middle = number % len(words)
    start, bold, end = (
        html_of(" ".join(part)) for part in (words[:middle], words[middle : middle + 2], words[middle:])
    )
    return f"<p>{start} <b>{bold}</b> {LINK}</p><ul><li>{end}</li><li><i>24 Stück</i></li></ul>"
