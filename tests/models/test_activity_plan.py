"""Plans: what they would make, what they make, all or nothing, and what is refused in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from models import activity, activity_plan, activity_type, follower, setting, user
from models.activity_plan import Plan, Step
from models.errors import Invalid, NotFound, Refused
from tests.models.conftest import Make, newest

DAY = dt.date(2026, 12, 1)
STEPS = (Step("todo", 14, "Ask how it went"), Step("call", -7, assignee="Jonas Lind", note="By noon"), Step("email"))


@pytest.fixture
def task(make: Make) -> int:
    return make("task", title="Move the barrels")


@pytest.fixture
def customer(marta: int, jonas: int) -> Plan:
    return activity_plan.put(Plan("New  customer", STEPS), by=marta)


def test_the_preview_is_what_is_then_made(task: int, marta: int, jonas: int, customer: Plan) -> None:
    shown = activity_plan.preview(customer, DAY, by=marta)
    assert [(one.summary, one.due, one.assigned_to) for one in shown] == [
        ("Call", dt.date(2026, 11, 24), "Jonas Lind"),
        ("E-mail", DAY, "Marta Oliveira"),
        ("Ask how it went", dt.date(2026, 12, 15), "Marta Oliveira"),
    ]
    assert activity.planned() == [], "looking makes nothing"
    activity_plan.make(task, "new customer", DAY, by=marta)
    made = [(one.summary, one.due, one.assigned_to) for one in activity.planned(thread_id=task)]
    assert made == [(one.summary, one.due, one.assigned_to) for one in shown]
    assert activity.planned(assignee=jonas)[0].note == "By noon"
    assert newest(task).body == "Marta Oliveira planned “New customer” around 2026-12-01: 3 activities"
    assert "Jonas Lind" in [one.name for one in follower.followers(task)]


def test_whoever_is_asked_gets_the_steps_that_name_nobody(task: int, marta: int, jonas: int, customer: Plan) -> None:
    activity_plan.make(task, "New customer", DAY, by=marta, assignee=jonas)
    assert {one.assigned_to for one in activity.planned()} == {"Jonas Lind"}


def test_a_plan_with_no_step_is_refused_in_words(marta: int) -> None:
    with pytest.raises(Invalid, match="A plan needs at least one step"):
        activity_plan.put(Plan("Empty", ()), by=marta)
    with pytest.raises(Refused, match="The plan “Empty” has no step"):
        activity_plan.preview(Plan("Empty", ()), DAY, by=marta)
    assert activity_plan.plans() == []


def test_a_plan_is_made_whole_or_not_at_all(task: int, marta: int, jonas: int, customer: Plan) -> None:
    user.archive(jonas, by=marta)
    with pytest.raises(Refused, match="Jonas Lind is archived"):
        activity_plan.make(task, "New customer", DAY, by=marta)
    assert activity.planned() == []


def test_a_step_whose_type_was_archived_is_refused(task: int, marta: int, customer: Plan) -> None:
    activity_type.put(replace(activity_type.kind("email"), archived=True), by=marta)
    with pytest.raises(Refused, match="The type “E-mail” is archived"):
        activity_plan.make(task, "New customer", DAY, by=marta)
    assert activity.planned() == []


REFUSED = [
    (Plan(" ", (Step("todo"),)), "A plan needs a name"),
    (Plan("X", (Step("todo"), Step("dance"))), "Step 2: There is no type of activity “dance”"),
    (Plan("X", (Step("todo", 9999),)), "Step 1: at most 3,650 days"),
    (Plan("X", (Step("todo", assignee="Nobody"),)), "Step 1: There is no user “Nobody”"),
    (Plan("new CUSTOMER", (Step("todo"),)), "There is a plan called “new CUSTOMER” already"),
]


@pytest.mark.parametrize(("one", "words"), REFUSED, ids=[words[:20] for _, words in REFUSED])
def test_what_is_wrong_is_refused(marta: int, customer: Plan, one: Plan, words: str) -> None:
    with pytest.raises(Refused, match=words):
        activity_plan.put(one, by=marta)
    assert activity_plan.plans() == [customer]


def test_plans_are_changed_and_removed_by_administrators(marta: int, jonas: int, customer: Plan) -> None:
    activity_plan.put(Plan("Old customer", customer.steps[:1]), by=marta, instead_of="New customer")
    assert [one.name for one in activity_plan.plans()] == ["Old customer"]
    with pytest.raises(Refused, match="Only an administrator can change the plans"):
        activity_plan.remove("Old customer", by=jonas)
    activity_plan.remove("Old customer", by=marta)
    assert setting.get("activity.plans") is None
    with pytest.raises(NotFound, match="There is no plan “Old customer”; there is none yet"):
        activity_plan.plan("Old customer")


def test_a_day_beyond_all_calendars_is_refused(marta: int, customer: Plan) -> None:
    with pytest.raises(Refused, match="would fall on a day that no calendar has"):
        activity_plan.preview(customer, dt.date(9999, 12, 30), by=marta)
