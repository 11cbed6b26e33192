"""Marks of a text that is shortened in its middle."""

from __future__ import annotations

import pytest

from desktop.theme import font
from desktop.widgets import elided_marks, text_width

NAME = "packing list of the barrels for the cellar in Porto.pdf"


@pytest.mark.parametrize("word", ["packing", "barrels", "Porto", "pdf"])
def test_marks_stay_on_their_words_or_on_the_dots(qapp, word):
    start = NAME.index(word)
    for width in range(60, text_width(NAME, font("medium")) + 20, 17):
        shown, ((first, last),) = elided_marks(NAME, [(start, start + len(word))], "medium", width)
        assert 0 <= first <= last <= len(shown)
        marked = shown[first:last]
        assert marked == word or "…" in marked or marked in word
        if shown == NAME:
            assert marked == word


def test_what_fits_is_as_it_was(qapp):
    assert elided_marks("a b", [(2, 3)], "medium", 500) == ("a b", [(2, 3)])
