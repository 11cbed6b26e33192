"""Files in the pane: attached to drafts and records, shown as cards, previewed, saved, deleted and taken back."""

from __future__ import annotations

import wave
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.chatter.bin_dialog import BinDialog
from desktop.chatter.file_card import FileCard, size_words
from desktop.chatter.foot import FilesFoot
from desktop.chatter.pane import ChatterPane
from desktop.chatter.preview import Preview, look
from desktop.desk import Desk
from desktop.widgets import Notice, Question
from models import attachment, bundle, entries, posting, setting, storage
from models.draft import File

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
trailer<</Root 1 0 R>>
"""


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana."""
    pane.show_record(filled.barrels)
    return pane


def mime(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def drop(pane: ChatterPane, *paths: Path) -> None:
    data, copy = mime(*paths), Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(50, 300), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    pane.wiring._drop.eventFilter(pane, entering)
    assert entering.isAccepted() and pane.wiring._drop._veil.isVisible()
    dropped = QDropEvent(QPointF(50, 300), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    pane.wiring._drop.eventFilter(pane, dropped)
    assert not pane.wiring._drop._veil.isVisible()


def put(desk: Desk, content: bytes, name: str) -> File:
    stored = storage.keep_bytes(desk.workspace.files, content, limit=attachment.limit())
    return File(stored.sha256, stored.size, name)


def note_with(desk: Desk, filled, pane: ChatterPane, *files: File) -> entries.Entry:
    id = posting.note(filled.barrels, "See", by=filled.marta, files=files)
    pane.view.refresh([id])
    return entries.one(id)


def test_dropped_with_the_composer_closed_they_are_the_records(
    pane: ChatterPane, qtbot: QtBot, filled, tmp_path
) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(path.name)
    drop(pane, *paths)
    qtbot.waitUntil(lambda: len(attachment.of_thread(filled.barrels)) == 2)
    qtbot.waitUntil(lambda: pane.files.text() == "2")
    assert pane.files.accessibleName() == "Files" and pane.files.accessibleDescription() == "2 files"
    assert {one.message for one in attachment.of_thread(filled.barrels)} == {None}
    logs = [one.body for one in entries.page(filled.barrels) if one.kind == "log"]
    assert "Marta Oliveira added the file a.txt" in logs


def test_dropped_on_a_draft_they_go_with_the_message(pane: ChatterPane, qtbot: QtBot, filled, tmp_path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("two doors")
    pane.compose("message")
    drop(pane, plan)
    qtbot.waitUntil(lambda: len(pane.composer.files.files) == 1)
    assert pane.composer.button.isEnabled()  # a file alone can be sent
    pane.composer.send()
    sent = entries.page(filled.barrels, limit=1)[0]
    assert [(one.name, one.message) for one in sent.files] == [("plan.txt", sent.id)]
    foot = pane.view.row_of(sent.id).foot(FilesFoot)
    assert [card.accessibleName() for card in foot.cards] == ["plan.txt"] and foot.isVisible()
    assert "File plan.txt" in pane.view.row_of(sent.id).accessibleName()


def test_send_waits_for_files_on_their_way(pane: ChatterPane, qtbot: QtBot, tmp_path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(b"x" * 30_000_000)
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "See")
    pane.composer.files.add(mime(big).urls())
    assert not pane.composer.button.isEnabled() and "still being attached" in pane.composer.button.toolTip()
    qtbot.waitUntil(pane.composer.button.isEnabled)


def test_a_pasted_picture_becomes_a_file(pane: ChatterPane, qtbot: QtBot) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(image)
    pane.compose("note")
    pane.composer.field.insertFromMimeData(data)
    qtbot.waitUntil(lambda: len(pane.composer.files.files) == 1)
    assert pane.composer.files.files[0].name.endswith(".png") and pane.composer.field.toPlainText() == ""


def test_too_large_gone_and_folders_are_refused_in_words(pane: ChatterPane, qtbot: QtBot, filled, tmp_path) -> None:
    setting.put("limit.file", 1, by=filled.marta)
    huge = tmp_path / "film.mp4"
    with huge.open("wb") as out:
        out.truncate(300 << 20)
    pane.compose("note")
    for path, words in ((huge, "larger than 1 MB"), (tmp_path / "gone.txt", "is gone"), (tmp_path, "Folders")):
        pane.composer.files.add(mime(path).urls())
        qtbot.waitUntil(lambda words=words: words in pane.composer.error.words())
    assert pane.composer.files.files == () and list(pane.composer.files.parts) == []
    assert not list(pane._desk.workspace.files.rglob(".part-*"))


def test_a_full_disk_is_said(pane: ChatterPane, qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_settle", full)
    plan = tmp_path / "plan.txt"
    plan.write_text("x")
    pane.compose("note")
    pane.composer.files.add(mime(plan).urls())
    qtbot.waitUntil(lambda: "No space left on device" in pane.composer.error.words())


def test_the_preview_shows_pictures_pages_and_text(tmp_path) -> None:
    picture = tmp_path / "a"
    QImage(30, 20, QImage.Format.Format_RGB32).save(str(picture), "PNG")
    assert look(picture, "a.png").picture.width() == 30
    pages = tmp_path / "b"
    pages.write_bytes(PDF)
    found = look(pages, "b.pdf", page=1)
    assert (found.page, found.pages) == (1, 2) and found.picture.width() > 200
    text = tmp_path / "c"
    text.write_bytes(b"caf\xc3\xa9 \xff\x00")
    assert look(text, "c.txt").text == "café �"
    damaged = tmp_path / "d"
    damaged.write_bytes(b"%PDF-1.4 nothing")
    assert look(damaged, "d.pdf") == look(damaged, "d.bin")


def test_the_preview_goes_through_files_and_names_what_it_cannot_show(
    pane: ChatterPane, qtbot: QtBot, desk: Desk, filled
) -> None:
    entry = note_with(desk, filled, pane, put(desk, b"hello", "a.txt"), put(desk, b"\x00\x01", "b.bin"))
    pane.others.do("file", entry, entry.files[0])
    shown = pane.window().findChild(Preview)
    qtbot.waitUntil(lambda: shown._text.toPlainText() == "hello")
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown._stack.currentWidget() is shown._facts)
    assert shown.accessibleName() == "b.bin"
    shown.reject()


def test_what_can_run_is_opened_only_after_a_warning(
    pane: ChatterPane, qtbot: QtBot, desk: Desk, filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop.chatter.file_actions.QDesktopServices.openUrl", lambda url: not opened.append(url.fileName())
    )
    entry = note_with(desk, filled, pane, put(desk, b"MZ", "invoice.pdf.exe"), put(desk, b"hello", "a.txt"))
    pane.others.files.open(entry.files[0])
    question = pane.window().findChild(Question)
    assert "can start a program" in question.accessibleDescription() and opened == []
    question.reject()
    pane.others.files.open(entry.files[1])
    qtbot.waitUntil(lambda: opened == ["a.txt"])


def test_a_deleted_file_can_be_taken_back(pane: ChatterPane, qtbot: QtBot, desk: Desk, filled) -> None:
    entry = note_with(desk, filled, pane, put(desk, b"hello", "a.txt"))
    pane.others.files.delete(entry.files[0], changed=lambda: pane.view.refresh([entry.id]))
    assert pane.view.row_of(entry.id).foot(FilesFoot) is None
    pane.window().findChild(Notice).button.click()
    assert [one.name for one in entries.one(entry.id).files] == ["a.txt"]
    assert pane.view.row_of(entry.id).foot(FilesFoot) is not None


def test_a_zip_has_safe_names_of_their_own(pane: ChatterPane, qtbot: QtBot, desk: Desk, filled, tmp_path) -> None:
    files = [put(desk, b"1", "../../etc/passwd"), put(desk, b"2", "PASSWD"), put(desk, b"3", "con.txt")]
    entry = note_with(desk, filled, pane, *files)
    target = tmp_path / "all.zip"
    with qtbot.waitSignal(desk.notice):
        pane.others.files.write_zip(list(entry.files), target)
    with zipfile.ZipFile(target) as read:
        assert read.namelist() == ["passwd", "PASSWD (2)", "_con.txt"]
    assert bundle.names_of([]) == []


def test_the_box_lists_the_records_files(pane: ChatterPane, qtbot: QtBot, desk: Desk, filled) -> None:
    note_with(desk, filled, pane, put(desk, b"hello", "a.txt"))
    attachment.attach(filled.barrels, put(desk, b"x", "b.txt").stored, "b.txt", by=filled.jonas)
    qtbot.waitUntil(lambda: pane.files.text() == "2")
    qtbot.mouseClick(pane.files, Qt.MouseButton.LeftButton)
    assert [card.name for card in pane.files.box.cards] == ["b.txt", "a.txt"]
    assert pane.files.box.attach.text() == "Attach files"


def test_hostile_names_are_plain_and_safe(pane: ChatterPane, desk: Desk, filled, test_data) -> None:
    folder = test_data / "hostile" / "fuzzdb_filenames"
    names = [line for path in folder.rglob("*.txt") for line in path.read_text("utf-8", "replace").splitlines()][:120]
    names += ["<img src=file:///etc/passwd>.png", "a\u202egpj.exe", "." * 300, "x" * 400 + ".txt"]
    entry = note_with(desk, filled, pane, *(put(desk, b"x", name) for name in names))
    foot = pane.view.row_of(entry.id).foot(FilesFoot)
    for one, card in zip(entry.files, foot.cards, strict=True):
        assert "/" not in one.name and "\\" not in one.name and len(one.name.encode()) <= 200
        assert "\u202e" not in card.accessibleName() and "<img" not in card.toolTip()


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (38, "38 bytes"), (840_000, "840 KB"), (1_230_000, "1.2 MB")]
)
def test_sizes_as_people_say_them(qtbot: QtBot, size: int, words: str) -> None:
    assert size_words(size) == words
    card = FileCard("a.pdf", size)
    qtbot.addWidget(card)
    assert card.accessibleDescription() == f"PDF · {words}"


def test_the_filter_shows_what_has_files(pane: ChatterPane, desk: Desk, filled) -> None:
    entry = note_with(desk, filled, pane, put(desk, b"hello", "a.txt"))
    pane.tabs.set_current("files")
    pane.view.set_filter("files")
    assert [row.item.entries[0].id for row in pane.view.message_rows()] == [entry.id]
    attachment.delete(entry.files[0].id, by=filled.marta)
    pane.view.refresh([entry.id])
    assert list(pane.view.message_rows()) == [] and pane.empty.isVisible()


# The bin


def test_the_bin_lists_who_deleted_what_and_gives_it_back(pane: ChatterPane, filled, desk: Desk, qtbot: QtBot) -> None:
    for name in ("a.txt", "b.txt"):
        file = put(desk, name.encode(), name)
        attachment.attach(filled.barrels, file.stored, name, by=filled.marta)
    for one in attachment.of_thread(filled.barrels):
        attachment.delete(one.id, by=filled.jonas)
    pane.files.open()
    assert pane.files.box is not None
    pane.files.box.bin.click()
    dialog = pane.findChild(BinDialog) or pane.window().findChild(BinDialog)
    assert dialog is not None and len(dialog.buttons) == 2
    rows = [one.accessibleName() for one in dialog.findChildren(QWidget) if "deleted by" in one.accessibleName()]
    assert any(row.startswith("b.txt, 5 bytes · deleted by Jonas Lind") and "30 days left" in row for row in rows)
    dialog.buttons[0].click()
    assert [one.name for one in attachment.of_thread(filled.barrels)] == ["a.txt"]
    assert pane.files.text() == "1" and len(dialog.buttons) == 1
    dialog.buttons[0].click()
    assert not dialog.buttons and attachment.of_thread(filled.barrels, deleted=True) == []


def test_a_sound_says_how_long_it_plays(pane: ChatterPane, filled, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "call.wav"), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(b"\x80" * 8000 * 92)
    file = put(desk, (tmp_path / "call.wav").read_bytes(), "call.wav")
    posting.note(filled.barrels, "Listen", by=filled.marta, files=[file])
    pane.show_record(filled.barrels)
    row = next(pane.view.message_rows())
    foot = row.foot(FilesFoot)
    assert isinstance(foot, FilesFoot)
    qtbot.waitUntil(lambda: foot.cards[0].accessibleDescription() == "WAV · 736 KB · 1:32")
    preview = Preview(desk, list(row.item.entries[0].files), row.item.entries[0].files[0], pane)
    qtbot.addWidget(preview)
    preview.open()
    qtbot.waitUntil(lambda: any(one.text() == "1:32" for one in preview.findChildren(QLabel)))
