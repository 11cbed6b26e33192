"""What lies over the window or is told in it: dialogs, questions, popovers, banners, notices."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from desktop.widgets import (
    Banner,
    DangerButton,
    Dialog,
    EmptyState,
    IconButton,
    Label,
    LinkButton,
    Notice,
    PlainButton,
    Popover,
    PrimaryButton,
    Question,
)


@pytest.fixture
def window(theme, qtbot):
    """A window with two fields and a button."""
    made = QWidget()
    column = QVBoxLayout(made)
    made.first, made.second, made.button = QLineEdit(), QLineEdit(), PlainButton("Open")
    for widget in (made.first, made.second, made.button):
        column.addWidget(widget)
    column.addStretch()
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitActive(made):
        made.show()
    made.second.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.second)
    return made


@pytest.fixture
def dialog(window):
    """A dialog with a field and two buttons, open."""
    made = Dialog(window, "Versions of this message", "3 versions")
    made.field = QLineEdit()
    made.body.addWidget(made.field)
    made.copy = made.add_button(PlainButton("Copy"), start=True)
    made.close_button = made.add_button(PrimaryButton("Close"))
    made.close_button.clicked.connect(made.accept)
    made.open()
    return made


def test_a_dialog_covers_its_window_and_takes_the_focus(window, dialog):
    assert dialog.geometry() == window.rect()
    assert QApplication.focusWidget() is dialog.field
    assert dialog.sheet.geometry().center().x() == pytest.approx(window.rect().center().x(), abs=1)
    window.resize(900, 600)
    QApplication.processEvents()
    assert dialog.geometry() == window.rect()


def test_a_dialog_gives_the_focus_back_without_a_ring(window, dialog, qtbot):
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.second
    assert not window.button.ring


def test_enter_presses_the_primary_button(dialog, qtbot):
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def test_tab_stays_in_a_dialog(window, dialog):
    seen = set()
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert {dialog.field, dialog.copy, dialog.close_button} <= seen
    assert all(dialog.isAncestorOf(widget) for widget in seen)


def test_clicks_beside_a_dialog_do_nothing(window, dialog):
    at = window.first.geometry().center()
    assert window.childAt(at) is dialog
    QTest.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=at)
    assert QApplication.focusWidget() is dialog.field
    assert dialog.isVisible()


def test_shortcuts_of_the_window_rest_while_a_dialog_is_open(window, qtbot):
    heard, own = [], []
    QShortcut(QKeySequence("Ctrl+K"), window).activated.connect(lambda: heard.append("palette"))
    QTest.keyClick(window.second, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["palette"]
    dialog = Dialog(window, "Versions")
    field = QLineEdit()
    dialog.body.addWidget(field)
    QShortcut(QKeySequence("Ctrl+J"), dialog).activated.connect(lambda: own.append("mine"))
    dialog.open()
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert (heard, own) == (["palette"], ["mine"])


def test_a_tall_dialog_stays_inside_a_small_window(window):
    dialog = Dialog(window, "Long", width=2000)
    dialog.body.addWidget(Label("Many words. " * 400, wrap=True))
    dialog.open()
    QApplication.processEvents()
    assert window.rect().adjusted(24, 24, -24, -24).contains(dialog.sheet.geometry())


def test_a_dialog_grows_with_its_body(window, dialog, qtbot):
    before = dialog.sheet.height()
    dialog.body.addWidget(Label("One more line"))
    qtbot.waitUntil(lambda: dialog.sheet.height() > before)


@pytest.mark.parametrize("danger", [False, True])
def test_a_question_is_answered(window, qtbot, danger):
    question = Question(
        window, "Delete this message?", "Everybody sees that it was deleted.", do="Delete", danger=danger
    )
    verb = question.findChild(DangerButton if danger else PrimaryButton)
    question.open()
    with qtbot.waitSignal(question.accepted):
        QTest.mouseClick(verb, Qt.MouseButton.LeftButton)


def test_a_dangerous_question_is_not_answered_by_enter(window, qtbot):
    question = Question(window, "Delete?", "For good.", do="Delete", danger=True)
    answers = []
    question.accepted.connect(lambda: answers.append("yes"))
    question.rejected.connect(lambda: answers.append("no"))
    question.open()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answers == ["no"]


def _popover(window, **options) -> Popover:
    made = Popover(window, label="Stages", **options)
    made.choice = PlainButton("Won")
    made.body.addWidget(made.choice)
    return made


def test_a_popover_lies_under_its_anchor_and_takes_the_focus(window):
    popover = _popover(window)
    popover.open_at(window.button)
    assert popover.choice.mapTo(window, QPoint(0, 0)).y() > window.button.geometry().bottom()
    assert QApplication.focusWidget() is popover.choice
    assert window.rect().contains(popover.choice.mapTo(window, popover.choice.rect().bottomRight()))


def test_tab_stays_in_a_popover(window):
    popover = _popover(window)
    other = PlainButton("Lost")
    popover.body.addWidget(other)
    popover.open_at(window.button)
    seen = set()
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert seen == {popover.choice, other}


def test_a_popover_without_room_below_opens_above(window):
    low = PlainButton("Low", parent=window)
    low.setGeometry(20, 460, 100, 30)
    low.show()
    popover = _popover(window)
    popover.open_at(low)
    assert popover.choice.mapTo(window, QPoint(0, 0)).y() < 460


def _click(window, widget) -> None:
    """Click as the platform does, by way of the window."""
    where = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


def test_esc_and_clicks_elsewhere_close_a_popover(window, qtbot):
    popover = _popover(window)
    popover.open_at(window.button)
    with qtbot.waitSignal(popover.closed):
        QTest.keyClick(popover.choice, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.second
    popover.open_at(window.button)
    _click(window, popover.choice)
    assert popover.isVisible()
    with qtbot.waitSignal(popover.closed):
        _click(window, window.first)
    assert QApplication.focusWidget() is window.first


def test_its_own_button_closes_a_popover_and_does_not_open_it_again(window):
    popover = _popover(window)
    window.button.clicked.connect(lambda: popover.open_at(window.button))
    _click(window, window.button)
    assert popover.isVisible()
    _click(window, window.button)
    assert not popover.isVisible()


def test_anything_can_be_made_while_a_popover_is_open(window):
    popover = _popover(window)
    popover.open_at(window.button)
    made = [QTextBrowser(window) for _ in range(20)]
    assert all(one.document() is not None for one in made) and popover.isVisible()


def test_suggestions_leave_the_focus_where_one_types(window):
    popover = _popover(window, take_focus=False)
    popover.open_at(window.second)
    QTest.keyClicks(QApplication.focusWidget(), "an")
    assert window.second.text() == "an"
    assert popover.isVisible()


def test_a_notice_passes_by_itself_and_there_is_one_at_a_time(window, qtbot):
    first = Notice.tell(window.button, "Marked done", seconds=5)
    second = Notice.tell(window.button, "Deleted", seconds=0.1)
    assert not first.isVisible()
    assert second.isVisible()
    assert second.accessibleName() == "Deleted"
    assert QApplication.focusWidget() is window.second
    qtbot.waitUntil(lambda: not [n for n in window.findChildren(Notice) if n.isVisible()], timeout=2000)


def test_a_notice_offers_to_undo(window):
    undone = []
    notice = Notice.tell(window, "Marked done", action="Undo", run=lambda: undone.append(True))
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not notice.isVisible()


def test_a_notice_never_reads_html(window, tmp_path):
    notice = Notice.tell(window, "<b>Ana</b>")
    assert notice.accessibleName() == "<b>Ana</b>"
    assert notice.findChild(Label) is None or notice.findChild(Label).textFormat() == Qt.TextFormat.PlainText


def test_a_banner_says_what_and_offers_what_to_do(window, qtbot):
    banner = Banner("error", "E-mail is stopped", "The server refused the password", closable=True)
    window.layout().addWidget(banner)
    action, link = banner.add_action("Start again", "play"), banner.add_link("Check the settings")
    assert banner.accessibleName() == "E-mail is stopped. The server refused the password"
    assert isinstance(link, LinkButton)
    with qtbot.waitSignal(action.clicked):
        QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(banner.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()
    with pytest.raises(KeyError):
        banner.set_message("shout", "No")


def test_an_empty_state_says_what_to_do_first(window, qtbot):
    state = EmptyState("message", "No conversation yet", "What you send will stand here.")
    window.layout().addWidget(state)
    button = state.add_button(PrimaryButton("Send message"))
    assert state.accessibleName() == "No conversation yet. What you send will stand here."
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
