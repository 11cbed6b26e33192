"""Uncertain ends: the provider is asked before any second try, and nothing arrives twice."""

from __future__ import annotations

import time
from typing import Any

import pytest

from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import dispatch, message, outbox
from models.delivery import Delivery
from tests.fakes.twilio.faults import Fault


@pytest.mark.parametrize("kind", ["503", "500", "502 html", "html", "garbage", "list", "no sid", "cut"])
@pytest.mark.parametrize("after", [True, False])
def test_what_may_have_arrived_is_asked_about_before_any_second_try(talking: Any, kind: str, after: bool) -> None:
    talking.twilio.faults.append(Fault(kind, after=after))
    sent = talking.write("Once only")
    talking.work()
    if after:  # found at once
        assert talking.sent(sent).state == "queued"
    else:
        assert talking.sent(sent).state == "uncertain"
        for _ in range(5):
            talking.clock.forward(seconds=5)
            talking.work()
            assert talking.bodies() == []
        talking.clock.forward(seconds=10)
        talking.work()
        assert talking.sent(sent).state == "queued"
    assert talking.bodies() == ["Once only"]


def test_a_lost_reply_is_found_at_once(talking: Any) -> None:
    talking.twilio.faults.append(Fault("sleep", after=True, seconds=1.6))
    sent = talking.write()
    talking.work()
    assert talking.sent(sent).state == "queued"
    assert len(talking.bodies()) == 1


def test_a_server_that_drips_does_not_hold_the_outbox_for_ever(talking: Any) -> None:
    talking.twilio.faults.append(Fault("drip", seconds=20))
    sent = talking.write()
    began = time.monotonic()
    talking.work()
    assert time.monotonic() - began < 6
    assert talking.sent(sent).state == "uncertain"


def test_an_answer_of_many_megabytes_is_not_read_to_its_end(talking: Any) -> None:
    talking.twilio.faults.append(Fault("large", after=True))
    sent = talking.write()
    talking.work()
    assert talking.sent(sent).state == "queued"
    assert len(talking.bodies()) == 1


def test_the_provider_is_asked_at_once_and_after_2_5_15_and_30_seconds(talking: Any) -> None:
    talking.twilio.faults.append(Fault("cut"))
    talking.write()
    asks = []
    for second in range(32):
        before = len(talking.twilio.requests)
        talking.work()
        if any(method == "GET" for method, _ in talking.twilio.requests[before:]):
            asks.append(second)
        talking.clock.forward(seconds=1)
    assert asks == [0, 2, 5, 15, 30]
    assert len(talking.bodies()) == 1


def test_two_equal_texts_are_two_messages_even_if_the_first_ended_uncertainly(talking: Any) -> None:
    talking.twilio.faults.append(Fault("cut", after=True))
    first, second = talking.write("Yes"), talking.write("Yes")
    talking.work()
    assert [talking.sent(one).state for one in (first, second)] == ["queued", "queued"]
    ids = {Delivery.get_by_id(one).provider_id for one in (first, second)}
    assert len(ids) == 2
    assert talking.bodies() == ["Yes", "Yes"]


def test_an_uncertain_text_that_never_arrived_is_not_taken_for_an_earlier_equal_one(talking: Any) -> None:
    first = talking.write("Yes")
    talking.work()
    talking.twilio.faults.append(Fault("cut"))
    second = talking.write("Yes")
    talking.work()
    assert [talking.sent(one).state for one in (first, second)] == ["queued", "uncertain"]


def test_an_edit_meanwhile_does_not_hide_a_message_from_whoever_looks_for_it(talking: Any) -> None:
    talking.twilio.faults.append(Fault("cut", after=True))
    talking.twilio.list_faults.append(Fault("503"))
    sent = talking.write("As it was")
    talking.work()
    assert talking.sent(sent).state == "uncertain"
    message.edit(talking.sent(sent).message, "As it is now", by=talking.filled.marta)
    talking.clock.forward(seconds=31)
    talking.work()
    assert talking.sent(sent).state == "queued"
    assert talking.bodies() == ["As it was"]


def test_a_deleted_message_that_may_have_arrived_is_not_sent_again(talking: Any) -> None:
    talking.twilio.faults.append(Fault("cut"))
    sent = talking.write()
    talking.work()
    message.delete(talking.sent(sent).message, by=talking.filled.marta)
    talking.clock.forward(seconds=40)
    talking.work()
    assert Delivery.get_by_id(sent).state == "cancelled"
    assert talking.bodies() == []


def test_a_failed_first_try_is_not_taken_for_the_second(talking: Any) -> None:
    talking.twilio.account.not_on_whatsapp.add("+34656555014")
    sent = talking.write("Again")
    talking.work()
    talking.twilio.account.advance()
    talking.fetch()
    talking.twilio.account.not_on_whatsapp.clear()
    outbox.retry(sent, by=talking.filled.marta)
    talking.twilio.faults.append(Fault("cut"))
    talking.work()
    assert talking.sent(sent).state == "uncertain"


def test_what_a_dead_worker_left_is_asked_about(talking: Any) -> None:
    sent = talking.write("Left behind")
    dispatch.claim(["whatsapp"])
    assert talking.sent(sent).state == "sending"
    talking.work()
    assert talking.sent(sent).state == "uncertain"
    assert "program ended" in (talking.sent(sent).reason or "") or "no trace" in (talking.sent(sent).reason or "")
    talking.clock.forward(seconds=31)
    talking.work()
    assert talking.bodies() == ["Left behind"]


def test_a_plugin_that_breaks_leaves_it_uncertain(
    talking: Any, monkeypatch: pytest.MonkeyPatch, allowed_warnings: list[str]
) -> None:
    allowed_warnings.append("failed while")

    def broken(self: Any, message: Any) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(WhatsAppTwilio, "send", broken)
    sent = talking.write()
    talking.work()
    assert talking.sent(sent).state == "uncertain"
    assert talking.outbox.counts.uncertain == 1
