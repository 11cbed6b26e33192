"""Choosing one of a few: stages, segments and tabs, by mouse, by keyboard and to a screen reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

from desktop.theme import DARK, LIGHT
from desktop.widgets import SegmentedControl, StageBar, TabBar

STAGES = [("new", "New"), ("qualified", "Qualified"), ("won", "Won & paid")]


@pytest.fixture
def show(theme, qtbot):
    """Show widgets in a column of a window, and give the window."""
    kept = []

    def shown(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(500, 60 + 60 * len(widgets))
        with qtbot.waitActive(window):
            window.show()
        return window

    return shown


def image_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def accessible(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


def stage(bar: StageBar, key: str) -> QAbstractButton:
    return next(part for part in bar.findChildren(QAbstractButton) if part.key == key)


def test_a_stage_is_asked_for_by_mouse_and_the_bar_waits_to_be_told(show, qtbot):
    bar = StageBar(STAGES, "new")
    show(bar)
    with qtbot.waitSignal(bar.chosen) as asked:
        QTest.mouseClick(stage(bar, "qualified"), Qt.MouseButton.LeftButton)
    assert asked.args == ["qualified"]
    assert bar.current() == "new"
    bar.set_current("qualified")
    assert stage(bar, "qualified").isChecked()
    assert not stage(bar, "new").isChecked()
    with qtbot.assertNotEmitted(bar.chosen):
        QTest.mouseClick(stage(bar, "qualified"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_stage_is_asked_for_by_keyboard(show, qtbot, key):
    bar = StageBar(STAGES, "new")
    show(bar)
    stage(bar, "new").setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.assertNotEmitted(bar.chosen):
        QTest.keyClick(stage(bar, "new"), Qt.Key.Key_Right)
        QTest.keyClick(stage(bar, "qualified"), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is stage(bar, "won")
    assert stage(bar, "won").ring
    with qtbot.waitSignal(bar.chosen) as asked:
        QTest.keyClick(stage(bar, "won"), key)
    assert asked.args == ["won"]


def test_stages_run_from_right_to_left_where_reading_does(show):
    bar = StageBar(STAGES, "new")
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(bar)
    assert stage(bar, "new").x() > stage(bar, "won").x()
    stage(bar, "new").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(stage(bar, "new"), Qt.Key.Key_Left)
    assert QApplication.focusWidget() is stage(bar, "qualified")


def test_the_stage_bar_fills_the_present_stage_in_both_themes(show, theme):
    bar = StageBar(STAGES, "won")
    show(bar)
    for column in (LIGHT, DARK):
        theme.set_scheme(column.name)
        image = image_of(bar)
        middle = stage(bar, "won").geometry().center()
        row = {image.pixelColor(x, 4).name() for x in range(middle.x() - 8, middle.x() + 8)}
        assert row == {column.accent.lower()}
        start = stage(bar, "new").geometry().center()
        assert image.pixelColor(start.x(), 4).name() == column.raised.lower()


def test_a_screen_reader_finds_the_stages(show):
    bar = StageBar(STAGES, "qualified")
    show(bar)
    found = [accessible(stage(bar, key)) for key, _ in STAGES]
    assert [part.text(QAccessible.Text.Name) for part in found] == ["New", "Qualified", "Won & paid"]
    assert [bool(part.state().checked) for part in found] == [False, True, False]
    assert {part.role() for part in found} == {QAccessible.Role.RadioButton}


def test_a_disabled_stage_bar_only_shows(show, qtbot):
    bar = StageBar(STAGES, "new")
    bar.setEnabled(False)
    show(bar)
    with qtbot.assertNotEmitted(bar.chosen):
        QTest.mouseClick(stage(bar, "won"), Qt.MouseButton.LeftButton)


def test_a_segment_is_chosen_by_mouse_and_arrows(show, qtbot):
    control = SegmentedControl([("list", "List", "list"), ("board", "Board", "board")], label="View", icons_only=True)
    show(control)
    parts = control.findChildren(QAbstractButton)
    with qtbot.waitSignal(control.chosen) as chosen:
        QTest.mouseClick(parts[1], Qt.MouseButton.LeftButton)
    assert (chosen.args, control.current()) == (["board"], "board")
    with qtbot.waitSignal(control.chosen) as chosen:
        QTest.keyClick(parts[1], Qt.Key.Key_Left)
    assert (chosen.args, control.current()) == (["list"], "list")
    with qtbot.assertNotEmitted(control.chosen):
        control.set_current("board")
        QTest.keyClick(parts[1], Qt.Key.Key_Right)
    assert parts[0].toolTip() == "List"


def test_tabs_are_chosen_by_mouse_and_keyboard_and_do_not_move(show, qtbot):
    tabs = TabBar([("all", "All"), ("talk", "Conversation"), ("files", "Files")], label="Show")
    show(tabs)
    before = [tabs.tabRect(index) for index in range(3)]
    with qtbot.waitSignal(tabs.chosen) as chosen:
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert (chosen.args, tabs.current()) == (["talk"], "talk")
    with qtbot.waitSignal(tabs.chosen) as chosen:
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen.args == ["files"]
    assert [tabs.tabRect(index) for index in range(3)] == before
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.set_current("all")
    tabs.set_count("files", 4)
    assert tabs.tabRect(2).width() > before[2].width()
    names = [accessible(tabs).child(index).text(QAccessible.Text.Name) for index in range(3)]
    assert names == ["All", "Conversation", "Files"]
