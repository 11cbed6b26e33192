"""How values are said in lists, boards and forms: near dates, what is due, sums, stages, days as they are typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from desktop.records import texts
from desktop.records.day_editor import read_day
from models.declaration import kinds
from models.shown import Reader

if TYPE_CHECKING:
    from tests.conftest import Filled

BRITISH = Reader("en_GB", "Europe/Madrid")
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)  # a Monday


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (dt.datetime(2026, 11, 23, 9, 22, tzinfo=dt.UTC), "10:22"),
        (dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC), "00:30"),  # today already in Madrid
        (dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC), "Yesterday"),
        (dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC), "Tue"),
        (dt.datetime(2026, 11, 12, 12, 0, tzinfo=dt.UTC), "12 Nov"),
        (dt.datetime(2025, 11, 12, 12, 0, tzinfo=dt.UTC), "12 Nov 2025"),
    ],
)
def test_moments_near_today(moment: dt.datetime, said: str) -> None:
    assert texts.time_text(moment, BRITISH, NOW) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, ("2 days late", "red")),
        (-1, ("1 day late", "red")),
        (0, ("Today", "amber")),
        (1, ("Tomorrow", "green")),
        (5, ("In 5 days", "green")),
        (30, ("23 Dec", "green")),
        (60, ("22 Jan 2027", "green")),
    ],
)
def test_what_is_due(days: int, said: tuple[str, str]) -> None:
    today = NOW.date()
    assert texts.due_text(today + dt.timedelta(days=days), BRITISH, today) == said


def test_nothing_is_due_at_the_end(filled: Filled) -> None:
    cls, day = kinds["opportunity"], dt.date(2026, 11, 26)
    assert texts.due_day(cls, {"stage": "New", "expected_closing": day}, BRITISH) == day
    assert texts.due_day(cls, {"stage": "Lost", "expected_closing": day}, BRITISH) is None


def test_stages_by_colour(filled: Filled) -> None:
    pills = {stage: texts.stage_pill(kinds["opportunity"], stage) for stage in ("New", "Proposition", "Won", "Lost")}
    assert pills == {"New": "neutral", "Proposition": "blue", "Won": "green", "Lost": "neutral"}


def test_sums_have_the_own_currency_first(filled: Filled) -> None:
    sums = {"USD": Decimal("9300.4"), "EUR": Decimal("90840.00"), "JPY": Decimal(4_430_000)}
    assert texts.sums_text(sums, BRITISH) == "€90,840 + JP¥4,430,000 + US$9,300"
    assert texts.sums_text(sums, Reader("de_DE")).startswith("90.840 €")


def test_names_are_the_readers() -> None:
    country = kinds["contact"].fields["country"]
    assert texts.local_name(country, "ES", Reader("de_DE")) == "Spanien"
    assert texts.local_name(kinds["contact"].fields["language"], "es", Reader("fr_FR")) == "espagnol"


@pytest.mark.parametrize(
    ("typed", "locale", "meant"),
    [
        ("2026-11-26", "en_GB", dt.date(2026, 11, 26)),
        ("26/11/2026", "en_GB", dt.date(2026, 11, 26)),
        ("11/26/2026", "en_US", dt.date(2026, 11, 26)),
        ("26/11/26", "en_GB", dt.date(2026, 11, 26)),
        ("26.11.2026", "de_DE", dt.date(2026, 11, 26)),
        ("26 Nov 2026", "en_GB", dt.date(2026, 11, 26)),
        ("today", "en_GB", NOW.date()),
        ("+3", "en_GB", NOW.date() + dt.timedelta(days=3)),
        ("soon", "en_GB", None),
        ("31/02/2026", "en_GB", None),
        ("+99999999", "en_GB", None),
    ],
)
def test_days_as_typed(typed: str, locale: str, meant: dt.date | None) -> None:
    assert read_day(typed, locale=locale, today=NOW.date()) == meant


def test_a_day_typed_as_it_is_shown_is_understood() -> None:
    from models import shown

    day = dt.date(2026, 9, 6)
    for locale in ("en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "pt_PT", "ja_JP", "ar_AE", "sv_SE", "pl_PL"):
        text = shown.date(day.isoformat(), Reader(locale))
        assert read_day(text, locale=locale, today=NOW.date()) == day, (locale, text)
