"""Fixtures for the tests of models: who acts, and short ways to make records and read what happened to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models import entries, notification, record, user
from models.workspace import Workspace

Make = Callable[..., int]


@pytest.fixture
def marta(workspace: Workspace) -> int:
    """The administrator of the workspace, who acts."""
    return user.first_administrator().id


@pytest.fixture
def jonas(marta: int) -> int:
    """A second user, no administrator."""
    return user.add("Jonas Lind", "jonas@northwind.example", by=marta)


@pytest.fixture
def make(marta: int) -> Make:
    """Make a record by Marta: `make("contact", name="Ana")` gives its id."""

    def made(kind: str, **values: Any) -> int:
        return record.create(kind, values, by=marta).id

    return made


@pytest.fixture
def ana(make: Make) -> int:
    """A contact with an e-mail address."""
    return make("contact", name="Ana Herrera", email="ana@herrera.example", language="es")


def kinds_of(thread: int) -> list[str]:
    """The kinds of a thread's entries, oldest first."""
    return [entry.kind for entry in reversed(entries.page(thread, limit=1000))]


def newest(thread: int) -> entries.Entry:
    return entries.page(thread, limit=1)[0]


def told(person: int) -> list[tuple[int, str]]:
    """The news of a user, oldest first, as record and reason."""
    return [(news.thread, news.reason) for news in reversed(notification.inbox(person))]
