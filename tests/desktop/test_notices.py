"""News by the system's notifications: what is told, when it isn't, and where a click leads."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.notices import Notices
from models import activity, notification, posting, quiet
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


# What comes back


def soon(milliseconds: int = 400) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(milliseconds=milliseconds)


def test_snoozed_news_come_back_in_time_and_are_told_as_fresh_ones(told, desk, filled, qtbot: QtBot) -> None:
    note = posting.note(filled.wall, "@Marta later", by=filled.jonas)
    qtbot.waitUntil(lambda: len(told) == 1)
    until = soon()
    notification.snooze(filled.wall, filled.marta, until)
    desk.waking.plan()
    assert notification.unread_count(filled.marta) == 0
    with qtbot.waitSignal(desk.waking.woke, timeout=3000) as woke:
        pass
    assert dt.timedelta(0) <= dt.datetime.now(dt.UTC) - until < dt.timedelta(seconds=1)
    assert [(one.thread, one.id) for one in woke.args[0]] == [(filled.wall, note)]
    assert told[1:] == [("Jonas Lind mentioned you", "Storage wall\n@Marta later")]
    assert notification.unread_count(filled.marta) == 1


def test_an_activity_is_told_when_it_is_due_and_when_it_is_snoozed_no_more(told, desk, window, filled, qtbot) -> None:
    desk.waking.look()
    plan = {"by": filled.marta, "record": filled.wall}
    due = activity.schedule(plan["record"], "call", by=plan["by"], summary="Call Karl", due_at=soon())
    desk.journal.read_on()
    qtbot.waitUntil(lambda: len(told) == 1, timeout=3000)
    assert told[0][0] == "Call Karl" and told[0][1].startswith("Storage wall\nToday, ")
    activity.snooze(due, soon(), by=filled.marta)
    desk.journal.read_on()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=3000)
    with qtbot.waitSignal(desk.open_record) as asked:
        window.notices.open()
    assert asked.args == [filled.wall, 0]


def test_in_a_window_in_use_an_activity_is_told_in_it(told, desk, window, filled, qtbot: QtBot) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(desk.notice, timeout=3000) as said:
        activity.schedule(filled.wall, "call", by=filled.marta, summary="Call Karl", due_at=soon(600))
        desk.journal.read_on()
    assert said.args[0].startswith("Call Karl · Storage wall · Today") and told == []


def test_what_one_calls_back_oneself_is_no_news(told, desk, filled, qtbot: QtBot) -> None:
    posting.note(filled.wall, "@Marta later", by=filled.jonas)
    qtbot.waitUntil(lambda: len(told) == 1)
    notification.snooze(filled.wall, filled.marta, soon(60_000))
    desk.waking.look()
    notification.snooze(filled.wall, filled.marta, dt.datetime.now(dt.UTC))
    desk.waking.look()
    assert len(told) == 1 and desk.waking._next is None


def test_what_came_back_to_somebody_else_is_not_told(told, desk, filled, qtbot: QtBot) -> None:
    activity.schedule(filled.wall, "call", by=filled.jonas, summary="Call Karl", due_at=soon(200))
    desk.waking.look()
    assert desk.waking._next is None
    desk.act_as(filled.jonas)
    desk.waking.look()
    assert desk.waking._next is not None
