"""The outbox as a worker: one process at a time, quiet while idle, harmed by nothing."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import pytest

from integrations.outbox import Outbox
from models import database, dispatch, record, sending, setting
from models.delivery import Delivery


def test_only_one_process_works_and_the_next_takes_over(talking: Any) -> None:
    assert talking.outbox.take_over()
    other = Outbox(talking.filled.workspace, talking.registry)
    assert not other.take_over()
    assert not other.step()
    talking.outbox.close()
    assert other.take_over()
    other.close()


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
    monkeypatch.setattr(Outbox, "stumble", 0.05)
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
