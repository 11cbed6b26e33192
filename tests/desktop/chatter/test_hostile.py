"""Hostile texts of the public collections, shown in the thread: nothing loaded, nothing broken, nothing slow."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.chatter.body import Body
from desktop.chatter.pane import ChatterPane
from models import database, person, posting


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that bodies were asked to load, none of which they did."""
    found: list[str] = []
    original = Body.loadResource

    def listen(self: Body, kind: int, url) -> object:
        found.append(url.toString())
        loaded = original(self, kind, url)
        assert loaded.isNull()
        return loaded

    monkeypatch.setattr(Body, "loadResource", listen)
    return found


def shown(pane: ChatterPane, qtbot: QtBot, record: int, texts: list[tuple[str, str | None]], author: int) -> None:
    """Put the texts into the thread as e-mails and show them all, a stretch at a time."""
    with database.transaction():
        ids = [
            posting.receive(record, text, html=html, author=author, channel="email", subject=text[:80] or None)
            for text, html in texts
        ]
    for middle in ids[:: 2 * 15] + ids[-1:]:
        begun = time.perf_counter()
        pane.show_record(record, middle)
        pane.grab()
        assert time.perf_counter() - begun < 2
        qtbot.wait(1)


def test_scripts_in_mail_do_nothing(pane: ChatterPane, filled, qtbot: QtBot, test_data: Path, asked: list[str]) -> None:
    cases = json.loads((test_data / "hostile" / "dompurify" / "expect.json").read_text(encoding="utf-8"))
    texts = [("", str(case["payload"])) for case in cases]
    assert len(texts) > 100
    shown(pane, qtbot, filled.barrels, texts, person.of_card(filled.ana).id)
    assert not [address for address in asked if not address.startswith(("cid:", "att:"))]


@pytest.mark.parametrize(
    "name", ["blns/blns.txt", "fuzzdb_unicode/naughty-unicode.txt", "fuzzdb_unicode/corrupted.txt"]
)
def test_naughty_strings_are_shown_as_they_are(
    pane: ChatterPane, filled, qtbot: QtBot, test_data: Path, asked: list[str], name: str
) -> None:
    lines = (test_data / "hostile" / name).read_text(encoding="utf-8", errors="replace").split("\n")
    texts = [(line, None) for line in lines if line.strip("\x00 \t\r")]
    shown(pane, qtbot, filled.barrels, texts, person.of_card(filled.ana).id)
    assert not asked
