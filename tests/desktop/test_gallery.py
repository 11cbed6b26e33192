"""The gallery of all widgets in all states: named, in one window, following theme and text size."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme import DARK, LIGHT
from desktop.widgets import Calendar, PlainButton, SkeletonRows, TabBar
from desktop.widgets.gallery import gallery, over, picture


def accessible(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


@pytest.fixture
def full_gallery(theme, qtbot):
    """The window with every widget in every state."""
    window = gallery()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    for rows in window.findChildren(SkeletonRows):
        rows.show_bars()
    QApplication.processEvents()
    return window


def test_everything_one_can_use_has_a_name(full_gallery):
    interactive = [w for w in full_gallery.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    ours = [w for w in interactive if type(w).__module__.startswith("desktop.")]
    assert len(ours) > 60
    nameless = [w for w in ours if not isinstance(w, TabBar) and not accessible(w).text(QAccessible.Text.Name)]
    assert nameless == []


def test_making_widgets_opens_no_stray_window(full_gallery, qtbot):
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert shown == [full_gallery]
    over(full_gallery)
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [full_gallery]


def test_the_gallery_changes_with_the_theme(full_gallery, theme):
    light = picture(full_gallery, ratio=1).toImage()
    theme.set_scheme("dark")
    QApplication.processEvents()
    dark = picture(full_gallery, ratio=1).toImage()
    assert light.pixelColor(4, 4).name() == LIGHT.bg.lower()
    assert dark.pixelColor(4, 4).name() == DARK.bg.lower()
    # Nothing white is left over: every pixel of a light ground has changed.
    step = range(0, min(light.width(), dark.width()), 7)
    left = [
        QPoint(x, y)
        for x in step
        for y in range(0, min(light.height(), dark.height()), 7)
        if dark.pixelColor(x, y).name() == "#ffffff"
    ]
    assert len(left) < 20
    theme.set_scheme("light")
    QApplication.processEvents()
    assert picture(full_gallery, ratio=1).toImage() == light


def test_no_button_is_cut_at_any_text_size(full_gallery, theme, qtbot):
    def cut() -> list[str]:
        buttons = full_gallery.findChildren(PlainButton)
        return [w.caption() for w in buttons if w.width() < w.minimumSizeHint().width()]

    for scale in (90, 150):
        theme.set_scale(scale)
        qtbot.waitUntil(lambda: not cut(), timeout=1000)


def test_a_calendar_has_no_red_of_its_own(theme, qtbot):
    month = Calendar()
    qtbot.addWidget(month)
    for column in (LIGHT, DARK):
        theme.set_scheme(column.name)
        sunday = month.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color().name()
        assert sunday == column.text.lower()
