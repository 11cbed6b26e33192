"""Scenes of activities: planning one, finishing one, changing one, one's own."""

from __future__ import annotations

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage

BARRELS = ("opportunity", "Oak barrels")


def _plan(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.plan_activity()


def _done(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.records.activities.rows[0].done.click()


def _menu(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.records.activities.rows[0].more.click()


def _change(stage: Stage) -> None:
    stage.open(*BARRELS)
    block = stage.window.records.activities
    block.deeds.change(block.rows[0].planned)


def _mine(stage: Stage) -> None:
    stage.window.show_activities()


def _list(stage: Stage) -> None:
    stage.window.show_activities()
    page = stage.window.pages.made["activities"]
    page.show_everyone(True)
    page.views.set_current("list")
    page._choose_view("list")


SCENES = (
    Scene("activities", _mine, (NARROW, MIDDLE, WIDE)),
    Scene("activities-list", _list, (MIDDLE,)),
    Scene("activities-empty", _mine, (MIDDLE,), ("light",), empty=True),
    Scene("activity-plan", _plan, (NARROW, MIDDLE)),
    Scene("activity-done", _done, (MIDDLE,)),
    Scene("activity-menu", _menu, (MIDDLE,), ("light",)),
    Scene("activity-change", _change, (MIDDLE,), ("light",)),
)
