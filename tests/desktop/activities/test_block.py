"""What is planned over the thread: shown, planned, finished, changed, snoozed, cancelled, and kept up with others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.activities.block import ActivitiesBlock
from desktop.activities.days import quick_days, quick_moments, read_time
from desktop.activities.done_popover import DonePopover
from desktop.activities.schedule_dialog import ScheduleDialog
from desktop.main_window import MainWindow
from desktop.widgets import Calendar, Dialog, Question
from models import activity, activity_type, entries, person, user
from models.activity_type import Type
from models.database import transaction
from models.errors import Refused


@pytest.fixture
def block(window: MainWindow, filled) -> ActivitiesBlock:
    """The block of Ana's opportunity, with nothing planned."""
    window.show_record(filled.barrels)
    return window.records.activities


def today(who: int) -> dt.date:
    return activity.today_of(who)


def plan(filled, summary: str, days: int = 0, **given) -> int:
    given = {"by": filled.marta, "due": today(filled.marta) + dt.timedelta(days=days)} | given
    return activity.schedule(filled.barrels, given.pop("type", "call"), summary=summary, **given)


def summaries(block: ActivitiesBlock) -> list[str]:
    return [row.planned.summary for row in block.rows]


def dialog(window: MainWindow) -> ScheduleDialog:
    [found] = [one for one in window.findChildren(ScheduleDialog) if one.isVisible()]
    return found


def popover(window: MainWindow) -> DonePopover:
    [found] = [one for one in window.findChildren(DonePopover) if one.isVisible()]
    return found


# Shown


def test_nothing_planned_takes_no_room(block: ActivitiesBlock) -> None:
    assert not block.isVisible()


def test_rows_come_by_the_journal_in_the_order_of_their_days(block, filled, qtbot: QtBot) -> None:
    for summary, days in (("Later", 5), ("Late", -2), ("Now", 0)):
        plan(filled, summary, days)
    qtbot.waitUntil(lambda: summaries(block) == ["Late", "Now", "Later"])
    assert block.isVisible() and block.count.count() == 3
    assert [(row.due.text(), row.due.property("tone")) for row in block.rows] == [
        ("2 days late", "red"),
        ("Today", "amber"),
        ("In 5 days", "green"),
    ]
    assert block.rows[0].accessibleName() == "Late, 2 days late, Marta Oliveira"


def test_what_another_process_plans_shows_by_itself(block, filled, qtbot: QtBot, elsewhere) -> None:
    elsewhere(f"from models import activity; activity.schedule({filled.barrels}, 'call', by={filled.jonas})")
    qtbot.waitUntil(lambda: summaries(block) == ["Call"], timeout=2000)


def test_another_record_shows_its_own(block, window, filled) -> None:
    plan(filled, "Call Ana")
    activity.schedule(filled.wall, "todo", by=filled.marta, summary="Measure")
    window.show_record(filled.wall)
    assert summaries(block) == ["Measure"]
    window.show_record(filled.karl)
    assert not block.isVisible()


def test_many_are_shown_on_request_and_folding_is_remembered(block, filled, qtbot: QtBot) -> None:
    for number in range(7):
        plan(filled, f"Number {number}", number)
    qtbot.waitUntil(lambda: block.count.count() == 7)
    assert len(block.rows) == 4 and block.more.caption() == "3 more"
    block.more.click()
    assert len(block.rows) == 7
    block.fold.click()
    assert block.rows == [] and block.count.count() == 7
    assert ActivitiesBlock(block._desk)._folded()
    block.fold.click()
    assert len(block.rows) == 7


def test_a_midnight_turns_the_words(block, filled, qtbot: QtBot, monkeypatch) -> None:
    with transaction():
        person.change(filled.marta, by=filled.marta, time_zone="Europe/Madrid")
    activity.schedule(filled.barrels, "call", by=filled.marta, due=dt.date(2026, 1, 15))
    now = [dt.datetime.fromisoformat("2026-01-15T22:59Z")]
    monkeypatch.setattr(activity, "now", lambda: now[0])
    block.renew()
    assert block.rows[0].due.text() == "Today"
    now[0] += dt.timedelta(minutes=1)
    monkeypatch.setattr("desktop.activities.quarter.time.time", lambda: now[0].timestamp())
    block.quarter.look()
    assert block.rows[0].due.text() == "1 day late"


