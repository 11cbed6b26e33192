"""Numbers that WhatsApp writes otherwise than their plan."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models import number


@pytest.mark.parametrize(
    ("one", "other"),
    [("+5215512345678", "+525512345678"), ("+5491123456789", "+541123456789"), ("+5511961234567", "+551161234567")],
)
def test_both_forms_are_the_same_telephone(one: str, other: str) -> None:
    assert number.canonical(one) == number.canonical(other) == other
    assert one in number.forms(other)
    assert other in number.forms(one)


def test_numbers_of_all_regions_keep_their_own_form(test_data: Path) -> None:
    file = test_data / "records" / "phones_libphonenumber" / "example_numbers.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        numbers = {value for row in csv.reader(rows) for value in row if value.startswith("+")}
    assert len(numbers) > 500
    for one in numbers:
        assert number.forms(one)[0] == one
        assert number.canonical(number.canonical(one)) == number.canonical(one)
