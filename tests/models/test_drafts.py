"""Drafts: kept per user, record and mode, with recipients and files; never in the journal."""

from __future__ import annotations

from models import attachment, draft, journal, record, storage
from models.draft import Content, File


def test_what_was_typed_is_read_back(filled) -> None:
    content = Content("Dear Ana", "<b>Dear</b> Ana", "Barrels", (3, 4), (File("ab" * 32, 7, "plan.pdf"),), 12)
    draft.keep(filled.barrels, "message", content, by=filled.marta)
    assert draft.read(filled.barrels, "message", by=filled.marta) == content
    assert not draft.read(filled.barrels, "note", by=filled.marta)
    assert not draft.read(filled.barrels, "message", by=filled.jonas)


def test_blanks_are_no_draft_but_a_file_alone_is(filled) -> None:
    draft.keep(filled.barrels, "note", Content("x"), by=filled.marta)
    draft.keep(filled.barrels, "note", Content(" \n"), by=filled.marta)
    assert draft.count(filled.marta) == 0
    draft.keep(filled.barrels, "note", Content(files=(File("ab" * 32, 7, "plan.pdf"),)), by=filled.marta)
    assert draft.count(filled.marta) == 1


def test_all_drafts_of_a_user_latest_first(filled) -> None:
    for thread, mode in ((filled.barrels, "message"), (filled.wall, "note"), (filled.barrels, "message")):
        draft.keep(thread, mode, Content(f"{mode} {thread}"), by=filled.marta)
    rows = draft.all_of(filled.marta)
    assert [(row.thread, row.mode, row.kind) for row in rows] == [
        (filled.barrels, "message", "opportunity"),
        (filled.wall, "note", "opportunity"),
    ]
    assert draft.marked([filled.barrels, filled.ana], by=filled.marta) == {filled.barrels}
    assert draft.all_of(filled.jonas) == []


def test_drafts_go_with_their_record_and_write_nothing_into_the_journal(filled) -> None:
    before = journal.head()
    draft.keep(filled.wall, "note", Content("x"), by=filled.marta)
    assert journal.head() == before
    record.remove(filled.wall, by=filled.marta)
    assert draft.count(filled.marta) == 0
    draft.keep(filled.wall, "note", Content("typed on"), by=filled.marta)
    assert draft.count(filled.marta) == 0 and journal.verify().ok


def test_the_bin_spares_contents_that_a_draft_holds(filled, tmp_path) -> None:
    stored = storage.keep_bytes(tmp_path, b"plan", limit=100)
    id = attachment.attach(filled.wall, stored, "plan.txt", by=filled.marta)
    attachment.delete(id, by=filled.marta)
    draft.keep(filled.wall, "note", Content(files=(File(stored.sha256, 4, "plan.txt"),)), by=filled.marta)
    when = attachment.one(id).deleted_at + attachment.BIN
    assert attachment.empty_bin(tmp_path, when=when) == 1
    assert storage.path_of(tmp_path, stored.sha256).exists()
