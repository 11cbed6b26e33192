"""The 24-hour window: when free text is allowed, by number and not by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models import posting, record, sending, window
from models.database import now
from models.errors import Refused

HOUR = dt.timedelta(hours=1)


def heard(filled: Any, *, ago: dt.timedelta, text: str = "Hola") -> None:
    author = sending.person.find("Ana Herrera").id
    posting.receive(filled.ana, text, author=author, channel="whatsapp", when=now() - ago)


def test_free_text_to_somebody_who_never_wrote_is_refused(filled: Any) -> None:
    with pytest.raises(Refused, match="24 hours"):
        sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp")


@pytest.mark.parametrize(("ago", "allowed"), [(dt.timedelta(hours=23, minutes=59), True), (24 * HOUR, False)])
def test_it_is_allowed_for_24_hours(filled: Any, ago: dt.timedelta, allowed: bool) -> None:
    heard(filled, ago=ago)
    reach = window.of_record(filled.barrels)
    assert reach is not None
    assert reach.open(now()) == allowed
    if allowed:
        assert sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp").deliveries
    else:
        with pytest.raises(Refused, match="24 hours"):
            sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp")


def test_it_counts_from_the_last_message(filled: Any) -> None:
    heard(filled, ago=2 * HOUR, text="later")
    heard(filled, ago=30 * HOUR, text="earlier, but fetched afterwards")
    reach = window.of_record(filled.barrels)
    assert reach is not None
    assert reach.until is not None
    assert abs(reach.until - (now() + 22 * HOUR)) < dt.timedelta(minutes=1)


def test_it_belongs_to_the_number_not_to_the_contact(filled: Any) -> None:
    heard(filled, ago=HOUR)
    record.save(filled.ana, {"mobile": "+34 656 555 099"}, by=filled.marta)
    with pytest.raises(Refused, match="24 hours"):
        sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp")
    record.save(filled.ana, {"mobile": "+34 656 555 014"}, by=filled.marta)
    assert sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp").deliveries


def test_a_message_from_the_future_opens_no_longer_than_one_of_now(filled: Any) -> None:
    heard(filled, ago=-48 * HOUR)
    reach = window.of_record(filled.barrels)
    assert reach is not None
    assert not reach.open(now() + 25 * HOUR)


def test_how_a_record_can_be_written_to(filled: Any) -> None:
    reach = window.of_record(filled.barrels)
    assert reach is not None
    assert (reach.name, reach.number, reach.consent, reach.until) == ("Ana Herrera", "+34656555014", "unknown", None)
    without = window.of_record(filled.wall)
    assert without is not None
    assert without.number is None
    task = record.create("task", {"title": "Nobody's"}, by=filled.marta).id
    assert window.of_record(task) is None


def test_email_has_no_such_rule(filled: Any) -> None:
    assert sending.send(filled.barrels, "Hello", by=filled.marta, channel="email").deliveries


@pytest.mark.parametrize(("length", "fits"), [(1600, True), (1601, False)])
def test_a_text_has_at_most_1600_characters(filled: Any, length: int, fits: bool) -> None:
    heard(filled, ago=HOUR)
    if fits:
        assert sending.send(filled.barrels, "ñ" * length, by=filled.marta, channel="whatsapp").deliveries
    else:
        with pytest.raises(Refused, match=r"1,600 characters; this one has 1,601"):
            sending.send(filled.barrels, "ñ" * length, by=filled.marta, channel="whatsapp")


def test_its_marks_count_too(filled: Any) -> None:
    heard(filled, ago=HOUR)
    with pytest.raises(Refused, match="1,602"):
        sending.send(filled.barrels, "", by=filled.marta, channel="whatsapp", html=f"<p><b>{'x' * 1600}</b></p>")


def test_nobody_to_write_to_and_no_number_are_refused(filled: Any) -> None:
    task = record.create("task", {"title": "Nobody's"}, by=filled.marta).id
    with pytest.raises(Refused, match="nobody to send this to by WhatsApp"):
        sending.send(task, "Hello", by=filled.marta, channel="whatsapp")
    with pytest.raises(Refused, match="no number"):
        sending.send(filled.wall, "Hello", by=filled.marta, channel="whatsapp")


def test_opted_out_is_refused_also_for_templates(filled: Any) -> None:
    record.save(filled.ana, {"whatsapp_consent": "no"}, by=filled.marta)
    with pytest.raises(Refused, match="opted out"):
        sending.send(filled.barrels, "Hello", by=filled.marta, channel="whatsapp")
