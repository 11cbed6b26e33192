"""What a text is found by: words without accents, beginnings, stems, pairs of characters, codes, numbers, emoji."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from search_index import terms as name

# Scripts that don't part words by spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
LETTER = f"(?:[^\\W_{UNSPACED}]|[\u0900-\u0dff])"  # Indic vowel signs are no \\w, yet part of the word
FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
EMOJI = f"{FLAG}|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
WORD = re.compile(f"{LETTER}+|[{UNSPACED}]+|{EMOJI}")
ASCII_WORD = re.compile("[a-z0-9]+")
CODE = re.compile(f"{LETTER}+(?:[./_@:+-]{LETTER}+)+")
NUMBER = re.compile(r"(?<![\w.,'])(\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+)(?:[.,](\d\d?))?(?!\w|[.,]\d)")
PHONE = re.compile(r"(?<![\w/])\+?\(?\d[\d ()./-]{5,}\d")
MARKS = re.compile(  # of Latin, Greek, Cyrillic, Hebrew and Arabic; й stays, its stemmer needs it
    "(?<![иу])\u0306|[\u0300-\u0305\u0307-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ى": "ي"}
)
COMPOUND = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{7,}")
SHORTEST_PART = 4  # letters of a compound's last part that are looked for

LATIN, CYRILLIC, ARABIC = "a", "а", "ا"
SCRIPTS = {"ru": CYRILLIC, "ar": ARABIC}  # of stemmers that are not for Latin letters
_LAST = {LATIN: "\u024f", "": "\u03ff", CYRILLIC: "\u052f", "-": "\u05ff", ARABIC: "\u06ff"}
STEMMERS = {  # https://snowballstem.org/algorithms
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish",
}  # fmt: skip
STEMMED = tuple(STEMMERS)
_ANY_BEGINNING = (*SCRIPTS, "de")  # whose stemmers change the beginning too: in German "ae" is "a"

is_unspaced = re.compile(f"[{UNSPACED}]").match


def fold(text: str) -> str:
    """The text without case, width and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", MARKS.sub("", plain)).translate(PLAIN)


def words(folded: str) -> list[str]:
    """The words of a folded text, in order; a run of a script without spaces is one, and so is an emoji."""
    return (ASCII_WORD if folded.isascii() else WORD).findall(folded)


def codes(folded: str) -> Iterator[str]:
    """Codes as INV/2026/00042, addresses and versions, whatever joins their parts."""
    for code in CODE.findall(folded):
        if "@" in code or any(map(str.isdigit, code)):
            yield "/".join(words(code))


def ends(code: str) -> Iterator[str]:
    """A code and what follows each of its first joiners: by these it is found from any of its parts on."""
    parts = code.split("/")
    for start in range(min(len(parts) - 1, 5)):
        yield "/".join(parts[start:])


def numbers(folded: str) -> Iterator[str]:
    """Numbers written in groups, as 17,780.50, without them: 17780, and as a code, 17780/50."""
    for whole, decimals in NUMBER.findall(folded):
        digits = "".join(filter(str.isdigit, whole))
        yield digits
        if decimals:
            yield f"{digits}/{decimals}"


def phones(folded: str) -> Iterator[bytes]:
    """Phone numbers by their last seven digits, which are the same with and without the codes before."""
    for number in PHONE.findall(folded):
        digits = "".join(filter(str.isdigit, number))
        if 7 <= len(digits) <= 15:
            yield phone(digits)


def phone(digits: str) -> bytes:
    """The term of a phone number's digits."""
    return name.PHONE + digits[-7:].encode()


_of_thread = threading.local()  # a Snowball stemmer keeps its work in itself


def stemmer(language: str) -> Callable[[str], str] | None:
    """What takes words of a language to their stems in this thread, if there is one."""
    if language not in STEMMERS:
        return None
    made: dict[str, Callable[[str], str]] = _of_thread.__dict__
    if language not in made:
        from Stemmer import Stemmer

        made[language] = Stemmer(STEMMERS[language], 0).stemWord  # words are kept where they are asked for again
    return made[language]


def stem(word: str, language: str) -> str:
    """The stem of a folded word, or the word where it has none."""
    if len(word) <= 2 or not word.isalpha() or _script(word) != SCRIPTS.get(language, LATIN):
        return word
    stems = stemmer(language)
    return stems(word) if stems else word


@lru_cache(20_000)
def akin(one: str, other: str, language: str) -> bool:
    """Whether two folded words have the same stem in a language."""
    if one == other:
        return True
    if not language or (one[:2] != other[:2] and language not in _ANY_BEGINNING):
        return False
    return stem(one, language) == stem(other, language)


def _script(word: str) -> str:
    """The script of a word, as far as stemmers differ by it: named by the first of its letters."""
    return next((script for script, last in _LAST.items() if word[0] <= last), "")


def unspaced(run: str, length: int) -> list[str]:
    """All parts of a run that have this length."""
    return [run[start : start + length] for start in range(len(run) - length + 1)]


def beginnings(word: str) -> Iterable[bytes]:
    """The beginnings of a word that are terms."""
    return [name.BEGINNING + word[:length].encode() for length in name.BEGUN if length <= len(word)]


@lru_cache(100_000)
def _of_word(word: str, language: str) -> tuple[tuple[bytes, ...], int]:
    """The terms of a word, and its number for pairs."""
    word = word[: name.LONGEST]
    number = crc32(word.encode())
    if is_unspaced(word):
        return tuple({name.word(part) for length in (1, 2) for part in unspaced(word, length)}), number
    found = [name.word(word), *beginnings(word)]
    if (root := stem(word, language)) != word:
        found.append(name.stem(root, language))
    return tuple(found), number


def pair(first: int, second: int) -> bytes:
    """Two words in a row, from their numbers."""
    return name.PAIRS[(first * 31 + second) & 0xFFFF]


def pairs(listed: Iterable[str]) -> list[bytes]:
    """Each two words that stand in a row."""
    numbered = [crc32(word[: name.LONGEST].encode()) for word in listed]
    return [pair(*two) for two in pairwise(numbered)]


def terms(text: str, language: str = "") -> set[bytes]:
    """All terms of one text in one language."""
    folded = fold(text)
    found: set[bytes] = set()
    before = -1
    for word in words(folded):
        of_word, number = _of_word(word, language)
        found.update(of_word)
        if before >= 0:
            found.add(pair(before, number))
        before = number
    if _has_digit(folded):
        for code in codes(folded):
            found.update(map(name.word, ends(code)))
        for digits in numbers(folded):
            found.update(_of_word(digits, "")[0])
        found.update(phones(folded))
    if language == "de":
        found.update(backwards(text))
    return found


_has_digit = re.compile("[0-9@]").search


def backwards(text: str) -> Iterator[bytes]:
    """Long German nouns from their end."""
    for compound in COMPOUND.findall(text):
        yield name.BACKWARDS + fold(compound)[: name.LONGEST][::-1].encode()


def names(text: str) -> set[bytes]:
    """The terms of a name that are words or beginnings: what a name of a file or record is found by."""
    return {term for term in terms(text) if term[:1] in (name.WORD, name.BEGINNING) or term.startswith(name.PHONE)}
