"""The journal's chain and its digests find whatever was changed behind the program's back (product.md §11)."""

from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from models import database, entries, follower, journal, message, posting, record, setting, user
from models.database import transaction
from models.journal import entities, verify
from models.workspace import DATABASE, Workspace

ROOT = Path(__file__).parents[2]


@contextmanager
def behind(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """The database without the program: nothing checked, nothing noted."""
    with closing(sqlite3.connect(workspace.path / DATABASE)) as connection, connection:
        yield connection


@pytest.fixture
def full(filled: Any) -> Any:
    """A workspace with rows of every entity that models writes by its verbs."""
    note = posting.note(filled.wall, "first", by=filled.marta)
    message.edit(note, "second", by=filled.marta)
    follower.follow(filled.wall, filled.jonas, by=filled.marta)
    setting.put("stages.task", ["To do", "Done"], by=filled.marta)
    assert verify().ok
    return filled


# What is found

EDITS = [
    ("contact", "UPDATE contact SET email = 'evil@x.example' WHERE id = (SELECT max(id) FROM contact)", "Contact"),
    ("opportunity", "UPDATE opportunity SET expected_revenue = 1", "Opportunity"),
    ("purchase_order", "UPDATE purchase_order SET lines = '[]'", "Purchase order"),
    ("task", "UPDATE task SET deadline = '2020-01-01'", "Task"),
    ("title", "UPDATE thread SET title = 'Another' WHERE kind = 'task'", "Task"),
    ("archived", "UPDATE thread SET archived = 1 WHERE kind = 'task'", "Task"),
    ("created", "UPDATE thread SET created = '2020-01-01 00:00:00.000000' WHERE kind = 'task'", "Task"),
    ("message", "UPDATE message SET body = 'I never said that' WHERE kind = 'note'", "Message"),
    ("author", "UPDATE message SET author_id = 1 WHERE kind = 'note'", "Message"),
    ("date", "UPDATE message SET date = '2020-01-01 00:00:00.000000' WHERE kind = 'note'", "Message"),
    ("change", "UPDATE message SET changes = replace(changes, 'Proposition', 'Won') WHERE kind = 'change'", "Message"),
    ("version", "UPDATE message_version SET body = 'never'", "Message version"),
    ("delivery", "UPDATE delivery SET address = 'evil@x.example'", "Delivery"),
    ("follower", "UPDATE follower SET notes = 1", "Follower"),
    ("person", "UPDATE person SET name = 'Mallory' WHERE NOT bot", "Person"),
    ("consent", "UPDATE person SET consent = 'yes' WHERE NOT bot", "Person"),
    ("user", "UPDATE user SET administrator = 1 - administrator", "User"),
    ("setting", "UPDATE setting SET value = '\"USD\"' WHERE name = 'currency'", "Setting"),
    ("salt", "UPDATE message SET salt = x'00' WHERE kind = 'note'", "Message"),
]


@pytest.mark.parametrize(("sql", "named"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_a_changed_row_is_named(full: Any, sql: str, named: str) -> None:
    with behind(full.workspace) as connection:
        changed = connection.execute(sql).rowcount
    assert changed > 0
    found = verify()
    assert not found.ok
    assert len(found.problems) == changed
    assert all(line.startswith(f"{named} ") and "changed from outside" in line for line in found.problems)


REMOVED = ["contact", "opportunity", "message", "message_version", "delivery", "follower", "setting", "user", "person"]


@pytest.mark.parametrize("table", REMOVED)
def test_a_removed_row_is_named(full: Any, table: str) -> None:
    with behind(full.workspace) as connection:
        key = "person_id" if table == "user" else "id"
        id = connection.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (id,))
    named = f"{table.replace('_', ' ').capitalize()} {id} is missing: removed from outside"
    assert [line for line in verify().problems if line.startswith(named)]


@pytest.mark.parametrize("table", REMOVED[:-2])
def test_a_row_put_in_is_named(full: Any, table: str) -> None:
    with behind(full.workspace) as connection:
        connection.execute(f"CREATE TEMP TABLE copy AS SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1")
        connection.execute("UPDATE copy SET id = 4711")
        if table in ("contact", "opportunity"):
            connection.execute(
                "INSERT INTO thread SELECT 4711, kind, title, '', created, 0, last_date, NULL FROM thread LIMIT 1"
            )
        if table == "follower":
            connection.execute("UPDATE copy SET person_id = 1")
        if table == "setting":
            connection.execute("UPDATE copy SET name = 'smuggled'")
        connection.execute(f"INSERT INTO {table} SELECT * FROM copy")
    named = f"{table.replace('_', ' ').capitalize()} 4711"
    assert verify().problems == (f"{named} is not in the journal: it was put in from outside.",)


def test_a_whole_record_taken_out_is_named(full: Any) -> None:
    with behind(full.workspace) as connection:
        connection.execute("PRAGMA foreign_keys = 1")
        connection.execute("DELETE FROM thread WHERE id = ?", (full.wall,))
    problems = verify().problems
    assert any(line.startswith(f"Opportunity {full.wall} is missing") for line in problems)
    assert any(line.startswith("Message ") for line in problems)


JOURNAL_EDITS = [
    "UPDATE journal SET who = 1 WHERE seq = 9",
    "UPDATE journal SET at = at + 1 WHERE seq = 9",
    "UPDATE journal SET action = 'erase' WHERE seq = 9",
    "UPDATE journal SET digest = zeroblob(32) WHERE seq = 9",
    "UPDATE journal SET hash = zeroblob(32) WHERE seq = 9",
    "UPDATE journal SET thread = 4711 WHERE seq = 9",
]


@pytest.mark.parametrize("sql", JOURNAL_EDITS)
def test_a_changed_journal_row_is_named(full: Any, sql: str) -> None:
    with behind(full.workspace) as connection:
        connection.execute(sql)
    problems = verify().problems
    assert any(line.startswith("Journal: row 9 was changed or put in (") for line in problems)


def test_a_removed_journal_row_is_named(full: Any) -> None:
    with behind(full.workspace) as connection:
        connection.execute("DELETE FROM journal WHERE seq IN (5, 6)")
    assert any(line.startswith("Journal: rows 5 to 6 missing before row 7 (") for line in verify().problems)
    with behind(full.workspace) as connection:
        connection.execute("DELETE FROM journal WHERE seq = 10")
    assert any(line.startswith("Journal: row 10 missing before row 11 (") for line in verify().problems)


def test_a_removed_first_journal_row_is_named(full: Any) -> None:
    with behind(full.workspace) as connection:
        connection.execute("DELETE FROM journal WHERE seq = 1")
    assert any(line.startswith("Journal: row 1 missing before row 2 (") for line in verify().problems)


def test_a_journal_row_put_in_between_is_named(full: Any) -> None:
    """Moving all later rows on by one makes room; the chain still shows where."""
    with behind(full.workspace) as connection:
        connection.execute("UPDATE journal SET seq = -seq - 1 WHERE seq >= 9")
        connection.execute("UPDATE journal SET seq = -seq WHERE seq < 0")
        columns = "at, who, thread, what, entity, action, form, digest, hash"
        connection.execute(f"INSERT INTO journal SELECT 9, {columns} FROM journal WHERE seq = 8")
    assert any(line.startswith("Journal: row 9 was changed or put in") for line in verify().problems)


def test_two_journal_rows_swapped_are_named(full: Any) -> None:
    with behind(full.workspace) as connection:
        connection.execute("UPDATE journal SET seq = -8 WHERE seq = 8")
        connection.execute("UPDATE journal SET seq = 8 WHERE seq = 9")
        connection.execute("UPDATE journal SET seq = 9 WHERE seq = -8")
    problems = verify().problems
    assert any("row 8 was changed" in line for line in problems)
    assert any("row 9 was changed" in line for line in problems)


# The end of the chain


def test_rows_cut_off_the_end_are_missed_by_what_they_carried(full: Any) -> None:
    posting.note(full.wall, "to be forgotten", by=full.marta)
    with behind(full.workspace) as connection:
        connection.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    assert [line for line in verify().problems if "not in the journal" in line]


def test_a_forgotten_end_is_found_by_a_kept_head_only(full: Any) -> None:
    """Whoever takes content and journal rows off the end together is caught by the head that was kept elsewhere."""
    posting.note(full.wall, "to be forgotten", by=full.marta)
    kept = verify().head
    with behind(full.workspace) as connection:
        connection.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
        connection.execute("DELETE FROM message WHERE id = (SELECT max(id) FROM message)")
    assert verify().ok
    found = verify(kept=kept)
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"Journal: the head {kept} that was kept is not in it")


def test_a_kept_head_stays_in_the_chain(full: Any) -> None:
    kept = verify().head
    posting.note(full.wall, "later", by=full.marta)
    assert verify(kept=kept).ok
    assert not verify(kept="00ff").ok
    assert not verify(kept="not a hash").ok


# What is explained


def test_removed_and_erased_content_is_explained(full: Any) -> None:
    message.delete(posting.note(full.wall, "secret", by=full.marta), by=full.marta)
    edited = posting.note(full.wall, "first", by=full.marta)
    message.edit(edited, "second", by=full.marta)
    message.delete(edited, by=full.marta)
    follower.unfollow(full.wall, full.jonas, by=full.marta)
    setting.put("stages.task", None, by=full.marta)
    record.remove(full.wall, by=full.marta)
    record.archive(full.task, by=full.marta)
    assert verify() == journal.Verified(journal.head()[0], journal.head()[1].hex(), ())


def test_the_text_of_a_deleted_message_is_nowhere(full: Any) -> None:
    id = posting.note(full.wall, "the password is rosebud", by=full.marta)
    message.edit(id, "the password is tulip", by=full.marta)
    message.delete(id, by=full.marta)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with behind(full.workspace) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            kept = str(connection.execute(f'SELECT * FROM "{table}"').fetchall())
            assert "rosebud" not in kept and "tulip" not in kept, table


def test_a_removal_explains_only_what_was_before_it(full: Any) -> None:
    """A record removed long ago is no excuse for what is taken out of another one later."""
    record.remove(full.wall, by=full.marta)
    id = posting.note(full.task, "here", by=full.marta)
    with behind(full.workspace) as connection:
        connection.execute("UPDATE journal SET thread = ? WHERE what = 'message' AND entity = ?", (full.wall, id))
        connection.execute("DELETE FROM message WHERE id = ?", (id,))
    assert any(line.startswith(f"Message {id} is missing") for line in verify().problems)


# Forms


def test_older_rows_are_verified_in_their_own_form(full: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column added later is part of what is written from then on, and breaks nothing that was written before."""
    kept = entities["message"]
    forms = {**kept.forms, kept.newest + 1: (*kept.forms[kept.newest], "language")}
    monkeypatch.setitem(entities, "message", dataclasses.replace(kept, forms=forms, newest=kept.newest + 1))
    assert verify().ok
    id = posting.note(full.wall, "written in the new form", by=full.marta)
    assert verify().ok
    with behind(full.workspace) as connection:
        assert dict(connection.execute("SELECT form, count(*) > 0 FROM journal GROUP BY form")) == {1: 1, 2: 1}
        connection.execute("UPDATE message SET language = 'tlh'")
    assert verify().problems == (f"Message {id} was changed from outside after journal row {journal.head()[0]}.",)


def test_a_form_this_program_does_not_know_is_a_problem(full: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = entities["setting"]
    monkeypatch.setitem(entities, "setting", dataclasses.replace(kept, forms={2: kept.forms[1]}, newest=2))
    assert all(line.startswith("Setting ") for line in verify().problems)
    assert not verify().ok


def test_what_is_only_kept_for_lists_is_not_verified(full: Any) -> None:
    with behind(full.workspace) as connection:
        connection.execute("UPDATE thread SET last_date = '2020-01-01 00:00:00.000000', last_message = NULL")
        connection.execute("UPDATE message SET revision = revision + 1")
        connection.execute("DELETE FROM notification")
    assert verify().ok


# Readers


def test_readers_get_what_is_newer(full: Any) -> None:
    seq = journal.head()[0]
    id = posting.note(full.wall, "new", by=full.marta)
    [change] = journal.since(seq)
    assert (change.seq, change.who, change.thread, change.what, change.entity, change.action) == (
        *(seq + 1, full.marta, full.wall, "message", id, "create"),
    )
    assert abs((database.now() - change.at).total_seconds()) < 10
    assert [one.seq for one in journal.since(0, limit=3)] == [1, 2, 3]
    assert journal.since(seq + 1) == []


def test_each_verb_leaves_its_rows(full: Any) -> None:
    seq = journal.head()[0]
    member = user.add("Bo", "bo@northwind.example", by=full.marta)
    note = posting.note(full.wall, "x", by=full.marta)
    message.edit(note, "y", by=full.marta)
    message.delete(note, by=full.marta)
    record.archive(full.wall, by=full.marta)
    user.archive(member, by=full.marta)
    rows = [(one.what, one.action) for one in journal.since(seq)]
    assert rows == [
        *[("person", "create"), ("user", "create")],
        ("message", "create"),
        *[("message_version", "create"), ("message", "edit")],
        *[("message_version", "erase"), ("message", "delete")],
        *[("opportunity", "archive"), ("message", "create")],
        ("user", "archive"),
    ]


def test_an_entity_made_and_removed_in_one_transaction_is_explained(full: Any) -> None:
    with transaction():
        follower.unfollow(full.wall, full.jonas, by=full.marta)
        follower.follow(full.wall, full.jonas, by=full.marta)
        follower.unfollow(full.wall, full.jonas, by=full.marta)
    assert verify().ok


def test_verifying_sees_one_moment(full: Any, elsewhere: Any) -> None:
    """What another process writes half-way through is no problem."""
    seen: list[int] = []

    def write_meanwhile(rows: int) -> None:
        elsewhere(f"posting.note({full.wall}, 'meanwhile', by={full.marta})")
        seen.append(rows)

    with transaction():
        for count in range(10_000 - journal.head()[0]):
            journal.note("setting", 1_000_000 + count, journal.ERASE, by=full.marta)
    found = verify(write_meanwhile)
    assert (found.problems, found.rows, seen) == ((), 10_000, [10_000])
    assert journal.head()[0] == 10_001
    assert entries.page(full.wall)[0].body == "meanwhile"


# The declaration


def test_opening_a_workspace_loads_every_entity() -> None:
    """Verify would miss the tables of a module that nobody has imported yet."""
    program = """
import importlib, pkgutil
import models, models.workspace
from models import journal
loaded = set(journal.entities)
for module in pkgutil.walk_packages(models.__path__, "models."):
    if ".migrations" not in module.name:
        importlib.import_module(module.name)
print(sorted(set(journal.entities) - loaded))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_size_of_a_journal_row_is_small(full: Any) -> None:
    """budgets.md: at most 200 bytes a row; here its content, without SQLite's own few bytes."""
    sql = "SELECT avg(length(what) + length(action) + length(digest) + length(hash) + 6 * 5) FROM journal"
    assert database.database.execute_sql(sql).fetchone()[0] < 150
