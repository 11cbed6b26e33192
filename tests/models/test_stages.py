"""Stages of a workspace: named, added, ordered and removed; records keep theirs; bad names are refused in words."""

from __future__ import annotations

import pytest

from models import grouping, record, stages
from models.errors import Invalid, NotFound, Refused
from models.stages import Stage


def names(kind: str = "opportunity") -> list[str]:
    return [one.name for one in stages.of(kind)]


def test_a_stage_is_added_before_the_ends_and_can_be_chosen(filled) -> None:
    stages.add("opportunity", " Negotiation ", by=filled.marta)
    assert names() == ["New", "Qualified", "Proposition", "Negotiation", "Won", "Lost"]
    saved = record.save(filled.barrels, {"stage": "negotiation"}, by=filled.marta)
    assert saved.changes[0].new == {"value": "Negotiation", "label": "Negotiation"}
    assert [group.value for group in grouping.stages("opportunity")][3] == "Negotiation"


def test_a_renamed_stage_keeps_its_records(filled) -> None:
    stages.rename("opportunity", "Proposition", "Angebot", by=filled.marta)
    stages.rename("opportunity", "Won", "Gewonnen", by=filled.marta)
    assert record.read(filled.barrels).values["stage"] == "Proposition"
    saved = record.save(filled.barrels, {"stage": "gewonnen"}, by=filled.marta)
    told = {one.field: (one.old, one.new) for one in saved.changes}
    assert told["stage"] == (
        {"value": "Proposition", "label": "Angebot"},
        {"value": "Won", "label": "Gewonnen"},
    )
    assert record.read(filled.barrels).values["outcome"] == "won"


def test_the_order_changes_and_ends_stay_last(filled) -> None:
    stages.move("opportunity", "Qualified", 1, by=filled.marta)
    assert names() == ["New", "Proposition", "Qualified", "Won", "Lost"]
    stages.move("opportunity", "Qualified", 9, by=filled.marta)
    assert names()[-2:] == ["Won", "Lost"]
    stages.move("opportunity", "Qualified", -1, by=filled.marta)
    assert names() == ["New", "Qualified", "Proposition", "Won", "Lost"]


def test_what_is_needed_or_in_use_stays(filled) -> None:
    for value in ("New", "Won", "Lost"):
        with pytest.raises(Refused, match="renamed, not removed"):
            stages.remove("opportunity", value, by=filled.marta)
    with pytest.raises(Refused, match="1 opportunity stands at “Proposition”"):
        stages.remove("opportunity", "Proposition", by=filled.marta)
    stages.remove("opportunity", "Qualified", by=filled.marta)
    assert "Qualified" not in names()
    with pytest.raises(NotFound):
        stages.of("contact")
    with pytest.raises(NotFound):
        stages.move("task", "Nowhere", 1, by=filled.marta)


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "new", "WON", "\u202e"])
def test_bad_names_are_refused(filled, name: str) -> None:
    with pytest.raises(Invalid):
        stages.add("opportunity", name, by=filled.marta)
    assert names() == ["New", "Qualified", "Proposition", "Won", "Lost"]


def test_only_administrators_change_them(filled) -> None:
    with pytest.raises(Refused, match="administrator"):
        stages.add("task", "Waiting", by=filled.jonas)
    with pytest.raises(Refused, match="At most 30"):
        stages.put("task", [*stages.of("task"), *(Stage(str(n), str(n)) for n in range(30))], by=filled.marta)
