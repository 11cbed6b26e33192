"""The interpreter: what arrives from contacts "always" to be translated is translated by itself, nothing else is."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from integrations import engine
from integrations.interpreter import AGAIN, REST, Interpreter
from integrations.registry import Registry
from integrations.translate import translate_message
from models import database, entries, journal, person, posting, reading, user
from models import translation as translations
from models.database import now
from tests.fakes.google_page import GooglePage

SPANISH = "Hola Marta, ¿podéis confirmar la fecha de entrega de las barricas?"


class Listening:
    """A workspace in which Marta always reads Ana translated; its interpreter, and a clock to turn."""

    def __init__(self, filled: Any, page: GooglePage) -> None:
        self.filled, self.page, self.by = filled, page, filled.marta
        self.ana, self.karl = self._person(filled.ana), self._person(filled.karl)
        self.registry = Registry(filled.workspace.id, discover=False)
        self.registry.put("translate_google", {"base_url": page.page}, by=self.by)
        self.registry.enable("translate_google", by=self.by)
        reading.translate_always(self.by, self.ana, True)
        self.seconds = 0.0
        self.interpreter = Interpreter(filled.workspace, self.registry, clock=lambda: self.seconds)

    @staticmethod
    def _person(card: int) -> int:
        found = person.of_card(card)
        assert found is not None
        return found.id

    def hear(self, text: str = SPANISH, **more: Any) -> int:
        author = more.pop("author", self.ana)
        record = more.pop("record", self.filled.barrels)
        id = posting.receive(record, text, author=author, channel=more.pop("channel", "whatsapp"), **more)
        assert id is not None
        return id

    def work(self) -> int:
        """Let it do what it can; how many steps it took."""
        count = 0
        while self.interpreter.step():
            count += 1
        return count

    def read(self, id: int) -> dict[str, str]:
        return {one.language: one.body for one in entries.one(id).translations}


@pytest.fixture
def listening(filled: Any) -> Iterator[Listening]:
    engine.forget()
    with GooglePage(instant=True) as page:
        made = Listening(filled, page)
        yield made
        made.interpreter.close()
        made.registry.close()
    engine.forget()


def test_what_arrives_is_translated_newest_first(listening: Listening) -> None:
    ids = [listening.hear(f"Mensaje número {number} sobre la entrega de las barricas") for number in range(3)]
    assert listening.work() == 3
    for number, id in enumerate(ids):
        assert listening.read(id) == {"en": f"en:Mensaje número {number} sobre la entrega de las barricas"}
        assert entries.one(id).language == "es"
    asked = [text for text, _, _ in listening.page.asked]
    assert [text.split(" sobre")[0] for text in asked] == [f"Mensaje número {number}" for number in (2, 1, 0)]
    assert listening.work() == 0
    assert not journal.verify().problems


def test_only_what_is_to_be_translated_is(listening: Listening) -> None:
    others = [
        listening.hear("Könnten Sie bitte den Liefertermin für die Regale bestätigen?", author=listening.karl),
        listening.hear("Thank you, Marta, that is perfect for all of us here."),
        listening.hear("👍"),
        listening.hear("24"),
        listening.hear("barrica " * 20_000),  # too long
        listening.hear("Un mensaje antiguo sobre las barricas de roble", when=now() - dt.timedelta(days=9)),
    ]
    assert listening.work() == 0
    assert listening.page.asked == []
    assert not any(listening.read(id) for id in others)


def test_nobody_wants_it(listening: Listening) -> None:
    reading.translate_always(listening.by, listening.ana, False)
    listening.hear()
    assert listening.work() == 0 and listening.page.asked == []


def test_a_language_is_never_translated(listening: Listening) -> None:
    reading.translate_never(listening.by, "es", True)
    listening.hear()
    assert listening.work() == 0 and listening.page.asked == []


@pytest.mark.parametrize("refusal", ["contact", "all", "engine"])
def test_nothing_leaves_where_it_was_refused(listening: Listening, refusal: str) -> None:
    if refusal == "contact":
        reading.refuse_for(listening.filled.ana, True, by=listening.by)
    elif refusal == "all":
        reading.refuse_all(True, by=listening.by)
    else:
        listening.registry.disable("translate_google", by=listening.by)
    id = listening.hear()
    assert listening.work() == 0 and listening.page.asked == []
    if refusal == "contact":
        reading.refuse_for(listening.filled.ana, False, by=listening.by)
    elif refusal == "all":
        reading.refuse_all(False, by=listening.by)
    else:
        listening.registry.enable("translate_google", by=listening.by)
    listening.work()
    assert listening.read(id) == {"en": f"en:{SPANISH}"}


def test_a_record_of_a_contact_for_whom_it_was_refused(listening: Listening) -> None:
    """Ana writes on Karl's record, and what is written with Karl is not to leave the machine."""
    reading.refuse_for(listening.filled.karl, True, by=listening.by)
    id = listening.hear(record=listening.filled.wall)
    listening.work()
    assert listening.page.asked == [] and listening.read(id) == {}


