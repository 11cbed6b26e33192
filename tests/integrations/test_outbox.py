"""The outbox: every end of a try, what it leads to, and that nothing goes out twice."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import pytest

from integrations.outbox import Outbox
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import database, delivery, dispatch, message, notification, outbox, record, sending, setting, window
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


def test_an_edit_before_it_goes_out_goes_out(talking: Any) -> None:
    sent = talking.write("As it was")
    message.edit(talking.sent(sent).message, "As it is now", by=talking.filled.marta)
    talking.work()
    assert talking.bodies() == ["As it is now"]


def test_a_deleted_message_that_may_have_arrived_is_not_sent_again(talking: Any) -> None:
    talking.twilio.faults.append(Fault("cut"))
    sent = talking.write()
    talking.work()
    message.delete(talking.sent(sent).message, by=talking.filled.marta)
    talking.clock.forward(seconds=40)
    talking.work()
    assert Delivery.get_by_id(sent).state == "cancelled"
    assert talking.bodies() == []


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


def test_only_one_process_works_and_the_next_takes_over(talking: Any) -> None:
    assert talking.outbox.take_over()
    other = Outbox(talking.filled.workspace, talking.registry)
    assert not other.take_over()
    assert not other.step()
    talking.outbox.close()
    assert other.take_over()
    other.close()


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


def test_without_a_channel_it_says_so(filled: Any) -> None:
    from integrations.registry import Registry

    registry = Registry(filled.workspace.id, discover=False)
    worker = Outbox(filled.workspace, registry)
    posted = sending.send(filled.wall, "By e-mail", by=filled.marta)
    assert not worker.step()
    reason = Delivery.get_by_id(posted.deliveries[0]).reason
    assert reason == "E-mail is not set up yet."
    worker.close()


def test_switched_off_meanwhile_it_waits(talking: Any) -> None:
    sent = talking.write()
    talking.registry.disable("whatsapp_twilio", by=talking.filled.marta)
    talking.work()
    assert talking.sent(sent).reason == "WhatsApp is not set up yet."
    assert setting.get("channel.whatsapp") is None


def test_the_worker_runs_in_a_thread_until_told_to_stop(talking: Any) -> None:
    talking.outbox.close()
    worker = Outbox(talking.filled.workspace, talking.registry)
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop, wake))
    thread.start()
    sent = talking.write("From a thread")
    wake.set()
    end = time.monotonic() + 10
    while talking.sent(sent).state != "queued" and time.monotonic() < end:
        time.sleep(0.02)
    stop.set()
    wake.set()
    thread.join(5)
    assert not thread.is_alive()
    assert talking.sent(sent).state == "queued"
    worker.close()


def test_an_idle_worker_writes_nothing_and_wakes_nobody(talking: Any) -> None:
    talking.write()
    talking.work()
    talking.write("Later", send_after=talking.clock() + dt.timedelta(hours=1))
    woken: list[int] = []
    unsubscribe = database.on_commit(lambda: woken.append(1))
    for _ in range(3):
        assert not talking.outbox.step()
        talking.outbox.seconds_until_due()
    unsubscribe()
    assert woken == []


def test_a_record_removed_while_its_message_is_under_way_harms_nothing(talking: Any) -> None:
    task = record.create("task", {"title": "Gone soon", "about": str(talking.filled.barrels)}, by=talking.filled.marta)
    sent = talking.write("On its way", record=task.id)
    due = dispatch.claim(["whatsapp"])
    assert due is not None
    assert due.id == sent
    record.remove(task.id, by=talking.filled.marta)
    dispatch.accepted(due.id, "SM" + "1" * 32)
    talking.work()
    assert not Delivery.select().where(Delivery.id == sent).exists()


def test_a_fault_of_ours_does_not_end_the_worker(
    talking: Any, monkeypatch: pytest.MonkeyPatch, allowed_warnings: list[str]
) -> None:
    allowed_warnings.append("the outbox stumbled")
    monkeypatch.setattr("integrations.outbox.STUMBLE", 0.05)
    steps = []

    def broken() -> bool:
        steps.append(1)
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(talking.outbox, "step", broken)
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=talking.outbox.run, args=(stop, wake))
    thread.start()
    time.sleep(0.4)
    stop.set()
    wake.set()
    thread.join(5)
    assert not thread.is_alive()
    assert len(steps) > 1


def test_many_wait_for_many_addresses_quickly(talking: Any) -> None:
    for number in range(60):
        talking.write(f"Message {number}")
    began = time.monotonic()
    talking.work()
    assert talking.states().count("queued") == 60
    assert time.monotonic() - began < 20
