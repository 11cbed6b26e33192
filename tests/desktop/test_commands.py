"""The table of commands: complete, told apart, and what menus, keys and palette make of it."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.commands import commands, menus
from desktop.shell.finding import find_commands, find_records, marked, understood
from desktop.shell.keys import Keys, _halves
from desktop.shell.palette import Palette


@pytest.fixture
def palette(window, qtbot):
    window.open_palette()
    found = window.findChild(Palette)
    qtbot.waitUntil(lambda: found.rows.rowCount() > 0)
    return found


def type_and_find(palette, qtbot, text):
    with qtbot.waitSignal(palette.rows.modelReset):
        palette.field.setText(text)
    return [palette.rows.item(row) for row in range(palette.rows.rowCount())]


def test_every_command_says_what_it_does():
    for one in commands():
        assert one.title, one.id
        assert one.help.endswith("."), one.id
        assert one.menu in ("", *menus()), one.id
        always = one.enabled.__defaults__ is None and one.enabled.__qualname__.startswith("Command")
        assert always or one.needs.endswith("."), f"{one.id} doesn't say what it needs"


def test_no_id_and_no_shortcut_twice():
    ids = Counter(one.id for one in commands())
    keys = Counter(QKeySequence(one.shortcut).toString() for one in commands() if one.shortcut)
    assert [id for id, count in ids.items() if count > 1] == []
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_shortcut_is_one_qt_understands():
    for one in commands():
        if one.shortcut:
            assert QKeySequence(one.shortcut).count() == 1, one.id


def test_every_command_is_an_action_of_the_window(window):
    shown = {action.objectName(): action for action in QWidget.actions(window)}
    for one in commands():
        assert shown[one.id].shortcut() == QKeySequence(one.shortcut)


def test_the_list_of_keys_has_every_shortcut(window):
    listed = {keys for half in _halves() for _, rows in half for keys, _ in rows}
    assert {one.shortcut for one in commands() if one.shortcut and one.menu} <= listed
    window.care.show_keys()
    assert window.findChild(Keys).isVisible()


def test_a_question_mark_opens_the_keys_but_is_a_letter_in_a_field(window, qtbot):
    window.show_kind("contact")
    window.setFocus()
    qtbot.keyClick(window, "?")
    dialog = window.findChild(Keys)
    assert dialog is not None
    dialog.reject()
    window.new_record("task")
    title = window.records.form.form.title.editor
    title.setFocus()
    qtbot.keyClick(title, "?")
    assert title.text() == "?"


def test_a_shortcut_for_what_can_not_be_done_says_why(window, qtbot):
    window.show_kind("contact")
    told = []
    window.commands._told = told.append
    window.commands.run("write.note")
    assert told == ["Open a record first."]


def test_ctrl_k_opens_the_palette_and_esc_gives_the_focus_back(window, qtbot):
    window.records.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette.field.hasFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_typing_in_the_navigations_field_opens_the_palette_with_it(window, qtbot):
    assert window.navigation.search.accessibleName() == "Search everywhere"
    window.navigation.search.setText("wall")
    palette = window.findChild(Palette)
    assert palette.field.text() == "wall"
    assert window.navigation.search.text() == ""


def test_the_palette_finds_records_and_enter_opens_one(palette, window, qtbot, filled):
    found = type_and_find(palette, qtbot, "stor wal")
    assert next(one.title for one in found if not isinstance(one, str)) == "Storage wall"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.records.record == filled.wall
    assert not palette.isVisible()


def test_the_palette_finds_contacts_with_their_records(palette, qtbot, filled):
    found = type_and_find(palette, qtbot, "ana")
    records = {one.record for one in found if not isinstance(one, str)}
    assert {filled.ana, filled.barrels} <= records


def test_arrows_walk_over_captions_and_round_the_end(palette, qtbot):
    type_and_find(palette, qtbot, "ana")
    seen = [palette.chosen().title]
    for _ in range(palette.rows.rowCount() * 2):
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
        seen.append(palette.chosen().title)
    assert seen.count(seen[0]) > 1
    assert None not in seen


def test_a_sign_narrows_what_is_looked_for(palette, qtbot):
    found = type_and_find(palette, qtbot, ">dark")
    assert [one.title for one in found if not isinstance(one, str)] == ["Dark appearance"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette._desk.theme.scheme == "dark"


def test_finding_reads_signs_numbers_and_nothing(filled, desk):
    assert understood("  @ ana ").where == "@"
    assert find_records(understood(""), desk.reader) == []
    assert find_records(understood(str(filled.wall)), desk.reader)[0].record == filled.wall
    assert find_records(understood("99999999999999999999"), desk.reader) == []
    assert {one.face for one in find_records(understood("@ana"), desk.reader)} == {True}
    assert not any(one.face for one in find_records(understood("#oak"), desk.reader))


def test_commands_are_found_by_the_beginnings_of_their_words():
    titles = [one.title for one in find_commands(commands(), understood("back"), ["workspace.backup"])]
    assert titles[0] == "Back up"
    assert "Back" in titles
    assert find_commands(commands(), understood("ack"), []) == []


def test_marks_stand_where_the_words_are():
    assert marked("Ana Herrera", ("her", "ana")) == [(0, 3), (4, 7)]
    assert marked("Café", ("caf",)) == [(0, 3)]
    assert marked("Ana", ("ana", "an")) == [(0, 3)]
