"""What a screen reader, or a program driving the window, finds in the pane."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.chatter.pane import ChatterPane
from models import database, posting

Role = QAccessible.Role


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana."""
    pane.show_record(filled.barrels)
    return pane


def test_the_thread_is_a_list_of_its_entries_in_order(pane: ChatterPane) -> None:
    canvas = QAccessible.queryAccessibleInterface(pane.view.canvas)
    assert (canvas.role(), canvas.text(QAccessible.Text.Name)) == (Role.List, "Thread")
    children = [canvas.child(place) for place in range(canvas.childCount())]
    items = [child.text(QAccessible.Text.Name) for child in children if child.role() == Role.ListItem]
    assert [item.split(", ")[:2] for item in items] == [
        *(["Marta Oliveira", "Change"], ["Marta Oliveira", "Internal note"]),
        *(["Marta Oliveira", "E-mail"], ["Marta Oliveira", "Log"]),
    ]
    assert items[1].endswith("@Jonas the racks are at the Porto warehouse.")
    assert children[0].role() == Role.Separator and children[0].text(QAccessible.Text.Name) == "Today"


def test_the_list_follows_what_is_paged_in_and_out(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    with database.transaction():
        for number in range(300):
            posting.note(filled.barrels, f"Note {number}", by=filled.jonas)
    pane.show_record(filled.wall)
    pane.show_record(filled.barrels)
    canvas = QAccessible.queryAccessibleInterface(pane.view.canvas)
    for _ in range(40):
        qtbot.wait(5)
        pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
        names = [canvas.child(place).text(QAccessible.Text.Name) for place in range(canvas.childCount())]
        assert len(names) == len(pane.view.rows) == canvas.childCount()
    assert canvas.indexOfChild(canvas.child(3)) == 3


def test_controls_have_the_names_programs_rely_on(pane: ChatterPane) -> None:
    def names() -> dict[str, Role]:
        found = {}
        for widget in pane.findChildren(QPushButton):
            spoken = QAccessible.queryAccessibleInterface(widget)
            if not widget.isHidden() and widget.isVisible():
                found[spoken.text(QAccessible.Text.Name)] = spoken.role()
        return found

    assert {"Send message", "Log note", "Followers", "Following"} <= set(names())
    pane.compose("message")
    assert "Send" in names()
    field = QAccessible.queryAccessibleInterface(pane.composer.field)
    assert (field.role(), field.text(QAccessible.Text.Name)) == (Role.EditableText, "Message")
    pane.compose("note")
    assert "Log" in names() and "Send" not in names()


def test_the_text_of_a_message_can_be_read(pane: ChatterPane) -> None:
    row = list(pane.view.message_rows())[1]
    text = QAccessible.queryAccessibleInterface(row.body).textInterface()
    assert text.text(0, text.characterCount()) == "@Jonas the racks are at the Porto warehouse."


def test_the_tab_key_goes_through_the_pane_without_stopping_at_each_entry(pane: ChatterPane, qtbot: QtBot) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.top.message.setFocus()
    order = []
    for _ in range(12):
        order.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    buttons = [pane.top.message, pane.top.note, pane.top.whatsapp, pane.top.activity, pane.top.search]
    assert order[:7] == [*buttons, pane.composer.closed, pane.followers.button]
    assert pane.tabs in order and pane.view in order


def test_what_a_program_outside_presses_is_a_button(window, filled) -> None:
    """The names fixed for programs: a checkable one would be a check box to them, and not be found as a button."""
    window.show_record(filled.barrels)
    window.compose("note")
    found = {
        button.accessibleName() or button.text(): QAccessible.queryAccessibleInterface(button).role()
        for button in window.findChildren(QAbstractButton)
        if button.isVisible()
    }
    wanted = ("Send message", "Log note", "WhatsApp", "Activity", "Search messages", "Attach files", "Followers", "Log")
    assert {name: found.get(name) for name in (*wanted, "Files")} == dict.fromkeys((*wanted, "Files"), Role.Button)
