"""Purchase order: what is ordered from a vendor, line by line."""

from __future__ import annotations

from models import record
from models.fields import Amounts, Choice, Currency, Date, DateTime, Lines, Link, LongText, Member, Text
from models.kinds.opportunity import of_contact
from models.record import Action, Record, Values

STATUSES = tuple((status, status) for status in ("RFQ", "RFQ sent", "Purchase order", "Received", "Cancelled"))


class PurchaseOrder(
    Record,
    kind="purchase_order",
    label="Purchase order",
    plural="Purchase orders",
    title="reference",
    stage="status",
    amount="total",
    due="expected_arrival",
    ends=("Received", "Cancelled"),
    icon="cart",
):
    """The total is the sum of the lines. Without a reference of its own an order gets a number."""

    computed = frozenset({"total"})
    actions = (Action("Confirm order", {"status": "Purchase order"}), Action("Mark received", {"status": "Received"}))

    reference = Text("Reference", place="head")
    vendor = Link("Vendor", to="contact", tracked=True, listed=True)
    status = Choice(
        "Status",
        STATUSES,
        stages="purchase_order",
        default="RFQ",
        tracked=True,
        required=True,
        listed=True,
        place="head",
    )
    order_date = Date("Order date", tracked=True, listed=True)
    expected_arrival = DateTime("Expected arrival", tracked=True, listed=True)
    currency = Currency("Currency", tracked=True)
    lines = Lines("Lines", currency="currency", tracked=True, place="tab")
    total = Amounts("Total", currency="currency", tracked=True, listed=True)
    buyer = Member("Buyer", tracked=True, listed=True)
    notes = LongText("Notes", place="tab")

    @classmethod
    def derive(cls, values: Values, changed: set[str]) -> None:
        values["currency"] = values["currency"] or record.currency()
        values["total"] = cls.lines.total(values["lines"], values["currency"])

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        return of_contact(values["vendor"])
