"""The pane that the tests of the chatter look at; many show a record in it first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> Iterator[ChatterPane]:
    """A pane of usual size, seen, without a record."""
    made = ChatterPane(desk)
    qtbot.addWidget(made)
    made.resize(480, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
