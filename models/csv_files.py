"""CSV files from anywhere: their encoding and separator found out, their rows read one after another."""

from __future__ import annotations

import codecs
import csv
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.errors import Refused

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 200_000  # bytes looked at for a guess
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"PK\x03\x04": "an Excel or other packed file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF file",
}
_CENTRAL = re.compile(r"cp125[0278]|iso8859_\d+|latin_1|hp_roman8|mac_\w+")


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str
    separator: str

    @property
    def words(self) -> str:
        """The form as a person reads it."""
        return f"{self.encoding.removesuffix('-sig')}, separated by {SEPARATORS.get(self.separator, self.separator)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file (the first is 1), its cells, and how much of the file lies behind it (0 to 1)."""

    number: int
    cells: list[str]
    part: float


def form(path: Path, known: Callable[[Sequence[str]], int]) -> Form:
    """How the file at `path` is written; `known` counts the cells of a first row that are names of columns we know."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip():
        raise Refused(f"{path.name} is empty.")
    if "\0" in sample:
        raise Refused(f"{path.name} is not a text file; save it as CSV.")
    return Form(encoding, _separator(sample, known))


def _encoding(path: Path) -> str:
    """The encoding of a file: as its mark says, UTF-8 where it can be read so, else what is most likely."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _readable(path, encoding)
    for mark, words in _BINARY.items():
        if start.startswith(mark):
            raise Refused(f"{path.name} is {words}; save it as CSV.")
    if _reads(path, "utf-8"):
        return "utf-8"
    return _readable(path, _guessed(start))


def _reads(path: Path, encoding: str) -> bool:
    """Whether all of a file can be read so."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _readable(path: Path, encoding: str) -> str:
    for one in (encoding, "cp1252"):
        if _reads(path, one):
            return one
    raise Refused(f"{path.name} can't be read as text; save it as CSV in UTF-8.")


def _guessed(start: bytes) -> str:
    """The most likely encoding. Of Western and Central European ones, which share most letters, the first that fits."""
    from charset_normalizer import from_bytes

    matches = [one.encoding for one in from_bytes(start) if not one.encoding.startswith("mac_")]
    if not matches:
        return "cp1252"
    if _CENTRAL.fullmatch(matches[0]):
        return min(("cp1252", "cp1250"), key=lambda encoding: _oddities(start, encoding))
    return matches[0]


def _oddities(start: bytes, encoding: str) -> int:
    """How many signs that are no letters stand right beside letters, as they do when read in the wrong encoding."""
    text = start.decode(encoding, "replace")
    signs = re.findall(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])", text)
    return sum(not unicodedata.category(sign).startswith(("L", "Z", "P")) for sign in signs)


def _separator(sample: str, known: Callable[[Sequence[str]], int]) -> str:
    """What parts the cells: what is said in the first line (sep=;), what makes most names known, what looks like it."""
    said = re.match(r"sep=(.)\r?\n", sample)
    if said:
        return said[1]
    head = next(line for line in sample.splitlines() if line.strip())
    there = [separator for separator in SEPARATORS if separator in head] or [","]
    counts = {separator: known(next(csv.reader([head], delimiter=separator))) for separator in there}
    best = [separator for separator, count in counts.items() if count == max(counts.values())]
    return best[0] if len(best) == 1 else _likely(sample, best)


def _likely(sample: str, among: Sequence[str]) -> str:
    import clevercsv

    try:
        found = clevercsv.Sniffer().sniff(sample[:20_000], delimiters="".join(among))
    except clevercsv.exceptions.NoDetectionResult:
        return among[0]
    return str(found.delimiter) if found is not None and found.delimiter in among else among[0]


@contextmanager
def opened(path: Path, form: Form) -> Iterator[Iterator[Row]]:
    """The rows of a file, blank ones left out but counted; the first is its header."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding=form.encoding, newline="") as file:
        yield _rows(file, path.stat().st_size, form)


def _rows(file: TextIO, size: int, form: Form) -> Iterator[Row]:
    lines = iter(file)
    first = next(lines, "")
    reader = csv.reader(lines if re.fullmatch(r"sep=.\r?\n", first) else _again(first, lines), delimiter=form.separator)
    for number, cells in enumerate(reader, 1):
        if any(cell.strip() for cell in cells):
            yield Row(number, cells, min(1.0, file.buffer.tell() / size))


def _again(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
