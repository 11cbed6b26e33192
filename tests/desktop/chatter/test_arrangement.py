"""What stands under what in a thread: days, the line under what is new, runs of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from desktop.chatter.arrangement import Eyes, Item, arrange
from models.entries import Entry
from models.person import Someone
from models.record import Changed
from models.shown import Reader

ME, OTHER = (Someone(id, name, None, None, None, None, False, False) for id, name in ((1, "Marta"), (2, "Ana")))
NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)
READER = Reader("en_GB", "Europe/Madrid")


def entry(id: int, minutes: float, kind: str = "note", author: Someone = OTHER, **more: object) -> Entry:
    """An entry so many minutes before noon."""
    blank = dict.fromkeys(
        ("subject", "html", "edited_by", "edited_at", "deleted_by", "deleted_at", "reply_to", "language", "channel")
    )
    values = {
        **blank,
        "id": id,
        "thread": 1,
        "kind": kind,
        "direction": "internal",
        "author": author,
        "body": "",
        "date": NOON - dt.timedelta(minutes=minutes),
        "changes": (),
        "edits": 0,
        "revision": 0,
        "deliveries": (),
    }
    return replace(Entry(**values), **more)  # type: ignore[arg-type]


def eyes(**more: object) -> Eyes:
    return replace(Eyes(ME.id, READER, NOON.date()), **more)  # type: ignore[arg-type]


def outline(items: list[Item]) -> list[str]:
    return [item.caption or f"{item.kind} {','.join(str(one.id) for one in item.entries)}" for item in items]


def test_days_are_named_in_the_readers_zone() -> None:
    late = entry(3, 13 * 60 + 30)  # 22:30 UTC the day before, 23:30 in Madrid: still yesterday there
    later = entry(2, 12 * 60 + 30)  # 23:30 UTC the day before, 00:30 in Madrid: today there
    found = outline(arrange([entry(1, 0), later, late, entry(4, 4 * 1440), entry(5, 400 * 1440)], eyes()))
    days = ["Today", "Yesterday", "Friday 13 November", "Monday, 13 October 2025"]
    assert found == [days[0], "entry 1", "entry 2", days[1], "entry 3", days[2], "entry 4", days[3], "entry 5"]


def test_the_line_stands_under_what_others_wrote_since() -> None:
    thread = [entry(4, 1), entry(3, 2, author=ME), entry(2, 3), entry(1, 60)]
    assert outline(arrange(thread, eyes(seen=NOON - dt.timedelta(minutes=30)))) == [
        *("Today", "entry 4", "entry 3", "entry 2", "2 new above", "entry 1")
    ]


@pytest.mark.parametrize(
    ("seen", "from_top", "line"),
    [(30, True, "1 new above"), (30, False, "New above"), (1, True, None), (90, True, None), (None, True, None)],
)
def test_the_line_is_only_there_where_it_says_something(seen: int | None, from_top: bool, line: str | None) -> None:
    thread = [entry(2, 3), entry(1, 60)]
    when = NOON - dt.timedelta(minutes=seen) if seen is not None else None
    captions = [item.caption for item in arrange(thread, eyes(seen=when), from_top=from_top) if item.kind == "new"]
    assert captions == ([line] if line else [])


def test_own_entries_are_never_new() -> None:
    thread = [entry(2, 3, author=ME), entry(1, 60)]
    assert all(item.kind != "new" for item in arrange(thread, eyes(seen=NOON - dt.timedelta(minutes=30))))


def change(id: int, minutes: float, author: Someone = OTHER) -> Entry:
    return entry(id, minutes, "change", author, changes=(Changed("stage", "Stage", "text", "a", "b"),))


def test_changes_by_one_person_within_ten_minutes_fold() -> None:
    thread = [change(5, 0), change(4, 9), change(3, 11), change(2, 12, ME), entry(1, 13)]
    assert outline(arrange(thread, eyes()))[1:] == ["run 5,4", "entry 3", "entry 2", "entry 1"]


def test_a_run_opens_and_its_entries_stand_under_it() -> None:
    thread = [change(2, 0), change(1, 5)]
    opened = arrange(thread, eyes(opened=frozenset({1})))
    assert outline(opened)[1:] == ["run 2,1", "entry 2", "entry 1"]
    assert opened[1].opened


def test_what_is_new_is_not_folded_with_what_was_read() -> None:
    thread = [change(2, 0), change(1, 5)]
    found = outline(arrange(thread, eyes(seen=NOON - dt.timedelta(minutes=2))))
    assert found == ["Today", "entry 2", "1 new above", "entry 1"]
