"""The small widgets: what mouse, keyboard and screen reader get from them, and that text stays text."""

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import DARK, LIGHT
from desktop.widgets import (
    Avatar,
    AvatarStack,
    Chip,
    CountBadge,
    ElidedLabel,
    IconButton,
    KeyCap,
    Label,
    MenuButton,
    Pill,
    PlainButton,
    PrimaryButton,
    ProgressRow,
    QuietButton,
    RowButton,
    SearchField,
    SkeletonRows,
    Switch,
    initials,
    plain_tooltip,
    set_tooltip,
    text_direction,
)


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


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def accessible(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


# Text


@pytest.fixture
def red_picture(tmp_path):
    """An <img> of a red file on this disk, as a hostile subject line would carry it."""
    red = QImage(200, 200, QImage.Format.Format_RGB32)
    red.fill(Qt.GlobalColor.red)
    assert red.save(str(tmp_path / "red.png"))
    return f'<img src="file://{tmp_path}/red.png" width="200" height="200">'


@pytest.mark.parametrize("make", [Label, ElidedLabel, Pill, PlainButton, RowButton, Chip])
def test_text_is_never_read_as_html(theme, qtbot, red_picture, make):
    widget = make(red_picture)
    qtbot.addWidget(widget)
    widget.resize(600, 220)
    assert "#ff0000" not in colours(image_of(widget))


def test_a_plain_label_of_qt_would_load_the_file(theme, qtbot, red_picture):
    trap = QLabel(red_picture)
    qtbot.addWidget(trap)
    trap.resize(600, 220)
    assert "#ff0000" in colours(image_of(trap))


def test_an_elided_label_is_cut_and_says_the_rest_elsewhere(show):
    label = ElidedLabel("<b>Ana</b> asks\nfor the\tdelivery date of the barrels and for the floor plan")
    show(label)
    label.setFixedWidth(120)
    QApplication.processEvents()
    assert label.shown_text().startswith("<b>Ana</b>")
    assert label.shown_text().endswith("…")
    assert accessible(label).text(QAccessible.Text.Name).endswith("floor plan")
    assert "<b>" not in label.toolTip()
    assert "&lt;b&gt;Ana" in label.toolTip()
    label.setFixedWidth(900)
    QApplication.processEvents()
    assert (
        label.shown_text()
        == label.text()
        == "<b>Ana</b> asks for the delivery date of the barrels and for the floor plan"
    )
    assert label.toolTip() == ""


def test_tooltips_are_plain_and_name_the_keys(theme, qtbot):
    assert plain_tooltip("5 < 6 <img src=x>").count("<") == 2  # only our own element
    assert plain_tooltip("Tom & Jerry") == "Tom & Jerry"
    button = PlainButton("x")
    qtbot.addWidget(button)
    set_tooltip(button, "Send message", "Alt+M")
    assert button.toolTip() == "Send message (Alt+M)"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Marta Oliveira", "MO"), ("Ana María Herrera", "AH"), ("Cher", "C"), ("", "?"), ("(none)", "?"), ("élodie", "É")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_text_keeps_its_own_direction_and_stands_where_reading_begins(theme, qtbot):
    assert text_direction("Ana Herrera") == Qt.LayoutDirection.LeftToRight
    assert text_direction("‏(2) مرحبا") == text_direction("שלום") == Qt.LayoutDirection.RightToLeft
    assert text_direction("+3") == Qt.LayoutDirection.LeftToRight
    for make in (Label, ElidedLabel):
        frame = QFrame()
        frame.setProperty("cls", "surface")
        qtbot.addWidget(frame)
        frame.resize(300, 30)
        label = make("Ana:", parent=frame)
        label.resize(300, 30)
        assert max(_inked(frame)) < 60
        label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        assert min(_inked(frame)) > 240


def _inked(widget: QWidget) -> list[int]:
    image = image_of(widget)
    return [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 100]


# Buttons


def test_an_ampersand_is_a_letter(show):
    button = PlainButton("Okafor & Daughters")
    show(button)
    assert button.caption() == "Okafor & Daughters"
    assert accessible(button).text(QAccessible.Text.Name) == "Okafor & Daughters"


def test_an_icon_button_is_called_by_its_label(show):
    button = IconButton("search", "Search messages", shortcut="/")
    show(button)
    assert accessible(button).text(QAccessible.Text.Name) == "Search messages"
    assert button.toolTip() == "Search messages (/)"
    assert button.sizeHint().width() == button.sizeHint().height() == 30


def test_words_are_not_cut_at_the_size_asked_for(theme, qtbot):
    for scale in (90, 100, 125, 150):
        theme.set_scale(scale)
        for button in (PlainButton("Done", "check", small=True), PrimaryButton("Send message"), MenuButton("Closing")):
            qtbot.addWidget(button)
            button.resize(button.sizeHint())
            room = image_of(button)
            button.resize(button.sizeHint() + QSize(40, 0))
            wide = image_of(button)
            ink = DARK if theme.tokens.dark else LIGHT
            wanted = ink.on_accent.lower() if isinstance(button, PrimaryButton) else ink.text.lower()
            assert _amount(room, wanted) == pytest.approx(_amount(wide, wanted), abs=6), (button.caption(), scale)


def _amount(image: QImage, colour: str) -> int:
    return sum(image.pixelColor(x, y).name() == colour for x in range(image.width()) for y in range(image.height()))


def test_the_ring_is_for_the_keyboard_only(show, qtbot):
    first, second = PlainButton("First"), PlainButton("Second")
    window = show(first, second)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)
    assert not first.ring  # the first widget has the focus at start, and shows nothing
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert not second.ring
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().ring
    assert LIGHT.accent.lower() in colours(image_of(QApplication.focusWidget()))


