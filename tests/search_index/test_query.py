"""What is typed: words, phrases, exclusions, filters, dates; half-typed and nonsense input is never an error."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.shown import Reader
from models.workspace import Workspace
from search_index import filters
from search_index.clauses import Any, Between, Code, Labelled, Phrase, Run, Word
from search_index.dates import period
from search_index.filters import Asker
from search_index.query import parse
from tests.search_index.conftest import Talk

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = 86_400_000_000
pytestmark = pytest.mark.usefixtures("workspace")


def micro(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp()) * 1_000_000


def test_all_words_are_wanted_and_the_last_may_be_a_beginning() -> None:
    assert parse("Oak BARREL").every == [Word("oak"), Word("barrel", last=True)]
    assert parse("oak barrel ").every == [Word("oak"), Word("barrel")]


def test_what_is_excluded_is_whole_words() -> None:
    query = parse("oak -steel -from:nobody-at-all")
    assert query.every == [Word("oak")]
    assert query.none[0].clauses == (Word("steel"),)  # type: ignore[attr-defined]
    assert [chip.negative for chip in query.chips] == [False, True, True]


def test_a_phrase_stands_in_quotes_of_any_kind() -> None:
    for typed in ('"exact phrase"', "“exact phrase”", "„exact phrase“", "«Exact  phrase»"):
        assert parse(typed).phrases == [Phrase(("exact", "phrase"))]
    assert parse('-"exact phrase"').unwanted == [Phrase(("exact", "phrase"))]


def test_a_phrase_still_being_typed_is_its_words() -> None:
    query = parse('"exact phra')
    assert (query.phrases, query.every) == ([], [Word("exact"), Word("phra", last=True)])


def test_codes_numbers_and_phones() -> None:
    assert parse("INV/2026/00042 ").every == [Code("inv/2026/00042")]
    assert parse("inv-2026").every == [Code("inv/2026", last=True)]
    assert parse("17,780 ").every == [Word("17780")]
    (number,) = parse("+34 656 555 014").every
    assert isinstance(number, Any)
    assert number.clauses[0] == Labelled((b"t:6555014",))


def test_scripts_without_spaces_are_runs() -> None:
    assert parse("東京タワー").every == [Run("東京タワー")]


UNKNOWN = "is:, on:.. on:2026-13.. on:..x is:,, from:,zzz from:zzz is:no is:nonsense before:2026-13 on: lang:xx in:zzz"


@pytest.mark.parametrize("typed", UNKNOWN.split())
def test_a_half_typed_or_unknown_filter_is_plain_text(typed: str) -> None:
    query = parse(typed)
    assert all(not isinstance(one, Labelled | Between) for one in query.every)
    assert [chip.kind for chip in query.chips] == ["word"]


def test_chips_say_where_each_piece_stands(talk: Talk) -> None:
    typed = 'from:"Ana Herrera" is:note oak "red wine" -steel'
    chips = parse(typed).chips
    assert [typed[chip.start : chip.end] for chip in chips] == [
        'from:"Ana Herrera"', "is:note", "oak", '"red wine"', "-steel",
    ]  # fmt: skip
    assert [(chip.kind, chip.key, chip.value) for chip in chips][:2] == [
        ("filter", "from", "Ana Herrera"),
        ("filter", "is", "note"),
    ]


def test_filters_know_persons_records_and_kinds(talk: Talk) -> None:
    me = Asker(talk.me)
    assert parse("from:me", me).every == [Labelled((b"from:%d" % talk.me,))]
    assert parse("from:marta", me).every == parse("from:me", me).every == parse("from:MARTA@north", me).every
    assert parse("in:contact").every == parse("in:Contacts").every == [Labelled((b"in:contact",))]
    assert parse('in:"purchase order"').every == [Labelled((b"in:purchase_order",))]
    assert parse(f"in:{talk.contact}").every == parse("in:herrera").every == [Labelled((b"in:%d" % talk.contact,))]
    assert parse("lang:de", Asker(languages={"de"})).every == [Labelled((b"lang:de",))]


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-11-22", "2026-11-22T00:00+01:00", "2026-11-23T00:00+01:00"),
        ("22.11.2026", "2026-11-22T00:00+01:00", "2026-11-23T00:00+01:00"),
        ("2026-07", "2026-07-01T00:00+02:00", "2026-08-01T00:00+02:00"),
        ("2026-12", "2026-12-01T00:00+01:00", "2027-01-01T00:00+01:00"),
        ("2026", "2026-01-01T00:00+01:00", "2027-01-01T00:00+01:00"),
        ("today", "2026-11-22T00:00+01:00", "2026-11-23T00:00+01:00"),
        ("Yesterday", "2026-11-21T00:00+01:00", "2026-11-22T00:00+01:00"),
        ("2026-03-29", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"),  # the clocks go forward
    ],
)
def test_dates_are_days_of_the_readers_zone(typed: str, start: str, end: str) -> None:
    assert period(typed, zone="Europe/Madrid", now=NOON) == (micro(start), micro(end))


NO_DATES = "2026-02-30 0000 0000-01-01 9999 9999-12-31 99999 2026-1- x 31.02.2026"


@pytest.mark.parametrize("typed", ["", *NO_DATES.split()])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert period(typed, zone="Pacific/Auckland", now=NOON) is None


def test_before_is_exclusive_after_and_on_are_inclusive() -> None:
    asker = Asker(reader=Reader(zone="Europe/Madrid"))
    start, end = micro("2026-11-22T00:00+01:00"), micro("2026-11-23T00:00+01:00")
    assert parse("before:2026-11-22", asker).every == [Between(None, start)]
    assert parse("after:2026-11-22", asker).every == [Between(start, None)]
    assert parse("on:2026-11-22", asker).every == [Between(start, end)]


PIECES = st.one_of(
    st.sampled_from([f"{key}:" for key in filters.KEYS]),
    st.sampled_from([*'"-:/()*“\\\0', " ", "  "]),
    st.sampled_from(
        [
            "is:note",
            "is:note,mess",
            "on:2026..",
            "on:..2026-01,2027",
            'from:"me",',
            ",",
            "..",
            "on:2026",
            "from:me",
            "東京",
            "👍",
            "1.234",
            "a/1",
        ]
    ),
    st.text(max_size=12),
    st.from_regex(r"\+?\d[\d ()./-]{0,16}", fullmatch=True),
)
TYPED = st.lists(PIECES, max_size=12).map("".join)


@given(TYPED)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_typed_can_be_read(workspace: Workspace, typed: str) -> None:
    query = parse(typed, Asker(1))
    for chip in query.chips:
        assert 0 <= chip.start < chip.end <= len(typed)
    assert [chip.start for chip in query.chips] == sorted(chip.start for chip in query.chips)
    for length in range(len(typed)):
        parse(typed[:length], Asker(1))


@given(TYPED)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_typed_can_be_looked_for(talk: Talk, typed: str) -> None:
    if not talk.find("oak"):
        talk.note("Oak barrels from Jerez, 東京 👍 +34 656 555 014")
        talk.note("ok " * 50)
    for order in ("newest", "best"):
        talk.results(typed, order=order)
    talk.search.facets(talk.search.question(typed))
    talk.search.records(typed)


def test_naughty_strings_are_looked_for_in_no_time(talk: Talk, test_data: Path) -> None:
    lines = json.loads((test_data / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))
    assert len(lines) > 500
    kept = {talk.note(line): line for line in lines[::9] if line.strip("\0 \t\r\n")}
    assert talk.results("the").hits  # whatever is loaded at first use is
    slowest = 0.0
    for line in lines:
        for order in ("newest", "best"):
            start = time.thread_time()
            talk.results(line, order=order)
            slowest = max(slowest, time.thread_time() - start)
        start = time.thread_time()
        talk.search.records(line)
        slowest = max(slowest, time.thread_time() - start)
    assert slowest < 0.1
    for id, line in kept.items():
        query = parse(line)
        plain = not (query.none or query.unwanted or query.empty) and len(line) < 500
        if plain and all(chip.kind != "filter" for chip in query.chips):
            assert id in talk.find(line, limit=100), line


def test_a_very_long_query_is_cut(talk: Talk) -> None:
    assert len(parse("word " * 10_000).every) <= 64
    talk.results("x" * 100_000)
    talk.results('"' + "a " * 50_000)
