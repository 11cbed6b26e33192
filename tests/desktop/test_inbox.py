"""The inbox: what is meant for one comes first, kinds of news, done and unread again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.shell.inbox import groups
from desktop.shell.inbox_page import GroupCard, InboxPage
from desktop.widgets import IconButton, Menu
from models import activity, notification, posting


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
    press(page, "Storage wall", "Snooze")
    [menu] = [one for one in page.findChildren(Menu) if one.isVisible()]
    assert menu.actions()[-1].text() == "Not any more"
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.navigation.items["inbox"]._count == 3)
