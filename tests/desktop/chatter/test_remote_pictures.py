"""Pictures from elsewhere in a message: nothing loads by itself; a click shows those of that message only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from desktop.chatter import markup
from desktop.chatter.message_row import MessageRow
from desktop.chatter.pane import ChatterPane
from models import entries, person, posting, setting
from models.text import clean, remote_pictures
from tests.fakes.pictures import PictureServer


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with PictureServer() as running:
        yield running


def received(pane: ChatterPane, filled, html: str) -> MessageRow:
    """A mail of Ana with this HTML, shown."""
    ana = person.of_card(filled.ana).id
    id = posting.receive(filled.barrels, "", html=html, author=ana, channel="email")
    pane.show_record(filled.barrels)
    row = pane.view.row_of(id)
    assert row is not None
    pane.grab()
    return row


def test_nothing_loads_by_itself(pane: ChatterPane, filled, qtbot: QtBot, server: PictureServer) -> None:
    setting.put("pictures.near", True, by=filled.marta)
    first = received(pane, filled, f'<p>Our <b>logo</b></p><img src="{server.url}/one.png" alt="Logo">')
    row = received(pane, filled, f'<p>Two</p><img src="{server.url}/two.png"><img src="{server.url}/gone.png">')
    assert "Pictures from elsewhere are not shown · Show" in row.body.toPlainText()
    qtbot.wait(100)
    assert server.asked == []
    before = row.height()
    row.link_clicked.emit(QUrl(markup.PICTURES))
    qtbot.waitUntil(lambda: "Not every picture can be shown. Its server answers 404." in row.body.toPlainText())
    assert sorted(server.asked) == ["/gone.png", "/two.png"]
    image = row.body.document().resource(
        QTextDocument.ResourceType.ImageResource.value, QUrl(f"remote:{server.url}/two.png")
    )
    assert (image.width(), image.height()) == (24, 16)
    assert row.height() != before
    shown = pane.view.row_of(first.item.entries[0].id)
    assert shown is not None and "not shown" in shown.body.toPlainText()
    kept = entries.one(row.item.entries[0].id)
    assert kept.html is not None and f"remote:{server.url}/two.png" in kept.html


def test_the_menu_shows_them_too(pane: ChatterPane, filled, qtbot: QtBot, server: PictureServer) -> None:
    setting.put("pictures.near", True, by=filled.marta)
    row = received(pane, filled, f'<p>Look</p><img src="{server.url}/one.png">')
    pane.actions.do("pictures", row.item.entries[0])
    qtbot.waitUntil(lambda: bool(row.body.pictures))
    assert server.asked == ["/one.png"] and "not shown" not in row.body.toPlainText()


def test_addresses_within_the_own_network_are_refused(
    pane: ChatterPane, filled, qtbot: QtBot, server: PictureServer
) -> None:
    row = received(pane, filled, f'<p>Look</p><img src="{server.url}/one.png">')
    row.link_clicked.emit(QUrl(markup.PICTURES))
    qtbot.waitUntil(lambda: "own network" in row.body.toPlainText())
    assert server.asked == []


def test_dots_that_only_tell_it_was_opened_are_no_pictures() -> None:
    html = '<img src="https://x.example/dot.gif" width="1" height="1"><img src="HTTPS://x.example/a b&amp;c.png">'
    kept = clean(html, received=True)
    assert [one.lower() for one in remote_pictures(kept)] == ["https://x.example/a%20b&c.png"]
    assert clean(kept, received=True) == kept or remote_pictures(clean(kept)) == ()
    assert "x.example" not in clean(html)
    for bad in (
        "data:image/png;base64,AA",
        "file:///etc/hosts",
        "//x.example/a.png",
        "javascript:1",
        "remote:file:///x",
    ):
        assert remote_pictures(clean(f'<img src="{bad}">', received=True)) == ()
    assert "href" not in clean('<a href="remote:https://x.example/">x</a>', received=True)
