"""Types of activities of one's own: kept, archived, chained; what is refused, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models import activity, activity_type, user
from models.activity_type import Type
from models.errors import Invalid, Refused
from tests.models.conftest import Make


@pytest.fixture
def task(make: Make) -> int:
    return make("task", title="Move the barrels")


def names(*, archived: bool = True) -> list[str]:
    return [one.name for one in activity_type.kinds(archived=archived)]


def test_a_new_type_gets_a_name_and_gives_what_is_not_said(task: int, marta: int, jonas: int) -> None:
    visit = Type("", " Site  visit ", "map-pin", days=7, summary="See the cellar", assignee="Jonas Lind")
    assert activity_type.put(visit, by=marta).name == "site-visit"
    assert activity_type.put(replace(visit, label="Site visit!"), by=marta).name == "site-visit-2"
    activity.schedule(task, "Site visit", by=marta)
    [one] = activity.planned()
    assert (one.type, one.summary, one.days, one.assigned_to) == ("site-visit", "See the cellar", 7, "Jonas Lind")


def test_a_changed_built_in_type_stays_in_its_place(marta: int) -> None:
    before = names()
    activity_type.put(replace(activity_type.kind("call"), label="Ring", days=1), by=marta)
    assert names() == before and activity_type.kind("Ring").days == 1
    activity_type.put(next(one for one in activity_type.BUILT_IN if one.name == "call"), by=marta)
    assert activity_type.kind("call").label == "Call"


def test_an_archived_type_is_offered_no_more_and_what_was_planned_stays(task: int, marta: int) -> None:
    id = activity.schedule(task, "call", by=marta)
    activity_type.put(replace(activity_type.kind("call"), archived=True), by=marta)
    assert "call" not in names(archived=False) and "call" not in activity.suggestions("todo")
    with pytest.raises(Refused, match="The type “Call” is archived; choose another one"):
        activity.schedule(task, "call", by=marta)
    other = activity.schedule(task, "todo", by=marta)
    with pytest.raises(Refused, match="“Call” is archived"):
        activity.change(other, by=marta, type="call")
    activity.change(id, by=marta, type="call", summary="Still a call")
    assert activity.mark_done(id, by=marta).following is None


def test_a_default_who_was_archived_meanwhile_is_left_out(task: int, marta: int, jonas: int) -> None:
    activity_type.put(replace(activity_type.kind("call"), assignee="Jonas Lind"), by=marta)
    user.archive(jonas, by=marta)
    activity.schedule(task, "call", by=marta)
    assert [one.assigned_to for one in activity.planned()] == ["Marta Oliveira"]


REFUSED = [
    (Type("", "  ", "flag"), "A type needs a name"),
    (Type("", "to-DO", "flag"), "There are two types called “(To-do|to-DO)”"),
    (Type("", "Visit", "flag", days=-1), "from 0 to 3,650"),
    (Type("", "Visit", "flag", days=9999), "from 0 to 3,650"),
    (Type("", "Visit", "flag", next="dance"), "followed by “dance”, which is no type"),
    (Type("", "Visit", "flag", assignee="Nobody"), "There is no user “Nobody”"),
    (Type("todo", "To-do", "flag", archived=True), "“To-do” can't be archived"),
]


@pytest.mark.parametrize(("one", "words"), REFUSED, ids=[words[:24] for _, words in REFUSED])
def test_what_is_wrong_is_refused_and_nothing_kept(marta: int, one: Type, words: str) -> None:
    before = activity_type.kinds()
    with pytest.raises(Refused, match=words):
        activity_type.put(one, by=marta)
    assert activity_type.kinds() == before


def test_a_chain_that_would_loop_by_itself_is_refused_and_one_that_is_suggested_is_not(marta: int) -> None:
    activity_type.put(replace(activity_type.kind("call"), next="todo", automatic=True), by=marta)
    with pytest.raises(Invalid, match="would plan each other for ever: To-do → Call → To-do"):
        activity_type.put(replace(activity_type.kind("todo"), next="call", automatic=True), by=marta)
    activity_type.put(replace(activity_type.kind("todo"), next="call"), by=marta)
    assert activity_type.kind("todo").next == "call"


def test_what_follows_another_can_not_be_archived(marta: int) -> None:
    activity_type.put(replace(activity_type.kind("call"), next="email"), by=marta)
    with pytest.raises(Invalid, match="Call is followed by E-mail, which is archived"):
        activity_type.put(replace(activity_type.kind("email"), archived=True), by=marta)


def test_only_an_administrator_changes_types(jonas: int) -> None:
    with pytest.raises(Refused, match="Only an administrator can change the types"):
        activity_type.put(Type("", "Visit", "flag"), by=jonas)
