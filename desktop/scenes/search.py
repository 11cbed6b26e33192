"""Scenes of the search: everywhere with hits, at rest, with nothing found; and in the record that is open."""

from __future__ import annotations

from collections.abc import Callable

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from desktop.search import kept
from models import attachment, posting, storage
from models.draft import File
from search_index.following import catch_up

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


_LIST = """Packing list 2026/118
Northwind Cooperage, gate 3, Monday from eight
24 barrels of 225 L, French oak, medium toast; bungs and cradles are packed with them
Unloaded by the carrier with the tail lift; two pallets of staves follow on Thursday
"""


def _with_files(stage: Stage) -> None:
    """Files whose names, and one whose text, have the words that are looked for; in the index, as the indexer does."""
    id, me = stage.record("opportunity", "Oak barrels"), stage.window.desk.me
    folder = stage.window.desk.workspace
    contents = {"packing list.txt": _LIST.encode(), "barrels and cradles.xlsx": b"PK" * 4_000, "gate 3.zip": b"PK" * 90}
    files = []
    for name, content in contents.items():
        stored = storage.keep_bytes(folder.files, content, limit=attachment.limit())
        files.append(File(stored.sha256, stored.size, name))
    posting.note(id, "What the carrier brings on Monday, and what we still owe them.", by=me, files=files)
    catch_up(folder.index, tell=lambda progress: None)


def _files_everywhere(stage: Stage) -> None:
    _with_files(stage)
    _look_for(stage, "cradles unloaded")


def _files_in_thread(stage: Stage) -> None:
    _with_files(stage)
    stage.open("opportunity", "Oak barrels")
    stage.window.search_thread()
    finding = stage.window.records.chatter.finding
    finding.field.setText("barrels cradles")
    _wait(stage, lambda: bool(finding.place.text()))


SCENES = (
    Scene("search", _everywhere, (NARROW, MIDDLE, WIDE)),
    Scene("search-records", _by_name, (MIDDLE,), ("light",)),
    Scene("search-several", _several, (NARROW, MIDDLE)),
    Scene("search-nothing", _nothing, (MIDDLE,)),
    Scene("search-start", _at_rest, (MIDDLE,), ("light",)),
    Scene("search-thread", _in_thread, (NARROW, MIDDLE)),
    Scene("search-files", _files_everywhere, (MIDDLE,)),
    Scene("search-files-thread", _files_in_thread, (NARROW, MIDDLE)),
    Scene("search-jumped", _jumped, (MIDDLE,), ("light",)),
)
