"""Starred entries, unread and recent records: what stands there, where it leads, and how it is put aside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.shell.at_hand import RowsPage
from models import notification, posting, reaction


def shown(window: MainWindow, key: str) -> RowsPage:
    window.navigation.chosen.emit(key)
    assert window.open_page() == key and window.navigation.items[key].current
    return window.pages.made[key]


def titles(page: RowsPage) -> list[str]:
    return [row.line.title for row in page.rows]


def test_a_starred_entry_opens_its_record_at_it_and_loses_its_star(window: MainWindow, filled, qtbot: QtBot) -> None:
    first = posting.note(filled.wall, "Keep this", by=filled.jonas)
    second = posting.note(filled.task, "And this", by=filled.marta)
    reaction.star(first, by=filled.jonas)
    for id in (first, second):
        reaction.star(id, by=filled.marta)
    page = shown(window, "starred")
    assert titles(page) == ["Marta Oliveira · Plan the delivery", "Jonas Lind · Storage wall"], "the last star first"
    page.asides[0].click()
    assert titles(page) == ["Jonas Lind · Storage wall"]
    page.rows[0].click()
    qtbot.waitUntil(lambda: window.records.record == filled.wall)
    assert reaction.starred(filled.jonas) == [first], "whose stars are others' stay"


def test_unread_has_news_and_what_one_marked_and_done_takes_it_away(window: MainWindow, filled, qtbot: QtBot) -> None:
    posting.note(filled.wall, "@Marta look", by=filled.jonas)
    notification.mark_unread(filled.task, filled.marta)
    page = shown(window, "unread")
    assert titles(page) == ["Storage wall", "Plan the delivery"]
    assert all(row.line.unread for row in page.rows)
    page.asides[0].click()
    assert titles(page) == ["Plan the delivery"]
    assert notification.seen(filled.wall, filled.marta) is None, "put aside is not opened"
    page.rows[0].click()
    qtbot.waitUntil(lambda: notification.unread_records(filled.marta) == [])
    assert shown(window, "unread").rows == [] and page.is_empty()


def test_recent_has_what_was_opened_the_last_one_first(window: MainWindow, filled, qtbot: QtBot) -> None:
    for id in (filled.wall, filled.task, filled.wall):
        window.show_record(id)
        qtbot.waitUntil(lambda id=id: [one for one, _ in notification.recent(filled.marta)][:1] == [id])
    posting.note(filled.task, "@Marta look", by=filled.jonas)
    page = shown(window, "recent")
    assert titles(page) == ["Storage wall", "Plan the delivery"]
    assert [row.line.unread for row in page.rows] == [False, True]
    assert notification.recent(filled.jonas) == []


@pytest.mark.parametrize(("key", "title"), [("starred", "Starred"), ("unread", "Unread"), ("recent", "Recent")])
def test_each_is_a_command_with_its_key_in_the_navigation(window: MainWindow, key: str, title: str) -> None:
    window.commands.run(f"go.{key}")
    assert window.open_page() == key and window.pages.title() == title
    assert window.navigation.items[key].place.shortcut


def test_arrows_and_enter_work_on_the_rows(window: MainWindow, filled, qtbot: QtBot) -> None:
    for record in (filled.wall, filled.task):
        notification.mark_unread(record, filled.marta)
    page = shown(window, "unread")
    first, second = page.rows
    assert window.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert window.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_J)
    qtbot.keyClick(second, Qt.Key.Key_K)
    assert window.focusWidget() is first
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.records.record == second.line.record)
