"""Care for the workspace from the window: verifying the journal, backing up, telling about itself, settings."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from desktop.shell.about import About
from desktop.shell.appearance_card import AppearanceCard
from desktop.shell.backing_up import BackingUp
from desktop.shell.failure import Failure
from desktop.shell.settings_page import SettingsPage
from desktop.shell.users_card import UsersCard
from desktop.shell.verifying import Verifying
from desktop.widgets import Banner, Card, Notice, PlainButton
from models import journal, workspace
from models.workspace import DATABASE


def shown_banner(dialog, qtbot):
    """What the dialog found, once it is there."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(Banner)), timeout=10_000)
    return next(one for one in dialog.findChildren(Banner) if one.isVisible())


def test_a_sound_journal_is_said_with_its_head(window, qtbot):
    window.care.verify()
    dialog = window.findChild(Verifying)
    banner = shown_banner(dialog, qtbot)
    rows, head = journal.head()
    assert banner.kind == "success"
    assert f"All {rows:,} rows" in banner.accessibleName()
    assert dialog.findChild(QPlainTextEdit).toPlainText() == head.hex()
    next(one for one in dialog.findChildren(PlainButton) if one.text() == "Copy").click()
    assert head.hex() in QGuiApplication.clipboard().text()


def test_what_was_changed_behind_the_programs_back_is_named(window, filled, qtbot):
    with sqlite3.connect(filled.workspace.path / DATABASE) as behind:
        behind.execute("UPDATE contact SET email = 'other@evil.example' WHERE id = ?", (filled.ana,))
    behind.close()
    window.care.verify()
    dialog = window.findChild(Verifying)
    banner = shown_banner(dialog, qtbot)
    assert banner.kind == "error"
    assert "One thing is not as it was written." in banner.accessibleName()
    problems = next(one for one in dialog.findChildren(QPlainTextEdit) if one.accessibleName() == "Problems")
    assert f"Contact {filled.ana} was changed from outside" in problems.toPlainText()


def test_closing_stops_the_check(window, qtbot):
    window.care.verify()
    dialog = window.findChild(Verifying)
    dialog.reject()
    assert dialog._stopped.is_set()
    qtbot.wait(50)  # what comes from the job now goes nowhere
    assert window.findChild(Notice) is None


def test_a_backup_is_written_where_it_was_chosen(window, filled, tmp_path, qtbot, monkeypatch):
    file = tmp_path / "copy.zip"
    monkeypatch.setattr(window.care, "choose_file", lambda title, proposed: str(file))
    window.care.back_up()
    dialog = window.findChild(BackingUp)
    banner = shown_banner(dialog, qtbot)
    assert banner.kind == "success"
    assert file.is_file()


def test_a_backup_that_can_not_be_written_says_why(window, tmp_path, qtbot, monkeypatch):
    file = tmp_path / "nowhere" / "copy.zip"
    monkeypatch.setattr(window.care, "choose_file", lambda title, proposed: str(file))
    window.care.back_up()
    banner = shown_banner(window.findChild(BackingUp), qtbot)
    assert banner.kind == "error"
    assert "There is no folder" in banner.accessibleName()


def test_no_file_chosen_is_no_backup(window, monkeypatch):
    monkeypatch.setattr(window.care, "choose_file", lambda title, proposed: "")
    window.care.back_up()
    assert window.findChild(BackingUp) is None


@pytest.mark.parametrize("text", ["A sentence.", "A report\nof several lines"])
def test_an_error_is_said_as_long_as_it_is(window, text):
    window.desk.failed.emit(text)
    if "\n" in text:
        assert window.findChild(Failure).text() == text
    else:
        notice = window.findChild(Notice)
        notice.button.click()
        assert QGuiApplication.clipboard().text() == text


def test_further_reports_join_the_one_that_is_open(window):
    window.desk.failed.emit("first\nreport")
    window.desk.failed.emit("second\nreport")
    assert len(window.findChildren(Failure)) == 1
    assert "second" in window.findChild(Failure).text()


def test_about_says_where_things_lie(window, filled):
    window.care.about()
    texts = " ".join(
        label.text() for label in window.findChild(About).findChildren(type(window.findChild(About)._title))
    )
    assert str(filled.workspace.path) in texts
    assert "window.log" in texts


def test_settings_change_at_once(window, theme, filled):
    window.show_settings()
    page = window.findChild(SettingsPage)
    look = page.show_part("appearance").findChild(AppearanceCard)
    look.scheme.chosen.emit("dark")
    look.scale.chosen.emit("110")
    assert (theme.scheme, theme.scale) == ("dark", 110)
    users = page.show_part("users").findChild(UsersCard)
    names = [button for button in users.findChildren(PlainButton) if button.text() == "Act as"]
    assert len(names) == 1
    names[0].click()
    assert window.desk.me == filled.jonas
    assert [button.text() for button in users.rows.itemAt(0).widget().findChildren(PlainButton)] == ["Act as"]


def test_a_workspace_that_is_restored_can_be_opened_from_the_window(window, tmp_path, qtbot):
    other = tmp_path / "restored"
    with qtbot.waitSignal(window.workspace_wanted) as wanted:
        window.care.workspace_wanted.emit(other)
    assert wanted.args == [other]
    assert not workspace.is_workspace(other)


def test_each_part_of_the_settings_opens_from_the_index_and_by_its_name(window, qtbot):
    window.show_settings("users")
    page = window.findChild(SettingsPage)
    assert page.chosen == "users" and page.rows["users"].current
    for key, row in page.rows.items():
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert page.chosen == key and page.show_part(key).widget().findChildren(Card), key
    window.desk.open_page.emit("settings:whatsapp")
    assert page.chosen == "whatsapp_twilio"
    window.desk.open_page.emit("settings:nothing of that name")
    assert page.chosen == "appearance"
