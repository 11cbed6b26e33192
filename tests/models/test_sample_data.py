"""Tests of the sample's data files: who and what is named exists, time runs forward, and nothing in them is real."""

from __future__ import annotations

import collections
import datetime as dt
import re
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
import pytest

from models import kinds, record
from models.fields import Choice
from models.sample import LINKS, MEMBERS, OWNER
from models.sample.story import KINDS, Clock, language_of, minute, read, threads

assert kinds  # the kinds are declared
ACTIVITY_TYPES = {"todo", "call", "email", "meeting", "upload"}
# Ranges kept for fiction by the regulators of these countries; the others keep none.
FICTION = {
    "FR": r"\+33(199|261|353|465|536|639)\d+",  # Arcep
    "GB": r"\+44(20 ?79460|117 ?4960|131 ?4960|161 ?4960|7700 ?900)\d+",  # Ofcom
    "US": r"\+1\d{3}55501\d\d",
    "DE": r"\+49(3023125|6990009|2214710|8999998|1713920)\d+",  # Bundesnetzagentur
}


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    """All records by key, each with its kind."""
    return {one["key"]: {**one, "kind": kind} for name, kind in KINDS.items() for one in read(name)}


@pytest.fixture(scope="module")
def people() -> set[str]:
    return {OWNER, *(one["key"] for one in read("users")), *(one["key"] for one in read("contacts"))}


def place(one: dict[str, Any]) -> tuple[int, int]:
    return -one["days_ago"], minute(one["time"])


