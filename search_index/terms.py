"""The names of what the index keeps: the first byte says what kind of thing a term is, the rest which one.

There is no line feed in a term.
"""

from __future__ import annotations

# A word, a code or one or two characters of a script without spaces: `=barrel`.
WORD = b"="
# The first two or three letters of a word: `^ba`. Longer beginnings are looked up among the words.
BEGINNING = b"^"
# The stem of a word in the language it was written in, where that differs from the word, stands behind the word that
# the stem is: `=order en`. No other term of a word has a space in it.
STEM = b" "
# A long German word from its end, so that `termin` finds `Liefertermin`: `<nimretrefeil`.
BACKWARDS = b"<"
# Two words in a row, as one of 65,536 numbers: what makes a phrase cheap to look for.
PAIR = b"%"
# The last seven digits of a phone number.
PHONE = b"t:"
# The words of a file's name, and of a record's own values, stand apart from those of messages: `f=report`, `r=herrera`.
FILE, RECORD = b"f", b"r"

BEGUN = (2, 3)  # the lengths of beginnings that are terms of their own
LONGEST = 40  # characters of a word that count
_DIGITS = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
PAIRS = [PAIR + bytes(_DIGITS[number >> shift & 63] for shift in (12, 6, 0)) for number in range(65_536)]


def word(text: str) -> bytes:
    """The term of a folded word."""
    return WORD + text[:LONGEST].encode()


def stem(root: str, language: str) -> bytes:
    """The term of a stem."""
    return word(root) + STEM + language.encode()


def author(person: int) -> bytes:
    """Written by this person."""
    return b"from:%d" % person


def named(person: int, name: str) -> bytes:
    """Written by this person when they were called so: who is called otherwise now has their entries read anew."""
    from zlib import crc32

    return b"named:%d:%08x" % (person, crc32(name.encode()))


def recipient(person: int) -> bytes:
    """Sent to this person."""
    return b"to:%d" % person


def address(text: str) -> bytes:
    """Sent to this folded address."""
    return b"to:@" + b" ".join(text.encode().split())


def record(id: int) -> bytes:
    """On the thread of this record."""
    return b"in:%d" % id


def record_kind(kind: str) -> bytes:
    """On the thread of a record of this kind."""
    return b"in:" + kind.encode()


def attachment(id: int) -> bytes:
    """Has this file: the only trace of one that is gone for good."""
    return b"a:%d" % id


def kind(kind: str) -> bytes:
    """An entry of this kind: message, note, change, …"""
    return b"is:" + kind.encode()


def language(code: str) -> bytes:
    """Written, or translated, in this language."""
    return b"lang:" + code.encode()


def in_language(code: str) -> bytes:
    """Has a text that was taken to be in this language, be it known or only guessed."""
    return b"text:" + code.encode()


HAS_FILE, HAS_LINK, HAS_IMAGE = b"has:file", b"has:link", b"has:image"
