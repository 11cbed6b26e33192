"""How often languages are recognised: `python -m tests.measures.languages` prints tables by language and length.

Texts are those of lingua (single words, pairs of words, sentences of 26 languages) and Tatoeba (600 sentences of 13).
Five languages are in use, as in a small business: the text's own, English, Spanish, German and French.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from integrations.languages import recognise, same
from tests.conftest import TEST_DATA

IN_USE = {"en", "es", "de", "fr"}
CODES = {
    "ara": "ar", "cmn": "zh", "deu": "de", "fra": "fr", "ita": "it", "spa": "es",
    "jpn": "ja", "nld": "nl", "pol": "pl", "por": "pt", "rus": "ru", "tur": "tr",
}  # fmt: skip
LENGTHS = ("single-words", "word-pairs", "sentences", "tatoeba")
NAMES = {"single-words": "one word", "word-pairs": "two words", "sentences": "sentence", "tatoeba": "Tatoeba"}


@dataclass(slots=True)
class Score:
    """How many texts were right, wrong, left open."""

    right: int = 0
    wrong: int = 0
    open: int = 0

    def add(self, other: Score) -> None:
        self.right, self.wrong, self.open = self.right + other.right, self.wrong + other.wrong, self.open + other.open

    @property
    def all(self) -> int:
        return self.right + self.wrong + self.open

    def percent(self, part: int) -> str:
        return f"{100 * part / self.all:.1f}" if self.all else ""


def samples(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Length, language and texts."""
    for length in LENGTHS[:3]:
        for file in sorted((folder / "langid_lingua" / length).glob("*.txt")):
            yield length, file.stem, _lines(file)
    for name, code in CODES.items():
        yield "tatoeba", code, _lines(folder / "tatoeba_laser" / f"tatoeba.{name}-eng.{name}")
    yield "tatoeba", "en", _lines(folder / "tatoeba_laser" / "tatoeba.spa-eng.eng")


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(language: str, texts: list[str], likely: str | None) -> Score:
    """How texts of a language fare when their author's language is known to be `likely`."""
    found = Score()
    for text in texts:
        answer = recognise(text, likely=likely, in_use=IN_USE | {language})
        if answer is None:
            found.open += 1
        elif same(answer, language):
            found.right += 1
        else:
            found.wrong += 1
    return found


def by_length(folder: Path) -> list[str]:
    """What is known of the author, by length: right, wrong, left open, in percent."""
    rows = [
        "| the author's language | " + " | ".join(NAMES[one] for one in LENGTHS) + " |",
        "|---|" + "---|" * len(LENGTHS),
    ]
    for words, likely in (("known", True), ("not known", False)):
        total = {length: Score() for length in LENGTHS}
        for length, language, texts in samples(folder):
            total[length].add(score(language, texts, language if likely else None))
        cells = [
            f"{one.percent(one.right)} / {one.percent(one.wrong)} / {one.percent(one.open)}" for one in total.values()
        ]
        rows.append(f"| {words} | " + " | ".join(cells) + " |")
    return rows


def by_language(folder: Path) -> list[str]:
    """Right, in percent, by language and length, where nothing is known of the author."""
    found: dict[str, dict[str, str]] = {}
    for length, language, texts in samples(folder):
        one = score(language, texts, None)
        found.setdefault(language, {})[length] = one.percent(one.right)
    rows = ["| language | " + " | ".join(NAMES[one] for one in LENGTHS) + " |", "|---|" + "---|" * len(LENGTHS)]
    for language, cells in sorted(found.items()):
        rows.append(f"| {language} | " + " | ".join(cells.get(length, "") for length in LENGTHS) + " |")
    return rows


def main() -> int:
    """Print the tables."""
    folder = TEST_DATA / "languages"
    if not folder.is_dir():
        sys.stderr.write(f"no test data at {folder} (CHATTERDESK_TEST_DATA)\n")
        return 1
    started, count = time.perf_counter(), sum(len(texts) for _, _, texts in samples(folder))
    sys.stdout.write("\n".join([*by_length(folder), "", *by_language(folder), ""]))
    each = (time.perf_counter() - started) / (3 * count) * 1000
    sys.stdout.write(f"\n{count:,} texts, {each:.2f} ms each\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
