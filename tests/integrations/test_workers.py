"""The workers of a window: what is posted goes out by itself, what comes in is there, and all end with the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from desktop.workers import Workers
from models import entries, sending
from models.delivery import Delivery
from tests.fakes.twilio.server import Twilio
from tests.integrations.conftest import ANA, connect


def until(reached: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something that a worker does."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it didn't happen"
        time.sleep(0.02)


@pytest.fixture
def workers(filled: Any, twilio: Twilio) -> Any:
    made = Workers(filled.workspace, connect(filled.workspace, twilio, by=filled.marta))
    yield made
    made.stop()


def test_what_comes_in_is_there_and_an_answer_goes_out_by_itself(filled: Any, twilio: Twilio, workers: Workers) -> None:
    twilio.account.inbound(ANA, "Hola")
    workers.start()
    until(lambda: any(one.body == "Hola" for one in entries.page(filled.ana) + entries.page(filled.barrels)))
    posted = sending.send(filled.barrels, "Buenos días", by=filled.marta, channel="whatsapp")
    until(lambda: Delivery.get_by_id(posted.deliveries[0]).state != "waiting", seconds=3)
    until(lambda: [one.body for one in twilio.account.outgoing(ANA)] == ["Buenos días"])


def test_all_end_with_the_window(filled: Any, workers: Workers) -> None:
    workers.start()
    indexer = workers._indexer
    assert indexer is not None and indexer.poll() is None
    workers.stop()
    assert not [thread for thread in threading.enumerate() if thread.name in ("outbox", "inbox", "interpreter")]
    assert indexer.poll() is not None
