"""The main window: pages, panes, going back and forth, unsaved changes, what others write, what is remembered."""

import datetime as dt
import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.main_window import MainWindow
from desktop.shell.inbox_cards import NewsRow
from desktop.widgets import Dialog, Notice
from models import journal, message, notification, posting, record, user


def edit(window, text="80"):
    """Type a probability into the opportunity's form."""
    editor = window.records.form.form.grid.editor("probability")
    editor.setFocus()
    editor.setText(text)
    assert window.is_dirty()


def question(window):
    """The one dialog that is open."""
    found = [one for one in window.findChildren(Dialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def press(parent, name):
    """Press the button with this accessible name or caption."""
    buttons = parent.findChildren(QPushButton)
    next(one for one in buttons if name in (one.accessibleName(), one.text()) and one.isVisible()).click()


# Places


def test_a_record_is_shown_with_form_chatter_path_and_place_in_the_list(window, filled, qtbot):
    window.show_record(filled.barrels)
    assert window.records.chatter.record == filled.barrels
    assert window.records.form.record_id() == filled.barrels
    assert window.windowTitle() == "Oak barrels, harvest 2027 · workspace"
    assert window.navigation.items["opportunity"].current
    qtbot.waitUntil(lambda: window.records.header._where.text() == "1 of 2")
    window.step(1)
    assert window.records.record == filled.wall
    assert not window.can_step(1)


def test_a_message_is_shown_marked_in_its_thread(window, filled):
    note = posting.note(filled.wall, "Look here", by=filled.jonas)
    window.desk.open_record.emit(filled.wall, note)
    assert window.records.record == filled.wall
    assert note in [row.item.entries[0].id for row in window.records.chatter.view.rows if row.item.kind == "entry"]


def test_going_back_and_on_follows_what_was_seen(window, filled):
    window.show_record(filled.barrels)
    window.show_page("inbox")
    window.show_record(filled.wall)
    window.go(-1)
    assert window.open_page() == "inbox"
    window.go(-1)
    assert (window.open_page(), window.records.record) == ("records", filled.barrels)
    window.go(1)
    window.go(1)
    assert window.records.record == filled.wall
    assert not window.can_go(1)
    window.go(-1)
    window.show_kind("task")
    assert not window.can_go(1)


def test_a_record_that_is_gone_is_said_and_forgotten(window, filled):
    window.show_record(filled.task)
    window.show_kind("task")
    record.remove(filled.task, by=filled.marta)
    window.go(-1)
    assert window.findChild(Notice)._text == f"There is no record {filled.task}."
    assert not any(place == ("record", filled.task) for place in window._visited._places)


def test_removing_the_open_record_elsewhere_goes_back_to_the_list(window, filled, qtbot, elsewhere):
    window.show_record(filled.task)
    elsewhere(f"record.remove({filled.task}, by={filled.marta})")
    qtbot.waitUntil(lambda: window.records.record == 0, timeout=3000)
    assert "Plan the delivery" in window.findChild(Notice)._text


def test_the_kinds_have_numbers(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.records.kind == "task"
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.records.is_open()
    assert window.records.title == "New task"


def test_a_new_record_once_saved_is_open_with_its_thread(window, qtbot):
    window.new_record("contact")
    assert not window.records.panes.chatter_pane.isVisible()
    window.records.form.form.title.editor.setText("Café Central")
    window.save()
    id = window.records.record
    assert record.read(id).title == "Café Central"
    assert window.records.chatter.record == id
    assert window.records.panes.chatter_pane.isVisible()
    assert window.records.title == "Café Central"


def test_buttons_above_the_thread_open_the_composer_also_of_a_hidden_chatter(window, filled, qtbot):
    window.show_record(filled.barrels)
    window.look.place_chatter("hidden")
    assert not window.records.panes.chatter_pane.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.records.panes.chatter_pane.isVisible()
    assert window.records.chatter.composer.mode == "note"
    assert QApplication.focusWidget().accessibleName() == "Message"


def test_f6_goes_round_the_panes(window, filled, qtbot):
    window.show_record(filled.barrels)
    window.records.panes.list_pane.setFocus()
    panes = window.records.panes
    window.records._view().rows.setFocus()
    for pane in (panes.form_pane, panes.chatter_pane, panes.list_pane):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        assert pane.isAncestorOf(QApplication.focusWidget())


def test_a_link_shows_the_chatter_also_where_it_is_hidden(window, filled, desk):
    window.look.place_chatter("hidden")
    window.show_record(filled.barrels)
    assert not window.records.panes.chatter_pane.isVisible()
    window.open_at(filled.wall)
    assert window.records.panes.chatter_pane.isVisible()
    assert desk.memory.value("panes/chatter-place") == "hidden"


# Panes


@pytest.mark.parametrize(
    ("width", "with_list", "chatter"), [(1800, True, "right"), (1440, False, "right"), (1024, False, "tab")]
)
def test_panes_follow_the_width_of_the_window(window, filled, width, with_list, chatter):
    window.show_record(filled.barrels)
    window.resize(width, 700)
    assert window.records.panes.shows() == (with_list, True, chatter)
    assert window.records.chatter.isVisible()
    assert window.records.form.isVisible()
    assert window.width() == width


def test_the_chatter_comes_back_beside_the_form_when_there_is_room_again(window, filled):
    window.show_record(filled.barrels)
    for width in (1024, 1440, 1024, 1800):
        window.resize(width, 800)
        assert window.records.chatter.isVisible()
        assert window.records.chatter.record == filled.barrels
    assert window.records.panes.shows() == (True, True, "right")


def test_places_and_widths_are_remembered(window, filled, desk, qtbot):
    window.show_record(filled.barrels)
    window.look.toggle_navigation()
    handle = window.records.panes.handle(2)
    start = QPoint(0, 300)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(handle, start - QPoint(60, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start - QPoint(60, 0))
    wide = window.records.panes.sizes()[2]
    window.look.place_chatter("below")
    window.resize(760, 600)  # within the screen that tests have
    window.close()
    again = MainWindow(desk)
    qtbot.addWidget(again)
    again.open_first()
    again.show()
    assert (again.width(), again.height()) == (760, 600)
    again.resize(1800, 1000)
    assert again.records.record == filled.barrels
    assert not again.navigation.words()
    assert again.look.now.chatter == "below"
    again.look.place_chatter("right")
    assert abs(again.records.panes.sizes()[2] - wide) <= 2
    again.close_now()


def test_a_window_smaller_than_its_content_would_like_is_possible(window, filled):
    window.show_record(filled.order)
    window.resize(800, 600)
    assert window.width() == 800


def test_board_and_list_are_remembered_by_kind(window):
    window.show_kind("opportunity")
    window.records.set_layout("board")
    window.show_kind("contact")
    window.show_kind("opportunity")
    assert type(window.records._view()).__name__ == "Board"


# Unsaved changes


@pytest.fixture
def edited(window, filled):
    window.show_record(filled.barrels)
    edit(window)
    return window


def test_leaving_an_edited_form_asks_and_cancel_stays(edited, filled):
    edited.show_record(filled.wall)
    press(question(edited), "Cancel")
    assert edited.records.record == filled.barrels
    assert edited.is_dirty()
    assert edited.records._view().selected() == [filled.barrels]


def test_leaving_saves_or_discards(edited, filled):
    edited.show_page("inbox")
    press(question(edited), "Save")
    assert edited.open_page() == "inbox"
    assert record.read(filled.barrels).values["probability"] == 80
    edited.show_record(filled.barrels)
    edit(edited, "30")
    edited.show_kind("task")
    press(question(edited), "Discard")
    assert edited.records.kind == "task"
    assert record.read(filled.barrels).values["probability"] == 80


def test_what_can_not_be_saved_stays_with_its_words(window, filled):
    window.show_record(filled.barrels)
    edit(window, "seventy")
    window.show_page("inbox")
    press(question(window), "Save")
    assert window.open_page() == "records"
    assert "Probability" in window.records.form.form.grid.slots["probability"].words()


def test_there_are_never_two_questions(edited, filled):
    edited.show_record(filled.wall)
    edited.show_page("inbox")
    edited.close()
    edited.go(-1) if edited.can_go(-1) else None
    edited.open_palette()
    dialog = question(edited)
    press(dialog, "Discard")
    assert edited.records.record == filled.wall
    assert edited.isVisible()


def test_closing_asks_too(edited, qtbot):
    edited.close()
    assert edited.isVisible()
    with qtbot.waitSignal(edited.closed):
        press(question(edited), "Discard")
    assert not edited.isVisible()


# What others write


def test_what_another_process_writes_is_seen_within_300_ms(window, filled, qtbot, elsewhere):
    window.show_record(filled.barrels)
    view = window.records.chatter.view
    write = f"posting.note({filled.barrels}, 'From elsewhere', by={filled.jonas})"
    writer = threading.Thread(target=elsewhere, args=(write,))
    writer.start()

    def shown():
        return any(row.item.kind == "entry" and row.item.entries[0].body == "From elsewhere" for row in view.rows)

    qtbot.waitUntil(shown, timeout=5000)
    seen = dt.datetime.now(dt.UTC)
    writer.join()
    written = journal.since(journal.head()[0] - 1)[0].at
    assert seen - written < dt.timedelta(milliseconds=300)


def test_the_inbox_counts_what_comes_and_what_is_read(window, filled, desk, qtbot):
    before = window.navigation.items["inbox"]._count
    posting.note(filled.wall, "@Marta please look", by=filled.jonas)
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == before + 1)
    assert window.navigation.items["inbox"].accessibleDescription() == str(before + 1)
    window.show_record(filled.wall)
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == before)


def test_the_inbox_shows_the_reason_and_opens_the_record_at_the_message(window, filled, qtbot):
    note = posting.note(filled.wall, "@Marta please look", by=filled.jonas)
    window.show_page("inbox")
    row = next(one for one in window.findChildren(NewsRow) if one.item.message == note)
    assert row.accessibleName().startswith("Jonas Lind mentioned you, Internal note, ")
    assert row.accessibleDescription() == "unread"
    qtbot.mouseDClick(row, Qt.MouseButton.LeftButton)
    assert (window.open_page(), window.records.record) == ("records", filled.wall)
    qtbot.waitUntil(lambda: notification.unread_count(filled.marta) == 0)


def test_done_in_the_inbox_marks_the_record_read(window, filled, qtbot):
    posting.note(filled.wall, "@Marta please look", by=filled.jonas)
    window.show_page("inbox")
    press(window.pages.made["inbox"], "Mark done")
    assert notification.unread_count(filled.marta) == 0
    assert window.navigation.items["inbox"]._count == 0
    assert all(row.item.read for row in window.findChildren(NewsRow) if row.isVisible())


def test_the_inbox_is_live_while_it_is_seen(window, filled, qtbot):
    window.show_page("inbox")
    shown = len(window.findChildren(NewsRow))
    posting.note(filled.wall, "@Marta and this", by=filled.jonas)
    qtbot.waitUntil(lambda: len([one for one in window.findChildren(NewsRow) if one.isVisible()]) > shown)


def test_marking_unread_goes_back_to_the_list_and_shows_in_it(window, filled):
    window.show_record(filled.wall)
    window.mark_unread()
    assert window.records.record == 0
    assert notification.unread_threads(filled.marta, [filled.wall]) == {filled.wall}


# Who acts


def test_acting_as_somebody_else(window, filled, desk):
    window.show_record(filled.barrels)
    desk.act_as(filled.jonas)
    assert window.navigation.user.accessibleName() == "Jonas Lind"
    assert window.navigation.user.accessibleDescription() == "User"
    window.records.form.form.grid.editor("probability").setText("55")
    window.save()
    last = message.Message.select().order_by(message.Message.id.desc()).first()
    assert last.author_id == filled.jonas


def test_the_user_menu_offers_all_users_and_what_belongs_to_the_workspace(window, filled):
    from desktop.shell.user_menu import UserMenu

    menu = UserMenu(window, window.desk, window.commands, set_scale=window.look.set_scale)
    titles = [action.text() for action in menu.actions() if action.text()]
    for title in (
        "Act as",
        "Add a user",
        "Appearance",
        "Text size",
        "Verify the journal",
        "Back up",
        "Restore a backup",
    ):
        assert title in titles
    assert "About Chatterdesk" in titles
    users = menu.actions()[0].menu().actions()
    assert [action.text() for action in users] == ["Marta Oliveira", "Jonas Lind"]
    assert [action.isChecked() for action in users] == [True, False]
    users[1].trigger()
    assert window.desk.me == filled.jonas


def test_adding_a_user_says_what_is_wrong_at_the_field(window, filled):
    window.care.add_user()
    dialog = question(window)
    dialog.fields["name"].setText("Priya Nair")
    dialog.fields["email"].setText("priya(at)northwind")
    press(dialog, "Add user")
    assert "not an e-mail address" in dialog._wrong["email"].text()
    dialog.fields["email"].setText("priya@northwind.example")
    press(dialog, "Add user")
    assert user.find("Priya Nair").administrator is False


def test_only_an_administrator_adds_users(window, filled, desk):
    desk.act_as(filled.jonas)
    window.care.add_user()
    dialog = question(window)
    dialog.fields["name"].setText("Priya Nair")
    dialog.fields["email"].setText("priya@northwind.example")
    press(dialog, "Add user")
    assert dialog._trouble.accessibleName() == "Only an administrator can add users."


# Look


def test_text_size_grows_in_steps_and_the_window_follows(window, desk, theme):
    wide = window.navigation.width()
    window.look.zoom(1)
    assert theme.scale == 110
    assert window.navigation.width() == wide * 110 // 100
    window.look.zoom(0)
    assert theme.scale == 100
    for _ in range(9):
        window.look.zoom(-1)
    assert theme.scale == 90


def test_every_control_of_the_shell_has_a_name(window, filled):
    window.show_record(filled.barrels)
    for part in (window.navigation, window.records.header):
        for button in part.findChildren(QPushButton):
            assert button.accessibleName() or button.text(), button


def test_in_a_low_window_the_places_scroll_and_nothing_lies_over_another(window, qtbot):
    window.resize(760, 520)
    qtbot.waitUntil(lambda: not window.navigation.words())
    parts = [window.navigation._fold, window.navigation._search_icon, window.navigation.items["settings"]]
    tops = [part.mapTo(window, part.rect().topLeft()).y() for part in parts]
    assert tops[0] + parts[0].height() <= tops[1] and tops[1] + parts[1].height() < tops[2]
    last = window.navigation.items["drafts"]
    last.setFocus()
    area = last.parentWidget().parentWidget().parentWidget()
    area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()
