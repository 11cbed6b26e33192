"""The list of records: what it shows and in which order, narrowing, grouping, choosing several, and that it is live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from models import activity, grouping, notification, posting, record

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.desk import Desk
    from desktop.records.list_view import RecordList
    from tests.conftest import Filled


@pytest.fixture
def shown(desk: Desk, qtbot: QtBot) -> Callable[..., RecordList]:
    """Show the list of a kind, wide or narrow."""
    from desktop.records.list_view import RecordList

    def show(kind: str, width: int = 320) -> RecordList:
        made = RecordList(desk, kind)
        qtbot.addWidget(made)
        made.resize(width, 600)
        made.show()
        qtbot.waitExposed(made)
        return made

    return show


def titles(view: RecordList) -> list[str]:
    """What stands in the rows, headings in brackets."""
    return [str(view.model.index(row).data()) for row in range(view.model.rowCount())]


def click(view: RecordList, row: int, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    rect = view.rows.visualRect(view.model.index(row))
    QTest.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, held, rect.center())


def test_newest_entry_first(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity")
    assert titles(view) == ["Oak barrels, harvest 2027", "Storage wall"]
    posting.note(filled.wall, "Measured today.", by=filled.marta)
    view.reload()
    assert titles(view) == ["Storage wall", "Oak barrels, harvest 2027"]


def test_names_for_programs(shown: Callable[..., RecordList]) -> None:
    view = shown("opportunity")
    interface = QAccessible.queryAccessibleInterface(view.rows)
    assert interface.text(QAccessible.Text.Name) == "Records"
    assert interface.role() == QAccessible.Role.List
    item = interface.child(0)
    assert item.role() == QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name).startswith("Oak barrels, harvest 2027, ")
    assert "Proposition" in item.text(QAccessible.Text.Name)
    assert view.head.new.accessibleName() == "New"


def test_a_click_opens(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    view = shown("opportunity")
    with qtbot.waitSignal(view.opened) as signal:
        click(view, 1)
    assert signal.args == [filled.wall]
    with qtbot.waitSignal(view.new_requested):
        view.head.new.click()


def test_the_arrow_keys_open_after_a_rest(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    view = shown("opportunity")
    view.select(filled.barrels)
    with qtbot.waitSignal(view.opened) as signal:
        QTest.keyClick(view.rows, Qt.Key.Key_Down)
    assert signal.args == [filled.wall]


def test_select_marks_one(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity")
    view.select(filled.wall)
    assert view.selected() == [filled.wall]
    assert view.place_of(filled.wall) == (2, 2)
    assert view.beside(filled.wall, -1) == filled.barrels
    assert view.beside(filled.wall, 1) is None
    view.select(filled.ana)
    assert view.selected() == []


def test_a_new_record_appears_by_itself(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    view = shown("opportunity")
    view.select(filled.wall)
    record.create("opportunity", {"title": "Wine racks"}, by=filled.jonas)
    qtbot.waitUntil(lambda: "Wine racks" in titles(view), timeout=2000)
    assert view.selected() == [filled.wall]


def test_what_another_process_writes_appears(
    shown: Callable[..., RecordList], qtbot: QtBot, elsewhere: Callable[[str], str], filled: Filled
) -> None:
    view = shown("opportunity")
    elsewhere(f"record.save({filled.wall}, {{'title': 'Storage wall, oak'}}, by={filled.jonas})")
    qtbot.waitUntil(lambda: "Storage wall, oak" in titles(view), timeout=3000)


def test_the_place_on_the_screen_stays(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    for number in range(60):
        record.create("task", {"title": f"Task {number:02}"}, by=filled.marta)
    view = shown("task")
    view.rows.scroll_to_row(30, 17)
    top, offset = view.model.id_at(view.rows.top_row()), view.rows.offset()
    record.create("task", {"title": "Newer than all"}, by=filled.jonas)
    qtbot.waitUntil(lambda: titles(view)[0] == "Newer than all", timeout=2000)
    assert (view.model.id_at(view.rows.top_row()), view.rows.offset()) == (top, offset)


def test_wide_it_is_a_table(shown: Callable[..., RecordList]) -> None:
    view = shown("opportunity", 1200)
    labels = [column.label for column in view.columns.shown()]
    assert labels[:3] == ["Title", "Contact", "Expected revenue"]
    assert labels[-2:] == ["Stage", "Last entry"]
    assert view.columns_head.isVisible()
    view.resize(320, 600)
    assert not view.columns_head.isVisible()


def test_sorting_by_a_column_and_back(shown: Callable[..., RecordList]) -> None:
    view = shown("opportunity", 1200)
    view.columns.sorted.emit("title")
    assert titles(view) == ["Oak barrels, harvest 2027", "Storage wall"]
    view.columns.sorted.emit("title")
    assert titles(view) == ["Storage wall", "Oak barrels, harvest 2027"]


def test_columns_sort_and_filters_are_remembered(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity", 1200)
    view.columns.show_column("probability", True)
    view.columns.show_column("contact", False)
    view.sort_by("expected_revenue")
    view.group_by("stage")
    view.filters.mine.click()
    again = shown("opportunity", 1200)
    names = [column.name for column in again.columns.shown()]
    assert "probability" in names and "contact" not in names
    assert (again.model.arrangement.sort, again.model.arrangement.group) == ("expected_revenue", "stage")
    assert again.filters.filters.mine


def test_damaged_memory_does_no_harm(shown: Callable[..., RecordList], desk: Desk) -> None:
    for kept in ("{", "[]", '{"columns": 7, "sort": "gone", "group": "gone", "filters": {"values": {"gone": [1]}}}'):
        desk.memory.setValue("list/opportunity", kept)
        assert len(titles(shown("opportunity", 1200))) == 2


def test_groups_have_headings_with_number_and_sum(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity")
    view.group_by("stage")
    assert titles(view) == ["New (1)", "Storage wall", "Proposition (1)", "Oak barrels, harvest 2027"]
    heading = view.model.item(2)
    assert (heading.text, heading.count, heading.sums) == ("Proposition", 1, "€18,640")


def test_a_group_can_be_shut(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity")
    view.group_by("stage")
    click(view, 0)
    assert titles(view) == ["New (1)", "Proposition (1)", "Oak barrels, harvest 2027"]
    assert view.model.row_of(filled.wall) is None
    assert view.place_of(filled.wall) == (1, 2)
    click(view, 0)
    assert len(titles(view)) == 4


def test_groups_by_keys(shown: Callable[..., RecordList], filled: Filled) -> None:
    view = shown("opportunity")
    view.group_by("stage")
    view.rows.setFocus()
    view.rows.setCurrentIndex(view.model.index(1))
    QTest.keyClick(view.rows, Qt.Key.Key_Up)
    QTest.keyClick(view.rows, Qt.Key.Key_Left)
    assert titles(view) == ["New (1)", "Proposition (1)", "Oak barrels, harvest 2027"]
    QTest.keyClick(view.rows, Qt.Key.Key_Left)
    assert len(titles(view)) == 3
    QTest.keyClick(view.rows, Qt.Key.Key_Right)
    assert len(titles(view)) == 4
    QTest.keyClick(view.rows, Qt.Key.Key_Down)
    assert view.current() == filled.wall


def test_narrow_one_can_find_by_title(shown: Callable[..., RecordList], qtbot: QtBot) -> None:
    view = shown("opportunity")
    assert not view.filters.text.isVisible()
    view.filters.find()
    assert view.filters.text.isVisible() and not view.filters.mine.isVisible()
    QTest.keyClicks(view.filters.text, "oak")
    qtbot.waitUntil(lambda: titles(view) == ["Oak barrels, harvest 2027"], timeout=1000)
    view.filters.text.clear()
    view.filters.text.editingFinished.emit()
    qtbot.waitUntil(lambda: len(titles(view)) == 2, timeout=1000)
    assert view.filters.mine.isVisible() and not view.filters.text.isVisible()


def test_grouped_by_person_and_by_link(shown: Callable[..., RecordList], filled: Filled) -> None:
    record.save(filled.wall, {"salesperson": filled.jonas}, by=filled.marta)
    view = shown("opportunity")
    view.group_by("salesperson")
    assert [title for title in titles(view) if "(" in title] == ["Jonas Lind (1)", "No salesperson (1)"]
    view.group_by("contact")
    assert [title for title in titles(view) if "(" in title] == ["Ana Herrera (1)", "Karl Weber (1)"]


def test_mine_stage_and_text_narrow(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    record.save(filled.wall, {"salesperson": filled.marta}, by=filled.marta)
    view = shown("opportunity", 1200)
    view.filters.mine.click()
    assert titles(view) == ["Storage wall"]
    view.filters.mine.click()
    view.filters._set(view.filters.filters.with_value("stage", "Proposition", True))
    assert titles(view) == ["Oak barrels, harvest 2027"]
    view.filters.clear.click()
    assert len(titles(view)) == 2
    QTest.keyClicks(view.filters.text, "WALL")
    qtbot.waitUntil(lambda: titles(view) == ["Storage wall"], timeout=1000)


def test_the_menu_of_a_filter_offers_its_values(shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled) -> None:
    record.save(filled.ana, {"tags": "Export, Cellar"}, by=filled.marta)
    view = shown("contact", 1200)
    button = view.filters._buttons["tags"]
    menu = button.menu()
    menu.popup(QPoint(0, 0))
    qtbot.waitUntil(lambda: [action.text() for action in menu.actions()] == ["Cellar", "Export"], timeout=2000)
    menu.actions()[0].trigger()
    menu.close()
    assert titles(view) == ["Ana Herrera"]
    assert button.caption() == "Tags · 1"


def test_by_when_it_is_due(shown: Callable[..., RecordList], filled: Filled) -> None:
    record.save(filled.wall, {"expected_closing": "2020-01-31"}, by=filled.marta)
    record.save(filled.barrels, {"expected_closing": "2999-01-31"}, by=filled.marta)
    view = shown("opportunity")
    view.filters._set(view.filters.filters.with_span("expected_closing", "late"))
    assert titles(view) == ["Storage wall"]
    view.filters._set(view.filters.filters.with_span("expected_closing", "later"))
    assert titles(view) == ["Oak barrels, harvest 2027"]


def test_several_are_archived_at_once_and_restored(
    shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled
) -> None:
    view = shown("opportunity", 1200)
    click(view, 0)
    click(view, 1, Qt.KeyboardModifier.ControlModifier)
    assert sorted(view.selected()) == sorted([filled.barrels, filled.wall])
    assert view.selection.isVisible()
    view.selection.archive.click()
    qtbot.waitUntil(lambda: titles(view) == [], timeout=2000)
    assert record.read(filled.wall).archived and record.read(filled.barrels).archived
    from dataclasses import replace

    view.filters._set(replace(view.filters.filters, archived=True))
    assert len(titles(view)) == 2
    view.select(filled.wall)
    assert [action.text() for action in view.context_menu().actions() if action.text()][2] == "Restore"
    view._archive_selected()
    qtbot.waitUntil(lambda: titles(view) == ["Oak barrels, harvest 2027"], timeout=2000)
    assert not record.read(filled.wall).archived


def test_the_check_box_selects_without_opening(shown: Callable[..., RecordList], qtbot: QtBot) -> None:
    view = shown("opportunity", 1200)
    with qtbot.assertNotEmitted(view.opened):
        for row in (0, 1):
            box = view._table.box(view.rows.visualRect(view.model.index(row)))
            QTest.mouseClick(view.rows.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert len(view.selected()) == 2


def test_what_is_listed_is_exported(
    shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled, tmp_path: Path
) -> None:
    from desktop.records.export import export
    from desktop.widgets import Notice

    view = shown("opportunity", 1200)
    view.filters._set(view.filters.filters.with_value("stage", "New", True))
    file = tmp_path / "sales.csv"
    export(view, view.desk, "opportunity", view.model.arrangement.chosen, file=file)
    qtbot.waitUntil(lambda: bool(view.window().findChildren(Notice)), timeout=2000)
    assert view.window().findChildren(Notice)[0].accessibleName() == "1 record written to sales.csv"
    assert "Storage wall" in file.read_text(encoding="utf-8") and "Oak barrels" not in file.read_text(encoding="utf-8")


def test_empty_and_nothing_found_say_what_to_do(empty_desk: Desk, qtbot: QtBot) -> None:
    from desktop.records.list_view import RecordList

    view = RecordList(empty_desk, "opportunity")
    qtbot.addWidget(view)
    view.show()
    assert view._empty.isVisible()
    assert view._empty.accessibleName().startswith("No opportunities yet.")
    view.filters.mine.click()
    assert view._nothing.isVisible()


def test_unread_is_said(shown: Callable[..., RecordList], filled: Filled, desk: Desk) -> None:
    posting.note(filled.wall, "@Marta please look.", by=filled.jonas)
    view = shown("opportunity")
    assert "unread" in view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    notification.mark_read(filled.wall, filled.marta)
    view.model.cells.look_for_news([filled.wall])
    assert "unread" not in view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_large_kind_is_read_in_a_job(
    shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(150):
        record.create("task", {"title": f"Task {number:03}"}, by=filled.marta)
    monkeypatch.setattr(grouping, "MANY", 50)
    view = shown("task")
    assert view.model.rowCount() == 100  # the newest page, before anything was counted
    assert titles(view)[0] == "Task 149"
    qtbot.waitUntil(lambda: view.model.total == 151, timeout=2000)
    assert view.model.rowCount() == 151
    view.sort_by("deadline")
    view.sort_by("title")
    qtbot.waitUntil(lambda: titles(view)[1] == "Task 000", timeout=2000)


def test_a_large_list_not_seen_waits(
    shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "MANY", 0)
    view = shown("task")
    qtbot.waitUntil(lambda: view.model.total == 1, timeout=2000)
    view.hide()
    record.create("task", {"title": "Later"}, by=filled.jonas)
    qtbot.wait(700)
    assert view.model.total == 1
    view.show()
    qtbot.waitUntil(lambda: view.model.total == 2, timeout=2000)


def test_at_midnight_it_is_read_anew(shown: Callable[..., RecordList], qtbot: QtBot, monkeypatch: Any) -> None:
    view = shown("opportunity")
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    monkeypatch.setattr("desktop.records.day_turn.time.time", lambda: tomorrow.timestamp())
    with qtbot.waitSignal(view.arranged):
        view.turn.look()


def test_a_new_kind_needs_no_code_here(shown: Callable[..., RecordList]) -> None:
    from models.declaration import kinds

    for kind in kinds:
        for width in (320, 1200):
            view = shown(kind, width)
            view.grab()
            assert view.model.rowCount() > 0


def test_the_state_of_activities_narrows_and_is_kept_up(
    shown: Callable[..., RecordList], qtbot: QtBot, filled: Filled
) -> None:
    id = activity.schedule(filled.wall, "call", by=filled.marta, due=dt.date(2020, 1, 1))
    view = shown("opportunity", 1500)
    button = view.filters._buttons["activity"]
    menu = button.menu()
    menu.popup(QPoint(0, 0))
    assert [action.text() for action in menu.actions()] == ["Late", "Today", "Later", "Nothing planned"]
    menu.actions()[0].trigger()
    menu.close()
    assert titles(view) == ["Storage wall"] and button.caption() == "Activities · 1"
    activity.schedule(filled.barrels, "call", by=filled.marta, due=dt.date(2020, 1, 1))
    qtbot.waitUntil(lambda: len(titles(view)) == 2, timeout=2000)
    activity.mark_done(id, by=filled.marta)
    qtbot.waitUntil(lambda: titles(view) == ["Oak barrels, harvest 2027"], timeout=2000)
    assert shown("opportunity", 1500).filters.filters.activity == "overdue", "remembered"
    narrow = shown("opportunity", 900).filters
    assert not narrow._buttons["activity"].isHidden(), "what narrows is seen also where there is little room"
