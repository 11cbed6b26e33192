"""The word difference: what it marks, and that nothing of either text is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chatter.difference import ADDED, REMOVED, SAME, difference

texts = st.text(st.sampled_from("ab éж日🎉 \n.,1"), max_size=60)


def shown(old: str, new: str) -> str:
    """The pieces as [removed], {added} and plain text."""
    marks = {SAME: "{}", REMOVED: "[{}]", ADDED: "{{{}}}"}
    return "".join(marks[piece.what].format(piece.text) for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("same text", "same text", "same text"),
        ("", "new", "{new}"),
        ("gone", "", "[gone]"),
        ("on Monday 23 and", "on Tuesday 24 and", "on [Monday 23]{Tuesday 24} and"),
        ("one two three", "one three", "one [two ]three"),
        ("a\nb", "a\nc", "a\n[b]{c}"),
        ("来週の木曜日", "来週の金曜日", "来週の[木]{金}曜日"),
        ("price 1,20", "price 1,30", "price 1,[20]{30}"),
    ],
)
def test_words_are_marked(old: str, new: str, marked: str) -> None:
    assert shown(old, new) == marked


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.what != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.what != REMOVED) == new


def test_long_texts_are_compared_in_time() -> None:
    old = "\n".join(f"line {number} of a long message" for number in range(20_000))
    begun = time.perf_counter()
    pieces = difference(old, old.replace("line 5 ", "line five "))
    assert time.perf_counter() - begun < 2
    assert [piece.what for piece in pieces] == [SAME, REMOVED, ADDED, SAME]