def test_hover_pressed_checked_and_disabled_look_different(show):
    button = QuietButton("Log note", "note")
    button.setCheckable(True)
    show(button)
    looks = [image_of(button)]
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    looks.append(image_of(button))
    button.setDown(True)
    looks.append(image_of(button))
    button.setDown(False)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    button.setChecked(True)
    looks.append(image_of(button))
    button.setEnabled(False)
    looks.append(image_of(button))
    assert all(a != b for i, a in enumerate(looks) for b in looks[:i])


def test_a_menu_button_opens_its_menu(show, qtbot):
    button = MenuButton("Stage")
    asked = []
    button.menu().addAction("Won").triggered.connect(lambda: asked.append("won"))
    show(button)
    assert accessible(button).role() == QAccessible.Role.ButtonMenu

    def pick() -> None:
        QTest.keyClick(button.menu(), Qt.Key.Key_Down)
        QTest.keyClick(button.menu(), Qt.Key.Key_Return)

    QTimer.singleShot(50, pick)  # the menu has a loop of its own until something is picked
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: asked == ["won"])


def test_a_row_shows_its_count_and_folds_to_its_icon(show):
    row = RowButton("Inbox", "inbox")
    show(row)
    wide = row.sizeHint().width()
    row.set_count(4)
    assert (row.accessibleName(), row.accessibleDescription()) == ("Inbox", "4")
    row.set_collapsed(True)
    assert row.sizeHint().width() < wide
    assert row.toolTip() == "Inbox 4"
    assert row.accessibleName() == "Inbox"


# Fields and states


def test_the_search_field_is_emptied_by_its_cross(show, qtbot):
    field = SearchField("Search", shortcut="Ctrl+K", label="Search everywhere")
    show(field)
    cap, cross = field.findChild(KeyCap), field.findChild(IconButton)
    assert (cap.isVisible(), cross.isVisible()) == (True, False)
    QTest.keyClicks(field, "bodega")
    assert (cap.isVisible(), cross.isVisible()) == (False, True)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert accessible(field).text(QAccessible.Text.Name) == "Search everywhere"


def test_a_switch_is_switched(show, qtbot):
    switch = Switch("Only the differences")
    show(switch)
    off = image_of(switch)
    with qtbot.waitSignal(switch.toggled):
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    assert image_of(switch) != off
    assert accessible(switch).role() == QAccessible.Role.CheckBox


def test_a_chip_is_taken_away(show, qtbot):
    chip = Chip("Ana Herrera", "from:")
    show(chip)
    cross = chip.findChild(IconButton)
    assert cross.accessibleName() == "Remove from: Ana Herrera"
    with qtbot.waitSignal(chip.removed):
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)


def test_bars_of_loading_wait_before_they_are_seen(show, qtbot):
    rows = SkeletonRows(2, avatar=True)
    show(rows)
    rows.start()
    assert not rows.bars_shown()
    qtbot.waitUntil(rows.bars_shown, timeout=1000)
    assert LIGHT.chip.lower() in colours(image_of(rows))
    rows.stop()
    assert not rows.isVisible()


def test_what_loads_at_once_never_flickers(show, qtbot):
    rows = SkeletonRows()
    show(rows)
    rows.start()
    rows.stop()
    qtbot.wait(SkeletonRows.DELAY + 50)
    assert not rows.bars_shown()


def test_progress_has_numbers_and_is_cancelled_once(show, qtbot):
    progress = ProgressRow("Importing contacts")
    show(progress)
    progress.set_progress(312, 381)
    assert progress.numbers() == "312 of 381"
    cancel = progress.findChild(PlainButton)
    with qtbot.waitSignal(progress.cancelled):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(progress.cancelled):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)


def test_pills_are_round_and_20_high(theme, qtbot):
    pill = Pill("WhatsApp", "green")
    qtbot.addWidget(pill)
    pill.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    assert pill.sizeHint().height() == 20
    pill.resize(pill.sizeHint())
    image = image_of(pill)
    assert image.pixelColor(0, 0).name() != LIGHT.green_soft.lower()
    assert image.pixelColor(10, 2).name() == LIGHT.green_soft.lower()
    with pytest.raises(KeyError):
        pill.set_kind("purple")


def test_a_count_is_hidden_at_nought(show):
    badge = CountBadge(4)
    show(badge)
    assert (badge.isVisible(), badge.text()) == (True, "4")
    badge.set_count(0)
    assert not badge.isVisible()
    badge.set_count(1200)
    assert (badge.isVisible(), badge.text()) == (True, "999+")


def test_faces(theme, qtbot):
    alone, robot, stack = (
        Avatar("Ana Herrera"),
        Avatar("Deskbot", robot=True),
        AvatarStack(["Ana", "Bo", "Cy"], limit=2),
    )
    for face in (alone, robot, stack):
        qtbot.addWidget(face)
        face.resize(face.sizeHint())
    assert "#2c7a80" in colours(image_of(alone))
    assert "#2c7a80" not in colours(image_of(robot))
    assert stack.sizeHint().width() > AvatarStack(["Ana"]).sizeHint().width()
    assert stack.accessibleName() == "Ana, Bo, Cy"


def test_qts_own_fields_wear_the_tokens(show):
    field, choice = QLineEdit("Vienna"), QComboBox()
    show(field, choice)
    assert field.height() == choice.height() == 30
    assert LIGHT.line2.lower() in colours(image_of(choice))
