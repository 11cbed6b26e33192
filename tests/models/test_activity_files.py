"""Files of activities: given, handed in, moved to the entry that says it is done, and what the journal knows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import activity, attachment, entries, journal, storage
from models.draft import File
from models.errors import Refused
from models.workspace import Workspace
from tests.models.conftest import Make, newest


@pytest.fixture
def task(make: Make) -> int:
    return make("task", title="Move the barrels")


@pytest.fixture
def order(workspace: Workspace, tmp_path: Path) -> File:
    path = tmp_path / "order.pdf"
    path.write_bytes(b"%PDF-1.4 signed")
    kept = storage.keep_file(workspace.files, path, limit=attachment.limit())
    return File(kept.sha256, kept.size, path.name)


def test_a_file_waits_with_its_activity_and_goes_to_the_entry_when_it_is_done(
    task: int, marta: int, order: File
) -> None:
    id = activity.schedule(task, "call", by=marta, files=[order])
    assert [one.files for one in activity.planned()] == [1]
    assert [one.message for one in attachment.of_thread(task)] == [None], "meanwhile it is a file of the record"
    assert newest(task).body == "Marta Oliveira added the file order.pdf"
    ended = activity.mark_done(id, by=marta, feedback="Signed")
    assert [one.name for one in entries.one(ended.message).files] == ["order.pdf"]
    assert len(attachment.of_thread(task)) == 1 and attachment.counts_of_activities() == {}
    assert journal.verify().problems == ()


def test_a_document_is_done_by_handing_in_the_file(task: int, marta: int, order: File) -> None:
    id = activity.schedule(task, "upload", by=marta, summary="Upload the signed order")
    ended = activity.mark_done(id, by=marta, files=[order])
    entry = entries.one(ended.message)
    assert entry.body == "Upload document done: Upload the signed order"
    assert [one.name for one in entry.files] == ["order.pdf"]


def test_files_come_later_too_but_not_once_it_has_ended(task: int, marta: int, order: File) -> None:
    id = activity.schedule(task, "call", by=marta)
    activity.add_files(id, [order], by=marta)
    assert [one.name for one in attachment.of_activity(id)] == ["order.pdf"]
    activity.cancel(id, by=marta)
    with pytest.raises(Refused, match="This activity was cancelled"):
        activity.add_files(id, [order], by=marta)
    assert [one.name for one in attachment.of_thread(task)] == ["order.pdf"], "cancelled, the record keeps it"


def test_a_deleted_file_goes_nowhere(task: int, marta: int, order: File) -> None:
    id = activity.schedule(task, "call", by=marta, files=[order])
    attachment.delete(attachment.of_activity(id)[0].id, by=marta)
    assert [one.files for one in activity.planned()] == [0]
    assert entries.one(activity.mark_done(id, by=marta).message).files == ()


def test_rows_from_before_the_link_still_verify(task: int, marta: int, order: File) -> None:
    """Form 1 of a file had no activity."""
    assert journal.entities["file"].forms[1] == journal.entities["file"].forms[2][:-1]
    with journal.database.atomic():
        id = attachment.attach(task, order.stored, order.name, by=marta)
        row = next(journal.rows(journal.entities["file"].select(1, "= ?"), (id,)))
    old = journal.digest_of(row[1], row[2:])
    seq = next(journal.rows("SELECT seq FROM journal WHERE what = 'file' AND entity = ?", (id,)))[0]
    rows = list(journal.rows("SELECT * FROM journal WHERE seq >= ? ORDER BY seq", (seq,)))
    previous = next(journal.rows("SELECT hash FROM journal WHERE seq = ?", (seq - 1,)))[0]
    for one in rows:
        kept = [*one[:-1]]
        if kept[0] == seq:
            kept[7], kept[8] = 1, old
        previous = journal._chained(previous, kept)
        journal.database.execute_sql(
            "UPDATE journal SET form = ?, digest = ?, hash = ? WHERE seq = ?", (kept[7], kept[8], previous, kept[0])
        )
    assert journal.verify().problems == ()
