"""Tables at a terminal: as wide as it allows, whatever signs stand in them, in a moment."""

from __future__ import annotations

import time

import pytest

from desktop.cli import layout


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("short", 8, "short   "),
        ("exactly8", 8, "exactly8"),
        ("nine long", 8, "nine lo…"),
        ("two\nlines", 12, "two lines   "),
        ("樽の納期について", 9, "樽の納期…"),
        ("樽の納期について", 8, "樽の納… "),
        ("Cafe\u0301 con leche", 6, "Cafe\u0301 …"),
        ("", 3, "   "),
    ],
)
def test_a_text_takes_exactly_its_columns(text: str, columns: int, shown: str) -> None:
    assert layout.fitted(text, columns) == shown
    assert layout.width(shown) == columns


def test_a_whole_book_in_a_cell_takes_no_time() -> None:
    began = time.monotonic()
    table = layout.table(["ID", "Subject"], [["1", "Die heiße Zypernsonne quälte Max " * 5000]])
    assert time.monotonic() - began < 2
    assert all(layout.width(line) <= 122 for line in table.split("\n"))
