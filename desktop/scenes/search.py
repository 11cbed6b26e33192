"""Scenes of the search: everywhere with hits, at rest, with nothing found; and in the record that is open."""

from __future__ import annotations

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage


def _look_for(stage: Stage, typed: str) -> None:
    stage.window.show_search(typed)
    stage.rest(900)  # the first question opens the search


def _everywhere(stage: Stage) -> None:
    _look_for(stage, "in:opportunity deliver")


def _by_name(stage: Stage) -> None:
    _look_for(stage, "herrera")


def _nothing(stage: Stage) -> None:
    _look_for(stage, "barels")


def _at_rest(stage: Stage) -> None:
    stage.window.desk.memory.setValue("search/recent", ["from:ana delivery", "has:file proforma", "storage wall"])
    stage.window.show_search()


def _in_thread(stage: Stage) -> None:
    stage.open("opportunity", "Oak barrels")
    stage.window.search_thread()
    stage.window.records.chatter.finding.field.setText("deliv")
    stage.rest(900)


SCENES = (
    Scene("search", _everywhere, (NARROW, MIDDLE, WIDE)),
    Scene("search-records", _by_name, (MIDDLE,), ("light",)),
    Scene("search-nothing", _nothing, (MIDDLE,)),
    Scene("search-start", _at_rest, (MIDDLE,), ("light",)),
    Scene("search-thread", _in_thread, (NARROW, MIDDLE)),
)
