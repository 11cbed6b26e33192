"""Types and plans in the window: their cards in the settings, and a plan used on a record."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.activities.done_popover import following_words
from desktop.activities.plan_dialog import PlanDialog
from desktop.activities.plans_card import PlansCard
from desktop.activities.schedule_dialog import ScheduleDialog
from desktop.activities.types_card import TypesCard, said
from desktop.activities.words import types
from desktop.main_window import MainWindow
from desktop.widgets import IconButton
from models import activity, activity_plan, activity_type
from models.activity_plan import Plan, Step
from models.activity_type import Type


@pytest.fixture
def cards(window: MainWindow) -> tuple[TypesCard, PlansCard]:
    page = window.pages
    window.show_settings("activities")
    return page.findChild(TypesCard), page.findChild(PlansCard)


def button(card, name: str) -> IconButton:
    return next(one for one in card.findChildren(IconButton) if one.accessibleName() == name)


def trouble(dialog) -> str:
    """What the dialog says that belongs to no field."""
    return " ".join(label.text() for label in dialog._trouble.findChildren(QLabel))


def test_a_type_is_written_and_offered_when_one_plans(cards, window: MainWindow, filled) -> None:
    dialog = cards[0].edit(None)
    dialog.fields["label"].setText("Site visit")
    dialog.fields["days"].setText("soon")
    dialog.verb.click()
    assert dialog.isVisible() and "whole number of days" in dialog._wrong["days"].text()
    dialog.fields["days"].setText("7")
    dialog.next.setCurrentIndex(dialog.next.findData("call"))
    dialog.automatic.setChecked(True)
    dialog.icon.setCurrentIndex(dialog.icon.findData("map-pin"))
    dialog.verb.click()
    assert activity_type.kind("Site visit") == Type(
        "site-visit", "Site visit", "map-pin", days=7, next="call", automatic=True
    )
    assert said(activity_type.kind("site-visit"), types()) == "Due in 7 days · then Call by itself"
    assert following_words("site-visit") == "Then Call is planned by itself."
    window.show_record(filled.barrels)
    assert window.records.activities.plan().type.findData("site-visit") >= 0


def test_a_loop_is_said_in_the_dialog(cards, filled) -> None:
    activity_type.put(Type("call", "Call", "phone", days=2, next="todo", automatic=True), by=filled.marta)
    dialog = cards[0].edit(activity_type.kind("todo"))
    dialog.next.setCurrentIndex(dialog.next.findData("call"))
    dialog.automatic.setChecked(True)
    dialog.verb.click()
    assert dialog.isVisible() and "To-do → Call → To-do" in trouble(dialog)


def test_archiving_a_type_and_restoring_it(cards, filled, window: MainWindow) -> None:
    assert not button(cards[0], "Archive To-do").isEnabled()
    button(cards[0], "Archive E-mail").click()
    assert activity_type.kind("email").archived
    window.show_record(filled.barrels)
    dialog = window.records.activities.plan()
    assert dialog.type.findData("email") < 0
    dialog.reject()
    button(cards[0], "Restore E-mail").click()
    assert not activity_type.kind("email").archived


def test_only_administrators_change_them(cards, window: MainWindow, filled) -> None:
    window.desk.act_as(filled.jonas)
    for card in cards:
        assert not card.add.isEnabled() and card.add.toolTip()


def test_a_plan_is_written_step_by_step(cards, filled) -> None:
    dialog = cards[1].edit(None)
    dialog.fields["name"].setText("New customer")
    dialog._drop(dialog.steps[0])
    dialog.verb.click()
    assert dialog.isVisible() and "at least one step" in trouble(dialog)
    dialog.more.click()
    dialog.add_step(Step("call"))
    dialog.steps[1].days.setText("x")
    dialog.verb.click()
    assert "Step 2: “x” is no number of days" in trouble(dialog)
    dialog.steps[1].days.setText("7")
    dialog.steps[1].side.setCurrentIndex(1)
    dialog.steps[1].summary.setText("Ask who signs")
    dialog.verb.click()
    assert activity_plan.plans() == [Plan("New customer", (Step("todo"), Step("call", -7, "Ask who signs")))]
    assert not dialog.isVisible()
    button(cards[1], "Remove New customer").click()
    assert activity_plan.plans() == []


def test_a_plan_is_shown_before_it_is_made(window: MainWindow, filled, qtbot: QtBot) -> None:
    activity_plan.put(Plan("New customer", (Step("call", -7), Step("todo", 1, "Send it"))), by=filled.marta)
    window.show_record(filled.barrels)
    window.records.activities.plan()
    [first] = [one for one in window.findChildren(ScheduleDialog) if one.isVisible()]
    first.plans.click()
    [dialog] = [one for one in window.findChildren(PlanDialog) if one.isVisible()]
    today = activity.today_of(filled.marta)
    assert [one.due for one in dialog.coming] == [today - dt.timedelta(days=7), today + dt.timedelta(days=1)]
    assert dialog.verb.text() == "Plan 2 activities" or dialog.verb.caption() == "Plan 2 activities"
    dialog.day.day.setText("31 February")
    dialog.day.day.textEdited.emit("31 February")
    assert not dialog.verb.isEnabled() and "is no day" in dialog.error.text()
    dialog.day._choose(today)
    dialog.assignee.setCurrentIndex(dialog.assignee.findData(filled.jonas))
    dialog.verb.click()
    qtbot.waitUntil(lambda: len(activity.planned(thread_id=filled.barrels, assignee=filled.jonas)) == 2)


def test_without_plans_none_is_offered(window: MainWindow, filled) -> None:
    window.show_record(filled.barrels)
    assert not hasattr(window.records.activities.plan(), "plans")
