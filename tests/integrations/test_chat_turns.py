"""Five hundred real chat turns through the whole path, over HTTP: nothing is lost, whatever the engine does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from integrations import engine
from integrations.registry import Registry
from integrations.translate import translate_message
from models import entries, journal, person, posting
from models.text import clean, text_of
from tests.fakes.google_page import GooglePage
from tests.integrations.chat_turns import turns
from tests.integrations.test_batches import ENGINES, lost, tags

COUNT = 500


@pytest.mark.parametrize("part", range(4))
def test_every_link_number_tag_and_placeholder_is_kept(filled: Any, test_data: Path, part: int) -> None:
    """Received, translated by the library from a page, kept, read again; each turn with the next way to spoil it."""
    registry = Registry(filled.workspace.id, discover=False)
    someone = person.of_card(filled.ana)
    assert someone is not None
    engine.forget()
    done = 0
    with GooglePage(instant=True) as page:
        registry.put("translate_google", {"base_url": page.page}, by=filled.marta)
        registry.enable("translate_google", by=filled.marta)
        for number, turn in enumerate(turns(test_data, COUNT)):
            if number % 4 != part:
                continue
            name = list(ENGINES)[number // 4 % len(ENGINES)]
            page.spoil = ENGINES[name]
            body = {"html": turn.html} if turn.html else {}
            id = posting.receive(filled.barrels, turn.text, author=someone.id, channel="whatsapp", **body)
            assert id is not None
            written = entries.one(id)
            translate_message(registry, id, "es", by=filled.marta)
            read = entries.one(id).translations[0]
            assert lost(written.body, read.body) == {}, (name, written.body)
            if turn.html:
                assert written.html is not None and read.html is not None
                assert tags(read.html) == tags(written.html), (name, turn.html)
                assert read.html == clean(read.html) and lost(text_of(written.html), text_of(read.html)) == {}
            done += 1
        asked = len(page.asked)
    registry.close()
    assert done == COUNT // 4 and asked >= done
    assert not journal.verify().problems
