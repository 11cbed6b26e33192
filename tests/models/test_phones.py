"""Telephone numbers are kept as E.164, read in the contact's country, else the workspace's."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models import record, setting
from models.errors import Invalid
from models.fields import Phone
from models.workspace import Workspace
from tests.models.conftest import Make

PHONE = Phone("Mobile")
PLANS_CHANGED = {"+22985751234", "+2631312345"}  # Benin and Zimbabwe, since the examples were made


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("+34 656 555 014", None, "+34656555014"),
        ("+34 (656) 555-014", "DE", "+34656555014"),
        ("656 555 014", "ES", "+34656555014"),
        ("0034 656 555 014", "ES", "+34656555014"),
        ("0034 656 555 014", None, "+34656555014"),
        ("0171 1234567", "DE", "+491711234567"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("tel:+1-202-555-0123", None, "+12025550123"),
        ("٦٥٦٥٥٥٠١٤", "ES", "+34656555014"),
        ("＋３４６５６５５５０１４", None, "+34656555014"),
        ("  ", None, None),
    ],
)
def test_numbers_as_written(workspace: Workspace, typed: str, country: str | None, number: str | None) -> None:
    assert PHONE.parse(typed, {"country": country}) == number


@pytest.mark.parametrize(
    ("typed", "country", "told"),
    [
        ("656 555 014", None, "give it with its country code, such as +34 656 555 014"),
        ("hello", "ES", "it is not a telephone number"),
        ("+", None, "it is not a telephone number"),
        ("12", "ES", "it is too short or too long"),
        ("+34 656", None, "it is too short or too long"),
        ("+34 656 555 014 656 555 014", None, "can't be"),
        ("+999 123456789", None, "it is not a telephone number"),
        ("9" * 300, "ES", "it is not a telephone number"),
    ],
)
def test_what_can_be_no_number_is_refused(workspace: Workspace, typed: str, country: str | None, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        PHONE.parse(typed, {"country": country})
    assert told in str(refused.value)


def test_a_number_is_read_in_the_country_of_the_same_save(make: Make, marta: int) -> None:
    id = make("contact", name="Karl", mobile="0171 1234567", country="DE")
    assert record.read(id).values["mobile"] == "+491711234567"
    record.save(id, {"mobile": "0664 1234567", "country": "AT"}, by=marta)
    assert record.read(id).values["mobile"] == "+436641234567"


def test_a_number_is_read_in_the_country_of_the_contact_then_of_the_workspace(make: Make, marta: int) -> None:
    setting.put("country", "ES", by=marta)
    id = make("contact", name="Karl", country="DE")
    record.save(id, {"mobile": "0171 1234567"}, by=marta)
    assert record.read(id).values["mobile"] == "+491711234567"
    other = make("contact", name="Ana", mobile="656 555 014")
    assert record.read(other).values["mobile"] == "+34656555014"


def test_a_possible_number_that_nobody_has_is_kept_with_a_warning(make: Make, marta: int) -> None:
    saved = record.create("contact", {"name": "Ana", "mobile": "+34 156 555 014"}, by=marta)
    assert record.read(saved.id).values["mobile"] == "+34156555014"
    assert saved.warnings == ("Mobile: +34156555014 is accepted, but no such number is known to be in use.",)
    assert record.save(saved.id, {"mobile": "+34 656 555 014"}, by=marta).warnings == ()


def test_every_country_s_numbers_are_read(workspace: Workspace, test_data: Path) -> None:
    """libphonenumber's own examples: with the country known, national and international forms mean the same."""
    path = next((test_data / "records" / "phones_libphonenumber").glob("*.csv"))
    with path.open(encoding="utf-8", newline="") as lines:
        examples = list(csv.DictReader(lines))
    assert len(examples) > 700
    assert [one for one in map(_misread, examples) if one] == []


def _misread(one: dict[str, str]) -> tuple[str, ...] | None:
    if one["e164"] in PLANS_CHANGED:
        return None
    try:
        read = {PHONE.parse(one["e164"], {})}
        if one["region"] != "001":  # satellites and the like are in no country
            read.add(PHONE.parse(one["national"], {"country": one["region"]}))
    except Invalid as error:
        return (*one.values(), str(error))
    warning = PHONE.warning(one["e164"])
    return None if read == {one["e164"]} and warning is None else (*one.values(), str(read), str(warning))
