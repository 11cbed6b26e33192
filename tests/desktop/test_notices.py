"""News by the system's notifications: what is told, when it isn't, and where a click leads."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.notices import Notices
from models import notification, posting, quiet
from models.database import transaction


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window that is not looked at."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def told(desk: Desk, window: QWidget, filled) -> list[tuple[str, str]]:
    """What is told, while there is something unread from before."""
    posting.note(filled.wall, "@Marta from before", by=filled.jonas)
    desk.journal.read_on()
    heard: list[tuple[str, str]] = []
    window.notices = Notices(desk, window)
    window.notices.told.connect(lambda *words: heard.append(words))
    return heard


def test_news_are_told_once_and_a_click_opens_the_message(told, desk, window, filled, qtbot: QtBot) -> None:
    note = posting.note(filled.wall, "@Marta look here", by=filled.jonas)
    qtbot.waitUntil(lambda: told == [("Jonas Lind mentioned you", "Storage wall\n@Marta look here")])
    posting.note(filled.wall, "nothing for Marta", by=filled.jonas)
    desk.journal.read_on()
    assert len(told) == 1
    with qtbot.waitSignal(desk.open_record) as asked:
        window.notices.open()
    assert asked.args == [filled.wall, note]


def test_many_at_once_are_one_notice(told, desk, filled, qtbot: QtBot) -> None:
    with transaction():
        posting.note(filled.wall, "@Marta one", by=filled.jonas)
        posting.note(filled.task, "@Marta two", by=filled.jonas)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0][0] == "2 pieces of news"
    assert sorted(told[0][1].split(", ")) == ["Plan the delivery", "Storage wall"]


def test_ones_own_doing_and_a_window_in_use_tell_nothing(told, desk, window, filled, qtbot: QtBot) -> None:
    posting.note(filled.wall, "mine", by=filled.marta)
    desk.journal.read_on()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    posting.note(filled.wall, "@Marta while she looks", by=filled.jonas)
    desk.journal.read_on()
    assert told == []


def test_in_quiet_hours_nothing_is_told_and_the_inbox_keeps_it(told, desk, filled, monkeypatch) -> None:
    monkeypatch.setattr(quiet, "is_quiet", lambda person: person == filled.marta)
    posting.note(filled.wall, "@Marta at night", by=filled.jonas)
    desk.journal.read_on()
    assert told == [] and notification.unread_count(filled.marta) == 1
