"""Transactions are all or nothing, one at a time; columns of our own keep what they are given."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import peewee as pw
import pytest
from hypothesis import given
from hypothesis import strategies as some

from models import database, entries, journal, posting, record, setting
from models.database import transaction
from models.errors import Busy, Refused
from models.message import Message
from models.person import Person
from models.workspace import DATABASE, Workspace
from tests.models.conftest import Make, kinds_of

# All or nothing


def test_a_failure_leaves_nothing(make: Make, ana: int, marta: int) -> None:
    before = journal.head()
    with pytest.raises(ZeroDivisionError), transaction():
        posting.note(ana, "half", by=marta)
        raise ZeroDivisionError
    assert journal.head() == before
    assert kinds_of(ana) == ["created"]
    assert not database.in_transaction()


def test_a_failed_inner_part_drops_its_own_changes_and_journal_notes(ana: int, marta: int) -> None:
    with transaction():
        posting.note(ana, "first", by=marta)
        with pytest.raises(ZeroDivisionError), transaction():
            posting.note(ana, "dropped", by=marta)
            raise ZeroDivisionError
        posting.note(ana, "third", by=marta)
    assert [entry.body for entry in entries.page(ana)] == ["third", "first", "Contact created"]
    assert journal.verify().ok


def test_a_refused_verb_inside_a_transaction_leaves_the_rest_whole(ana: int, marta: int) -> None:
    with transaction():
        record.save(ana, {"city": "Jerez"}, by=marta)
        with pytest.raises(Refused):
            record.save(ana, {"email": "nonsense"}, by=marta)
    assert record.read(ana).values["city"] == "Jerez"
    assert journal.verify().ok


def test_a_change_outside_a_transaction_is_an_error(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        journal.note("message", 1, "create", by=1)


def test_the_journal_is_written_once_for_each_entity(ana: int, marta: int) -> None:
    last = journal.head()[0]
    with transaction():
        record.save(ana, {"city": "Jerez"}, by=marta)
        record.save(ana, {"city": "Cádiz"}, by=marta)
    rows = [(one.what, one.action) for one in journal.since(last)]
    assert rows == [("contact", "change"), ("message", "create"), ("message", "create")]


# Listeners


def test_listeners_hear_after_the_commit_only(workspace: Workspace, ana: int, marta: int) -> None:
    heard: list[int] = []
    outside = sqlite3.connect(workspace.path / DATABASE)

    def listen() -> None:
        heard.append(outside.execute("SELECT count(*) FROM message").fetchone()[0])

    ended = database.on_commit(listen)
    before = Message.select().count()
    with transaction():
        posting.note(ana, "one", by=marta)
        posting.note(ana, "two", by=marta)
        assert heard == []
    assert heard == [before + 2]
    with pytest.raises(ZeroDivisionError), transaction():
        posting.note(ana, "three", by=marta)
        raise ZeroDivisionError
    assert heard == [before + 2]
    ended()
    posting.note(ana, "four", by=marta)
    assert heard == [before + 2]
    outside.close()


# One writer at a time


def in_thread(run: Any) -> threading.Thread:
    def whole() -> None:
        try:
            run()
        finally:
            database.close_thread()

    thread = threading.Thread(target=whole)
    thread.start()
    return thread


def test_another_thread_that_writes_too_long_is_busy(ana: int, marta: int) -> None:
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction():
            posting.note(ana, "slow", by=marta)
            holds.set()
            done.wait(5)

    thread = in_thread(hold)
    holds.wait(5)
    started = time.monotonic()
    with pytest.raises(Busy, match="Nothing was changed"), transaction(patience=0.1):
        pytest.fail("entered")
    assert 0.08 <= time.monotonic() - started < 1
    done.set()
    thread.join()
    with transaction(patience=0.1):
        posting.note(ana, "now", by=marta)
    assert entries.page(ana)[0].body == "now"


def test_another_process_that_writes_too_long_is_busy(workspace: Workspace, ana: int, marta: int) -> None:
    other = sqlite3.connect(workspace.path / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(Busy), transaction(patience=0.1):
        pytest.fail("entered")
    assert 0.08 <= time.monotonic() - started < 1
    assert database.database.execute_sql("PRAGMA busy_timeout").fetchone() == (5000,)
    other.execute("ROLLBACK")
    other.close()
    posting.note(ana, "now", by=marta)


def test_patience_is_spent_once(workspace: Workspace, marta: int) -> None:
    """Waiting for a thread and then for a process takes no longer than asked for."""
    other = sqlite3.connect(workspace.path / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    thread = in_thread(lambda: _enter_in_vain(0.25))
    time.sleep(0.05)
    started = time.monotonic()
    _enter_in_vain(0.4)
    assert time.monotonic() - started < 0.65
    thread.join()
    other.execute("ROLLBACK")
    other.close()


def _enter_in_vain(patience: float) -> None:
    with pytest.raises(Busy), transaction(patience=patience):
        pytest.fail("entered")


def test_four_threads_write_at_once(ana: int, marta: int) -> None:
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for count in range(100):
                posting.note(ana, f"{number}.{count}", by=marta)
        except BaseException as error:
            failed.append(error)

    threads = [in_thread(lambda number=number: write(number)) for number in range(4)]
    for thread in threads:
        thread.join()
    assert failed == []
    bodies = [entry.body for entry in reversed(entries.page(ana, limit=1000)) if entry.kind == "note"]
    assert sorted(bodies) == sorted(f"{number}.{count}" for number in range(4) for count in range(100))
    for number in range(4):  # each thread's own stay in order
        own = [body for body in bodies if body.startswith(f"{number}.")]
        assert own == [f"{number}.{count}" for count in range(100)]
    assert journal.verify().ok


def test_processes_write_at_once(workspace: Workspace, ana: int, marta: int) -> None:
    program = f"""
