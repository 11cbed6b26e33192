"""Searching everywhere: hits as one types, what was written a second ago, chips, numbers, and the jump."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.chatter.foot import FilesFoot
from desktop.search import kept
from desktop.search.facets import values
from desktop.search.hit_view import EMPTY, FAILED, HITS, NONE
from desktop.shell.palette import Palette
from desktop.widgets.fields_dialog import FieldsDialog
from models import message, posting, storage
from models.draft import File
from search_index.following import catch_up
from search_index.indexer import Indexer

PATIENT = 10_000


@pytest.fixture
def indexed(filled):
    """The workspace, its index written by a real indexer."""
    indexer = Indexer.alone(filled.workspace.index)
    while indexer.step():
        pass
    indexer.close()
    return filled


@pytest.fixture
def page(indexed, window, qtbot):
    window.show_search()
    return window.pages.made["search"]


def look_for(page, qtbot, text, *, state=HITS):
    """Type, and wait for the answer to just that."""
    page.box.field.setText(text)
    qtbot.waitUntil(lambda: page._last is not None and page._last.typed == page.box.query(), timeout=PATIENT)
    qtbot.waitUntil(lambda: page.hits.state() == state, timeout=PATIENT)
    return page.hits.model.hits


def test_hits_as_one_types(page, qtbot, filled):
    qtbot.keyClicks(page.box.field, "deliv")
    qtbot.waitUntil(lambda: page.hits.count.text() == "1 hit", timeout=PATIENT)
    hit = page.hits.current()
    assert (hit.record, hit.author, hit.snippet.where) == (filled.barrels, "Marta Oliveira", "body")
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["delivery"]
    spoken = page.hits.model.data(page.hits.model.index(0))
    assert spoken.startswith("Oak barrels, harvest 2027, Marta Oliveira, Message")
    assert spoken.endswith("in the message")


def test_what_was_written_a_second_ago(page, qtbot, filled):
    assert not look_for(page, qtbot, "zanzibar", state=NONE)
    written = posting.note(filled.wall, "The lorry is in Zanzibar.", by=filled.marta)
    qtbot.waitUntil(lambda: [one.message for one in page.hits.model.hits] == [written], timeout=PATIENT)
    message.delete(written, by=filled.marta)
    qtbot.waitUntil(lambda: page.hits.state() == NONE, timeout=PATIENT)


def test_typing_fast_never_shows_what_was_typed_before(page, qtbot, filled):
    for end in range(1, 7):
        posting.note(filled.wall, f"counting {'q12345'[:end]}", by=filled.marta)
    shown = []
    page.hits.model.modelReset.connect(lambda: shown.append((page.box.query(), len(page.hits.model.hits))))
    for end in range(1, 7):
        page.box.field.setText("q12345"[:end])
        qtbot.wait(2)
    qtbot.waitUntil(lambda: page._last is not None and page._last.typed == "q12345", timeout=PATIENT)
    assert page.hits.count.text() == "1 hit"
    for query, hits in shown:
        assert query == "q" or hits in (0, 7 - len(query)), (query, hits)  # a lone letter may be a whole word
    qtbot.wait(100)
    assert len(page.hits.model.hits) == 1


def test_enter_jumps_to_the_message_and_remembers_the_search(page, window, qtbot, filled):
    first = posting.note(filled.barrels, "The needle is in the cellar.", by=filled.marta)
    look_for(page, qtbot, "needle")
    qtbot.keyClick(page.box.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.records.record == filled.barrels and window.open_page() == "records")
    row = window.records.chatter.view.row_of(first)
    assert row is not None
    assert window.records.chatter.view._marked == first
    assert kept.recent(page._desk.memory) == ["needle"]
    window.show_search()
    page.box.set_query("")
    qtbot.waitUntil(lambda: page.hits.state() == EMPTY)
    page.hits.start.recent.buttons[0].click()
    assert page.box.query() == "needle"


def test_filters_become_chips_and_go_again(page, qtbot, filled):
    look_for(page, qtbot, "is:note racks")
    assert page.box.tokens() == ["is:note"]
    assert page.box.field.text() == "racks"
    assert page.box.query() == "is:note racks"
    page.box.field.setCursorPosition(0)
    qtbot.keyClick(page.box.field, Qt.Key.Key_Backspace)
    assert page.box.tokens() == []
    assert page.box.field.text() == "is:noteracks"
    assert page.box.field.cursorPosition() == len("is:note")


def test_half_typed_filters_are_plain_text(page, qtbot):
    look_for(page, qtbot, "is:nonsense racks", state=NONE)
    assert page.box.tokens() == []


def test_did_you_mean(page, qtbot):
    look_for(page, qtbot, "delvery", state=NONE)
    qtbot.waitUntil(page.hits.meant.isVisible, timeout=PATIENT)
    page.hits.meant.click()
    qtbot.waitUntil(lambda: page.hits.state() == HITS, timeout=PATIENT)
    assert page.box.query().strip() == "delivery"


def test_the_numbers_narrow_down(page, qtbot, filled):
    posting.note(filled.wall, "racks once more", by=filled.jonas)
    look_for(page, qtbot, "racks")

    def boxes():
        from PySide6.QtWidgets import QCheckBox

        return {one.text(): one for one in page.facets.widget().findChildren(QCheckBox)} if page.facets.widget() else {}

    qtbot.waitUntil(lambda: "Jonas Lind" in boxes(), timeout=PATIENT)
    assert boxes()["Notes"].accessibleDescription() == "2"
    boxes()["Jonas Lind"].click()
    qtbot.waitUntil(lambda: page.hits.count.text() == "1 hit", timeout=PATIENT)
    assert page.box.tokens() == ['from:"Jonas Lind"']
    qtbot.waitUntil(lambda: boxes()["Jonas Lind"].isChecked(), timeout=PATIENT)
    assert boxes()["Marta Oliveira"].accessibleDescription() == "1"  # others can be chosen besides
    boxes()["Marta Oliveira"].click()
    qtbot.waitUntil(lambda: page.hits.count.text() == "2 hits", timeout=PATIENT)
    assert set(values(page.box.tokens()[0])) == {"Jonas Lind", "Marta Oliveira"}
    assert " or " in page.box._chips[0].accessibleName()
    qtbot.waitUntil(lambda: boxes()["Marta Oliveira"].isChecked(), timeout=PATIENT)
    for name in ("Jonas Lind", "Marta Oliveira"):
        boxes()[name].click()
        qtbot.waitUntil(lambda name=name: not boxes()[name].isChecked(), timeout=PATIENT)
    assert page.box.tokens() == []
    boxes()["Last 7 days"].click()
    qtbot.waitUntil(lambda: page.box.tokens() != [], timeout=PATIENT)
    assert page.box._chips[0].accessibleName().startswith("on: since ")
    qtbot.waitUntil(lambda: boxes()["Last 7 days"].isChecked(), timeout=PATIENT)
    boxes()["Today"].click()
    qtbot.waitUntil(lambda: boxes()["Today"].isChecked(), timeout=PATIENT)
    assert page.hits.count.text() == "2 hits"
    page.box.set_filter("is", "is:note,whatsapp")
    qtbot.waitUntil(lambda: "WhatsApp" in boxes(), timeout=PATIENT)  # chosen, though nothing of it is found
    assert (boxes()["WhatsApp"].isChecked(), boxes()["WhatsApp"].accessibleDescription()) == (True, "0")
    boxes()["WhatsApp"].click()
    assert "is:note" in page.box.tokens()


def test_the_preview_shows_the_thread_around_the_hit(page, qtbot, filled):
    look_for(page, qtbot, "racks")
    qtbot.waitUntil(lambda: page.preview.view.loaded.thread == filled.barrels, timeout=PATIENT)
    assert page.preview.view._marked == page.hits.current().message


def words_marked(view, message):
    """The words with a ground under them in the row of a message."""
    found = view.row_of(message).body.extraSelections()
    return [one.cursor.selectedText() for one in found]


def test_the_words_are_marked_in_the_preview_and_in_the_thread_one_jumps_to(page, window, qtbot, filled):
    text = "🎉 Die Lieferung: dos camiónes al ALMACÉN, the deliveries were late"
    written = posting.note(filled.wall, text, by=filled.marta)
    look_for(page, qtbot, "almacen camiones")
    qtbot.waitUntil(lambda: page.preview.view._marked == written, timeout=PATIENT)
    assert words_marked(page.preview.view, written) == ["camiónes", "ALMACÉN"]
    look_for(page, qtbot, "almacen ")
    qtbot.waitUntil(lambda: words_marked(page.preview.view, written) == ["ALMACÉN"], timeout=PATIENT)
    page.take()
    view = window.records.chatter.view
    qtbot.waitUntil(lambda: window.records.record == filled.wall)
    assert words_marked(view, written) == ["ALMACÉN"]
    message.edit(written, "El almacén, almacen, 👍👍 ALMACEN", by=filled.marta)
    qtbot.waitUntil(lambda: len(words_marked(view, written)) == 3, timeout=PATIENT)
    view.renew()
    assert words_marked(view, written) == ["almacén", "almacen", "ALMACEN"]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert words_marked(view, written) == []


def test_records_of_that_name_stand_over_the_hits(page, window, qtbot, filled):
    page.box.field.setText("herrera")
    qtbot.waitUntil(lambda: len(page.hits.records.buttons) >= 2, timeout=PATIENT)
    names = {one.accessibleName(): one for one in page.hits.records.buttons}
    assert {"Ana Herrera", "Bodegas Herrera S.L."} <= set(names)
    names["Ana Herrera"].click()
    qtbot.waitUntil(lambda: window.records.record == filled.ana)


def test_in_a_file_says_in_which(page, qtbot, filled, tmp_path):
    from models import attachment
    from search_index.indexer import Indexer

    plan = tmp_path / "plano-bodega.txt"
    plan.write_text("Portón de mercancías: 2,40 m de ancho\n")
    note = posting.note(filled.barrels, "The drawing.", by=filled.marta)
    attachment.keep(filled.workspace.files, plan, filled.barrels, by=filled.marta, message_id=note)
    indexer = Indexer.alone(filled.workspace.index)
    while indexer.step():
        pass
    indexer.close()
    hits = look_for(page, qtbot, "porton")
    assert [hits[0].snippet.text[start:end] for start, end in hits[0].snippet.marks] == ["Portón"]
    assert page.hits.model.where(hits[0])[0] == "in file plano-bodega.txt"


def test_files_show_the_words_in_their_names_and_texts(page, window, qtbot, filled):
    contents = {"plano bodega.txt": "Portón: 2,40 m\nLa bodega tiene dos puertas\n", "notes.md": "nothing of it\n"}
    files = [
        File(stored.sha256, stored.size, name)
        for name, content in contents.items()
        if (stored := storage.keep_bytes(filled.workspace.files, content.encode(), limit=10_000))
    ]
    note = posting.note(filled.barrels, "The drawing.", by=filled.marta, files=files)
    catch_up(filled.workspace.index, tell=lambda progress: None)
    look_for(page, qtbot, "bodega porton ")

    def foot(view):
        row = view.row_of(note)
        return row.foot(FilesFoot) if row is not None else None

    preview = page.preview.view
    qtbot.waitUntil(lambda: foot(preview) is not None and bool(foot(preview).excerpts), timeout=PATIENT)
    plan, notes = foot(preview).cards
    assert [plan.name[start:end] for start, end in plan._marks] == ["bodega"]
    assert plan.accessibleDescription().endswith("found in it: Portón, bodega")
    assert (notes._marks, notes._words) == ((), ())
    (excerpt,) = foot(preview).excerpts
    assert excerpt.accessibleName() == "in the file plano bodega.txt: Portón: 2,40 m La bodega tiene dos puertas"
    assert excerpt.geometry().top() > plan.geometry().bottom()
    assert foot(preview).height() > excerpt.geometry().bottom() - 2
    page.take()
    view = window.records.chatter.view
    qtbot.waitUntil(lambda: foot(view) is not None and foot(view).cards[0]._words != (), timeout=PATIENT)
    assert foot(view).excerpts == []
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert all((card._marks, card._words) == ((), ()) for card in foot(view).cards)


def test_more_hits_come_when_one_scrolls(page, qtbot, filled):
    for number in range(70):
        posting.note(filled.wall, f"bung number {number}", by=filled.marta)
    look_for(page, qtbot, "bung")
    qtbot.waitUntil(lambda: page.hits.count.text().startswith("7"), timeout=PATIENT)
    while page.hits.model.rowCount() < 70:
        before = page.hits.model.rowCount()
        page.hits.list.scrollToBottom()
        qtbot.waitUntil(lambda before=before: page.hits.model.rowCount() > before, timeout=PATIENT)
    ids = [one.message for one in page.hits.model.hits]
    assert len(ids) == len(set(ids))


def test_from_the_palette(window, indexed, qtbot):
    from desktop.shell.palette import Palette

    window.open_palette("racks")
    palette = window.findChild(Palette)
    qtbot.waitUntil(lambda: palette.rows.rowCount() > 0)
    last = palette.rows.item(palette.rows.rowCount() - 1)
    assert last.title == "Search everywhere for “racks”"
    palette.list.setCurrentIndex(palette.rows.index(palette.rows.rowCount() - 1))
    palette.take()
    page = window.pages.made["search"]
    qtbot.waitUntil(lambda: page.hits.count.text() == "1 hit", timeout=PATIENT)


def test_a_search_is_saved_under_a_name_found_again_and_removed(page, window, qtbot, filled):
    look_for(page, qtbot, "is:note racks")
    page.hits.star.click()
    dialog = window.findChild(FieldsDialog)
    dialog.fields["name"].setText("  ")
    dialog.verb.click()
    assert dialog.isVisible()  # a search has a name
    dialog.fields["name"].setText("Racks in notes")
    dialog.verb.click()
    assert page.hits.star.accessibleName() == "Saved as “Racks in notes”; save it no more"
    window.desk.act_as(filled.jonas)
    assert kept.saved(window.desk.memory, filled.jonas) == []  # each user has their own
    window.desk.act_as(filled.marta)
    page.box.set_query("")
    qtbot.waitUntil(lambda: page.hits.state() == EMPTY)
    page.hits.start.saved.buttons[0].click()
    assert page.box.query() == "is:note racks"
    window.open_palette("rack")
    palette = window.findChild(Palette)
    qtbot.waitUntil(lambda: palette.rows.rowCount() > 2, timeout=PATIENT)
    rows = [palette.rows.item(row) for row in range(palette.rows.rowCount())]
    found = next(place for place, one in enumerate(rows) if getattr(one, "search", "") == "is:note racks")
    palette.list.setCurrentIndex(palette.rows.index(found))
    page.box.set_query("")
    palette.take()
    assert page.box.query() == "is:note racks"
    page.box.set_query("")
    page.hits.start.saved.beside(0)[0].click()
    assert kept.saved(window.desk.memory, filled.marta) == []
    assert page.hits.start.saved.isHidden()


@pytest.mark.parametrize("damaged", ["{", "[1]", '["a"]', "null", '[["a"]]'])
def test_saved_searches_that_can_not_be_read_are_none(window, damaged):
    window.desk.memory.setValue("search/saved-2", damaged)
    assert kept.saved(window.desk.memory, 2) == []


def test_without_an_index_it_is_found_all_the_same(window, filled, qtbot):
    window.show_search("racks")
    page = window.pages.made["search"]
    qtbot.waitUntil(lambda: page.hits.count.text() == "1 hit", timeout=PATIENT)


def test_while_the_index_is_built_the_newest_are_found_and_the_rest_follows(window, filled, qtbot, monkeypatch):
    from search_index import searcher

    monkeypatch.setattr(searcher, "YOUNGEST", 3)  # messages searched where there is no index yet
    for number in range(6):
        posting.note(filled.wall, f"bung {number}", by=filled.marta)
    window.show_search("bung")
    page = window.pages.made["search"]
    qtbot.waitUntil(page.hits.building.isVisible, timeout=PATIENT)
    assert page.hits.count.text() == "3+ hits"
    window.desk.indexing.emit({"state": "building", "done": 2, "total": 6})
    assert page.hits.building.numbers() == "2 of 6"
    indexer = Indexer.alone(filled.workspace.index)
    while indexer.step():
        pass
    indexer.close()
    window.desk.indexing.emit({"state": "ready", "messages": 6})
    qtbot.waitUntil(lambda: page.hits.count.text() == "6 hits", timeout=PATIENT)
    assert not page.hits.building.isVisible()


def test_a_failure_is_said_in_place(page, qtbot, monkeypatch):
    look_for(page, qtbot, "racks")

    def fail(question):
        raise OSError("the disk is gone")

    monkeypatch.setattr(page._desk.asking._search, "answer", fail)
    with qtbot.captureExceptions() as heard:
        page.box.field.setText("racks again")
        qtbot.waitUntil(lambda: page.hits.state() == FAILED, timeout=PATIENT)
    assert "the disk is gone" in str(heard[0][1])
    monkeypatch.undo()
    page.box.field.setText("racks")
    qtbot.waitUntil(lambda: page.hits.state() == HITS, timeout=PATIENT)
