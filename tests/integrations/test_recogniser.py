"""The recogniser: every message gets its language in the background, old ones too, and nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from integrations import recogniser
from integrations.recogniser import Recogniser
from models import database, entries, journal, message, person, posting
from models import translation as translations
from models.message import Message

SPANISH = "Hola Marta, ¿podéis confirmar la fecha de entrega de las barricas?"
ROOT = Path(__file__).resolve().parents[2]


def languages() -> dict[int, str | None]:
    query = Message.select(Message.id, Message.language).where(Message.kind.in_(translations.TALKED))
    return dict(query.tuples())


def hear(filled: Any, text: str) -> int:
    someone = person.of_card(filled.ana)
    assert someone is not None
    id = posting.receive(filled.barrels, text, author=someone.id, channel="email")
    assert id is not None
    return id


def test_old_messages_get_their_language(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "AT_ONCE", 2)
    ids = [hear(filled, text) for text in (SPANISH, "👍", "Thank you, that is perfect for all of us.", "si")]
    worker = Recogniser(filled.workspace)
    assert worker.step()
    assert {id: entries.one(id).language for id in ids[2:]} == {ids[2]: "en", ids[3]: "es"}
    assert entries.one(ids[0]).language is None  # the newest come first
    while worker.step():
        pass
    found = languages()
    assert None not in found.values()
    assert (found[ids[0]], found[ids[1]]) == ("es", "")  # one that can't be told is not looked at again
    assert not journal.verify().problems


def test_what_a_person_said_is_kept(filled: Any) -> None:
    id = hear(filled, SPANISH)
    translations.correct_language(id, "gl", by=filled.marta)
    worker = Recogniser(filled.workspace)
    while worker.step():
        pass
    assert entries.one(id).language == "gl"


def test_an_edited_message_is_looked_at_again(filled: Any) -> None:
    note = posting.note(filled.barrels, "Hay que confirmar la fecha de entrega de las barricas", by=filled.marta)
    worker = Recogniser(filled.workspace)
    while worker.step():
        pass
    assert entries.one(note).language == "es"
    message.edit(note, "We have to confirm the date of the delivery first", by=filled.marta)
    while worker.step():
        pass
    assert entries.one(note).language == "en"


def test_only_one_process_works(filled: Any) -> None:
    hear(filled, SPANISH)
    one, other = Recogniser(filled.workspace), Recogniser(filled.workspace)
    assert one.step()
    hear(filled, SPANISH)
    assert not other.step()


def test_it_follows_what_others_write_and_writes_nothing_while_idle(filled: Any) -> None:
    ended = threading.Event()
    thread = threading.Thread(target=Recogniser(filled.workspace).run, args=(ended,))
    thread.start()
    _until(lambda: None not in languages().values())
    id = hear(filled, SPANISH)
    _until(lambda: entries.one(id).language == "es")
    time.sleep(1.2)
    before = database.data_version()
    time.sleep(1.2)
    assert database.data_version() == before
    ended.set()
    thread.join(5)
    assert not thread.is_alive()


def test_the_process_that_keeps_the_index_does_it(filled: Any) -> None:
    """As the window starts it."""
    id = hear(filled, SPANISH)
    command = [sys.executable, "-m", "desktop", "--workspace", str(filled.workspace.path), "indexer", "--with-parent"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        _until(lambda: entries.one(id).language == "es", 20)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
        process.stdout.close()


def _until(reached: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it didn't happen"
        time.sleep(0.02)
