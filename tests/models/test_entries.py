"""A thread is read in pages by (date, id): nothing twice, nothing left out, in both directions, around any entry."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from models import database, entries, posting, record, sending
from models.database import transaction
from models.entries import FILTERS, Entry
from models.errors import NotFound
from models.message import Message
from tests.models.conftest import Make

DAY = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def write(thread: int, minutes: list[int], by: int) -> list[int]:
    """Notes at these minutes after noon: equal ones are of one moment, smaller ones later are back-dated."""
    with transaction():
        return [
            posting.note(thread, f"at {minute}", by=by, when=DAY + dt.timedelta(minutes=minute)) for minute in minutes
        ]


def backwards(thread: int, limit: int, show: str = "all") -> list[Entry]:
    found: list[Entry] = []
    page = entries.page(thread, limit=limit, show=show)
    while page:
        found += page
        page = entries.page(thread, limit=limit, before=page[-1].place, show=show)
    return found


def forwards(thread: int, limit: int) -> list[Entry]:
    found: list[Entry] = []
    page = entries.page(thread, limit=limit, after=(DAY - dt.timedelta(days=1), 0))
    while page:
        found = [*page, *found]
        page = entries.page(thread, limit=limit, after=page[0].place)
    return found


ORDERS = [[], [5], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3] * 20, [3, 1, 3, 2, 3, 1, 1, 5, 3, 3], list(range(65))]


@pytest.mark.parametrize("minutes", ORDERS)
@pytest.mark.parametrize("limit", [1, 3, 30])
def test_pages_hold_everything_once(make: Make, marta: int, minutes: list[int], limit: int) -> None:
    thread = record.create("task", {"title": "x"}, by=marta, when=DAY).id
    ids = write(thread, minutes, marta)
    by_time = sorted(zip(minutes, ids, strict=True), reverse=True)
    wanted = [id for _, id in by_time]
    assert [entry.id for entry in backwards(thread, limit) if entry.kind == "note"] == wanted
    assert [entry.id for entry in forwards(thread, limit) if entry.kind == "note"] == wanted
    assert backwards(thread, limit)[-1].kind == "created"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=some.lists(some.integers(0, 6), max_size=15), limit=some.integers(1, 7))
def test_any_order_of_dates_is_paged(make: Make, marta: int, minutes: list[int], limit: int) -> None:
    thread = record.create("task", {"title": "x"}, by=marta, when=DAY).id
    ids = write(thread, minutes, marta)
    wanted = [id for _, id in sorted(zip(minutes, ids, strict=True), reverse=True)]
    for found in (backwards(thread, limit), forwards(thread, limit)):
        assert [entry.id for entry in found if entry.kind == "note"] == wanted
        assert [entry.place for entry in found] == sorted((entry.place for entry in found), reverse=True)


def test_around_an_entry(make: Make, marta: int) -> None:
    thread = record.create("task", {"title": "x"}, by=marta, when=DAY).id
    ids = write(thread, [3] * 50, marta)
    whole = [entry.id for entry in backwards(thread, 30)]
    for middle in (ids[0], ids[25], ids[-1], ids[-3]):
        found = [entry.id for entry in entries.around(thread, middle, limit=11)]
        assert middle in found
        start = whole.index(found[0])
        assert found == whole[start : start + len(found)]
        assert whole.index(middle) - start <= 5
        assert len(found) == min(11, len(whole) - start)


def test_around_needs_an_entry_of_the_thread(make: Make, marta: int) -> None:
    one, other = make("task", title="x"), make("task", title="y")
    elsewhere = posting.note(other, "there", by=marta)
    with pytest.raises(NotFound, match=f"Message {elsewhere} is not on record {one}"):
        entries.around(one, elsewhere)
    with pytest.raises(NotFound, match="There is no message 4711"):
        entries.around(one, 4711)
    with pytest.raises(NotFound):
        entries.one(2**70)


def test_filters_show_what_they_say(ana: int, marta: int) -> None:
    from models import person

    someone = person.of_card(ana)
    assert someone is not None
    posting.note(ana, "note", by=marta)
    sending.send(ana, "message", by=marta)
    posting.receive(ana, "email", author=someone.id, channel="email")
    posting.receive(ana, "whatsapp", author=someone.id, channel="whatsapp")
    record.save(ana, {"city": "Jerez"}, by=marta)
    record.archive(ana, by=marta)
    shown = {name: [entry.kind for entry in backwards(ana, 2, show=name)] for name in FILTERS if name != "files"}
    assert shown == {
        "all": ["log", "change", "whatsapp", "email", "message", "note", "created"],
        "conversation": ["whatsapp", "email", "message"],
        "notes": ["note"],
        "changes": ["log", "change", "created"],
    }


def test_an_entry_has_what_a_row_shows(ana: int, marta: int) -> None:
    posted = sending.send(ana, "Hello", by=marta, subject=" The\n barrels ")
    entry = entries.one(posted.message)
    assert (entry.thread, entry.kind, entry.direction, entry.subject, entry.body) == (
        ana,
        "message",
        "out",
        "The barrels",
        "Hello",
    )
    assert (entry.author.id, entry.author.name, entry.edits, entry.deleted_at, entry.reply_to) == (
        marta,
        "Marta Oliveira",
        0,
        None,
        None,
    )
    assert abs((database.now() - entry.date).total_seconds()) < 10
    assert [one.name for one in entry.deliveries] == ["Ana Herrera"]
    assert entries.some([posted.message, 4711]) == [entry]
    assert entries.some([]) == []


def test_a_page_takes_a_fixed_number_of_queries(
    make: Make, ana: int, marta: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many authors, recipients and files there are on it."""
    asked: list[str] = []
    run = database.database.obj.execute_sql

    def counted(sql: str, *more: object, **options: object) -> object:
        asked.append(sql)
        return run(sql, *more, **options)

    sending.send(ana, "one", by=marta)
    monkeypatch.setattr(database.database.obj, "execute_sql", counted)
    entries.page(ana)
    few = len(asked)
    monkeypatch.undo()
    for number in range(20):
        sending.send(ana, f"{number}", by=marta)
    monkeypatch.setattr(database.database.obj, "execute_sql", counted)
    asked.clear()
    assert len(entries.page(ana)) == 22
    assert len(asked) == few <= 8


def test_pages_follow_an_index(workspace: object) -> None:
    """Neither the newest page nor one far down reads the whole thread or sorts it."""
    place = (DAY, 7)
    for before in (None, place):
        seen: list[str] = []
        run = database.database.obj.execute_sql

        def explained(sql: str, params: object = None, seen: list[str] = seen, run: object = run) -> object:
            if '"message"' in sql and "ORDER BY" in sql:
                seen.extend(row[3] for row in run(f"EXPLAIN QUERY PLAN {sql}", params).fetchall())  # type: ignore[operator]
            return run(sql, params)  # type: ignore[operator]

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(database.database.obj, "execute_sql", explained)
            entries.page(1, before=before)
        plan = " ".join(seen)
        assert "USING INDEX message_thread_id_date_id" in plan
        assert "TEMP B-TREE" not in plan
        assert ("date" in plan.split("(", 1)[1]) == (before is not None)


def test_unknown_columns_break_no_page(ana: int, marta: int) -> None:
    """Language and revision are no part of what is verified; a page reads them as they are."""
    id = posting.note(ana, "x", by=marta)
    Message.update_row(id, language="de", revision=9)
    assert (entries.one(id).language, entries.one(id).revision) == ("de", 9)
