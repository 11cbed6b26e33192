"""What one does with entries: keys, menu, editing in place, deleting, history, links."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.chatter.history_dialog import HistoryDialog
from desktop.chatter.pane import ChatterPane
from desktop.chatter.row_tools import menu, tools
from desktop.desk import Desk
from desktop.widgets import Question
from models import database, entries, message, posting
from models.delivery import Delivery
from models.message import Message


@pytest.fixture
def pane(pane: ChatterPane, qtbot: QtBot, filled) -> ChatterPane:
    """A wide pane that shows the opportunity of Ana, with the focus on its thread."""
    pane.resize(900, 800)
    pane.show_record(filled.barrels)
    pane.activateWindow()
    pane.view.setFocus()
    qtbot.waitUntil(pane.view.hasFocus)
    return pane


def note_of(pane: ChatterPane) -> entries.Entry:
    return next(entry for entry in pane.view.loaded.entries if entry.kind == "note")


def current(pane: ChatterPane) -> list[str]:
    return [row.item.entries[0].kind for row in pane.view.message_rows() if row.current]


def press(qtbot: QtBot, pane: ChatterPane, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(pane.view, key)


def labels(pane: ChatterPane, entry: entries.Entry, by: int) -> dict[str, bool]:
    return {tool.label: not tool.why_not for tool in tools(entry, by)}


# Keys


def test_j_and_k_walk_through_the_thread(pane: ChatterPane, qtbot: QtBot) -> None:
    press(qtbot, pane, Qt.Key.Key_J)
    assert current(pane) == ["change"]
    press(qtbot, pane, Qt.Key.Key_J, Qt.Key.Key_J)
    assert current(pane) == ["message"]
    press(qtbot, pane, Qt.Key.Key_K)
    assert current(pane) == ["note"]
    press(qtbot, pane, Qt.Key.Key_End)
    assert current(pane) == ["created"]
    press(qtbot, pane, Qt.Key.Key_Home)
    assert current(pane) == ["change"]


def test_home_and_end_reach_both_ends_of_a_long_thread(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    with database.transaction():
        for number in range(120):
            posting.note(filled.barrels, f"Note {number}", by=filled.jonas)
    pane.show_record(filled.wall)
    pane.show_record(filled.barrels)
    press(qtbot, pane, Qt.Key.Key_End)
    assert current(pane) == ["created"] and not pane.view.loaded.has_older
    press(qtbot, pane, Qt.Key.Key_Home)
    assert pane.view.at_top() and pane.actions.current_row().body.toPlainText() == "Note 119"


def test_letters_typed_into_a_text_field_are_text(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.compose("note")
    qtbot.keyClicks(pane.composer.field, "jkerh")
    assert pane.composer.field.toPlainText() == "jkerh" and current(pane) == []


def test_letters_pressed_on_a_body_are_the_threads(pane: ChatterPane, qtbot: QtBot) -> None:
    body = next(pane.view.message_rows()).body
    body.setFocus()
    qtbot.keyClick(body, Qt.Key.Key_J)
    assert current(pane) == ["change"]


def test_text_is_marked_and_copied(pane: ChatterPane, qtbot: QtBot) -> None:
    row = pane.view.row_of(note_of(pane).id)
    row.body.setFocus()
    row.body.selectAll()
    assert row.copied_text() == "@Jonas the racks are at the Porto warehouse."
    qtbot.keyClick(row.body, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "@Jonas the racks are at the Porto warehouse."


# Tools


def test_the_tools_are_those_one_may_use(pane: ChatterPane, filled) -> None:
    note, change = note_of(pane), pane.view.loaded.entries[0]
    assert labels(pane, note, filled.marta) == {
        "Reply": True,
        "React": True,
        "Edit": True,
        "Star": True,
        "Copy text": True,
        "Copy link": True,
        "Delete…": True,
    }
    assert labels(pane, note, filled.jonas)["Edit"] is False
    assert list(labels(pane, change, filled.marta)) == ["Star", "Copy text", "Copy link"]


def test_the_menu_says_why_something_cannot_be_done(pane: ChatterPane, filled) -> None:
    made = menu(pane, note_of(pane), filled.jonas, links=[])
    edit = next(action for action in made.actions() if action.text().startswith("Edit"))
    assert not edit.isEnabled() and "Only its author or an administrator" in edit.toolTip()


def test_the_bar_stays_inside_its_row(pane: ChatterPane) -> None:
    bar = pane.view.canvas.tools
    for row in pane.view.message_rows():
        pane.view.canvas.show_tools(row)
        assert bar.isVisible() and row.geometry().contains(bar.geometry().adjusted(0, 0, 0, -6))


def test_a_link_to_a_message_is_copied(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = note_of(pane)
    pane.actions.do("link", note)
    assert QGuiApplication.clipboard().text() == f"chatterdesk:record/{filled.barrels}?message={note.id}"


# Editing


def test_a_note_is_edited_in_its_row(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = note_of(pane)
    press(qtbot, pane, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_E)
    editor = pane.actions.editor
    assert editor is not None and editor.isVisible() and editor.field.hasFocus()
    editor.field.setPlainText("The racks are sold.")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    row = pane.view.row_of(note.id)
    assert row.body.toPlainText() == "The racks are sold." and row.editor is None
    assert entries.one(note.id).edits == 1


def test_editing_a_sent_message_says_that_it_is_not_sent_again(pane: ChatterPane, qtbot: QtBot) -> None:
    sent = next(entry for entry in pane.view.loaded.entries if entry.kind == "message")
    pane.actions.edit(sent)
    words = [label.text() for label in pane.actions.editor.findChildren(type(pane.composer.frame.hint))]
    assert "Editing never sends again." in words
    qtbot.keyClick(pane.actions.editor.field, Qt.Key.Key_Escape)
    assert pane.actions.editor is None and entries.one(sent.id).edits == 0


def test_an_editor_keeps_its_text_through_live_changes_and_scrolling(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = note_of(pane)
    with database.transaction():
        for number in range(200):
            posting.note(filled.barrels, f"Later {number}", by=filled.jonas)
    pane.show_record(filled.barrels, note.id)
    pane.actions.edit(pane.view.row_of(note.id).item.entries[0])
    pane.actions.editor.field.setPlainText("Half written")
    posting.note(filled.barrels, "Another", by=filled.jonas)
    qtbot.wait(50)
    pane.view.to_top()
    qtbot.wait(50)
    assert pane.view.row_of(note.id) is None
    pane.view.jump(note.id)
    row = pane.view.row_of(note.id)
    assert row.editor is pane.actions.editor and row.editor.field.toPlainText() == "Half written"
    assert row.editor.isVisible()


def test_a_refused_edit_stays_open_with_the_reason(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = note_of(pane)
    pane.actions.edit(note)
    message.delete(note.id, by=filled.marta)
    pane.actions.editor.field.setPlainText("Too late")
    pane.actions.editor._save()
    assert pane.actions.editor.error.words() == "This message was deleted."
    assert pane.actions.editor.field.toPlainText() == "Too late"


# Deleting


def test_deleting_asks_once_and_leaves_a_tombstone(pane: ChatterPane, qtbot: QtBot) -> None:
    note = note_of(pane)
    pane.actions.do("delete", note)
    question = pane.findChild(Question)
    assert question is not None and entries.one(note.id).deleted_at is None
    button = next(one for one in question.findChildren(QPushButton) if one.text() == "Delete")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.view.row_of(note.id).body.toPlainText().startswith("This message was deleted by Marta Oliveira")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("sent", "what was sent stays sent"),
        ("waiting", "It was not sent yet, and will not be."),
        ("read", "stays sent"),
    ],
)
def test_the_question_says_what_stays(pane: ChatterPane, state: str, words: str) -> None:
    sent = Message.get(Message.kind == "message").id
    Delivery.update(state=state).where(Delivery.message == sent).execute()
    pane.actions.do("delete", entries.one(sent))
    assert words in pane.findChild(Question).accessibleDescription()


# History


@pytest.fixture
def history(pane: ChatterPane, desk: Desk, filled) -> HistoryDialog:
    """The history of the sent message, edited twice."""
    sent = Message.get(Message.kind == "message").id
    message.edit(sent, "Could you confirm the day?", by=filled.marta)
    message.edit(sent, "Could you please confirm the day?", by=filled.marta)
    pane.actions.do("history", entries.one(sent))
    return pane.findChild(HistoryDialog)


def test_the_history_marks_what_differs(history: HistoryDialog) -> None:
    assert [card.text() for card in history.cards] == ["Version 1", "Version 2", "Version 3, now"]
    html = history.new.text.toHtml()
    assert "underline" in html and "please" in html
    history.choose(1)
    assert "line-through" in history.new.text.toHtml()
    assert history.new.text.toPlainText() == "Could you confirm the delivery date day?"


def test_the_history_has_three_views(history: HistoryDialog) -> None:
    history.choose(1)
    history.way.set_current("beside")
    history._show()
    assert (history.old.text.toPlainText(), history.new.text.toPlainText()) == (
        "Could you confirm the delivery date?",
        "Could you confirm the day?",
    )
    history.way.set_current("plain")
    history._show()
    assert history.new.text.toPlainText() == "Could you confirm the day?" and history.old.isHidden()
    assert "underline" not in history.new.text.toHtml()


def test_the_history_compares_any_two(history: HistoryDialog) -> None:
    history.choose(2)
    history.against.setCurrentIndex(history.against.findData(1))
    history._show()
    assert "delivery date" in history.new.text.toPlainText()


def test_the_history_says_what_was_sent(history: HistoryDialog, pane: ChatterPane) -> None:
    assert "Editing never sends again." in history._sent_words()
    Delivery.update(state="sent", version=1).execute()
    sent = Message.get(Message.kind == "message").id
    pane.actions.do("history", entries.one(sent))
    dialog = pane.findChildren(HistoryDialog)[-1]
    assert dialog._sent_words().startswith("Ana Herrera received version 1, Today")


# The pointer


def test_the_wheel_over_a_text_scrolls_the_thread(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    with database.transaction():
        for number in range(40):
            posting.note(filled.barrels, f"Note {number} " + "word " * 60, by=filled.jonas)
    pane.show_record(filled.wall)
    pane.show_record(filled.barrels)
    qtbot.wait(30)
    row = list(pane.view.message_rows())[1]
    before = pane.view.verticalScrollBar().value()
    window = pane.window().windowHandle()
    where = row.body.viewport().mapTo(pane.window(), row.body.viewport().rect().center())
    QTest.wheelEvent(window, QPointF(where), QPoint(0, -240))
    assert pane.view.verticalScrollBar().value() > before


def test_the_tools_follow_the_pointer(pane: ChatterPane, qtbot: QtBot) -> None:
    first, second = list(pane.view.message_rows())[:2]
    for row in (first, second):
        qtbot.mouseMove(row, QPoint(row.width() // 2, 12))
        QCursor.setPos(row.mapToGlobal(QPoint(row.width() // 2, 12)))
        qtbot.waitUntil(lambda row=row: pane.view.canvas.tools.row is row, timeout=1000)
        assert row.hovered and pane.view.canvas.tools.isVisible()
    assert not first.hovered


def test_enter_opens_the_menu_of_the_row(pane: ChatterPane, qtbot: QtBot) -> None:
    press(qtbot, pane, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_Return)
    opened = next(one for one in pane.view.findChildren(QMenu) if one.isVisible())
    assert [action.data()[0] for action in opened.actions() if not action.isSeparator()] == [
        *("reply", "reactions", "edit", "star", "copy", "link", "delete")
    ]
    opened.close()


def test_links_are_in_the_menu_for_those_who_do_not_point(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = posting.note(filled.barrels, "See https://example.com/a and mail ana@herrera.example", by=filled.marta)
    pane.view.refresh([note])
    row = pane.view.row_of(note)
    pane.actions.open_menu(row, row.mapToGlobal(QPoint(5, 5)))
    opened = next(one for one in pane.view.findChildren(QMenu) if one.isVisible())
    data = [action.data() for action in opened.actions() if not action.isSeparator()]
    assert data[-2:] == [("open", "https://example.com/a"), ("open", "mailto:ana@herrera.example")]
    opened.close()


def test_edited_leads_to_the_history(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    note = note_of(pane)
    message.edit(note.id, "The racks are sold.", by=filled.marta)
    pane.view.refresh([note.id])
    row = pane.view.row_of(note.id)
    where = next(rect for rect, part in row._placed if part.what == "edited").center() + QPoint(60, 9)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=where)
    assert pane.findChild(HistoryDialog) is not None