from pathlib import Path
from models import posting, workspace
opened = workspace.open(Path({str(workspace.path)!r}))
for count in range(60):
    posting.note({ana}, f"elsewhere {{count}}", by={marta})
workspace.close(opened)
"""
    root = Path(__file__).parents[2]
    others = [subprocess.Popen([sys.executable, "-c", program], cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    for count in range(60):
        posting.note(ana, f"here {count}", by=marta)
    for other in others:
        assert other.communicate(timeout=60) == (None, b"")
    assert len(entries.page(ana, limit=1000)) == 181
    assert journal.verify().ok


# What the machine refuses


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("database is locked", "Another program is writing"),
        ("database or disk is full", "disk is full"),
        ("attempt to write a readonly database", "only be read"),
        ("disk I/O error", "did not take the change"),
    ],
)
def test_what_the_machine_refuses_is_said_in_words(workspace: Workspace, words: str, told: str) -> None:
    with pytest.raises(Refused, match=told), transaction():
        raise pw.OperationalError(words)


def test_what_the_program_got_wrong_stays_as_it_is(workspace: Workspace) -> None:
    with pytest.raises(pw.OperationalError, match="no such table"), transaction():
        database.execute("SELECT * FROM nowhere")


@pytest.mark.parametrize("nested", [False, True])
def test_a_full_disk_loses_nothing(ana: int, marta: int, nested: bool) -> None:
    """SQLite rolls back by itself then: the sentence must still be about the disk."""
    database.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size: not one page more
    with pytest.raises(Refused, match="disk is full"):
        for count in range(1000):
            with transaction() if nested else contextlib.nullcontext():
                posting.note(ana, f"{count} " + "long " * 1000, by=marta)
    assert not database.in_transaction()
    database.execute("PRAGMA max_page_count = 1000000")
    posting.note(ana, "room again", by=marta)
    assert journal.verify().ok
    assert database.soundness() == []


# Rows


def test_a_row_is_read_as_it_was_written(workspace: Workspace, marta: int) -> None:
    with transaction():
        id = Person.insert_row(name="Ana", folded="ana", bot=False)
        journal.note("person", id, "create", by=marta)
    row = Person.row(id)
    assert row is not None
    assert (row["name"], row["email"], row["consent"], row["bot"], row["card"]) == ("Ana", None, "unknown", False, None)
    Person.update_row(id, email="a@x.example", archived=True)
    row = Person.row(id)
    assert row is not None
    assert (row["email"], row["archived"]) == ("a@x.example", True)
    assert Person.row(10**6) is None


def test_an_unknown_column_is_an_error(workspace: Workspace) -> None:
    with pytest.raises(TypeError, match="nothing"):
        Person.insert_row(name="Ana", nothing=1)


def test_ids_of_removed_records_and_messages_are_not_given_again(make: Make, marta: int) -> None:
    first = make("task", title="One")
    entry = entries.page(first)[0].id
    record.remove(first, by=marta)
    second = make("task", title="Two")
    assert second > first
    assert entries.page(second)[0].id > entry


# Columns


@given(some.datetimes(timezones=some.timezones()))
def test_moments_keep_their_place(moment: dt.datetime) -> None:
    try:
        utc = moment.astimezone(dt.UTC)
    except OverflowError:
        return  # no such moment in UTC
    assert database.moment(database.moment_text(utc)) == utc


@given(some.datetimes(), some.datetimes())
def test_moments_sort_as_texts(one: dt.datetime, other: dt.datetime) -> None:
    first, second = (database.moment_text(moment.replace(tzinfo=dt.UTC)) for moment in (one, other))
    assert (first < second) == (one < other)
    assert len(first) == len(second) == 26


@given(some.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False))
def test_amounts_are_kept_exactly(amount: Decimal) -> None:
    column = database.Amount()
    assert column.python_value(column.db_value(amount)) == amount


plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53), 2**53) | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@given(plain)
def test_plain_values_are_kept_as_they_are(value: Any) -> None:
    column = database.Json()
    assert column.python_value(column.db_value(value)) == value


def test_settings_keep_plain_values(workspace: Workspace, marta: int, jonas: int) -> None:
    setting.put("stages.task", ["Zu tun", "Erledigt"], by=marta)
    setting.put("stages.task", ["Mine"], by=marta, person=jonas)
    assert setting.get("stages.task") == ["Zu tun", "Erledigt"]
    assert setting.get("stages.task", person=jonas) == ["Mine"]
    assert setting.get("stages.task", "default", person=marta) == "default"
    last = journal.head()
    setting.put("stages.task", ["Zu tun", "Erledigt"], by=marta)
    assert journal.head() == last, "the same value is no change"
    setting.put("stages.task", None, by=marta)
    assert setting.get("stages.task") is None
    assert journal.verify().ok


# The file


def test_the_database_is_sound(filled: Any) -> None:
    assert database.soundness() == []


def test_a_loose_link_is_found(workspace: Workspace, ana: int) -> None:
    with sqlite3.connect(workspace.path / DATABASE) as other:
        other.execute("UPDATE message SET thread_id = 4711 WHERE thread_id = ?", (ana,))
    other.close()
    assert database.soundness() == ["a row of message points to a missing row of thread"]


def test_a_copy_is_whole_while_others_write(workspace: Workspace, ana: int, marta: int, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            posting.note(ana, "on and on", by=marta)

    thread = in_thread(write)
    database.copy_to(tmp_path / "copy.sqlite")
    stop.set()
    thread.join()
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT title FROM thread").fetchall() == [("Ana Herrera",)]
    copy.close()
