"""Searching in the record that is open: which of how many, on and back, jumps, and the way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models import posting

PATIENT = 10_000


@pytest.fixture
def pane(filled, window, qtbot):
    for number in range(3):
        posting.note(filled.barrels, f"needle number {number}", by=filled.marta)
        for other in range(40):
            posting.note(filled.barrels, f"hay {other}", by=filled.marta)
    posting.note(filled.wall, "needle elsewhere", by=filled.marta)
    window.show_record(filled.barrels)
    window.search_thread()
    found = window.records.chatter
    qtbot.waitUntil(found.finding.isVisible)
    return found


def look_for(pane, qtbot, text, place):
    pane.finding.field.setText(text)
    qtbot.waitUntil(lambda: pane.finding.place.text() == place, timeout=PATIENT)


def marked(pane):
    row = next((one for one in pane.view.message_rows() if one.item.entries[0].id == pane.view._marked), None)
    return row.item.entries[0].body if row is not None else ""


def test_hits_of_this_record_one_after_the_other(pane, qtbot):
    look_for(pane, qtbot, "need", "1 of 3")
    qtbot.waitUntil(lambda: marked(pane) == "needle number 2", timeout=PATIENT)
    qtbot.keyClick(pane.finding.field, Qt.Key.Key_Return)
    assert marked(pane) == "needle number 1"
    assert pane.finding.place.text() == "2 of 3"
    pane.finding.older.click()
    assert marked(pane) == "needle number 0"
    qtbot.keyClick(pane.finding.field, Qt.Key.Key_Return)
    assert marked(pane) == "needle number 2"
    qtbot.keyClick(pane.finding.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert marked(pane) == "needle number 0"


def words_marked(pane):
    """The words with a ground under them, by row from the top."""
    rows = (one.body.extraSelections() for one in pane.view.message_rows())
    return [[one.cursor.selectedText() for one in found] for found in rows if found]


def test_the_words_are_marked_in_the_thread_until_the_bar_closes(pane, qtbot, filled):
    for text in ("We delivered them on Friday to the cellar.", "Los barriles están en la bodega nueva.", "plain hay"):
        posting.note(filled.barrels, text, by=filled.marta)
    look_for(pane, qtbot, "delivering ", "1 of 1")  # by its stem
    row = next(one for one in pane.view.message_rows() if "bodega" in one.item.entries[0].body)
    height = row.row_height(pane.view.viewport().width())
    assert words_marked(pane) == [["delivered"]]
    look_for(pane, qtbot, "bod", "1 of 1")
    qtbot.waitUntil(lambda: words_marked(pane) == [["bodega"]], timeout=PATIENT)
    pane.view.renew()
    assert words_marked(pane) == [["bodega"]]
    assert row.height() == height
    posting.note(filled.barrels, "otra bodega", by=filled.jonas)
    qtbot.waitUntil(lambda: words_marked(pane) == [["bodega"], ["bodega"]], timeout=PATIENT)
    pane.finding.field.clear()
    assert words_marked(pane) == []
    look_for(pane, qtbot, "need", "1 of 3")
    qtbot.waitUntil(lambda: ["needle"] in words_marked(pane), timeout=PATIENT)
    qtbot.keyClick(pane.finding.field, Qt.Key.Key_Escape)
    assert words_marked(pane) == []


def test_what_is_written_meanwhile_is_found_and_the_place_stays(pane, qtbot, filled):
    look_for(pane, qtbot, "needle", "1 of 3")
    posting.note(filled.barrels, "one more needle", by=filled.jonas)
    qtbot.waitUntil(lambda: pane.finding.place.text() == "2 of 4", timeout=PATIENT)


def test_nothing_found_offers_to_look_everywhere(pane, window, qtbot):
    look_for(pane, qtbot, "zanzibar", "Nothing found")
    assert not pane.finding.older.isEnabled()
    pane.finding.field.setText("elsewhere")
    pane.finding.everywhere.click()
    page = window.pages.made["search"]
    qtbot.waitUntil(lambda: page.hits.count.text() == "1 hit", timeout=PATIENT)


def test_escape_closes_and_another_record_too(pane, window, qtbot, filled):
    look_for(pane, qtbot, "needle", "1 of 3")
    qtbot.keyClick(pane.finding.field, Qt.Key.Key_Escape)
    assert pane.finding.isHidden()
    assert pane.finding.field.text() == ""
    pane.view.setFocus()
    QTest.keyClick(pane.view, Qt.Key.Key_Slash)
    assert pane.finding.isVisible()
    window.show_record(filled.wall)
    assert pane.finding.isHidden()


def test_a_filter_over_the_thread_gives_way(pane, qtbot):
    pane.tabs.set_current("changes")
    pane.view.set_filter("changes")
    look_for(pane, qtbot, "needle", "1 of 3")
    qtbot.waitUntil(lambda: marked(pane) == "needle number 2", timeout=PATIENT)


def test_the_button_over_the_thread(pane, qtbot):
    pane.finding.close_bar()
    assert pane.top.search.accessibleName() == "Search messages"
    pane.top.search.click()
    assert pane.finding.isVisible()
