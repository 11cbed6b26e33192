"""Pictures that came with a mail stand in its text, from the file kept here; whatever else is named stays a name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from desktop.chatter.foot import FilesFoot
from desktop.chatter.message_row import MessageRow
from desktop.chatter.pane import ChatterPane
from models import attachment, person, posting, storage


def png(width: int = 90, height: int = 40) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#cc2200"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def received(pane: ChatterPane, filled, html: str, *, content: bytes, cid: str | None) -> MessageRow:
    ana = person.of_card(filled.ana).id
    id = posting.receive(filled.barrels, "", html=html, author=ana, channel="email")
    kept = storage.keep_bytes(filled.workspace.files, content, limit=attachment.limit())
    attachment.attach(filled.barrels, kept, "p.png", by=ana, message_id=id, content_type="image/png", cid=cid)
    pane.show_record(filled.barrels)
    return pane.view.row_of(id)


def drawn(row: MessageRow) -> list[QImage]:
    """The pictures that the row's text shows."""
    html = row.body.toHtml()
    names = [part.partition('"')[0] for part in html.split('<img src="')[1:]]
    return [row.body.document().resource(QTextDocument.ResourceType.ImageResource, name) for name in names]


def test_it_stands_in_the_text_as_high_as_it_is(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    row = received(pane, filled, '<p>Look:</p><p><img src="cid:a%40b"></p>', content=png(), cid="a@b")
    qtbot.waitUntil(lambda: len(drawn(row)) == 1)
    assert row.body.grab().toImage().pixelColor(10, row.body.height() - 10) == QColor("#cc2200")
    assert row.body.height() >= 60
    assert "[Picture]" not in row.body.toPlainText()


def test_a_wide_one_fits_the_row(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    row = received(pane, filled, '<img src="cid:wide">', content=png(2000, 500), cid="wide")
    qtbot.waitUntil(lambda: len(drawn(row)) == 1)
    (image,) = row.body.pictures.values()
    assert (image.width(), image.height()) == (360, 90)


@pytest.mark.parametrize(
    ("html", "content", "cid"),
    [
        ('<img src="cid:other" alt="Cellar">', b"x", "mine"),  # no such file came with it
        ('<img src="cid:mine" alt="Cellar">', b"<svg xmlns='http://www.w3.org/2000/svg'/>", "mine"),
        ('<img src="cid:mine" alt="Cellar">', b"not a picture", "mine"),
        ('<img src="file:///etc/passwd" alt="Cellar">', b"x", "mine"),
        ('<img src="kept:0000" alt="Cellar">', b"x", None),
        ('<img src="../../x.png" alt="Cellar">', b"x", None),
    ],
)
def test_everything_else_stays_a_name(
    pane: ChatterPane, filled, qtbot: QtBot, html: str, content: bytes, cid: str | None
) -> None:
    row = received(pane, filled, f"<p>One <b>word</b></p>{html}", content=content, cid=cid)
    qtbot.wait(150)
    assert drawn(row) == []
    assert row.body.pictures == {}


def test_a_file_of_another_message_is_not_shown(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    received(pane, filled, "<p>The <b>first</b></p>", content=png(), cid="mine")
    row = received(pane, filled, '<p>The <b>second</b></p><img src="cid:mine">', content=b"text", cid="else")
    qtbot.wait(150)
    assert drawn(row) == []


def test_its_card_goes_once_it_stands_in_the_text_and_the_others_stay(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    row = received(pane, filled, '<p>Look:</p><img src="cid:mine">', content=png(), cid="mine")
    qtbot.waitUntil(lambda: len(drawn(row)) == 1)
    assert row.foot(FilesFoot) is None
    assert len(attachment.of_thread(filled.barrels)) == 1  # it is a file of the record all the same
    entry = row.item.entries[0]
    kept = storage.keep_bytes(filled.workspace.files, b"a plan", limit=attachment.limit())
    attachment.attach(filled.barrels, kept, "plan.txt", by=entry.author.id, message_id=entry.id)
    pane.view.refresh([entry.id])
    foot = pane.view.row_of(entry.id).foot(FilesFoot)
    assert [card.name for card in foot.cards] == ["plan.txt"]


def test_what_can_not_be_shown_keeps_its_card(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    row = received(pane, filled, '<img src="cid:mine">', content=b"not a picture", cid="mine")
    qtbot.wait(150)
    assert [card.name for card in row.foot(FilesFoot).cards] == ["p.png"]
    long = "<p>Word</p>" * 6000 + '<img src="cid:mine">'
    row = received(pane, filled, long, content=png(), cid="mine")  # shown as plain text
    qtbot.wait(150)
    assert row.foot(FilesFoot) is not None


def test_a_click_on_it_shows_it_large_unless_it_is_a_link(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    shown: list[str] = []
    pane.others.files.preview = lambda file, files: shown.append(file.name)  # type: ignore[method-assign]
    row = received(pane, filled, '<p>One <b>word</b></p><p><img src="cid:mine"></p>', content=png(), cid="mine")
    qtbot.waitUntil(lambda: len(drawn(row)) == 1)
    at = QPoint(10, row.body.height() - 10)
    qtbot.mouseClick(row.body.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown == ["p.png"]
    linked = '<a href="https://herrera.example/"><img src="cid:mine"></a>'
    row = received(pane, filled, linked, content=png(), cid="mine")
    qtbot.waitUntil(lambda: len(drawn(row)) == 1)
    assert row.body.anchorAt(QPoint(10, 10)) == "https://herrera.example/"