def test_each_user_gets_their_language(listening: Listening) -> None:
    reading.reads(listening.filled.jonas, ["de", "en"])
    reading.translate_always(listening.filled.jonas, listening.ana, True)
    id = listening.hear()
    listening.work()
    assert listening.read(id) == {"en": f"en:{SPANISH}", "de": f"de:{SPANISH}"}


def test_users_who_left_want_nothing(listening: Listening) -> None:
    reading.translate_always(listening.by, listening.ana, False)
    reading.translate_always(listening.filled.jonas, listening.ana, True)
    user.archive(listening.filled.jonas, by=listening.by)
    listening.hear()
    assert listening.work() == 0


def test_what_was_dropped_is_translated_anew(listening: Listening) -> None:
    id = listening.hear()
    listening.work()
    with database.transaction():
        translations.drop(id, listening.by)
    assert listening.work() == 1
    assert listening.read(id) == {"en": f"en:{SPANISH}"}


# What goes wrong


def test_an_engine_that_fails_is_left_alone_and_tried_again(listening: Listening) -> None:
    ids = [listening.hear(f"Mensaje número {number} sobre la entrega de las barricas") for number in range(5)]
    listening.page.mode = "500"
    assert listening.work() == 2  # two in a row are enough
    assert listening.work() == 0
    listening.page.mode = "ok"
    listening.seconds = REST + 1
    listening.work()
    assert all(listening.read(id) for id in ids)


def test_one_that_can_not_be_translated_stops_no_other(listening: Listening) -> None:
    poison = "El vino malo de la barrica que nadie puede traducir"
    listening.page.spoil = lambda answer: "" if poison in answer else answer
    bad = listening.hear(poison)
    good = [listening.hear(f"Mensaje número {number} sobre las barricas de roble") for number in range(3)]
    worst = listening.hear(poison)
    listening.work()
    listening.seconds += REST + 1
    listening.work()
    assert all(listening.read(id) for id in good)
    before = len(listening.page.asked)
    for wait in (*AGAIN, *AGAIN, 100_000.0):
        listening.seconds += wait + REST + 1
        listening.work()
    tried = [text for text, _, _ in listening.page.asked if poison in text]
    assert len(tried) <= 12 and len(listening.page.asked) > before  # three tries of each, a few requests a try
    listening.seconds += 1_000_000
    assert listening.work() == 0
    assert not listening.read(bad) and not listening.read(worst)


def test_only_one_process_works_and_the_next_takes_over(listening: Listening) -> None:
    id = listening.hear()
    other = Interpreter(listening.filled.workspace, listening.registry)
    assert other.step()
    assert listening.read(id)
    new = listening.hear("Otro mensaje sobre la entrega de las barricas")
    assert listening.work() == 0
    other.close()
    listening.work()
    assert listening.read(new)


def test_the_window_and_the_interpreter_ask_once(listening: Listening) -> None:
    """Both want the same message at the same time."""
    id = listening.hear()
    listening.page.spoil = lambda answer: (time.sleep(0.3), answer)[1]

    def by_hand() -> None:
        translate_message(listening.registry, id, "en", by=listening.by)
        database.close_thread()

    thread = threading.Thread(target=by_hand)
    thread.start()
    listening.work()
    thread.join()
    assert len(listening.page.asked) == 1
    assert [change.action for change in journal.since(0, limit=10_000) if change.what == "translation"] == ["create"]


def test_in_a_thread_it_is_woken_and_ends(listening: Listening) -> None:
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=listening.interpreter.run, args=(stop, wake))
    thread.start()
    unsubscribe = database.on_commit(wake.set)
    id = listening.hear()
    started = time.monotonic()
    while not listening.read(id):
        assert time.monotonic() - started < 3
        time.sleep(0.01)
    unsubscribe()
    stop.set()
    wake.set()
    thread.join(5)
    assert not thread.is_alive()
