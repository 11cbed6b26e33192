"""Templates: what is kept of them, how they are filled, and what is refused before anything is written."""

from __future__ import annotations

from typing import Any

import pytest

from models import filling, sending, template
from models.delivery import Delivery
from models.errors import NotFound, Refused
from models.message import Message
from models.shown import Reader
from models.template import Kept

READY = Kept(
    "HX1",
    "order_ready",
    "en",
    "Hello {{1}}, your {{2}} is ready. {{1}}, shall we send it?",
    "approved",
    "utility",
    "",
    {"1": "customer", "2": "order"},
)


@pytest.fixture(autouse=True)
def kept(filled: Any) -> None:
    paused = Kept("HX2", "spring", "en", "Spring prices", "paused", "marketing", "Low quality")
    template.keep("whatsapp", [READY, paused, Kept("HX3", "plain", "es", "Hola", "approved")], whole=True)


def test_they_are_kept_until_the_whole_list_says_otherwise(filled: Any) -> None:
    assert [one.sid for one in template.every("whatsapp")] == ["HX1", "HX3", "HX2"]
    assert [one.sid for one in template.every("whatsapp", approved=True)] == ["HX1", "HX3"]
    template.keep("whatsapp", [Kept("HX4", "new", "en", "New", "pending")], whole=False)
    assert template.one("whatsapp", "HX4").status == "pending"
    template.keep("whatsapp", [READY], whole=True)
    assert [one.sid for one in template.every("whatsapp")] == ["HX1"]
    with pytest.raises(NotFound, match="HX9"):
        template.one("whatsapp", "HX9")


def test_its_variables_are_those_in_its_text() -> None:
    assert READY.variables == ("1", "2")
    assert template.placeholders("{{ name }} and {{order-id}} {notone} {{}}") == ("name", "order-id")


def test_the_exact_text_becomes_the_message(filled: Any) -> None:
    posted = sending.send(
        filled.barrels, by=filled.marta, template="HX1", variables={"1": "Ana & Co <b>", "2": "*barrels*"}
    )
    written = Message.get_by_id(posted.message)
    assert written.body == "Hello Ana & Co <b>, your *barrels* is ready. Ana & Co <b>, shall we send it?"
    assert (written.kind, written.channel) == ("whatsapp", "whatsapp")
    delivery = Delivery.get_by_id(posted.deliveries[0])
    assert delivery.payload == {"template": "HX1", "variables": {"1": "Ana & Co <b>", "2": "*barrels*"}}


def test_templates_go_without_any_window(filled: Any) -> None:
    assert sending.send(filled.barrels, by=filled.marta, template="HX3").deliveries


@pytest.mark.parametrize(
    ("sid", "variables", "more", "words"),
    [
        ("HX1", {"1": "Ana"}, {}, "missing variable 2"),
        ("HX1", {}, {}, "missing variable 1, missing variable 2"),
        ("HX1", {"1": "Ana", "2": "  "}, {}, "missing variable 2"),
        ("HX1", {"1": "a", "2": "b", "3": "c"}, {}, "no variable 3; it has 1, 2"),
        ("HX3", {"1": "a"}, {}, "no variable 1; it has none"),
        ("HX2", {}, {}, "not approved .paused: Low quality."),
        ("HX9", {}, {}, "no template “HX9” here"),
        ("HX1", {"1": "a\nb", "2": "c"}, {}, "line breaks"),
        ("HX1", {"1": "a", "2": "x" * 1601}, {}, "Variable 2 is too long: at most 1,600 characters"),
        ("HX1", {"1": "a", "2": "x" * 1590}, {}, "1,600 characters"),
        ("HX3", {}, {"body": "text"}, "has its own text"),
        ("HX3", {}, {"channel": "email"}, "by WhatsApp only"),
    ],
)
def test_what_can_not_be_sent_is_refused_with_nothing_written(
    filled: Any, sid: str, variables: dict[str, str], more: dict[str, str], words: str
) -> None:
    before = Message.select().count()
    with pytest.raises(Refused, match=words):
        sending.send(filled.barrels, by=filled.marta, template=sid, variables=variables, **more)
    assert Message.select().count() == before


def test_a_preview_shows_what_is_missing() -> None:
    assert template.preview(READY, {"1": "Ana"}) == "Hello Ana, your {{2}} is ready. Ana, shall we send it?"


@pytest.mark.parametrize(
    ("samples", "body", "expected"),
    [
        ({"1": "customer", "2": "order"}, "{{1}} {{2}}", {"1": "Ana Herrera", "2": "Oak barrels, harvest 2027"}),
        ({"1": "Ana", "2": "INV-1"}, "{{1}} {{2}}", {"1": "Ana Herrera", "2": ""}),
        ({"1": "first name", "2": "company"}, "{{1}} {{2}}", {"1": "Ana", "2": "Bodegas Herrera S.L."}),
        ({"1": "Expected revenue", "2": "stage"}, "{{1}} {{2}}", {"1": "€18,640.00", "2": "Proposition"}),
        (
            {"1": "the order number", "2": "your agent"},
            "{{1}} {{2}}",
            {"1": "Oak barrels, harvest 2027", "2": "Marta Oliveira"},
        ),
        ({}, "{{customer_name}} {{amount}}", {"customer_name": "Ana Herrera", "amount": "€18,640.00"}),
        ({}, "no variables", {}),
    ],
)
def test_variables_are_filled_from_the_record(
    filled: Any, samples: dict[str, str], body: str, expected: dict[str, str]
) -> None:
    one = Kept("HX5", "x", "en", body, "approved", samples=samples)
    assert filling.suggested(one, filled.barrels, by=filled.marta, reader=Reader("en_GB", "UTC")) == expected
