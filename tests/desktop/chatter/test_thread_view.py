"""The thread view: what rows show, paging, live changes with the reader's place kept to the pixel, hostile content."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.chatter.loaded import WINDOW
from desktop.chatter.message_row import MessageRow
from desktop.chatter.pane import ChatterPane
from desktop.chatter.trouble_box import TroubleBox
from desktop.desk import Desk
from models import database, journal, message, notification, person, posting, record, sending
from models.delivery import Delivery
from models.message import Message

LONG = 400  # entries of the long thread


@pytest.fixture
def long_thread(filled) -> int:
    """Many notes of differing length on the opportunity, one a minute up to an hour ago."""
    begin = database.now() - dt.timedelta(minutes=LONG + 60)
    with database.transaction():
        for number in range(LONG):
            when = begin + dt.timedelta(minutes=number)
            posting.note(filled.barrels, f"Note {number}. " + "word " * (number % 41), by=filled.jonas, when=when)
    return int(filled.barrels)


def texts(pane: ChatterPane) -> list[str]:
    return [row.body.toPlainText() for row in pane.view.message_rows()]


def kinds(pane: ChatterPane) -> list[str]:
    return [entry.kind for row in pane.view.message_rows() for entry in row.item.entries]


def settle(qtbot: QtBot, pane: ChatterPane) -> None:
    """Wait until nothing is laid out any more."""
    qtbot.waitUntil(lambda: not pane.view.paging._timer.isActive() and not pane.view.sight._ahead.isActive())


def places(pane: ChatterPane) -> dict[int, int]:
    """Where each entry stands in the view, in pixels from its upper edge."""
    top = pane.view.verticalScrollBar().value()
    return {row.item.entries[0].id: row.y() - top for row in pane.view.message_rows()}


# What rows show


def test_every_kind_of_entry_has_its_form(pane: ChatterPane, filled) -> None:
    pane.show_record(filled.barrels)
    assert kinds(pane) == ["change", "note", "message", "created"]
    change, note, sent, created = texts(pane)
    assert "Stage" in change and "Qualified" in change and "→" in change and "Proposition" in change
    assert note == "@Jonas the racks are at the Porto warehouse."
    assert sent == "Could you confirm the delivery date?"
    assert created.startswith("Opportunity created")


def test_headers_name_author_channel_time_and_delivery(pane: ChatterPane, filled) -> None:
    pane.show_record(filled.barrels)
    row = pane.view.row_of(next(entry.id for entry in pane.view.loaded.entries if entry.kind == "message"))
    assert [part.text for _, part in row._placed][:2] == ["Marta Oliveira", "E-mail"]
    assert [part.text for _, part in row._placed][-1] == "Waiting"
    assert row.accessibleName().startswith("Marta Oliveira, E-mail, Today ")
    assert "Waiting" in row.accessibleDescription()


def test_long_headers_flow_within_a_narrow_pane(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.barrels)
    pane.resize(300, 800)
    for row in pane.view.message_rows():
        assert all(rect.right() < row.width() for rect, _ in row._placed)
        assert row.body.geometry().right() <= row.width()


def test_a_deleted_message_leaves_a_tombstone(pane: ChatterPane, filled) -> None:
    note = posting.note(filled.barrels, "Forget this", by=filled.marta)
    message.delete(note, by=filled.marta)
    pane.show_record(filled.barrels)
    assert texts(pane)[0].startswith("This message was deleted by Marta Oliveira, Today")


def test_an_edited_message_says_so_and_shows_the_new_text(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.barrels)
    note = next(entry.id for entry in pane.view.loaded.entries if entry.kind == "note")
    message.edit(note, "The racks are sold.", by=filled.marta)
    qtbot.waitUntil(lambda: pane.view.row_of(note).body.toPlainText() == "The racks are sold.")
    assert "edited" in [part.what for _, part in pane.view.row_of(note)._placed]


def test_a_failed_delivery_says_why_under_its_message(pane: ChatterPane, filled) -> None:
    sent = Message.get(Message.kind == "message")
    Delivery.update(state="failed", reason="Mailbox is full.", code="552").where(Delivery.message == sent.id).execute()
    pane.show_record(filled.barrels)
    row = pane.view.row_of(sent.id)
    box = row.foot(TroubleBox)
    assert (box._what.title, box._what.why, box._what.code) == ("Not delivered", "Mailbox is full.", "Code 552")
    assert box.isVisible() and box.retry.isVisible() and not box.template.isVisible()
    assert "Mailbox is full." in row.accessibleDescription()


def test_quotes_fold_and_open(pane: ChatterPane, filled) -> None:
    ana = person.of_card(filled.ana).id
    posting.receive(filled.barrels, "Yes.\n\nOn Monday Marta wrote:\n> Could you?", author=ana, channel="email")
    pane.show_record(filled.barrels)
    row = next(pane.view.message_rows())
    assert row.body.toPlainText() == "Yes.\nShow quoted text"
    height = row.height()
    row.body.anchorClicked.emit(QUrl("row:quote"))
    assert "> Could you?" in row.body.toPlainText() and row.height() > height
    row.body.anchorClicked.emit(QUrl("row:quote"))
    assert row.height() == height


def test_runs_of_changes_fold_and_open(pane: ChatterPane, filled) -> None:
    for stage in ("New", "Qualified", "Proposition"):
        record.save(filled.wall, {"stage": stage}, by=filled.jonas)
    record.save(filled.wall, {"probability": "20"}, by=filled.jonas)
    pane.show_record(filled.wall)
    row = next(pane.view.message_rows())
    assert row.item.kind == "run" and row.body.toPlainText().endswith("Show 3 changes")
    row.body.anchorClicked.emit(QUrl("row:run"))
    assert [item.kind for item in pane.view.items()][1:5] == ["run", "entry", "entry", "entry"]
    next(pane.view.message_rows()).body.anchorClicked.emit(QUrl("row:run"))
    assert [item.kind for item in pane.view.items()][1:3] == ["run", "entry"]


@pytest.mark.parametrize(("text", "rtl"), [("مرحبا، هل يمكنكم تأكيد الموعد؟", True), ("来週の木曜日に 🎉", False)])
def test_each_text_stands_in_its_own_direction(pane: ChatterPane, filled, text: str, rtl: bool) -> None:
    note = posting.note(filled.barrels, text, by=filled.marta)
    pane.show_record(filled.barrels)
    block = pane.view.row_of(note).body.document().firstBlock()
    assert block.text() == text
    assert (block.textDirection() == Qt.LayoutDirection.RightToLeft) is rtl


# Hostile content


@pytest.fixture
def red_file(tmp_path: Path, qapp) -> Path:
    """A picture on this machine that no message may show."""
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FF0000"))
    path = tmp_path / "secret.png"
    assert picture.save(str(path))
    return path


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file://{path}" width="40" height="40">',
        '<img src="{path}" width="40" height="40">',
        '<table background="file://{path}"><tr><td>x<br>x<br>x</td></tr></table>',
        '<p style="background-image: url(file://{path})">x</p>',
        '<link rel="stylesheet" href="file://{path}"><p>x</p>',
    ],
)
@pytest.mark.parametrize("cleaned", [True, False])
def test_nothing_is_loaded_from_a_message(pane: ChatterPane, filled, red_file: Path, html: str, cleaned: bool) -> None:
    ana, evil = person.of_card(filled.ana).id, html.format(path=red_file)
    received = posting.receive(filled.barrels, "x", html=evil, author=ana, channel="email")
    if not cleaned:  # as if something had got past the cleaning
        Message.update(html=evil).where(Message.id == received).execute()
    pane.show_record(filled.barrels)
    picture = pane.view.row_of(received).grab().toImage()
    red = sum(
        picture.pixelColor(x, y) == QColor("#FF0000") for x in range(picture.width()) for y in range(picture.height())
    )
    assert red == 0


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "data:text/html,x"]
)
def test_dangerous_links_are_not_opened(
    pane: ChatterPane, filled, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr("desktop.links.QDesktopServices.openUrl", lambda url: bool(opened.append(url)) or True)
    pane.show_record(filled.barrels)
    row = next(pane.view.message_rows())
    before = row.body.toPlainText()
    with qtbot.waitSignal(desk.notice):
        row.body.anchorClicked.emit(QUrl(address))
    assert not opened and row.body.toPlainText() == before


def test_links_open_outside_and_our_own_in_the_window(
    pane: ChatterPane, filled, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop.links.QDesktopServices.openUrl", lambda url: bool(opened.append(url.toString())) or True
    )
    pane.show_record(filled.barrels)
    body = next(pane.view.message_rows()).body
    body.anchorClicked.emit(QUrl("https://example.com/a"))
    with qtbot.waitSignal(desk.open_record, check_params_cb=lambda id, entry: (id, entry) == (7, 12)):
        body.anchorClicked.emit(QUrl("chatterdesk:record/7?message=12"))
    assert opened == ["https://example.com/a"]


def test_deeply_nested_and_huge_messages_are_shown_in_time(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    ana = person.of_card(filled.ana).id
    nested = "<table><tr><td>" * 300 + "x" + "</td></tr></table>" * 300
    posting.receive(filled.barrels, "", html=nested, author=ana, channel="email")
    posting.receive(filled.barrels, "word " * 400_000, author=ana, channel="email")
    pane.show_record(filled.barrels)
    row = next(pane.view.message_rows())
    assert row.body.toPlainText().endswith("Show the whole message")
    with qtbot.waitSignal(pane.view.whole_wanted):
        row.body.anchorClicked.emit(QUrl("row:whole"))


# Paging


def test_a_long_thread_is_read_in_pages_both_ways(pane: ChatterPane, long_thread: int, qtbot: QtBot) -> None:
    pane.show_record(long_thread)
    bar = pane.view.verticalScrollBar()
    seen: set[int] = set()
    for _ in range(400):
        settle(qtbot, pane)
        seen |= pane.view.loaded.ids()
        assert len(pane.view.loaded.entries) <= WINDOW
        if not pane.view.loaded.has_older and bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + 900)
    assert len(seen) == LONG + 4 and pane.view.loaded.has_newer
    for _ in range(400):
        settle(qtbot, pane)
        if pane.view.at_top():
            break
        bar.setValue(bar.value() - 900)
    assert pane.view.at_top() and kinds(pane)[0] == "change"


def test_paging_moves_nothing_in_sight(pane: ChatterPane, long_thread: int, qtbot: QtBot) -> None:
    pane.show_record(long_thread)
    bar = pane.view.verticalScrollBar()
    settle(qtbot, pane)
    for step in [700] * 12 + [-700] * 8:
        bar.setValue(bar.value() + step)
        before = places(pane)
        settle(qtbot, pane)
        after = places(pane)
        in_sight = [id for id, y in before.items() if 0 <= y < 500 and id in after]
        assert in_sight
        assert {id: after[id] for id in in_sight} == {id: before[id] for id in in_sight}


def test_rows_are_used_again(pane: ChatterPane, long_thread: int, qtbot: QtBot) -> None:
    pane.show_record(long_thread)
    bar = pane.view.verticalScrollBar()
    for _ in range(30):
        settle(qtbot, pane)
        bar.setValue(bar.maximum())
    assert len(pane.view.canvas.findChildren(MessageRow)) <= WINDOW + 40


def test_a_jump_loads_around_the_message_and_marks_it(pane: ChatterPane, long_thread: int, qtbot: QtBot) -> None:
    wanted = Message.get(Message.body.startswith("Note 100.")).id
    pane.show_record(long_thread, wanted)
    row = pane.view.row_of(wanted)
    top, height = pane.view.verticalScrollBar().value(), pane.view.viewport().height()
    assert row.marked and top <= row.y() <= top + height - row.height()
    assert pane.view.loaded.has_newer and pane.view.loaded.has_older
    settle(qtbot, pane)
    assert [entry.id for entry in pane.view.loaded.entries] == sorted(pane.view.loaded.ids(), reverse=True)


def test_a_jump_to_a_message_that_is_gone_shows_the_newest(pane: ChatterPane, filled, qtbot: QtBot, desk: Desk) -> None:
    with qtbot.waitSignal(desk.notice):
        pane.show_record(filled.barrels, 99_999)
    assert kinds(pane)[0] == "change"


def test_filters_show_their_kinds(pane: ChatterPane, filled) -> None:
    pane.show_record(filled.barrels)
    shown = {}
    for index, show in enumerate(("all", "conversation", "notes", "changes")):
        pane.tabs.setCurrentIndex(index)
        shown[show] = kinds(pane)
    assert shown["conversation"] == ["message"] and shown["notes"] == ["note"]
    assert shown["changes"] == ["change", "created"] and len(shown["all"]) == 4


def test_an_empty_filter_says_what_to_do_first(pane: ChatterPane, filled) -> None:
    pane.show_record(filled.wall)
    pane.tabs.set_current("notes")
    pane._filter("notes")
    assert pane.empty.isVisible()
    pane._filter("all")
    assert not pane.empty.isVisible()


# Live


def test_a_note_of_another_process_slides_in_at_the_top(
    pane: ChatterPane, filled, qtbot: QtBot, elsewhere: Callable[[str], str]
) -> None:
    pane.show_record(filled.barrels)
    elsewhere(f"posting.note({filled.barrels}, 'From the other side', by={filled.jonas})")
    qtbot.waitUntil(lambda: texts(pane)[0] == "From the other side", timeout=1500)
    qtbot.waitUntil(pane.view.at_top, timeout=1000)


def test_the_place_of_the_reader_stays_to_the_pixel(
    pane: ChatterPane, long_thread: int, filled, qtbot: QtBot, elsewhere: Callable[[str], str]
) -> None:
    pane.show_record(long_thread)
    settle(qtbot, pane)
    bar = pane.view.verticalScrollBar()
    bar.setValue(1537)
    settle(qtbot, pane)
    before = places(pane)
    elsewhere(f"for n in range(200): posting.note({long_thread}, f'New {{n}} ' + 'x ' * n, by={filled.jonas})")
    qtbot.waitUntil(lambda: pane.new_button.caption() == "200 new", timeout=5000)
    settle(qtbot, pane)
    after = places(pane)
    in_sight = [id for id, y in before.items() if 0 <= y < 700]
    assert len(in_sight) > 4
    assert [after[id] - before[id] for id in in_sight] == [0] * len(in_sight)
    assert pane.new_button.isVisible()
    qtbot.mouseClick(pane.new_button, Qt.MouseButton.LeftButton)
    assert texts(pane)[0].startswith("New 199") and pane.view.at_top()
    assert not pane.new_button.isVisible()


def test_edits_and_deletions_elsewhere_move_nothing(
    pane: ChatterPane, long_thread: int, filled, qtbot: QtBot, elsewhere: Callable[[str], str]
) -> None:
    pane.show_record(long_thread)
    settle(qtbot, pane)
    pane.view.verticalScrollBar().setValue(900)
    settle(qtbot, pane)
    before = places(pane)
    notes = {entry.id for entry in pane.view.loaded.entries if entry.body.startswith("Note")}
    above = [id for id, y in before.items() if y < -100 and id in notes][:2]
    edits = [f"message.edit({above[0]}, 'short', by={filled.jonas})"]
    edits += [f"message.edit({above[1]}, 'long ' * 300, by={filled.jonas})"]
    elsewhere("; ".join(edits))
    qtbot.waitUntil(lambda: pane.view.row_of(above[1]).body.toPlainText().startswith("long long"), timeout=3000)
    after = places(pane)
    assert all(after[id] == y for id, y in before.items() if 0 <= y < 700)


def test_other_records_are_left_alone(pane: ChatterPane, filled, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    pane.show_record(filled.barrels)
    asked: list[object] = []
    monkeypatch.setattr(pane.view, "refresh", asked.append)
    posting.note(filled.wall, "Elsewhere", by=filled.jonas)
    qtbot.wait(50)
    assert not asked


def test_a_change_of_a_delivery_shows_at_its_message(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.barrels)
    sent = Message.get(Message.kind == "message").id
    with database.transaction():
        delivery = Delivery.get(Delivery.message == sent)
        Delivery.update(state="delivered").where(Delivery.id == delivery.id).execute()
        journal.note("delivery", delivery.id, "change", by=None, thread=filled.barrels)
    qtbot.waitUntil(lambda: pane.view.row_of(sent)._placed[-1][1].text == "Delivered")


def test_what_came_since_the_last_visit_stands_above_a_line(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    notification.mark_read(filled.barrels, filled.marta)
    qtbot.wait(5)
    posting.note(filled.barrels, "One", by=filled.jonas)
    posting.note(filled.barrels, "Two", by=filled.jonas)
    pane.show_record(filled.barrels)
    assert [item.caption for item in pane.view.items() if item.kind == "new"] == ["2 new above"]


def test_what_comes_while_one_looks_is_read(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.barrels)
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    with qtbot.waitSignal(pane.read):
        posting.note(filled.barrels, "@Marta look", by=filled.jonas)
    assert notification.unread_count(filled.marta) == 0


def test_another_width_lays_out_anew_and_keeps_the_place(pane: ChatterPane, long_thread: int, qtbot: QtBot) -> None:
    pane.show_record(long_thread)
    settle(qtbot, pane)
    pane.view.verticalScrollBar().setValue(1200)
    settle(qtbot, pane)
    anchor = pane.view._anchor(1200)
    pane.resize(380, 800)
    settle(qtbot, pane)
    row = pane.view.row_of(anchor[0])
    assert row.y() - pane.view.verticalScrollBar().value() == anchor[1]
    rows = pane.view.rows
    assert all(above.geometry().bottom() + 1 == below.y() for above, below in itertools.pairwise(rows))


def test_the_theme_changes_every_row(pane: ChatterPane, filled, desk: Desk) -> None:
    pane.show_record(filled.barrels)
    light = pane.view.row_of(Message.get(Message.kind == "note").id).grab().toImage()
    desk.theme.set_scheme("dark")
    dark = pane.view.row_of(Message.get(Message.kind == "note").id).grab().toImage()
    assert light.pixelColor(2, 2).lightness() > 200 > 60 > dark.pixelColor(2, 2).lightness()
    assert "#" in pane.view.rendering.style and desk.theme.tokens.accent in pane.view.rendering.style


def test_nothing_stays_of_a_record_that_is_closed(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.barrels)
    pane.clear()
    assert not pane.view.rows and not pane.isEnabled()
    posting.note(filled.barrels, "Later", by=filled.jonas)
    qtbot.wait(50)
    assert not pane.view.rows
    assert sending.recipients(filled.barrels)


def test_a_record_removed_elsewhere_leaves_an_empty_pane(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    pane.show_record(filled.task)
    record.remove(filled.task, by=filled.marta)
    qtbot.waitUntil(lambda: not pane.record)
    assert not pane.view.rows
