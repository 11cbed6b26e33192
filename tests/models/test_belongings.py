"""Whatever hangs on a record or a message goes with it, explained to the journal, and nothing else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from models import (
    activity,
    attachment,
    database,
    dispatch,
    draft,
    entries,
    follower,
    journal,
    message,
    notification,
    pending,
    posting,
    reaction,
    record,
    sending,
    storage,
    translation,
)
from models.errors import NotFound
from models.translation import Kept
from tests.models.conftest import Make


@pytest.fixture
def everything(make: Make, ana: int, marta: int, jonas: int, tmp_path: Path) -> tuple[int, int, int]:
    """A record on which everything hangs that can, one of its notes and one of its messages."""
    id = make("opportunity", title="Barrels", contact=str(ana), salesperson="Jonas Lind")
    note = posting.note(id, "first @Jonas", by=marta)
    message.edit(note, "second", by=marta)
    sent = sending.send(id, "Hello", by=marta, reply_to=note).message
    for on in (note, sent):
        translation.keep(
            Kept(on, "de", "en", "translate_google", None, "Hallo", None), by=marta, edits=message.one(on).edits
        )
        reaction.react(on, "👍", by=jonas)
        reaction.star(on, by=jonas)
        stored = storage.keep_bytes(tmp_path / "files", b"plan", limit=100)
        attachment.attach(id, stored, "plan.txt", by=marta, message_id=on)
    attachment.attach(id, storage.keep_bytes(tmp_path / "files", b"other", limit=100), "other.txt", by=marta)
    follower.follow(id, jonas, by=marta)
    activity.schedule(id, "call", by=marta, assignee=jonas)
    done = activity.schedule(id, "call", by=marta)
    activity.mark_done(done, by=marta, feedback="Reached her")
    draft.keep(id, "note", draft.Content(text="half a th"), by=marta)
    notification.mark_read(id, marta)
    assert journal.verify().ok
    return id, note, sent


def rows_of(column: str, id: int) -> dict[str, int]:
    """How many rows of each table name this thread or message."""
    found = {}
    for (table,) in list(database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")):
        columns = [row[1] for row in database.rows(f'PRAGMA table_info("{table}")')]
        if column in columns:
            found[table] = next(database.rows(f'SELECT count(*) FROM "{table}" WHERE {column} = ?', (id,)))[0]
    return found


def test_everything_hangs_on_it(everything: tuple[int, int, int]) -> None:
    """A table that is added and not tried here would go unseen."""
    id, note, sent = everything
    assert [table for table, count in rows_of("thread_id", id).items() if count == 0] == []
    counts = [rows_of("message_id", on) for on in (note, sent)]
    assert [table for table in counts[0] if counts[0][table] == counts[1][table] == 0] == ["activity"]


def test_a_removed_record_leaves_nothing_unexplained(everything: tuple[int, int, int], marta: int) -> None:
    id, note, sent = everything
    record.remove(id, by=marta)
    assert set(rows_of("thread_id", id).values()) == {0}
    for on in (note, sent):
        assert set(rows_of("message_id", on).values()) == {0}
    assert journal.verify().problems == ()
    assert database.soundness() == []


def test_a_deleted_message_keeps_its_place_only(everything: tuple[int, int, int], marta: int) -> None:
    id, note, sent = everything
    for on in (note, sent):
        message.delete(on, by=marta)
        entry = entries.one(on)
        assert (entry.body, entry.files, entry.translations, entry.reactions) == ("", (), (), ())
    assert [one.name for one in attachment.of_thread(id)] == ["other.txt"]
    assert [one.name for one in attachment.of_thread(id, deleted=True)] == ["plan.txt", "plan.txt"]
    assert entries.one(sent).reply_to == note
    assert journal.verify().problems == ()


def test_an_edited_message_keeps_all_but_its_translations(everything: tuple[int, int, int], marta: int) -> None:
    _, note, _ = everything
    message.edit(note, "third", by=marta)
    entry = entries.one(note)
    assert (len(entry.files), entry.translations, len(entry.reactions)) == (1, (), 1)
    assert journal.verify().problems == ()


def test_a_withdrawn_message_was_never_there(everything: tuple[int, int, int], marta: int) -> None:
    id, _, sent = everything
    before = entries.page(id)
    again = sending.send(id, "Wait", by=marta, send_after=database.now() + dt.timedelta(seconds=10)).message
    posting.note(id, "about it", by=marta, reply_to=again)
    pending.withdraw(again, by=marta)
    assert [entry.id for entry in entries.page(id)][1:] == [entry.id for entry in before]
    assert set(rows_of("message_id", again).values()) == {0}
    pending.withdraw(sent, by=marta)
    assert journal.verify().problems == ()
    assert database.soundness() == []


@pytest.mark.parametrize(
    "verb",
    [
        lambda id: activity.one(id),
        lambda id: attachment.one(id),
        lambda id: dispatch.one(id),
        lambda id: entries.one(id),
        lambda id: message.one(id),
        lambda id: record.read(id),
    ],
)
@pytest.mark.parametrize("id", [0, -1, 4711, 2**63, 10**30])
def test_what_does_not_exist_is_refused_in_words(workspace: object, verb: Callable[[int], object], id: int) -> None:
    with pytest.raises(NotFound, match=str(id)):
        verb(id)
