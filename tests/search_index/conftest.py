"""Fixtures of the search's tests: a contact to write to, the search and the indexer of its workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models import posting, record, user
from models.shown import Reader
from models.workspace import Workspace
from search_index.filters import Asker
from search_index.indexer import Indexer
from search_index.search import Results, Search

TORTURE = bool(os.environ.get("CHATTERDESK_TORTURE"))  # the long versions of tests


def index_all(folder: Path) -> Indexer:
    """Do everything the indexer would do now; whoever calls closes it."""
    indexer = Indexer.alone(folder)
    assert indexer is not None, "another indexer holds the lock"
    try:
        while indexer.step():
            pass
    except BaseException:
        indexer.close()
        raise
    return indexer


@dataclass
class Talk:
    """A workspace in which messages are written and looked for."""

    workspace: Workspace
    me: int
    contact: int
    search: Search

    def note(self, text: str, **more: Any) -> int:
        return posting.note(more.pop("on", self.contact), text, by=self.me, **more)

    def results(self, typed: str, **more: Any) -> Results:
        asker = Asker(self.me, more.pop("reader", Reader("en_GB", "Europe/Madrid")))
        found = self.search.answer(self.search.question(typed, asker=asker, **more))
        assert found is not None
        return found

    def find(self, typed: str, **more: Any) -> list[int]:
        """The messages found, newest first."""
        found = self.results(typed, **more)
        assert not found.exact or found.total >= len(found.hits)
        return [hit.message for hit in found.hits]

    def index(self) -> None:
        """Have everything in the index."""
        index_all(self.workspace.index).close()


@pytest.fixture
def talk(workspace: Workspace) -> Iterator[Talk]:
    me = user.first_administrator().id
    contact = record.create("contact", {"name": "Ana Herrera", "mobile": "+34 656 555 014"}, by=me).id
    search = Search(workspace.index, reading=True)
    yield Talk(workspace, me, contact, search)
    search.close()


@pytest.fixture(params=["young", "indexed"])
def either(request: pytest.FixtureRequest, talk: Talk) -> Callable[[], Talk]:
    """The same test twice: what was written is younger than the index, or in it."""

    def ready() -> Talk:
        if request.param == "indexed":
            talk.index()
        return talk

    return ready
