"""Opportunity: a sale that may come about, from first word to won or lost."""

from __future__ import annotations

from models import person, thread
from models.errors import Invalid
from models.fields import Amounts, Choice, Date, Link, LongText, Member, Number, Tags, Text
from models.record import Action, Record, Values, read

STAGES = tuple((stage, stage) for stage in ("New", "Qualified", "Proposition", "Won", "Lost"))
_OUTCOMES = {"Won": ("won", 100), "Lost": ("lost", 0)}


class Opportunity(
    Record,
    kind="opportunity",
    label="Opportunity",
    plural="Opportunities",
    title="title",
    stage="stage",
    amount="expected_revenue",
    due="expected_closing",
    ends=("Won", "Lost"),
    icon="briefcase",
):
    """Reaching Won or Lost sets outcome and probability in the same save."""

    actions = (Action("Mark won", {"stage": "Won"}), Action("Mark lost", {"stage": "Lost"}, asks="lost_reason"))

    stage = Choice(
        "Stage", STAGES, stages="opportunity", default="New", tracked=True, required=True, listed=True, place="head"
    )
    title = Text("Title", tracked=True, required=True, place="head")
    contact = Link("Contact", to="contact", tracked=True, listed=True)
    company = Link("Company", to="contact")
    expected_revenue = Amounts("Expected revenue", tracked=True, listed=True)
    probability = Number("Probability", least=0, most=100, percent=True, tracked=True)
    expected_closing = Date("Expected closing", tracked=True, listed=True)
    salesperson = Member("Salesperson", tracked=True, listed=True)
    tags = Tags("Tags", tracked=True)
    outcome = Choice("Outcome", (("won", "Won"), ("lost", "Lost")), tracked=True)
    lost_reason = Text("Lost reason", tracked=True)
    notes = LongText("Notes", place="tab")

    @classmethod
    def derive(cls, values: Values, changed: set[str]) -> None:
        if "outcome" in changed and "stage" not in changed:
            values["stage"] = _stage_of(values["outcome"], values["stage"])
            changed = {*changed, "stage"}
        if "stage" in changed:
            values["outcome"], values["probability"] = _OUTCOMES.get(values["stage"], (None, values["probability"]))
        if "contact" in changed and values["contact"] and not values["company"]:
            values["company"] = read(values["contact"]).values["company"]

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        return of_contact(values["contact"])


def _stage_of(outcome: str | None, stage: str) -> str:
    """The stage that goes with an outcome."""
    if outcome is None and stage in _OUTCOMES:
        raise Invalid({"outcome": f"The outcome follows from the stage {stage}; choose another stage instead."})
    return outcome.capitalize() if outcome else stage


def of_contact(contact: int | None) -> int | None:
    """The person of a contact record, if it is one."""
    if contact is None or thread.head(contact).kind != "contact":
        return None
    someone = person.of_card(contact)
    return someone.id if someone else None