# Planned


def test_the_button_plans_with_the_types_defaults(block, window, filled, qtbot: QtBot) -> None:
    button = window.records.chatter.top.activity
    assert button.accessibleName() or button.caption() == "Activity"
    button.click()
    shown = dialog(window)
    assert shown.summary.placeholderText() == "To-do" and shown.assignee.currentText() == "Marta Oliveira (you)"
    shown.type.setCurrentIndex(shown.type.findData("call"))
    assert shown.due.value() == (today(filled.marta) + dt.timedelta(days=2), None)
    shown.summary.setText("Call about delivery slot")
    shown.verb.click()
    qtbot.waitUntil(lambda: summaries(block) == ["Call about delivery slot"])


def test_the_keys_plan_where_a_record_is_open(block, window) -> None:
    window.commands.run("write.activity")
    assert dialog(window).isVisible()


def test_quick_days_a_picked_day_and_a_time(block, window, filled, qtbot: QtBot) -> None:
    shown = block.plan()
    for key, (words, day) in quick_days(today(filled.marta)).items():
        shown.due.quick.set_current(key)
        shown.due.quick.chosen.emit(key)
        assert shown.due.value() == (day, None) and shown.due.quick.current() == key, words
    shown.due.open_calendar()
    [month] = window.findChildren(Calendar)
    month.clicked.emit(QDate(2030, 2, 28))
    assert shown.due.value()[0] == dt.date(2030, 2, 28) and shown.due.quick.current() == "own"
    shown.due.time.setText("15:00")
    assert shown.due.value() == (None, dt.datetime(2030, 2, 28, 14, tzinfo=dt.UTC)), "three in Madrid"
    shown.verb.click()
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    assert block.rows[0].due.text().endswith("15:00")


def test_a_time_is_said_as_it_is_for_an_assignee_elsewhere(block, window, filled) -> None:
    with transaction():
        person.change(filled.jonas, by=filled.marta, time_zone="Pacific/Auckland")
    shown = block.plan()
    shown.assignee.setCurrentIndex(shown.assignee.findData(filled.jonas))
    shown.due.day.setText("2026-01-15")
    shown.due.time.setText("15:00")
    shown.due.typed.emit()
    assert shown._zone.text().startswith("Fri 16 Jan 2026, 03:00") or "03:00" in shown._zone.text()
    assert shown._zone.text().endswith("in Auckland")


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2027-02-30", "", "“2027-02-30” is no day; write it like"),
        ("", "", "“” is no day"),
        ("soon", "", "“soon” is no day"),
        ("2027-03-01", "25:00", "“25:00” is no time; write it like 15:00."),
    ],
)
def test_a_day_or_time_that_there_is_not_is_refused_in_words(block, window, filled, day, time, said) -> None:
    shown = block.plan()
    shown.due.day.setText(day)
    shown.due.time.setText(time)
    shown.verb.click()
    assert shown.error.isVisible() and shown.error.text().startswith(said)
    assert activity.planned(thread_id=filled.barrels) == []


def test_an_assignee_archived_meanwhile_is_refused_in_words(block, window, filled) -> None:
    shown = block.plan()
    shown.assignee.setCurrentIndex(shown.assignee.findData(filled.jonas))
    user.archive(filled.jonas, by=filled.marta)
    shown.verb.click()
    assert shown.error.text() == "Jonas Lind is archived; choose someone else."
    assert shown.isVisible() and shown.verb.isEnabled()


# Finished


def test_done_with_feedback_is_an_entry_in_the_thread(block, window, filled, qtbot: QtBot) -> None:
    id = plan(filled, "Call about delivery slot")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    assert block.rows[0].done.caption() == "Done"
    block.rows[0].done.click()
    over = popover(window)
    assert window.focusWidget() is over.feedback
    qtbot.keyClicks(over.feedback, "The gate is 2.40 m wide")
    qtbot.keyClick(over.feedback, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not block.isVisible())
    assert entries.one(activity.one(id).message_id).body.endswith("Feedback: The gate is 2.40 m wide")
    qtbot.waitUntil(lambda: "2.40 m" in next(window.records.chatter.view.message_rows()).body.toPlainText())


