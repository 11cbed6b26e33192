"""The turn of a day in lists and boards: at midnight, wherever it is, after sleep, and when the clock is set."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.activities.quarter import Quarter
from desktop.main_window import MainWindow
from desktop.records.day_turn import DayTurn
from desktop.records.list_view import RecordList
from models import activity, person
from models.database import transaction
from models.shown import Reader

START = "2026-01-15T22:50Z"  # 23:50 in Madrid

# What the clock shows at the next look, and what is told then in Madrid.
LOOKS = [
    ("2026-01-15T22:59:59Z", []),
    ("2026-01-15T23:00:00Z", ["day"]),  # midnight
    ("2026-01-16T09:10:00Z", ["day"]),  # a night asleep
    ("2026-01-15T22:45:00Z", []),  # the clock set back by minutes
    ("2026-01-15T22:40:00Z", ["quarter"]),
    ("2026-01-14T22:50:00Z", ["day"]),  # and by a day
    ("2026-01-15T20:50:00Z", ["quarter"]),
]


@pytest.mark.parametrize(("look", "told"), LOOKS)
def test_a_turn_is_told_whatever_the_clock_does(qapp, monkeypatch, look: str, told: list[str]) -> None:
    now = [dt.datetime.fromisoformat(START)]
    monkeypatch.setattr("desktop.records.day_turn.time.time", lambda: now[0].timestamp())
    turn, heard = DayTurn(Reader("en_GB", "Europe/Madrid"), owner := QObject()), []
    turn.passed.connect(lambda: heard.append("day"))
    turn.quarter.connect(lambda: heard.append("quarter"))
    turn.look()
    assert heard == []
    now[0] = dt.datetime.fromisoformat(look)
    turn.look()
    turn.look()
    assert heard == told, "once"
    owner.deleteLater()


def test_a_clock_set_back_is_a_turn_for_activities_too(qapp, monkeypatch) -> None:
    now = [dt.datetime.fromisoformat(START)]
    monkeypatch.setattr("desktop.activities.quarter.time.time", lambda: now[0].timestamp())
    quarter, heard = Quarter(owner := QObject()), []
    quarter.passed.connect(lambda: heard.append(now[0]))
    now[0] -= dt.timedelta(hours=2)
    quarter.look()
    quarter.look()
    assert len(heard) == 1
    owner.deleteLater()


def test_the_clock_of_a_row_turns_at_the_assignees_midnight(
    window: MainWindow, filled, qtbot: QtBot, monkeypatch
) -> None:
    """The reader is in Madrid, whoever has to do it in Auckland."""
    with transaction():
        person.change(filled.jonas, by=filled.jonas, time_zone="Pacific/Auckland")
    now = [dt.datetime.fromisoformat("2026-01-15T10:59Z")]
    monkeypatch.setattr(activity, "now", lambda: now[0])
    monkeypatch.setattr("desktop.records.day_turn.time.time", lambda: now[0].timestamp())
    activity.schedule(filled.wall, "call", by=filled.marta, assignee=filled.jonas, due=dt.date(2026, 1, 15))
    window.show_kind("opportunity")
    view = next(one for one in window.findChildren(RecordList) if one.kind == "opportunity")
    view.turn.look()
    qtbot.waitUntil(lambda: view.model.cells._pressing.get(filled.wall) == 0)
    now[0] += dt.timedelta(minutes=1)
    view.turn.look()
    qtbot.waitUntil(lambda: view.model.cells._pressing.get(filled.wall) == -1)
