"""Closing the window while messages are about to leave: the question, its answers, and when it isn't asked."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell.closing import ClosingDialog
from desktop.widgets import Dialog
from models import dispatch, leaving, sending, setting
from models.database import now
from models.delivery import Delivery


@pytest.fixture
def served(filled) -> None:
    """E-mail is set up, as far as the window knows; nothing else waits."""
    Delivery.update(state="read").execute()
    setting.put("channel.email", "email", by=filled.marta)


@pytest.fixture
def waiting(window, served, filled) -> int:
    """The delivery of a message in its time of undo."""
    after = now() + dt.timedelta(seconds=10)
    return sending.send(filled.barrels, "Wait", by=filled.marta, channel="email", send_after=after).deliveries[0]


def question(window) -> ClosingDialog:
    (found,) = [one for one in window.findChildren(ClosingDialog) if one.isVisible()]
    return found


def test_nothing_on_its_way_asks_nothing(window, served, qtbot: QtBot, filled) -> None:
    later = now() + dt.timedelta(days=1)
    sending.send(filled.barrels, "Tomorrow", by=filled.marta, channel="email", send_after=later)
    sending.send(filled.barrels, "Not set up", by=filled.marta, channel="email")
    dispatch.pause("email", "the server refused the password")
    with qtbot.waitSignal(window.closed):
        window.close()


def test_send_now_sends_and_then_closes(window, waiting, qtbot: QtBot) -> None:
    window.close()
    dialog = question(window)
    assert "Ana Herrera" in dialog.words.text()
    dialog.send.click()
    assert Delivery.get_by_id(waiting).send_after <= now()
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        dispatch.claim(["email"])
        dispatch.accepted(waiting, "<1@northwind.example>", state="sent")


def test_what_can_not_be_sent_is_said_before_the_window_goes(window, waiting, qtbot: QtBot) -> None:
    window.close()
    dialog = question(window)
    dialog.send.click()
    dispatch.failed(waiting, "The server refuses the address.")
    qtbot.waitUntil(lambda: dialog.trouble.isVisible())
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        dialog.later.click()


def test_a_provider_that_hangs_is_not_waited_for_without_end(window, waiting, qtbot: QtBot) -> None:
    window.close()
    dialog = question(window)
    dialog._long.setInterval(100)
    dialog.send.click()
    assert not dialog.send.isEnabled()
    qtbot.waitUntil(dialog.send.isEnabled)
    assert dialog.trouble.isVisible()


def test_at_the_next_start_keeps_it_waiting(window, waiting, qtbot: QtBot) -> None:
    window.close()
    with qtbot.waitSignal(window.closed):
        question(window).later.click()
    assert Delivery.get_by_id(waiting).state == "waiting"


def test_the_tray_is_offered_where_there_is_one(window, waiting) -> None:
    window.close()
    assert question(window).tray.parent() is None
    question(window).reject()
    window.closing.tray = True
    window.close()
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    question(window).tray.click()
    assert not window.isVisible()
    assert closed == []
    window.show()
    window.close()
    assert question(window).isVisible()


def test_esc_stays_and_there_are_never_two_questions(window, waiting, filled) -> None:
    window.show_record(filled.barrels)
    window.records.form.form.grid.editor("probability").setText("80")
    for _ in range(2):
        window.close()
    (unsaved,) = [one for one in window.findChildren(Dialog) if one.isVisible()]
    assert not isinstance(unsaved, ClosingDialog)
    button = next(one for one in unsaved.findChildren(object) if getattr(one, "caption", str)() == "Discard")
    button.click()
    window.close()
    dialog = question(window)
    dialog.reject()
    assert window.isVisible()
    assert [one.id for one in leaving.soon()] == [waiting]


def test_going_to_another_workspace_asks_too(window, waiting, qtbot: QtBot) -> None:
    asked: list[object] = []
    window.workspace_wanted.connect(asked.append)
    window.leave_workspace()
    assert asked == []
    question(window).later.click()
    assert asked == [None]
