"""The outbox page: what stands there and why, what can be done, a stopped channel, and that it is live."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.outbox.page import OutboxPage
from desktop.outbox.row import OutboxRow
from models import dispatch, outbox, sending
from models.database import now
from models.delivery import Delivery


@pytest.fixture
def sent(filled) -> int:
    """The delivery of the filled workspace's own message, which failed."""
    id = int(Delivery.select(Delivery.id).scalar())
    Delivery.update(state="failed", reason="Bounced: the mailbox is full.", code="552").execute()
    return id


@pytest.fixture
def page(window, sent: int, qtbot: QtBot) -> OutboxPage:
    """The page in the window."""
    window.show_page("outbox")
    made = window.pages.made["outbox"]
    qtbot.waitUntil(made.isVisible)
    return made


def click(qtbot: QtBot, row: OutboxRow, name: str) -> None:
    qtbot.mouseClick(row.buttons[name], Qt.MouseButton.LeftButton)


def test_a_failure_says_why_and_counts_in_the_navigation(page: OutboxPage, window) -> None:
    (row,) = page.rows
    assert row.why.text() == "Bounced: the mailbox is full."
    assert "Failed, E-mail, Ana Herrera" in row.accessibleName()
    assert set(row.buttons) == {"retry", "give_up", "open"}
    assert window.pages.counts(window.desk.me)["outbox"] == 1


def test_retry_and_cancel(page: OutboxPage, qtbot: QtBot, sent: int) -> None:
    click(qtbot, page.rows[0], "retry")
    qtbot.waitUntil(lambda: "cancel" in page.rows[0].buttons)
    assert outbox.one(sent).sent.state == "waiting"
    click(qtbot, page.rows[0], "cancel")
    qtbot.waitUntil(lambda: page.is_empty())
    assert outbox.one(sent).sent.state == "cancelled"


def test_giving_up_takes_it_off_the_list_and_the_count(page: OutboxPage, qtbot: QtBot, window, sent: int) -> None:
    click(qtbot, page.rows[0], "give_up")
    qtbot.waitUntil(lambda: window.pages.counts(window.desk.me)["outbox"] == 0)
    assert outbox.one(sent).sent.state == "cancelled"


def test_the_record_opens_at_the_message(page: OutboxPage, qtbot: QtBot, window, filled) -> None:
    click(qtbot, page.rows[0], "open")
    assert window.open_page() == "records" and window.records.record == filled.barrels


def test_states_have_filters_and_new_ones_appear_by_themselves(
    page: OutboxPage, qtbot: QtBot, filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.send(filled.barrels, "Now", by=filled.marta)
    sending.send(filled.barrels, "Tomorrow", by=filled.marta, send_after=now() + dt.timedelta(days=1))
    qtbot.waitUntil(lambda: len(page.rows) == 3)
    page.tabs.setCurrentIndex(2)
    assert page.tabs.current() == "scheduled"
    assert [row.row.text for row in page.rows] == ["Tomorrow"]
    assert "scheduled" in page.rows[0].why.text()


def test_a_stopped_channel_is_one_banner_and_starts_again(page: OutboxPage, qtbot: QtBot, window, filled) -> None:
    sending.send(filled.barrels, "One", by=filled.marta)
    sending.send(filled.barrels, "Two", by=filled.marta)
    dispatch.pause("email", "the server refused the password")
    qtbot.waitUntil(lambda: "email" in page.banners and page.banners["email"].kind == "error")
    said = page.banners["email"].accessibleName()
    assert "E-mail is stopped: the server refused the password" in said and "2 messages wait" in said
    start = next(
        one
        for one in page.banners["email"].findChildren(type(page.rows[0].buttons["retry"]))
        if one.text() == "Start again"
    )
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.banners.get("email") is None or page.banners["email"].kind == "warning")


def test_a_failure_by_the_24_hours_leads_to_the_templates(
    page: OutboxPage, qtbot: QtBot, window, sent: int, filled
) -> None:
    Delivery.update(channel="whatsapp", address="+34656555014", code="63016", reason="More than 24 hours.").execute()
    page.reload()
    click(qtbot, page.rows[0], "template")
    assert window.records.record == filled.barrels
    assert window.records.chatter.whatsapp.composer.isVisible()
