"""Activities as calendar files: read back by a calendar's library, the same event each time."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from models import activity, calendar_file
from models.errors import NotFound
from tests.models.conftest import Make


def event(id: int) -> dict[str, object]:
    """What a calendar reads of the file."""
    [found] = Calendar.from_ical(calendar_file.ics(id)).events
    return {name.lower(): found.decoded(name) for name in found}


def test_a_meeting_is_an_event_at_its_time(make: Make, marta: int) -> None:
    record, at = make("task", title="Cellar, Jerez; first"), dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    id = activity.schedule(record, "meeting", by=marta, summary="Visita, bodega", due_at=at, note="Bring\nthe plan")
    read = event(id)
    assert (read["dtstart"], read["dtend"]) == (at, at + dt.timedelta(hours=1))
    assert read["summary"] == "Visita, bodega"
    assert read["description"] == "Meeting: Cellar, Jerez; first\nBring\nthe plan"
    assert read["uid"] == event(id)["uid"], "saved again, it replaces the first"


def test_without_a_time_it_takes_the_day(make: Make, marta: int) -> None:
    id = activity.schedule(make("task", title="x"), "call", by=marta, due=dt.date(2026, 12, 31))
    read = event(id)
    assert (read["dtstart"], read["dtend"]) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))


def test_what_there_is_not_is_refused(marta: int) -> None:
    with pytest.raises(NotFound, match="There is no activity 999"):
        calendar_file.ics(999)