def test_done_and_plan_next_opens_the_suggested_type(block, window, filled, qtbot: QtBot) -> None:
    activity_type.keep([Type("call", "Call", "phone", next="meeting")], by=filled.marta)
    plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    block.rows[0].done.click()
    popover(window).next.click()
    assert dialog(window).type.currentData() == "meeting"
    assert activity.planned(thread_id=filled.barrels) == []


def test_a_next_one_that_plans_itself_is_not_asked_for(block, window, filled, qtbot: QtBot) -> None:
    activity_type.keep([Type("call", "Call", "phone", next="email", automatic=True)], by=filled.marta)
    plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    block.rows[0].done.click()
    popover(window).next.click()
    qtbot.waitUntil(lambda: summaries(block) == ["E-mail"])
    assert not [one for one in window.findChildren(ScheduleDialog) if one.isVisible()]


def test_what_somebody_else_finished_meanwhile_is_said_in_the_popover(block, window, filled, qtbot: QtBot) -> None:
    id = plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    block.rows[0].done.click()
    over = popover(window)
    activity.mark_done(id, by=filled.jonas)
    over.finish()
    assert over.error.text() == "This activity is done already."


# Changed


def test_changing_shows_and_keeps_what_stands_there(block, window, filled, qtbot: QtBot) -> None:
    plan(filled, "Call Ana", -2, note="Ask for the gate")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    qtbot.mouseClick(block.rows[0], Qt.MouseButton.LeftButton, pos=block.rows[0].due.pos())
    shown = dialog(window)
    assert (shown.summary.text(), shown.note.toPlainText()) == ("Call Ana", "Ask for the gate")
    shown.due.quick.chosen.emit("tomorrow")
    shown.verb.click()
    qtbot.waitUntil(lambda: block.rows[0].due.text() == "Tomorrow")
    assert block.rows[0].planned.note == "Ask for the gate"


def test_the_menu_moves_snoozes_and_cancels(block, window, filled, qtbot: QtBot) -> None:
    plan(filled, "Call Ana", -2)
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    block.deeds.snooze(block.rows[0].planned, dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    qtbot.waitUntil(lambda: "Snoozed until" in block.rows[0].accessibleName())
    assert block.rows[0].due.text() == "2 days late"
    block.deeds.move(block.rows[0].planned, today(filled.marta))
    qtbot.waitUntil(lambda: block.rows[0].due.text() == "Today")
    question = block.deeds.cancel(block.rows[0].planned)
    assert isinstance(question, Question) and isinstance(question, Dialog)
    question.accept()
    qtbot.waitUntil(lambda: not block.isVisible())
    assert "cancelled the activity" in entries.page(filled.barrels, limit=1)[0].body


def test_the_menu_names_what_can_be_done(block, filled, qtbot: QtBot) -> None:
    plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    menu = block.deeds.menu(block.rows[0].planned, block.mapToGlobal(block.rect().center()))
    shown = [one.text() for one in menu.actions() if one.text()]
    assert shown == ["Change…", "Attach a file…", "Move to", "Snooze", "Save for a calendar…", "Cancel activity…"]
    menu.close()


def test_a_calendar_file_is_written_or_it_is_said_why_not(block, window, filled, qtbot: QtBot, tmp_path) -> None:
    plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: len(block.rows) == 1)
    told = []
    window.desk.notice.connect(told.append)
    file = tmp_path / "call.ics"
    block.deeds.write_event(block.rows[0].planned, file)
    assert b"SUMMARY:Call Ana" in file.read_bytes()
    block.deeds.write_event(block.rows[0].planned, tmp_path)
    assert told[0] == "call.ics is written" and "can't be written" in told[1]


# Quick choices


