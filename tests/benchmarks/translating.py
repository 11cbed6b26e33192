"""How long from the arrival of a message until its translation is on the screen, and how fast languages are recognised.

The engine answers at once, from a server on this computer: what is measured is the way there and back.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, median, percentile, timed
from tests.benchmarks.window import settle, window
from tests.fakes.google_page import GooglePage

TIMES = 30
BATCHES = 20


def measure(path: Path, messages: int) -> list[Figure]:
    from models import person, reading, record, setting, user, workspace

    opened = workspace.open(path)
    by = user.first_administrator().id
    card = record.create("contact", {"name": "Ana Herrera", "email": "ana@herrera.example", "language": "es"}, by=by).id
    thread = record.create("opportunity", {"title": "Oak barrels", "contact": str(card)}, by=by).id
    ana = person.of_card(card)
    assert ana is not None
    recognising = _recognising()
    with GooglePage(instant=True) as page:
        setting.put("translate_google.base_url", page.page, by=by)
        setting.put("plugins.enabled", ["translate_google"], by=by)
        reading.reads(by, ["en"])
        reading.translate_always(by, ana.id, True)
        workspace.close(opened)
        times = _arriving(path, thread, ana.id)
    p95 = percentile(times, 0.95)
    data = f"{messages:,} messages"
    return [
        Figure(
            "translate: message received → its translation on the screen",
            data,
            f"median {median(times):.0f}, p95 {p95:.0f} ms",
            "p95 ≤ 1,000 ms",
            p95 <= 1000,
        ),
        Figure("recognise languages of old messages", data, *recognising),
    ]


def _recognising() -> tuple[str, str, bool]:
    from integrations.recogniser import AT_ONCE
    from integrations.translate import recognise
    from models import translation
    from models.database import execute

    execute(
        "UPDATE message SET language = NULL WHERE id IN (SELECT id FROM message ORDER BY id DESC LIMIT ?)",
        ((BATCHES + 1) * AT_ONCE * 2,),
    )
    recognise(translation.without_language(limit=AT_ONCE))  # the model is loaded by the first
    times = []
    for _ in range(BATCHES):
        times.append(timed(lambda: recognise(translation.without_language(limit=AT_ONCE))))
    each = median(times) / AT_ONCE
    return (
        f"median {each:.2f} ms a message, {median(times):.0f} ms a batch of {AT_ONCE}",
        "≤ 0.5 ms a message",
        each <= 0.5,
    )


def _arriving(path: Path, thread: int, author: int) -> list[float]:
    from models import database, posting

    def receive(words: str) -> None:
        posting.receive(thread, words, author=author, channel="whatsapp")
        database.close_thread()

    times = []
    with window(path, thread) as (_, pane):
        _rest(3)  # the workers begin once the window is seen
        for number in range(TIMES):
            words = f"Mensaje número {number} sobre la entrega de las barricas de roble"
            start = time.perf_counter()
            threading.Thread(target=receive, args=(words,)).start()  # as the inbox does
            while not any(
                f"en:{words}" in row.body.toPlainText() for row in pane.view.rows if row.item.kind == "entry"
            ):
                settle()
            pane.view.viewport().repaint()
            times.append((time.perf_counter() - start) * 1000)
            _rest(0.4)
    return times


def _rest(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        settle()
