"""The welcome: making a workspace, opening one, trying the sample, and what goes wrong with each."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from desktop import memory, welcome
from desktop.shell.new_workspace import NewWorkspace
from desktop.shell.restoring import Restoring
from desktop.welcome import Welcome, sample_folder
from models import backup, user, workspace
from models.thread import Thread


@pytest.fixture
def shown(theme, qtbot):
    made = Welcome(theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def make(shown, **texts):
    """Open the dialog, type, press."""
    shown.make.click()
    dialog = shown.findChild(NewWorkspace)
    for name, text in texts.items():
        dialog.fields[name].setText(text)
    dialog.verb.click()
    return dialog


def wrong(dialog):
    """What is said at the fields."""
    return {name: label.text() for name, label in dialog._wrong.items() if label.isVisible()}


def test_making_a_workspace(shown, tmp_path, qtbot):
    folder = tmp_path / "Northwind"
    with qtbot.waitSignal(shown.chosen) as chosen:
        make(shown, folder=str(folder), name="Marta Oliveira", email="marta@northwind.example", currency="USD")
    assert chosen.args == [folder]
    opened = workspace.open(folder)
    assert user.first_administrator().name == "Marta Oliveira"
    workspace.close(opened)


def test_everything_wrong_is_said_at_once_at_its_field(shown, tmp_path):
    dialog = make(shown, folder="", name=" ", email="marta", currency="XX")
    said = wrong(dialog)
    assert set(said) == {"folder", "name", "email", "currency"}
    assert "“marta” is not an e-mail address" in said["email"]
    assert dialog.isVisible()
    dialog.fields["name"].setText("M")
    assert "name" not in wrong(dialog)


@pytest.mark.parametrize("reason", ["is not empty", "is a file", "is a workspace already"])
def test_a_folder_that_can_not_be_taken_is_said_at_the_folder(shown, tmp_path, reason):
    folder = tmp_path / "taken"
    if reason == "is a file":
        folder.write_text("x")
    elif reason == "is not empty":
        folder.mkdir()
        (folder / "letter.txt").write_text("x")
    else:
        workspace.close(workspace.create(folder, name="Ana", email="ana@a.example"))
    before = sorted(tmp_path.rglob("*"))
    dialog = make(shown, folder=str(folder), name="Marta", email="marta@northwind.example")
    assert reason in wrong(dialog)["folder"]
    assert sorted(tmp_path.rglob("*")) == before


def test_opening_what_is_no_workspace_says_so(shown, tmp_path, qtbot):
    with qtbot.assertNotEmitted(shown.chosen):
        shown.open_folder(tmp_path)
    assert "is not a workspace" in shown.trouble.accessibleName()
    assert shown.trouble.isVisible()


def test_opening_a_workspace(shown, tmp_path, qtbot):
    folder = tmp_path / "w"
    workspace.close(workspace.create(folder, name="Ana", email="ana@a.example"))
    with qtbot.waitSignal(shown.chosen) as chosen:
        shown.open_folder(folder)
    assert chosen.args == [folder]
    assert not shown.trouble.isVisible()


def test_the_sample_is_made_once_in_the_users_own_folder(shown, qtbot):
    assert not sample_folder().exists()
    with qtbot.waitSignal(shown.chosen, timeout=60_000) as chosen:
        shown.sample.click()
        assert shown.progress.isVisible()
        assert not shown.make.isEnabled()
    assert chosen.args == [sample_folder()]
    assert not shown.progress.isVisible()
    opened = workspace.open(sample_folder())
    count = Thread.select().count()
    workspace.close(opened)
    assert count > 100
    with qtbot.waitSignal(shown.chosen):
        shown.sample.click()
    opened = workspace.open(sample_folder())
    assert Thread.select().count() == count
    workspace.close(opened)


def test_a_sample_given_up_leaves_nothing(shown, qtbot):
    shown.sample.click()
    qtbot.wait(50)
    shown._cancel_sample()
    assert not workspace.is_workspace(sample_folder())
    assert shown.make.isEnabled()


def test_a_sample_that_can_not_be_made_says_why(shown, qtbot):
    sample_folder().mkdir(parents=True)
    (sample_folder() / "letter.txt").write_text("mine")
    shown.sample.click()
    qtbot.waitUntil(lambda: shown.trouble.isVisible(), timeout=30_000)
    assert "is not empty" in shown.trouble.accessibleName()
    assert (sample_folder() / "letter.txt").read_text() == "mine"


def test_what_was_used_lately_is_offered_while_it_is_there(theme, tmp_path, qtbot):
    there, gone = tmp_path / "there", tmp_path / "gone"
    workspace.close(workspace.create(there, name="Ana", email="ana@a.example"))
    made = Welcome(theme, lately=[gone, there])
    qtbot.addWidget(made)
    names = [button.text() for button in made.findChildren(QPushButton)]
    assert "there" in names
    assert "gone" not in names


def test_appearance_changes_at_once_and_is_remembered(shown, theme):
    shown.appearance.chosen.emit("dark")
    assert theme.scheme == "dark"
    assert memory.one_of(memory.of_application(), "appearance", ("system", "dark")) == "dark"


@pytest.mark.parametrize("there", [True, False])
def test_the_guide_is_offered_where_it_came_along(theme, tmp_path, qtbot, monkeypatch, there):
    guide = tmp_path / "README.md"
    monkeypatch.setattr(welcome, "GUIDE", guide)
    if there:
        guide.write_text("How to")
    made = Welcome(theme)
    qtbot.addWidget(made)
    assert ("Guide" in [button.text() for button in made.findChildren(QPushButton)]) is there


def test_restoring_a_backup_into_a_new_folder(shown, filled, tmp_path, qtbot):
    file = tmp_path / "backup.zip"
    backup.write(filled.workspace, file)
    dialog = Restoring(shown)
    dialog.open()
    dialog.verb.click()
    assert set(wrong(dialog)) == {"file", "folder"}
    dialog.fields["file"].setText(str(file))
    dialog.fields["folder"].setText(str(tmp_path / "restored"))
    dialog.verb.click()
    qtbot.waitUntil(lambda: dialog.verb.text() == "Open it", timeout=30_000)
    with qtbot.waitSignal(dialog.open_wanted) as wanted:
        dialog.verb.click()
    assert workspace.is_workspace(Path(wanted.args[0]))


def test_restoring_what_is_no_backup_says_so(shown, tmp_path, qtbot):
    file = tmp_path / "letter.zip"
    file.write_text("x")
    dialog = Restoring(shown)
    dialog.open()
    dialog.fields["file"].setText(str(file))
    dialog.fields["folder"].setText(str(tmp_path / "restored"))
    dialog.verb.click()
    qtbot.waitUntil(lambda: dialog._trouble.isVisible(), timeout=30_000)
    assert "letter.zip" in dialog._trouble.accessibleName()
    assert not (tmp_path / "restored").exists()


def test_the_program_starts_itself_with_the_same_interpreter():
    from desktop.shell.child import program

    assert program()[0] == sys.executable
