"""The short form of the torture of sending: a few kills, in every test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.kill_sending import Torture


@pytest.mark.timeout(180)
def test_killed_at_random_points_each_message_arrives_once(tmp_path: Path) -> None:
    report = Torture(tmp_path, kills=8, messages=40, seed=7).run()
    assert report.wrong == []
    assert sum(report.states.values()) == 40
