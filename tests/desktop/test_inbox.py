"""The inbox: what is meant for one comes first, kinds of news, done and unread again."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.shell.inbox import groups
from desktop.shell.inbox_cards import GroupCard, NewsRow
from desktop.shell.inbox_page import InboxPage
from desktop.widgets import EmptyState, IconButton, LinkButton, Menu, Notice, Pill
from models import activity, draft, notification, posting, thread


@pytest.fixture
def page(window: MainWindow, filled) -> InboxPage:
    """The inbox of Marta: mentioned on one record, given an activity on another, told of a message on a third."""
    posting.note(filled.wall, "@Marta look", by=filled.jonas)
    activity.schedule(filled.task, "call", by=filled.jonas, assignee=filled.marta, summary="Call Ana")
    posting.post(filled.barrels, "Sent", by=filled.jonas)
    window.show_page("inbox")
    return window.pages.made["inbox"]


def titles(page: InboxPage) -> list[str]:
    """The records as they stand there, from the top."""
    cards = [one for one in page.findChildren(GroupCard) if one.isVisible()]
    return [one.accessibleName() for one in sorted(cards, key=lambda one: one.y())]


def press(page: InboxPage, title: str, name: str) -> None:
    card = next(one for one in page.findChildren(GroupCard) if one.accessibleName() == title and one.isVisible())
    next(one for one in card.findChildren(IconButton) if one.accessibleName() == name).click()


def test_what_is_meant_for_one_comes_before_newer_news(page: InboxPage, qtbot: QtBot) -> None:
    expected = ["Plan the delivery", "Storage wall", "Oak barrels, harvest 2027"]
    qtbot.waitUntil(lambda: titles(page) == expected)


def test_tabs_leave_out_the_rest(page: InboxPage, filled, qtbot: QtBot) -> None:
    page.tabs.set_current("mentions")
    page.reload()
    qtbot.waitUntil(lambda: titles(page) == ["Plan the delivery", "Storage wall"])
    assert [one.title for one in groups(filled.marta, tab="answers")] == ["Oak barrels, harvest 2027"]


def test_done_and_unread_again(page: InboxPage, window: MainWindow, filled, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)
    press(page, "Storage wall", "Mark done")
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 2)
    qtbot.waitUntil(lambda: titles(page)[-1] == "Storage wall")
    press(page, "Storage wall", "Mark unread")
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)
    [group] = [one for one in groups(filled.marta) if one.thread == filled.wall]
    assert group.unread == 1 and group.urgent


def test_only_the_newest_is_put_back_and_nothing_where_there_is_none(filled) -> None:
    first = posting.note(filled.wall, "@Marta one", by=filled.jonas)
    second = posting.note(filled.wall, "@Marta two", by=filled.jonas)
    notification.mark_read(filled.wall, filled.marta)
    notification.put_back(filled.wall, filled.marta)
    read = {one.message: one.read for one in notification.inbox(filled.marta)}
    assert (read[first], read[second]) == (True, False)
    notification.put_back(filled.order, filled.marta)
    assert notification.unread_count(filled.marta) == 1


def test_snoozing_takes_a_record_away_until_then(page: InboxPage, window: MainWindow, filled, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)
    press(page, "Storage wall", "Snooze")
    [menu] = [one for one in page.findChildren(Menu) if one.isVisible()]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 2)
    assert "Storage wall" not in titles(page)
    page.tabs.set_current("snoozed")
    page.reload()
    qtbot.waitUntil(lambda: titles(page) == ["Storage wall"])
    assert [pill.text()[:6] for pill in page.list.cards[0].findChildren(Pill)] == ["Until "], "it says until when"
    press(page, "Storage wall", "Snooze")
    [menu] = [one for one in page.findChildren(Menu) if one.isVisible()]
    assert menu.actions()[-1].text() == "Not any more"
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)


# The thread beside


def row_of(page: InboxPage, title: str) -> NewsRow:
    return next(card for card in page.list.cards if card.accessibleName() == title).rows[0]


def click(qtbot: QtBot, row: NewsRow) -> None:
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)


def test_a_click_shows_the_thread_beside_and_reads_it_where_it_stands(page, window, filled, qtbot: QtBot) -> None:
    assert page.thread == 0 and not page.beside.isHidden()
    click(qtbot, row_of(page, "Storage wall"))
    assert (window.open_page(), page.thread) == ("inbox", filled.wall)
    assert page.beside.head.title.text() == "Storage wall"
    qtbot.waitUntil(lambda: notification.unread_count(filled.marta) == 2)
    qtbot.waitUntil(lambda: row_of(page, "Storage wall").item.read)
    assert titles(page)[1] == "Storage wall", "what one reads doesn't run away"
    assert [card.property("state") for card in page.list.cards] == ["", "chosen", ""]
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 2)
    window.show_kind("task")
    window.show_page("inbox")
    assert titles(page)[-1] == "Storage wall", "coming back, it is among what is read"
    assert page.thread == filled.wall == page.beside.chatter.record, "and still beside"


def test_the_thread_stands_at_the_message(page, filled, qtbot: QtBot) -> None:
    for number in range(60):
        posting.note(filled.barrels, f"Number {number}", by=filled.jonas)
    note = posting.note(filled.barrels, "@Marta here", by=filled.jonas)
    for number in range(60):
        posting.note(filled.barrels, f"Number {number}", by=filled.jonas)
    page.reload()
    row = next(row for row in page.list.rows() if row.item.message == note)
    click(qtbot, row)
    qtbot.waitUntil(lambda: page.beside.chatter.view.loaded.holds(note))


def test_enter_and_a_double_click_open_the_record(page, window, filled, qtbot: QtBot) -> None:
    row = row_of(page, "Storage wall")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert (window.open_page(), window.records.record) == ("records", filled.wall)
    window.show_page("inbox")
    qtbot.mouseDClick(row_of(page, "Plan the delivery"), Qt.MouseButton.LeftButton)
    assert (window.open_page(), window.records.record) == ("records", filled.task)


def test_arrows_walk_through_the_news_and_f6_goes_to_the_thread(page, window, filled, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.next_pane()
    first = page.list.rows()[0]
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert page.thread == filled.task, "the first key takes the first"
    qtbot.waitUntil(
        lambda: row_of(page, "Plan the delivery").item.read and row_of(page, "Plan the delivery").hasFocus()
    )
    qtbot.keyClick(row_of(page, "Plan the delivery"), Qt.Key.Key_Down)
    assert page.thread == filled.wall
    qtbot.waitUntil(lambda: row_of(page, "Storage wall").item.read and row_of(page, "Storage wall").hasFocus())
    window.next_pane()
    qtbot.waitUntil(page.beside.chatter.view.hasFocus)
    window.next_pane()
    qtbot.waitUntil(row_of(page, "Storage wall").hasFocus)


def test_a_narrow_page_opens_the_record(page, window, filled, qtbot: QtBot) -> None:
    window.resize(800, 700)
    qtbot.waitUntil(page.beside.isHidden)
    click(qtbot, row_of(page, "Storage wall"))
    assert (window.open_page(), window.records.record) == ("records", filled.wall)


def test_one_can_write_there_and_go_on_in_the_record(page, window, filled, qtbot: QtBot) -> None:
    assert not window.has_thread()
    click(qtbot, row_of(page, "Storage wall"))
    assert window.has_thread() and not window.has_record()
    window.commands.run("write.note")
    composer = page.beside.chatter.composer
    assert composer.mode == "note"
    composer.field.setPlainText("Half a thought")
    page.beside.open.click()
    assert (window.open_page(), window.records.record) == ("records", filled.wall)
    assert draft.read(filled.wall, "note", by=filled.marta).text == "Half a thought"
    window.compose("note")
    assert window.records.chatter.composer.field.toPlainText() == "Half a thought"
    window.records.chatter.composer.field.setPlainText("A whole thought")
    window.show_page("inbox")
    window.commands.run("write.note")
    assert page.beside.chatter.composer.field.toPlainText() == "A whole thought"


def test_mark_unread_beside_puts_it_back_and_leaves(page, filled, qtbot: QtBot) -> None:
    click(qtbot, row_of(page, "Storage wall"))
    qtbot.waitUntil(lambda: notification.unread_count(filled.marta) == 2)
    page.beside.unread.click()
    assert page.thread == 0 and notification.unread_count(filled.marta) == 3


def test_a_record_that_is_removed_leaves(page, filled, qtbot: QtBot) -> None:
    from models import record

    click(qtbot, row_of(page, "Storage wall"))
    record.remove(filled.wall, by=filled.marta)
    qtbot.waitUntil(lambda: page.thread == 0)
    assert filled.wall not in thread.heads([filled.wall])


# Undo, and where there is nothing


def undo(window: MainWindow, said: str) -> None:
    [notice] = [one for one in window.findChildren(Notice) if one.isVisible()]
    assert notice.accessibleName().startswith(said)
    notice.findChild(LinkButton).click()


def test_mark_all_done_can_be_undone(page, window, filled, qtbot: QtBot) -> None:
    page.list._all.click()
    assert notification.unread_count(filled.marta) == 0
    undo(window, "3 records marked done")
    assert notification.unread_count(filled.marta) == 3
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)


def test_snoozing_can_be_undone(page, window, filled) -> None:
    page.list.snooze(filled.wall, dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    assert "Storage wall" not in titles(page)
    undo(window, "Snoozed until ")
    assert "Storage wall" in titles(page) and notification.unread_count(filled.marta) == 3


def test_each_tab_says_why_it_is_empty(page) -> None:
    for tab, said in (("snoozed", "Nothing snoozed"), ("all", "Nothing new")):
        page.list._all_done()
        page.tabs.set_current(tab)
        page.reload()
        assert page.list._empty.accessibleName().startswith(said)


def test_without_news_nobody_is_asked_to_choose(window: MainWindow, filled, qtbot: QtBot) -> None:
    window.show_page("inbox")
    page = window.pages.made["inbox"]
    invitation = page.beside.findChild(EmptyState)
    assert page.list.is_empty() and not invitation.isVisible()
    posting.note(filled.wall, "@Marta look", by=filled.jonas)
    qtbot.waitUntil(invitation.isVisible)