def texts() -> list[str]:
    """Every text of every file."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                collect(one)
        if isinstance(value, str):
            found.append(value)

    for name in ("users", *KINDS, "activities"):
        collect(read(name))
    collect(threads())
    return found


def test_there_is_as_much_as_promised() -> None:
    counted = {name: len(read(name)) for name in KINDS}
    assert 55 <= counted["contacts"] <= 65
    assert (counted["opportunities"], counted["purchase_orders"], counted["tasks"]) == (40, 15, 20)
    assert len({one["values"]["country"] for one in read("contacts") if "country" in one["values"]}) == 8
    assert 500 <= sum(len(one["entries"]) for one in threads()) <= 700


def test_keys_and_names_are_each_one_of_a_kind(records: dict[str, dict[str, Any]]) -> None:
    assert len(records) == sum(len(read(name)) for name in KINDS)
    names = [one["values"]["name"] for one in read("contacts")] + [one["name"] for one in read("users")]
    assert len(set(names)) == len(names)
    addresses = [one["values"]["email"] for one in read("contacts") if "email" in one["values"]]
    assert len(set(addresses)) == len(addresses)


def test_each_record_has_one_thread_of_three_to_sixty_entries(records: dict[str, dict[str, Any]]) -> None:
    lengths = {one["record"]: len(one["entries"]) + 1 for one in threads()}  # one more: that it was created
    assert len(lengths) == len(threads())
    assert set(lengths) == set(records)
    assert min(lengths.values()) >= 3
    assert "luis" in records["barrels"]["followers"], "someone outside, whose adding is logged: one entry more"
    assert max(lengths.values()) == lengths["barrels"] == 59


def test_values_are_of_fields_that_exist(records: dict[str, dict[str, Any]], workspace) -> None:
    saved = [(one["record"], entry["set"]) for one in threads() for entry in one["entries"] if "set" in entry]
    for key, values in [*((key, one["values"]) for key, one in records.items()), *saved]:
        declared = record.kind(records[key]["kind"]).fields
        assert set(values) <= set(declared), key
        for name in set(values) & set(declared):
            if isinstance(declared[name], Choice):
                assert values[name] in dict(declared[name].choices), (key, name)


def test_links_point_to_what_is_there_by_then(records: dict[str, dict[str, Any]], people: set[str]) -> None:
    for key, one in records.items():
        assert one["created"]["author"] in people
        for name in set(one["values"]) & set(LINKS):
            assert place(records[one["values"][name]]["created"]) <= place(one["created"]), (key, name)
        for name in set(one["values"]) & set(MEMBERS):
            assert one["values"][name] in {OWNER, *(user["key"] for user in read("users"))}


def test_entries_are_by_people_who_are_there_by_then(records: dict[str, dict[str, Any]], people: set[str]) -> None:
    users = {one["key"] for one in read("users")} | {"deskbot"}
    for thread in threads():
        for entry in thread["entries"]:
            received = entry.get("direction") == "in"
            assert (entry["author"] in users) != received, entry
            for key in [entry["author"]] if received else [entry["to"]] if "to" in entry else []:
                assert key in people
                assert place(records[key]["created"]) <= place(entry), (thread["record"], entry)


def test_time_runs_forward_in_every_thread(records: dict[str, dict[str, Any]]) -> None:
    for thread in threads():
        places = [place(records[thread["record"]]["created"]), *map(place, thread["entries"])]
        assert places == sorted(places), thread["record"]
        assert len(set(places[1:])) == len(places) - 1, thread["record"]
        assert places[0][0] >= -92


def test_something_happens_today_yesterday_and_this_week() -> None:
    days = collections.Counter(entry["days_ago"] for one in threads() for entry in one["entries"])
    assert days[0] >= 10
    assert days[1] >= 10
    assert all(any(day in days for day in range(week * 7, week * 7 + 7)) for week in range(13))


def test_conversations_are_held_in_six_languages() -> None:
    said = [(entry, one) for one in threads() for entry in one["entries"] if "direction" in entry]
    spoken = collections.Counter(language_of(*entry) for entry in said)
    for language in ("en", "es", "fr", "de", "ar", "ja"):
        assert spoken[language] >= 20, language
    for one in threads():
        received = "".join(entry["body"] for entry in one["entries"] if "direction" in entry)
        if received and one["language"] in ("ar", "ja"):
            assert re.search(r"[\u0600-\u06ff]" if one["language"] == "ar" else r"[\u3040-\u30ff]", received)


def test_every_kind_of_entry_is_there() -> None:
    entries = [entry for one in threads() for entry in one["entries"]]
    kinds_and_ways = {(entry["kind"], entry.get("direction")) for entry in entries}
    outside = {("message", "out"), ("email", "in"), ("whatsapp", "in"), ("whatsapp", "out")}
    assert kinds_and_ways == outside | {("note", None), ("change", None), ("log", None)}
    for extra in ("subject", "earlier", "deleted", "origin", "template", "delivery"):
        assert any(extra in entry for entry in entries), extra


def test_free_whatsapp_text_goes_out_only_within_a_day_of_an_answer() -> None:
    for thread in threads():
        answered = None
        for entry in thread["entries"]:
            if entry["kind"] != "whatsapp":
                continue
            moment = -entry["days_ago"] * 24 * 60 + minute(entry["time"])
            if entry["direction"] == "in":
                answered = moment
            elif not entry.get("template") and entry.get("delivery", {}).get("state") != "failed":
                assert answered is not None and moment - answered <= 24 * 60, (thread["record"], entry["body"])


def test_opportunities_and_orders_stand_in_every_stage() -> None:
    final: dict[str, dict[str, Any]] = {one["key"]: dict(one["values"]) for name in KINDS for one in read(name)}
    for one in threads():
        for entry in one["entries"]:
            final[one["record"]] |= entry.get("set", {})
    stages = collections.Counter(final[one["key"]].get("stage", "New") for one in read("opportunities"))
    assert set(stages) == {"New", "Qualified", "Proposition", "Won", "Lost"} and min(stages.values()) >= 4
    opportunities = [final[one["key"]] for one in read("opportunities")]
    assert all(one.get("lost_reason") for one in opportunities if one.get("stage") == "Lost")
    assert all(one.get("expected_revenue") for one in opportunities)
    statuses = {final[one["key"]].get("status", "RFQ") for one in read("purchase_orders")}
    assert statuses == {"RFQ", "RFQ sent", "Purchase order", "Received", "Cancelled"}
    assert {final[one["key"]].get("stage", "To do") for one in read("tasks")} == {"To do", "In progress", "Done"}


def test_nothing_in_it_is_real() -> None:
    for text in texts():
        for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text):
            assert address.endswith(".example"), text
        for host in re.findall(r"https?://([^/\s]+)", text):
            assert host.endswith(".example"), text


def test_telephone_numbers_are_possible_and_fictitious() -> None:
    values = [one["values"] for one in read("contacts")]
    values += [entry["set"] for one in threads() for entry in one["entries"] if entry["kind"] == "change"]
    numbers = [one[name] for one in values for name in ("phone", "mobile") if name in one]
    assert len(numbers) >= 70
    for number in numbers:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_possible_number(parsed), number
        country = {1: "US", 33: "FR", 44: "GB", 49: "DE"}.get(parsed.country_code)
        plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        assert re.fullmatch(FICTION[country], plain) if country else "555" in plain or "655" in plain, number


def test_time_zones_and_activities_are_known(records: dict[str, dict[str, Any]], people: set[str]) -> None:
    assert {one["values"]["time_zone"] for one in read("contacts")} <= available_timezones()
    dues = [one["due"] for one in read("activities")]
    assert min(dues) < 0 < max(dues) and 0 in dues
    for one in read("activities"):
        assert one["record"] in records and one["assignee"] in people and one["type"] in ACTIVITY_TYPES


NOW = dt.datetime(2026, 11, 20, 18, 0, tzinfo=dt.UTC)  # a Friday


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    return Clock.at(NOW)


def test_words_say_days_in_the_language_of_the_entry(clock: Clock) -> None:
    written = "{weekday+2} {day+2}, {date+2}, {month+30}, {year+1}"
    assert clock.words(written, "en") == "Tuesday 24, 24 November, January, 2027"
    assert clock.words(written, "es") == "martes 24, 24 de noviembre, enero, 2027"
    assert clock.words(written, "de") == "Dienstag 24, 24. November, Januar, 2027"
    assert clock.words("{weekday+1}", "ja") == "月曜日"
    assert clock.words("{date-2}", "fr") == "18 novembre"


def test_no_braces_are_left_in_any_text(clock: Clock) -> None:
    for text in texts():
        assert not re.search(r"[{}]", clock.words(text, "en")), text


def test_values_say_days_and_moments(clock: Clock) -> None:
    assert clock.value("@-5") == "2026-11-15"
    assert clock.value("@+1") == "2026-11-23", "Monday, since nothing is due on a weekend"
    assert clock.value("@+4 09:00") == "2026-11-26T09:00:00+01:00"
    assert clock.value("1200 EUR") == "1200 EUR"


def test_moments_are_the_readers_own_and_never_yet_to_come(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clock.moment(1, "09:41") == dt.datetime(2026, 11, 19, 8, 41, tzinfo=dt.UTC)
    assert clock.moment(0, "09:41") == dt.datetime(2026, 11, 20, 8, 41, tzinfo=dt.UTC)
    early = Clock.at(dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC))  # half past one in Madrid
    times = [early.moment(0, time) for time in ("07:00", "09:41", "10:20")]
    assert times == sorted(times)
    assert dt.datetime(2026, 11, 19, 23, 0, tzinfo=dt.UTC) < times[0] and times[-1] < early.now
