"""Fixtures for translation in the window: the pane on Ana's opportunity, and a page in the shape of Google's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.chatter.message_row import MessageRow
from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from desktop.translate.in_pane import TranslationInPane
from desktop.translate.part import TranslationPart
from integrations import engine
from models import person, posting
from tests.conftest import Filled
from tests.fakes.google_page import GooglePage

SPANISH = "Hola Marta, ¿podéis confirmar la fecha de entrega de las barricas?"


@pytest.fixture
def page() -> Iterator[GooglePage]:
    """Google's page, answering at once: each line marked with its language."""
    engine.forget()
    with GooglePage(instant=True) as made:
        yield made
    engine.forget()


@dataclass
class Shown:
    """A pane on the screen, with what translates in it."""

    desk: Desk
    filled: Filled
    pane: ChatterPane
    parts: TranslationInPane
    page: GooglePage
    qtbot: QtBot

    @property
    def ana(self) -> int:
        found = person.of_card(self.filled.ana)
        assert found is not None
        return found.id

    def hear(self, text: str = SPANISH, **more: Any) -> int:
        """Ana writes; it is on the screen, its language known."""
        channel = more.pop("channel", "email")
        record = more.pop("record", self.filled.barrels)
        id = posting.receive(record, text, author=more.pop("author", self.ana), channel=channel, **more)
        assert id is not None
        if record == self.pane.record:
            self.wait(lambda: self.row(id) is not None and self.row(id).item.entries[0].language is not None)
        return id

    def row(self, message: int) -> Any:
        return self.pane.view.row_of(message)

    def part(self, message: int) -> Any:
        """What hangs under an entry because of its language; None where nothing does."""
        row: MessageRow = self.row(message)
        return row.foot(TranslationPart)

    def text(self, message: int) -> str:
        """What is read of an entry."""
        return str(self.row(message).body.document().toPlainText())

    def wait(self, condition: Callable[[], object], seconds: float = 8) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=int(seconds * 1000))

    def rest(self) -> None:
        """Let what is under way come to rest."""
        self.qtbot.wait(250)

    def enable(self) -> None:
        """Switch Google on."""
        self.desk.registry.enable("translate_google", by=self.desk.me)


@pytest.fixture
def shown(desk: Desk, filled: Filled, page: GooglePage, qtbot: QtBot) -> Iterator[Shown]:
    """Marta reads Ana's opportunity; no engine is on yet, but its page is known."""
    desk.registry.put("translate_google", {"base_url": page.page}, by=desk.me)
    pane = ChatterPane(desk)
    qtbot.addWidget(pane)
    pane.resize(496, 900)
    parts = TranslationInPane(desk, pane)
    pane.show_record(filled.barrels)
    pane.show()
    qtbot.waitExposed(pane)
    made = Shown(desk, filled, pane, parts, page, qtbot)
    yield made
    made.rest()


@pytest.fixture
def on(shown: Shown) -> Shown:
    """With Google switched on."""
    shown.enable()
    return shown
