"""What is in sight of a thread: rows are drawn when they come near, and nothing moves when their heights are known."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter import sight
from desktop.chatter.pane import ChatterPane
from models import database, posting


@pytest.fixture
def uneven(filled) -> int:
    """Notes whose heights cannot be guessed from their letters: lists, tables, many short lines."""
    begin = database.now() - dt.timedelta(days=9)
    forms = (
        "<ul>" + "<li>a</li>" * 9 + "</ul>",
        "<table>" + "<tr><td>one</td><td>two</td></tr>" * 6 + "</table>",
        "<p>short</p>",
        "<h2>i</h2>" * 5,
        "<p>" + "WWWWW " * 60 + "</p>",
    )
    with database.transaction():
        for number in range(90):
            when = begin + dt.timedelta(hours=number)
            posting.receive(
                filled.barrels, "", html=forms[number % 5], author=filled.karl, channel="email",
                subject=f"No. {number}", when=when,
            )  # fmt: skip
    return int(filled.barrels)


def quiet(qtbot: QtBot, pane: ChatterPane) -> None:
    view = pane.view
    qtbot.waitUntil(lambda: not view.paging._timer.isActive() and not view.sight._ahead.isActive())


def test_what_is_in_sight_is_drawn_at_once_and_the_rest_is_not(pane: ChatterPane, uneven: int, qtbot: QtBot) -> None:
    pane.show_record(uneven)
    rows = list(pane.view.message_rows())
    seen = list(pane.view.sight.within(0))
    assert seen and all(row.drawn and row.isVisible() for row in seen)
    assert sum(row.drawn for row in rows) <= len(seen) + 2 < len(rows)
    quiet(qtbot, pane)
    near = list(pane.view.sight.within(sight.AHEAD))
    assert len(near) > len(seen) and all(row.drawn for row in near)
    assert not all(row.drawn for row in rows)


def test_rows_lie_one_under_another_with_their_true_heights(pane: ChatterPane, uneven: int, qtbot: QtBot) -> None:
    pane.show_record(uneven)
    bar, width = pane.view.verticalScrollBar(), pane.view.viewport().width()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + 300)
        quiet(qtbot, pane)
        for row in pane.view.sight.within(0):
            assert row.height() == row.row_height(width)
    rows = pane.view.rows
    assert all(one.y() + one.height() == other.y() for one, other in itertools.pairwise(rows))
    assert not pane.view.loaded.has_older


def test_nothing_in_sight_moves_when_rows_above_and_below_are_drawn(
    pane: ChatterPane, uneven: int, qtbot: QtBot
) -> None:
    pane.show_record(uneven)
    ids = [entry.id for entry in pane.view.loaded.entries]
    pane.show_record(pane.record, ids[-5])
    bar = pane.view.verticalScrollBar()
    row = pane.view.row_of(ids[-5])
    place = row.y() - bar.value()
    assert place == (pane.view.viewport().height() - row.height()) // 3
    for _ in range(30):
        qtbot.wait(1)
        assert row.y() - bar.value() == place
    quiet(qtbot, pane)
    assert row.y() - bar.value() == place
    for _ in range(25):  # and upwards, where the rows above were only guessed
        before = {one: one.y() - bar.value() for one in pane.view.sight.within(0)}
        bar.setValue(bar.value() - 90)
        first = next(pane.view.sight.within(0))
        if first in before:
            assert first.y() - bar.value() == before[first] + 90
        quiet(qtbot, pane)


def test_the_end_key_goes_to_the_very_end(pane: ChatterPane, uneven: int, qtbot: QtBot) -> None:
    pane.show_record(uneven)
    qtbot.keyClick(pane.view, Qt.Key.Key_End)
    quiet(qtbot, pane)
    bar = pane.view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert pane.actions.current_row().item.entries[0].subject == "No. 0"


def test_a_row_reached_by_key_is_wholly_in_sight(pane: ChatterPane, uneven: int, qtbot: QtBot) -> None:
    pane.show_record(uneven)
    for _ in range(40):
        qtbot.keyClick(pane.view, Qt.Key.Key_J)
        row, bar = pane.actions.current_row(), pane.view.verticalScrollBar()
        assert row.drawn and row.y() + row.height() > bar.value()
        assert row.y() < bar.value() + pane.view.viewport().height()
        fits = row.height() + 52 <= pane.view.viewport().height()
        assert not fits or row.y() + row.height() <= bar.value() + pane.view.viewport().height()


def test_another_width_draws_anew_what_is_near(pane: ChatterPane, uneven: int, qtbot: QtBot) -> None:
    pane.show_record(uneven)
    quiet(qtbot, pane)
    pane.resize(700, 800)
    quiet(qtbot, pane)
    width = pane.view.viewport().width()
    assert all(row.is_settled(width) for row in pane.view.sight.within(sight.AHEAD))
    assert all(row.body.width() <= width for row in pane.view.sight.within(0))
