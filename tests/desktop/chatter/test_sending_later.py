"""Undo, send now, send later and the list of what waits, in the pane."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter.foot import WaitingBar
from desktop.chatter.later_dialog import LaterDialog, quick_choices
from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from models import delivery, draft, entries, pending, posting, setting
from models.database import now
from models.shown import Reader

MADRID = Reader("en_GB", "Europe/Madrid")


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana."""
    pane.show_record(filled.barrels)
    return pane


def send(qtbot: QtBot, pane: ChatterPane, text: str = "They leave on Tuesday") -> int:
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, text)
    qtbot.keyClick(pane.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return entries.page(pane.record, limit=1)[0].id


def bar(pane: ChatterPane, message: int) -> WaitingBar | None:
    row = pane.view.row_of(message)
    return row.foot(WaitingBar) if row is not None else None


def test_a_message_waits_for_the_undo_time_and_counts_down(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    setting.put("undo", 30, by=filled.marta, person=filled.marta)
    id = send(qtbot, pane)
    left = entries.one(id).deliveries[0].send_after - now()
    assert dt.timedelta(seconds=27) < left <= dt.timedelta(seconds=30)
    shown = bar(pane, id)
    assert shown is not None and shown.isVisible() and shown.words in ("Sending in 30 s", "Sending in 29 s")
    assert shown.undo.text() == "Undo" and shown.now.text() == "Send now"


def test_undo_takes_it_back_into_the_composer_as_it_was(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    id = send(qtbot, pane, "They leave **soon** now")
    qtbot.mouseClick(bar(pane, id).undo, Qt.MouseButton.LeftButton)
    assert pane.composer.mode == "message" and pane.composer.field.hasFocus
    assert pane.composer.field.html() == "They leave <b>soon</b> now"
    assert pane.view.row_of(id) is None and entries.some([id]) == []
    pane.composer.drafts.flush()
    assert draft.read(filled.barrels, "message", by=filled.marta).text == "They leave soon now"


def test_what_was_typed_meanwhile_is_not_lost_by_undo(pane: ChatterPane, qtbot: QtBot) -> None:
    id = send(qtbot, pane)
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Next thing")
    pane.others.do("undo", entries.one(id))
    assert pane.composer.field.toPlainText() == "They leave on Tuesday\nNext thing"


def test_send_now_lets_it_go_and_the_bar_with_it(pane: ChatterPane, qtbot: QtBot) -> None:
    id = send(qtbot, pane)
    qtbot.mouseClick(bar(pane, id).now, Qt.MouseButton.LeftButton)
    assert entries.one(id).deliveries[0].send_after <= now()
    qtbot.waitUntil(lambda: bar(pane, id) is None)


def test_the_bar_goes_when_its_time_is_over(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    setting.put("undo", 1, by=filled.marta, person=filled.marta)
    id = send(qtbot, pane)
    assert bar(pane, id) is not None
    qtbot.waitUntil(lambda: bar(pane, id) is None, timeout=3000)


def test_without_undo_time_there_is_no_bar(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    setting.put("undo", 0, by=filled.marta, person=filled.marta)
    assert bar(pane, send(qtbot, pane)) is None


def test_too_late_is_said_and_nothing_changes(pane: ChatterPane, qtbot: QtBot, desk: Desk) -> None:
    id = send(qtbot, pane)
    delivery.Delivery.update(state="sending", attempts=1).where(delivery.Delivery.message == id).execute()
    with qtbot.waitSignal(desk.notice) as told:
        pane.others.do("undo", entries.one(id))
    assert "on its way already" in told.args[0] and entries.one(id).body == "They leave on Tuesday"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-20", ["2026-11-21 07:00", "2026-11-21 12:00", "2026-11-23 07:00"]),  # a Friday
        ("2026-11-22", ["2026-11-23 07:00", "2026-11-23 12:00"]),  # a Sunday: Monday is tomorrow
        ("2026-10-24", ["2026-10-25 07:00", "2026-10-25 12:00", "2026-10-26 07:00"]),  # the clocks go back in between
    ],
)
def test_quick_choices_are_in_the_users_zone(today: str, expected: list[str]) -> None:
    moment = dt.datetime.fromisoformat(f"{today} 10:00+00:00")
    assert [f"{when:%Y-%m-%d %H:%M}" for _, when in quick_choices(moment, MADRID)] == expected


def test_sent_later_it_stands_in_the_list_until_cancelled(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Good morning")
    qtbot.mouseClick(pane.composer.later, Qt.MouseButton.LeftButton)
    dialog = pane.window().findChild(LaterDialog)
    dialog.unless.setChecked(True)
    qtbot.mouseClick(dialog.rows[0], Qt.MouseButton.LeftButton)
    waiting = pending.scheduled(filled.barrels)
    assert [(one.text, one.unless_answered) for one in waiting] == [("Good morning", True)]
    qtbot.waitUntil(lambda: pane.scheduled.isVisible() and len(pane.scheduled.list) == 1)
    assert bar(pane, waiting[0].message).undo.text() == "Edit"
    pane.scheduled.asked.emit("cancel", waiting[0].message)
    qtbot.waitUntil(lambda: not pane.scheduled.isVisible())
    assert entries.one(waiting[0].message).deliveries[0].state == "cancelled"


def test_an_answer_takes_it_off_the_list(pane: ChatterPane, qtbot: QtBot, filled) -> None:
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Any news?")
    pane.composer.send(after=now() + dt.timedelta(days=1), unless_answered=True)
    qtbot.waitUntil(lambda: len(pane.scheduled.list) == 1)
    author = entries.page(filled.barrels, limit=1)[0].deliveries[0].person
    posting.receive(filled.barrels, "Yes!", author=author, channel="email")
    qtbot.waitUntil(lambda: pane.scheduled.list == [])


def test_a_time_that_has_passed_is_refused_in_place(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("message")
    qtbot.keyClicks(pane.composer.field, "Late")
    pane.composer.later.click()
    dialog = pane.window().findChild(LaterDialog)
    dialog.own.setDateTime(dialog.own.dateTime().addYears(-1))
    dialog._choose_own()
    assert dialog.wrong.isVisible() and "passed" in dialog.wrong.text() and pane.composer.mode == "message"
