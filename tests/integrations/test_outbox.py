"""The outbox: what becomes of a try, what waits and why, and what a person does about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import delivery, dispatch, message, notification, outbox, record, window
from models.delivery import Delivery
from models.errors import Refused
from tests.fakes.twilio.faults import Fault


def test_a_message_goes_out_once_and_its_states_go_up_to_read(talking: Any) -> None:
    sent = talking.write("The barrels are ready")
    assert talking.sent(sent).state == "waiting"
    talking.work()
    assert talking.sent(sent).state == "queued"
    for expected in ("queued", "sent", "delivered", "read"):
        talking.twilio.account.advance()
        talking.fetch()
        assert talking.sent(sent).state == expected
    talking.work()
    assert talking.bodies() == ["The barrels are ready"]


def test_states_never_go_back(talking: Any) -> None:
    sent = talking.write()
    talking.work()
    talking.twilio.account.advance(4)
    talking.fetch()
    there = talking.twilio.account.outgoing()[0]
    there.status = "sent"
    talking.fetch()
    assert talking.sent(sent).state == "read"
    assert not dispatch.progressed("whatsapp", there.sid, "failed", reason="late")


def test_a_failure_that_comes_later_turns_sent_into_failed_with_words(talking: Any) -> None:
    sent = talking.write()
    talking.work()
    talking.twilio.account.advance(2)
    talking.fetch()
    assert talking.sent(sent).state == "sent"
    talking.twilio.account.fail(talking.twilio.account.outgoing()[0], 63018, "Rate limit exceeded")
    assert [one.failed for one in talking.fetch()] == [1]
    failed = talking.sent(sent)
    assert (failed.state, failed.code) == ("failed", "63018")
    assert "Try again later" in (failed.reason or "")
    assert outbox.failures_of(talking.filled.marta) == 1


def test_an_edit_before_it_goes_out_goes_out(talking: Any) -> None:
    sent = talking.write("As it was")
    message.edit(talking.sent(sent).message, "As it is now", by=talking.filled.marta)
    talking.work()
    assert talking.bodies() == ["As it is now"]


def test_too_many_requests_are_tried_later_not_before_retry_after(talking: Any) -> None:
    talking.twilio.faults.append(Fault("429", seconds=90))
    sent = talking.write()
    talking.work()
    assert talking.sent(sent).state == "waiting"
    assert "too many requests" in (talking.sent(sent).reason or "")
    talking.clock.forward(seconds=89)
    talking.work()
    assert talking.bodies() == []
    talking.clock.forward(seconds=2)
    talking.work()
    assert talking.sent(sent).state == "queued"


def test_after_eight_tries_it_is_given_up(talking: Any) -> None:
    talking.twilio.faults.extend([Fault("429")] * 8)
    sent = talking.write()
    for _ in range(12):
        talking.work()
        talking.clock.forward(hours=1)
    assert talking.sent(sent).state == "failed"
    assert "8 tries" in (talking.sent(sent).reason or "")
    assert talking.bodies() == []


def test_offline_everything_waits_however_long_and_goes_out_in_order(talking: Any) -> None:
    port_of_nobody = "http://127.0.0.1:9"
    talking.registry.put("whatsapp_twilio", {"api_url": port_of_nobody}, by=talking.filled.marta)
    first, second = talking.write("First"), talking.write("Second")
    for _ in range(20):
        talking.work()
        talking.clock.forward(minutes=2)
    assert [talking.sent(one).state for one in (first, second)] == ["waiting", "waiting"]
    assert all("can't be reached" in (talking.sent(one).reason or "") for one in (first, second))
    talking.registry.put("whatsapp_twilio", {"api_url": talking.twilio.url}, by=talking.filled.marta)
    talking.work()
    assert talking.bodies() == ["First", "Second"]


def test_offline_the_provider_is_not_tried_for_each_message(talking: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    send = WhatsAppTwilio.send
    monkeypatch.setattr(WhatsAppTwilio, "send", lambda self, one: (tries.append(one.key), send(self, one))[1])
    talking.registry.put("whatsapp_twilio", {"api_url": "http://127.0.0.1:9"}, by=talking.filled.marta)
    for number in range(5):
        talking.write(f"Message {number}")
    talking.work()
    assert len(tries) == 1
    assert 0 < talking.outbox.seconds_until_due() <= 5


def test_a_server_without_a_valid_certificate_gets_nothing(talking: Any) -> None:
    address = talking.twilio.url.replace("http://", "https://")
    talking.registry.put("whatsapp_twilio", {"api_url": address}, by=talking.filled.marta)
    sent = talking.write()
    talking.work()
    assert talking.sent(sent).state == "waiting"
    assert "not safe" in (talking.sent(sent).reason or "")


def test_wrong_credentials_stop_the_channel_and_mended_ones_let_it_go_on(talking: Any) -> None:
    marta = talking.filled.marta
    talking.registry.put("whatsapp_twilio", {"secret": "wrong"}, by=marta)
    first, second = talking.write("One"), talking.write("Two")
    requests = len(talking.twilio.requests)
    talking.work()
    talking.work()
    assert len(talking.twilio.requests) == requests + 1
    assert [talking.sent(one).state for one in (first, second)] == ["waiting", "waiting"]
    assert all("credentials" in (talking.sent(one).reason or "") for one in (first, second))
    talking.registry.put("whatsapp_twilio", {"secret": talking.twilio.account.token}, by=marta)
    talking.work()
    assert talking.bodies() == ["One", "Two"]


def test_a_new_start_gives_a_stopped_channel_another_chance(talking: Any) -> None:
    dispatch.pause("whatsapp", "The credentials are wrong.")
    sent = talking.write()
    assert talking.sent(sent).reason == "The credentials are wrong."
    talking.work()
    assert talking.sent(sent).state == "queued"  # this outbox had not begun yet


def test_a_sender_that_is_none_stops_the_channel(talking: Any) -> None:
    talking.registry.put("whatsapp_twilio", {"sender": "+15550001111"}, by=talking.filled.marta)
    talking.write()
    talking.work()
    assert "not a WhatsApp sender" in (delivery.paused("whatsapp") or "")


def test_what_is_refused_for_good_fails_at_once_with_words(talking: Any) -> None:
    Delivery.update(address="+0").where(Delivery.id == (sent := talking.write())).execute()
    window.hear("whatsapp", "+0", talking.clock())
    talking.work()
    assert (talking.sent(sent).state, talking.sent(sent).code) == ("failed", "21211")
    assert "Correct it in the contact" in (talking.sent(sent).reason or "")


def test_an_opt_out_known_to_the_provider_is_kept_and_refuses_from_now_on(talking: Any) -> None:
    talking.twilio.account.opted_out.add("+34656555014")
    talking.write()
    talking.work()
    assert record.read(talking.filled.ana).values["whatsapp_consent"] == "no"
    with pytest.raises(Refused, match="opted out"):
        talking.write()


def test_an_opt_out_between_writing_and_sending_is_honoured(talking: Any) -> None:
    sent = talking.write()
    record.save(talking.filled.ana, {"whatsapp_consent": "no"}, by=talking.filled.marta)
    talking.work()
    assert talking.sent(sent).state == "failed"
    assert "opted out" in (talking.sent(sent).reason or "")
    assert talking.bodies() == []


def test_the_24_hours_are_checked_again_at_the_moment_of_sending(talking: Any) -> None:
    sent = talking.write("Too late")
    talking.clock.forward(hours=25)
    talking.work()
    assert talking.sent(sent).state == "failed"
    assert "24 hours" in (talking.sent(sent).reason or "")
    assert talking.bodies() == []


def test_order_is_kept_for_each_recipient_and_nobody_else_waits(talking: Any) -> None:
    talking.twilio.account.inbound("+4915112345678", "Moin")
    talking.fetch()
    karl = next(row.thread for row in notification.inbox(talking.filled.marta) if row.reason == "answer")
    talking.twilio.faults.append(Fault("cut"))
    first, second = talking.write("First"), talking.write("Second")
    other = talking.write("To the other", record=karl)
    talking.work()
    assert talking.sent(first).state == "uncertain"
    assert talking.sent(second).state == "waiting"
    assert "earlier message" in (talking.sent(second).reason or "")
    assert talking.sent(other).state == "queued"
    talking.clock.forward(seconds=31)
    talking.work()
    assert talking.bodies() == ["First", "Second"]


def test_what_is_scheduled_waits_for_its_time(talking: Any) -> None:
    hour = dt.timedelta(hours=1)
    sent = talking.write("Later", send_after=talking.clock() + hour)
    assert talking.sent(sent).reason == "It is scheduled."
    talking.work()
    assert talking.bodies() == []
    assert talking.outbox.seconds_until_due() == 60
    talking.clock.ahead = hour
    talking.work()
    assert talking.bodies() == ["Later"]


def test_an_answer_cancels_what_was_to_wait_for_none(talking: Any) -> None:
    at = talking.clock() + dt.timedelta(hours=1)
    kept, gone = talking.write("Anyway", send_after=at), talking.write("If not", send_after=at, unless_answered=True)
    talking.hear("I am here")
    assert [talking.sent(one).state for one in (kept, gone)] == ["waiting", "cancelled"]
    assert talking.sent(gone).reason == "They answered first."


def test_a_person_retries_cancels_and_gives_up(talking: Any) -> None:
    marta = talking.filled.marta
    talking.twilio.account.not_on_whatsapp.add("+34656555014")
    sent = talking.write()
    talking.work()
    talking.twilio.account.advance()
    talking.fetch()
    assert talking.sent(sent).state == "failed"
    talking.twilio.account.not_on_whatsapp.clear()
    outbox.retry(sent, by=marta)
    talking.work()
    assert talking.sent(sent).state == "queued"
    assert len(talking.bodies()) == 2  # the first try never reached the phone
    with pytest.raises(Refused, match="queued"):
        outbox.cancel(sent, by=marta)
    waiting = talking.write()
    outbox.cancel(waiting, by=marta)
    assert "Marta" in (talking.sent(waiting).reason or "")
    talking.work()
    assert talking.sent(waiting).state == "cancelled"
