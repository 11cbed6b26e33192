"""Scenes of records: lists, boards, forms at rest, new, wrong and archived, and where nothing is yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint

from desktop.records.list_view import RecordList
from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from models import record


def _kind(kind: str) -> Callable[[Stage], None]:
    return lambda stage: stage.window.show_kind(kind)


def _board(kind: str) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        stage.window.show_kind(kind)
        stage.rest()
        stage.window.records.set_layout("board")

    return play


def _open(kind: str, title: str) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        stage.open(kind, title)

    return play


def _new(stage: Stage) -> None:
    stage.window.show_kind("opportunity")
    stage.window.new_record()


def _wrong(stage: Stage) -> None:
    stage.open("contact", "Karl Weber")
    form = stage.window.records.form
    form.form.grid.editor("email").setText("k.weber(at)weber")
    form.form.grid.editor("mobile").setText("12")
    form.save()


def _archived(stage: Stage) -> None:
    id = stage.record("contact", "Blue Heron")
    if not record.read(id).archived:
        record.archive(id, by=stage.window.desk.me)
    stage.window.show_record(id)


def _first_contact(stage: Stage) -> None:
    given = {"name": "Café Central", "mobile": "+43 660 555 0142", "city": "Vienna", "country": "AT", "language": "de"}
    id = record.create("contact", given, by=stage.window.desk.me).id
    stage.window.show_record(id)


def _activity_filter(stage: Stage) -> None:
    """The records with something late, and what else one can choose."""
    stage.window.show_kind("opportunity")
    stage.rest()
    view = next(one for one in stage.window.findChildren(RecordList) if one.kind == "opportunity")
    view.filters._set(replace(view.filters.filters, activity="overdue"))
    stage.rest()
    button = view.filters._buttons["activity"]
    button.menu().popup(QPoint())
    button.menu().move(button.mapToGlobal(QPoint(0, button.height() + 4)))  # the stage's screen is small


SCENES = (
    Scene("list-opportunities", _kind("opportunity"), (NARROW, MIDDLE, WIDE)),
    Scene("list-by-activity", _activity_filter, (WIDE, MIDDLE)),
    Scene("list-contacts", _kind("contact"), (MIDDLE,), ("light",)),
    Scene("list-purchase-orders", _kind("purchase_order"), (MIDDLE,), ("light",)),
    Scene("board-opportunities", _board("opportunity"), (NARROW, MIDDLE, WIDE)),
    Scene("board-tasks", _board("task"), (MIDDLE,), ("light",)),
    Scene("form-contact", _open("contact", "Ana Herrera"), (MIDDLE, WIDE)),
    Scene("form-purchase-order", _open("purchase_order", "P0"), (MIDDLE,)),
    Scene("form-task", _open("task", ""), (MIDDLE,), ("light",)),
    Scene("form-new", _new),
    Scene("form-wrong", _wrong),
    Scene("list-empty", _kind("opportunity"), (MIDDLE,), empty=True),
    Scene("board-empty", _board("opportunity"), (MIDDLE,), ("light",), empty=True),
    Scene("record-first", _first_contact, (MIDDLE,), empty=True),
    Scene("form-archived", _archived, (MIDDLE,), ("light",)),
)
