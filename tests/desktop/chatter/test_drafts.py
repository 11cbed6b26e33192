"""Drafts in the window: they survive a kill, are listed on a page with a count, and one goes on with them there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.records.list_view import RecordList
from desktop.widgets import IconButton, Notice
from models import draft
from models.draft import Content

ROOT = Path(__file__).parents[3]
TIMES = int(os.environ.get("CHATTERDESK_KILLS", "3"))

# A window in which somebody types one letter after another and says so, until it is killed.
TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from desktop.app import Open, application
from desktop.theme import Theme
from models import user, workspace
from models.shown import Reader

folder, record = Path(sys.argv[1]), int(sys.argv[2])
app = application()
theme = Theme("light")
theme.apply(app)
memory = QSettings(str(folder.parent / "kill.ini"), QSettings.Format.IniFormat)
here = Open(workspace.open(folder), user.first_administrator(), theme=theme, reader=Reader(), remembered=memory)
here.window.show_record(record)
here.window.show()
here.window.compose("note")
field = here.window.records.chatter.composer.field
for number in range(100_000):
    QTest.keyClicks(field, str(number % 10))
    print(number + 1, time.time(), flush=True)
    QTest.qWait(15)
"""


@pytest.mark.parametrize("seconds", [1.2 + 0.37 * number for number in range(TIMES)])
def test_after_a_kill_at_most_the_last_second_is_missing(filled, seconds: float) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", TYPING, str(filled.workspace.path), str(filled.barrels)]
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    typed = [child.stdout.readline()]
    begun = time.time()
    while time.time() < begun + seconds:
        typed.append(child.stdout.readline())
    killed = time.time()
    os.kill(child.pid, signal.SIGKILL)
    typed += child.stdout.read().splitlines()
    child.wait()
    child.stdout.close()
    moments = [line.split() for line in typed if line.strip()]
    due = max((int(number) for number, when in moments if float(when) <= killed - 1), default=0)
    kept = draft.read(filled.barrels, "note", by=filled.marta).text
    whole = "".join(str(number % 10) for number in range(len(moments) + 2))
    assert whole.startswith(kept) and len(kept) >= due


def test_the_navigation_counts_drafts_and_the_page_lists_them(window, filled, qtbot: QtBot) -> None:
    window.show_record(filled.barrels)
    window.compose("note")
    qtbot.keyClicks(window.records.chatter.composer.field, "Half a thought")
    qtbot.waitUntil(lambda: draft.count(filled.marta) == 1, timeout=2000)
    qtbot.waitUntil(lambda: "1" in window.navigation.items["drafts"].accessibleDescription())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = window.pages.currentWidget()
    assert window.open_page() == "drafts" and [row.line.text for row in page.rows] == ["Half a thought"]
    assert page.rows[0].accessibleName().startswith("Oak barrels, harvest 2027, Internal note")
    window.show_record(filled.wall)
    window.show_page("drafts")
    qtbot.mouseClick(page.rows[0], Qt.MouseButton.LeftButton)
    composer = window.records.chatter.composer
    assert (composer.record, composer.mode) == (filled.barrels, "note")
    assert composer.field.toPlainText() == "Half a thought"


def test_a_draft_discarded_on_the_page_is_gone_and_can_be_taken_back(window, filled, qtbot: QtBot) -> None:
    window.show_record(filled.barrels)
    window.compose("message")
    composer = window.records.chatter.composer
    qtbot.keyClicks(composer.field, "Not that")
    composer.drafts.flush()
    window.show_page("drafts")
    page = window.pages.currentWidget()
    qtbot.mouseClick(
        next(one for one in page.findChildren(IconButton) if one.accessibleName() == "Discard draft"),
        Qt.MouseButton.LeftButton,
    )
    assert draft.count(filled.marta) == 0 and composer.field.toPlainText() == ""

    window.findChild(Notice).button.click()
    assert draft.read(filled.barrels, "message", by=filled.marta) == Content("Not that")
    window.show_record(filled.barrels)
    assert composer.field.toPlainText() == "Not that"


def test_formats_and_files_of_a_draft_come_back(window, filled, qtbot: QtBot, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("two doors")
    window.show_record(filled.barrels)
    window.compose("note")
    composer = window.records.chatter.composer
    qtbot.keyClicks(composer.field, "It is **urgent** now")
    composer.files.intake.take([plan], (filled.barrels, "note"))
    qtbot.waitUntil(lambda: len(composer.files.files) == 1)
    window.show_record(filled.wall)
    assert not composer.mode
    kept = draft.read(filled.barrels, "note", by=filled.marta)
    assert kept.html == "It is <b>urgent</b> now" and [one.name for one in kept.files] == ["plan.txt"]
    window.show_record(filled.barrels)
    window.compose("note")
    assert composer.field.html() == "It is <b>urgent</b> now"
    assert [card.name for card in composer.files.parts] == ["plan.txt"]


def test_the_list_marks_records_with_a_draft(window, filled) -> None:
    window.show_kind("opportunity")
    shown = next(one for one in window.findChildren(RecordList) if one.kind == "opportunity")
    cells = shown.model.cells
    shown.rows.grab()
    assert not cells.draft(filled.wall)
    draft.keep(filled.wall, "note", Content("Half a thought"), by=filled.marta)
    window.desk.drafts_changed.emit()
    assert cells.draft(filled.wall) and not cells.draft(filled.barrels)
    model = shown.model
    row = next(row for row in range(model.rowCount()) if model.id_at(row) == filled.wall)
    assert ", draft, " in model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_is_typed_last_is_kept_when_the_workspace_is_closed(window, filled, qtbot: QtBot) -> None:
    window.show_record(filled.barrels)
    window.compose("note")
    qtbot.keyClicks(window.records.chatter.composer.field, "Just now")
    window.desk.closing.emit()
    assert draft.read(filled.barrels, "note", by=filled.marta).text == "Just now"
    qtbot.keyClicks(window.records.chatter.composer.field, " and later")
    window.records.chatter.composer.drafts.flush()
    assert draft.read(filled.barrels, "note", by=filled.marta).text == "Just now"
