"""Scenes of the chatter: composer, followers, a row with its tools or its editor, what came in above, history."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from desktop.chatter.remote_pictures import Fetched
from desktop.chatter.row_tools import DELETE
from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from models import entries, posting, user
from models.message import WRITTEN, Message


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


def _pane(stage: Stage):
    stage.open("opportunity", "Oak barrels")
    return stage.window.records.chatter


def _followers(stage: Stage) -> None:
    pane = _pane(stage)
    pane.followers.open()
    pane.followers.popover.field.setText("lin")
    pane.followers.popover.look_up()


def _own(pane):
    """The row of a message or note that whoever acts wrote."""
    mine = (row for row in pane.view.message_rows() if row.item.entries[0].author.id == pane.view.rendering.me)
    return next(row for row in mine if row.item.entries[0].kind in WRITTEN)


def _tools(stage: Stage) -> None:
    pane = _pane(stage)
    pane.view.canvas.held = True  # wherever the pointer is
    pane.view.canvas.show_tools(_own(pane))


def _editing(stage: Stage) -> None:
    pane = _pane(stage)
    pane.actions.edit(_own(pane).item.entries[0])


def _deleting(stage: Stage) -> None:
    pane = _pane(stage)
    pane.actions.do(DELETE, _own(pane).item.entries[0])


def _new_above(stage: Stage) -> None:
    pane = _pane(stage)
    pane.view.verticalScrollBar().setValue(260)
    stage.rest()
    colleague = next(one for one in user.members(archived=False) if one.id != pane.view.rendering.me)
    posting.note(pane.record, "The lorry has left Porto.", by=colleague.id)


def _no_notes(stage: Stage) -> None:
    written = Message.select(Message.thread).where(Message.kind == "note")
    bare = Message.select(Message.thread).where(Message.kind == "email", Message.thread.not_in(written)).first()
    stage.window.show_record(bare.thread_id)
    stage.rest()
    stage.window.records.chatter.tabs.setCurrentIndex(2)


_LACKING = ("https://pictures.example/cellar.png: the server has no such picture.",)


def _pictures_coming(stage: Stage) -> None:
    """Of one letter the pictures are on their way, of the other they could not be had."""
    _pictures(stage)
    stage.rest()
    newest, before = (row.item.entries[0] for row in list(stage.window.records.chatter.view.message_rows())[:2])
    remote = stage.window.records.chatter.view.rendering.remote
    remote.take(newest.id, Fetched(waiting=True))
    remote.take(before.id, Fetched(lacking=_LACKING))


def _pictures(stage: Stage) -> None:
    """Two letters with pictures from elsewhere: of one they are shown, of the other not."""
    pane = _pane(stage)
    ana = next(one for one in entries.page(pane.record, limit=60) if one.direction == "in").author
    image = QImage(320, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("#8A5A3C"))
    letter = "<p>Dear Marta,</p><p>our <b>autumn letter</b>:</p><p><img src='{0}' alt='The cellar'></p><p>Ana</p>"
    for address in ("https://pictures.example/cellar.png", "https://pictures.example/harvest.png"):
        posting.receive(pane.record, "", html=letter.format(address), author=ana.id, channel="email", subject="News")
    stage.rest()
    newest = next(pane.view.message_rows()).item.entries[0]
    pane.view.rendering.remote.take(newest.id, Fetched({"https://pictures.example/harvest.png": image}))
    pane.view.to_top()


SCENES = (
    Scene("composer-message", _composing("message"), (NARROW, MIDDLE)),
    Scene("composer-note", _composing("note"), (MIDDLE,)),
    Scene("history", _history, (WIDE,)),
    Scene("followers", _followers, (MIDDLE,)),
    Scene("row-tools", _tools, (MIDDLE,)),
    Scene("pictures-elsewhere", _pictures, (MIDDLE,)),
    Scene("pictures-coming", _pictures_coming, (MIDDLE,)),
    Scene("row-editing", _editing, (MIDDLE,)),
    Scene("row-deleting", _deleting, (MIDDLE,), ("light",)),
    Scene("thread-new-above", _new_above, (MIDDLE,), ("light",)),
    Scene("thread-no-notes", _no_notes, (MIDDLE,), ("light",)),
    Scene("thread-arabic", _arabic, (MIDDLE,), ("light",)),
)