def test_quick_moments_are_mornings_of_the_zone() -> None:
    now = dt.datetime.fromisoformat("2026-10-23T22:30Z")  # Saturday in Madrid, the night before the clock change
    moments = {key: moment for key, (_, moment) in quick_moments(now, "Europe/Madrid").items()}
    assert moments["hour"] == now + dt.timedelta(hours=1)
    assert moments["tomorrow"] == dt.datetime.fromisoformat("2026-10-25T08:00Z")
    assert moments["week"] == dt.datetime.fromisoformat("2026-10-26T08:00Z")


@pytest.mark.parametrize(
    ("typed", "time"),
    [("15:00", (15, 0)), ("9", (9, 0)), ("930", (9, 30)), ("1545", (15, 45)), ("8.15", (8, 15)), ("7h30", (7, 30))],
)
def test_times_are_read_as_one_types_them(typed: str, time: tuple[int, int]) -> None:
    assert read_time(typed) == dt.time(*time)


@pytest.mark.parametrize("typed", ["", "25", "9:75", "soon", "٣:٠٠", "-1:00"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_time(typed) is None


def test_an_archived_record_is_refused_in_words(block, filled) -> None:
    from models import record

    record.archive(filled.barrels, by=filled.marta)
    with pytest.raises(Refused):
        activity.schedule(filled.barrels, "call", by=filled.marta)
    shown = block.plan()
    shown.verb.click()
    assert shown.error.text().startswith("This record is archived")


# Files


@pytest.fixture
def paths(tmp_path) -> list[Path]:
    made = [tmp_path / "order.pdf", tmp_path / "plan.pdf"]
    for path in made:
        path.write_bytes(f"%PDF {path.name}".encode())
    return made


def drop(row, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(20, 10), Qt.DropAction.CopyAction, data, *buttons)
    QApplication.sendEvent(row, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(row, QDropEvent(QPointF(20, 10), Qt.DropAction.CopyAction, data, *buttons))


def test_a_document_is_done_by_dropping_its_files(block, filled, paths, qtbot: QtBot) -> None:
    plan(filled, "Upload the signed order", type="upload")
    qtbot.waitUntil(lambda: summaries(block) == ["Upload the signed order"])
    assert block.rows[0].done.caption() == "Hand in"
    drop(block.rows[0], paths)
    qtbot.waitUntil(lambda: not block.rows)
    entry = entries.page(filled.barrels, limit=1)[0]
    assert entry.body == "Upload document done: Upload the signed order"
    assert sorted(one.name for one in entry.files) == ["order.pdf", "plan.pdf"]


def test_any_other_activity_keeps_a_dropped_file_until_it_is_done(block, filled, paths, qtbot: QtBot) -> None:
    id = plan(filled, "Call Ana")
    qtbot.waitUntil(lambda: summaries(block) == ["Call Ana"])
    drop(block.rows[0], paths[:1])
    qtbot.waitUntil(lambda: [row.planned.files for row in block.rows] == [1])
    assert block.rows[0].done.caption() == "Done"
    ended = activity.mark_done(id, by=filled.marta)
    assert [one.name for one in entries.one(ended.message).files] == ["order.pdf"]


def test_a_file_that_is_gone_is_refused_and_nothing_is_done(block, window, filled, paths, qtbot: QtBot) -> None:
    plan(filled, "Upload the signed order", type="upload")
    qtbot.waitUntil(lambda: summaries(block) == ["Upload the signed order"])
    paths[0].unlink()
    with qtbot.waitSignal(window.desk.notice) as said:
        block.deeds.hand_in(block.rows[0].planned, paths[:1])
    assert "order.pdf is not a file, or is gone" in said.args[0]
    assert summaries(block) == ["Upload the signed order"]


def test_the_dialog_takes_files_along(block, window, filled, paths, qtbot: QtBot) -> None:
    shown = block.plan()
    shown.files.add([QUrl.fromLocalFile(str(path)) for path in paths])
    qtbot.waitUntil(lambda: len(shown.files.files) == 2)
    shown.verb.click()
    qtbot.waitUntil(lambda: [row.planned.files for row in block.rows] == [2])
