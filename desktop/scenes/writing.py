"""Scenes of writing: drafts, rich text and files in the composer, undo, what is scheduled, previews."""

from __future__ import annotations

import datetime as dt
import struct

from PySide6.QtCore import QBuffer, QByteArray, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRadialGradient
from PySide6.QtTest import QTest

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from desktop.shell.stages_card import StagesCard
from models import (
    attachment,
    canned,
    draft,
    entries,
    follower,
    listing,
    pending,
    person,
    posting,
    reaction,
    record,
    sending,
    setting,
    stages,
    storage,
)
from models.database import now
from models.draft import Content, File
from models.listing import Chosen

BARRELS = ("opportunity", "Oak barrels")
_RICH = (
    "Hola Ana,<br><br>the barrels leave our cooperage on <b>Tuesday 24</b> and arrive <u>Thursday</u>:"
    "<ul><li>24 barrels of 225 L, <i>medium toast</i></li><li>12 racks, two-tier</li></ul>"
    "<blockquote>Could you confirm the delivery date?</blockquote>See <a href='https://northwind.example'>our site</a>."
)


def painted() -> bytes:
    image = QImage(640, 420, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    glow = QRadialGradient(420, 120, 420)
    glow.setColorAt(0, QColor("#E9B872"))
    glow.setColorAt(1, QColor("#5B3A29"))
    painter.fillRect(image.rect(), glow)
    painter.setPen(QColor("#2B1B12"))
    for x in range(60, 600, 90):
        painter.setBrush(QColor("#8A5A3C"))
        painter.drawEllipse(x, 210, 78, 120)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def _file(stage: Stage, content: bytes, name: str) -> File:
    stored = storage.keep_bytes(stage.window.desk.workspace.files, content, limit=attachment.limit())
    return File(stored.sha256, stored.size, name)


def _files(stage: Stage) -> list[File]:
    return [
        _file(stage, painted(), "entrada bodega.png"),
        _file(stage, b"Oak barrels\n24 of 225 L, medium toast\n", "packing list.txt"),
        _file(stage, b"PK" * 90_000, "drawings.zip"),
    ]


def _filled(stage: Stage) -> None:
    id = stage.record(*BARRELS)
    content = Content("Hola Ana", _RICH, files=tuple(_files(stage)))
    draft.keep(id, "message", content, by=stage.window.desk.me)
    stage.window.show_record(id)
    stage.rest()
    stage.window.compose("message")


def _addressed(stage: Stage) -> None:
    """A message to several, one of them without an address, with followers inside and outside."""
    id, me = stage.record(*BARRELS), stage.window.desk.me
    new = record.create("contact", {"name": "Rosa Lima"}, by=me).id
    more = listing.page("contact", Chosen(), limit=12)
    others = [one for row in more if (one := person.of_card(row.id)) is not None and one.email]
    follower.follow(id, others[0].id, by=me)
    rosa = person.of_card(new)
    assert rosa is not None
    to = (*sending.suggested(id), others[1].id, rosa.id)
    draft.keep(id, "message", Content("Hola Ana", _RICH, subject="Delivery of the barrels", to=to), by=me)
    stage.window.show_record(id)
    stage.rest()
    stage.window.compose("message")


def _finding(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.compose("message")
    line = stage.window.records.chatter.composer.head.field.field
    line.setFocus()
    line.setText("ma")
    line.textEdited.emit("ma")


def _undo(stage: Stage) -> None:
    id, me = stage.record(*BARRELS), stage.window.desk.me
    ana = entries.page(id, limit=60)[-2].id
    reaction.react(ana, "👍", by=me)
    note = posting.note(id, "The drawings, as promised.", by=me, files=_files(stage))
    reaction.react(note, "🎉", by=me)
    reaction.star(note, by=me)
    sending.send(id, "They leave on Tuesday.", by=me, send_after=now() + dt.timedelta(seconds=8))
    stage.window.show_record(id)


def _scheduled(stage: Stage) -> None:
    id, me = stage.record(*BARRELS), stage.window.desk.me
    for days, words in (
        (1, "Has the delivery slot been confirmed?"),
        (4, "A reminder: the proforma expires on Friday."),
    ):
        sending.send(id, words, by=me, send_after=now() + dt.timedelta(days=days), unless_answered=days == 4)
    stage.window.show_record(id)
    assert pending.scheduled(id)


def _later(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.compose("message")
    composer = stage.window.records.chatter.composer
    composer.field.set_content("Good morning Ana, has the slot been confirmed?")
    composer.later.click()


def _drafts(stage: Stage) -> None:
    me = stage.window.desk.me
    for title, mode, words in (
        ("Storage wall", "note", "Karl sounded unsure about the depth; measure again before we order."),
        ("Oak barrels", "message", "Hola Ana, the barrels leave our cooperage on Tuesday and"),
    ):
        draft.keep(stage.record("opportunity", title), mode, Content(words), by=me)
    stage.window.desk.drafts_changed.emit()
    stage.window.show_page("drafts")


def _preview(stage: Stage) -> None:
    id, me = stage.record(*BARRELS), stage.window.desk.me
    note = posting.note(id, "The drawings.", by=me, files=_files(stage))
    stage.window.show_record(id)
    stage.rest()
    files = list(entries.one(note).files)
    stage.window.records.chatter.others.files.preview(files[0], files)
    stage.rest()


def _bin_empty(stage: Stage) -> None:
    stage.open("opportunity", "Oak barrels")
    stage.window.records.show_bin()


def _bin(stage: Stage) -> None:
    id, me = stage.record(*BARRELS), stage.window.desk.me
    posting.note(id, "The drawings.", by=me, files=_files(stage))
    for one in attachment.of_thread(id)[:3]:
        attachment.delete(one.id, by=me)
    stage.window.show_record(id)
    stage.rest()
    stage.window.records.show_bin()


def _sound(stage: Stage) -> None:
    id, me = stage.record(*BARRELS), stage.window.desk.me
    count = 736_000
    sizes = (b"RIFF", count + 36, b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", count)
    sound = struct.pack("<4sI4s4sIHHIIHH4sI", *sizes) + b"\x80" * count
    note = posting.note(id, "What she said on the phone.", by=me, files=[_file(stage, sound, "call.wav")])
    stage.window.show_record(id)
    stage.rest(500)
    files = list(entries.one(note).files)
    stage.window.records.chatter.others.files.preview(files[0], files)


def _emoji(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.compose("note")
    stage.window.records.chatter.composer.formats.emoji.click()


def _settings(stage: Stage) -> None:
    me = stage.window.desk.me
    setting.put("signature", "Marta Oliveira\nNorthwind Cooperage", by=me, person=me)
    offer = canned.Answer("offer", "Dear {first name},\nplease find our offer for {record}.")
    answers = [offer, canned.Answer("thanks", "Thank you!")]
    canned.keep(answers, by=me)
    stage.window.show_settings("writing")


def _stages(stage: Stage) -> None:
    me = stage.window.desk.me
    stages.add("opportunity", "Negotiation", by=me)
    stages.rename("opportunity", "Proposition", "Offer", by=me)
    stage.window.show_settings("stages")


def _stages_dragged(stage: Stage) -> None:
    """A stage in the air, over where it will stand."""
    _stages(stage)
    stage.rest()
    row, _, other = stage.window.findChild(StagesCard).rows[:3]
    over = QPoint(12, row.mapFrom(row.parentWidget(), other.geometry().center()).y() + 6)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    QTest.mouseMove(row, over)


SCENES = (
    Scene("settings-stages-dragged", _stages_dragged, (MIDDLE,)),
    Scene("settings-stages", _stages, (MIDDLE,)),
    Scene("settings-writing", _settings, (WIDE,)),
    Scene("composer-filled", _filled, (NARROW, MIDDLE, WIDE)),
    Scene("composer-addressed", _addressed, (NARROW, MIDDLE)),
    Scene("composer-finding", _finding, (MIDDLE,)),
    Scene("undo", _undo, (MIDDLE, WIDE)),
    Scene("scheduled", _scheduled, (MIDDLE,)),
    Scene("send-later", _later, (MIDDLE,)),
    Scene("drafts", _drafts, (MIDDLE,)),
    Scene("drafts-empty", lambda stage: stage.window.show_page("drafts"), (MIDDLE,), ("light",)),
    Scene("file-preview", _preview, (MIDDLE,)),
    Scene("file-bin", _bin, (MIDDLE,)),
    Scene("file-bin-empty", _bin_empty, (MIDDLE,)),
    Scene("file-sound", _sound, (MIDDLE,)),
    Scene("emoji", _emoji, (MIDDLE,)),
)
