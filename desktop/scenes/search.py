"""Scenes of the search: everywhere with hits, at rest, with nothing found; and in the record that is open."""

from __future__ import annotations

from collections.abc import Callable

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from desktop.search import kept

PATIENCE = 100  # looks, a tenth of a second apart, after which an answer is not waited for any more


def _wait(stage: Stage, until: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if until():
            break
        stage.rest(100)
    stage.rest(500)  # the numbers, the preview and the jump follow


def _look_for(stage: Stage, typed: str) -> None:
    stage.window.show_search(typed)
    page = stage.window.pages.made["search"]
    _wait(stage, lambda: page.marks() is not None)


def _everywhere(stage: Stage) -> None:
    _look_for(stage, "in:opportunity deliver")


def _by_name(stage: Stage) -> None:
    _look_for(stage, "herrera")


def _several(stage: Stage) -> None:
    _look_for(stage, 'from:"Ana Herrera","Marta Oliveira" is:whatsapp,email,note barricas')


def _nothing(stage: Stage) -> None:
    _look_for(stage, "barels")


def _at_rest(stage: Stage) -> None:
    desk = stage.window.desk
    desk.memory.setValue("search/recent", ["from:ana delivery", "has:file proforma", "storage wall"])
    kept.save(desk.memory, desk.me, "Promised dates", "is:whatsapp,email jueves")
    kept.save(desk.memory, desk.me, "Plans from Ana", "from:ana has:file plano bodega")
    stage.window.show_search()


def _in_thread(stage: Stage) -> None:
    stage.open("opportunity", "Oak barrels")
    stage.window.search_thread()
    finding = stage.window.records.chatter.finding
    finding.field.setText("deliv")
    _wait(stage, lambda: bool(finding.place.text()))


def _jumped(stage: Stage) -> None:
    _look_for(stage, "jueves camion")
    stage.window.pages.made["search"].take()
    stage.rest()


SCENES = (
    Scene("search", _everywhere, (NARROW, MIDDLE, WIDE)),
    Scene("search-records", _by_name, (MIDDLE,), ("light",)),
    Scene("search-several", _several, (NARROW, MIDDLE)),
    Scene("search-nothing", _nothing, (MIDDLE,)),
    Scene("search-start", _at_rest, (MIDDLE,), ("light",)),
    Scene("search-thread", _in_thread, (NARROW, MIDDLE)),
    Scene("search-jumped", _jumped, (MIDDLE,), ("light",)),
)
