"""Scenes of the chatter: the composer open, the history of a message, a thread in another script."""

from __future__ import annotations

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from models import entries
from models.message import Message


def _composing(mode: str):
    def play(stage: Stage) -> None:
        stage.open("opportunity", "Oak barrels")
        stage.window.compose(mode)

    return play


def _history(stage: Stage) -> None:
    from desktop.chatter.history_dialog import HistoryDialog

    edited = Message.select(Message.id, Message.thread).where(Message.edits > 0).order_by(Message.edits.desc()).first()
    stage.window.show_record(edited.thread_id, edited.id)
    stage.rest()
    HistoryDialog(stage.window.desk, entries.one(edited.id), stage.window).open()


def _arabic(stage: Stage) -> None:
    stage.open("opportunity", "Majlis")


SCENES = (
    Scene("composer-message", _composing("message"), (NARROW, MIDDLE)),
    Scene("composer-note", _composing("note"), (MIDDLE,)),
    Scene("history", _history, (WIDE,)),
    Scene("thread-arabic", _arabic, (MIDDLE,), ("light",)),
)
