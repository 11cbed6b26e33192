"""The program: starting, a second start, another workspace, faults and refusals."""

import json
import subprocess
import sys
import threading

import pytest
from PySide6.QtNetwork import QLocalSocket

from desktop import app, memory, recent
from desktop.errors import Faults, report
from desktop.instance import Instance, Request, _understood, socket_name
from desktop.shell.failure import Failure
from desktop.welcome import Welcome
from desktop.widgets import Dialog, Notice
from models import workspace
from models.errors import Refused


@pytest.fixture
def program(qapp, theme, _filled_template, tmp_path, monkeypatch):
    """A program on no workspace yet; whatever it opened is closed after. `quit` is only noted."""
    made = app.Program(qapp)
    made.ended = []
    monkeypatch.setattr(qapp, "quit", lambda: made.ended.append(True))
    yield made
    made.faults.uninstall()
    if made.here is not None:
        made.here.window.close_now()
    made._close()
    if made._welcome is not None:
        made._welcome.deleteLater()


@pytest.fixture
def folder(_filled_template, tmp_path):
    """A workspace that nobody has open."""
    import shutil

    return shutil.copytree(_filled_template[0], tmp_path / "Northwind")


def test_the_window_opens_at_the_record_and_remembers_who_and_where(program, folder, _filled_template, qtbot):
    ids = _filled_template[1]
    assert program.open(folder, Request(ids["barrels"], 0, "Jonas Lind"))
    window = program.here.window
    qtbot.waitExposed(window)
    assert window.records.record == ids["barrels"]
    assert window.desk.member.name == "Jonas Lind"
    assert recent.workspace() == folder
    assert recent.user(window.desk.workspace.id) == ids["jonas"]
    qtbot.waitUntil(lambda: window.records.chatter is not None)


def test_the_next_start_is_at_what_was_open_last_as_who_was_acting(program, folder, _filled_template, qtbot):
    ids = _filled_template[1]
    program.open(folder)
    program.here.desk.act_as(ids["jonas"])
    program.here.window.show_record(ids["wall"])
    program.here.window.close()
    assert program.here is None
    assert program.ended == [True]
    program.open(folder)
    assert program.here.desk.me == ids["jonas"]
    assert program.here.window.records.record == ids["wall"]


def test_a_second_start_shows_its_record_in_the_window_there_is(program, folder, _filled_template, qtbot):
    ids = _filled_template[1]
    program.open(folder)
    qtbot.waitUntil(lambda: program.instance._server is not None)
    code = (
        "from pathlib import Path; from desktop import app;"
        f"raise SystemExit(app.run(Path({str(folder)!r}), record={ids['wall']}, message=None, acting='Jonas Lind'))"
    )
    status = []
    second = threading.Thread(target=lambda: status.append(subprocess.run([sys.executable, "-c", code]).returncode))
    second.start()
    qtbot.waitUntil(lambda: program.here.window.records.record == ids["wall"], timeout=10_000)
    qtbot.waitUntil(lambda: not second.is_alive(), timeout=10_000)
    assert status == [0]
    assert program.here.desk.me == ids["jonas"]


def test_only_one_has_the_window_of_a_workspace_and_its_end_frees_it(qapp, tmp_path):
    first, second = Instance("one"), Instance("one")
    assert not first.pass_on(Request())
    assert not second._lock.alone()
    other = Instance("two")
    assert not other.pass_on(Request())
    first.close()
    assert not second.pass_on(Request())
    for one in (second, other):
        one.close()


def test_a_window_that_does_not_answer_is_not_waited_for_long(qapp, qtbot):
    first, second = Instance("deaf"), Instance("deaf")
    assert not first.pass_on(Request())  # has the window, but listens to nobody
    assert not second.pass_on(Request())
    first.close()
    second.close()


@pytest.mark.parametrize(
    "line", [b"", b"nonsense\n", b"[]\n", b'{"record": "x"}\n', b"\xff\xfe\n", b"{}\n", b"x" * 9000]
)
def test_what_is_no_request_is_dropped_and_the_window_lives(qapp, qtbot, line):
    instance = Instance("hostile")
    instance.pass_on(Request())
    instance.listen()
    asked = []
    instance.asked.connect(asked.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name("hostile"))
    assert socket.waitForConnected(1000)
    socket.write(line)
    socket.flush()
    qtbot.wait(50)
    assert asked == []
    assert _understood(json.dumps({"record": 1, "message": 2, "acting": ""}).encode()) == Request(1, 2, "")
    socket.abort()
    instance.close()


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda folder: (folder / "workspace.sqlite").unlink(), "is not a workspace"),
        (lambda folder: (folder / "workspace.sqlite").write_bytes(b"not a database at all" * 200), "damaged"),
    ],
)
def test_what_can_not_be_opened_is_said_in_the_welcome(program, folder, break_it, words, qtbot):
    break_it(folder)
    assert program.open(folder)
    assert program.here is None
    assert words in program._welcome.trouble.accessibleName()
    assert program._welcome.isVisible()


def test_acting_as_nobody_known_is_said_too(program, folder):
    program.open(folder, Request(acting="Nobody"))
    assert "There is no user “Nobody”." in program._welcome.trouble.accessibleName()


def test_going_to_another_workspace_and_back_to_the_welcome(program, folder, tmp_path, qtbot):
    other = tmp_path / "Other"
    workspace.close(workspace.create(other, name="Ana", email="ana@other.example"))
    program.open(folder)
    program.here.window.leave_workspace(other)
    assert program.here.desk.member.name == "Ana"
    assert program.here.window.records.kind == "contact"
    program.here.window.leave_workspace()
    assert program.here is None
    assert isinstance(program._welcome, Welcome)
    assert program.ended == []
    program._welcome.open_folder(folder)
    assert program.here.workspace.path == folder
    assert program.ended == []


def test_a_refusal_nobody_caught_is_said_in_the_window(program, folder, qtbot):
    program.open(folder)
    sys.excepthook(Refused, Refused("This can't be done."), None)
    qtbot.waitUntil(lambda: program.here.window.findChild(Notice) is not None)
    assert program.here.window.findChild(Notice)._text == "This can't be done."


def test_a_fault_is_logged_and_shown_once(program, folder, qtbot, allowed_warnings):
    allowed_warnings.append("a fault in")
    program.open(folder)
    for _ in range(3):
        try:
            raise ValueError("an example")
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: program.here.window.findChild(Failure) is not None)
    qtbot.wait(20)
    dialogs = [one for one in program.here.window.findChildren(Dialog) if one.isVisible()]
    assert len(dialogs) == 1
    assert dialogs[0].text().count("ValueError: an example") == 1


def test_faults_of_threads_come_to_the_window_too(qapp, qtbot, allowed_warnings):
    allowed_warnings.append("a fault in")
    faults = Faults()
    before = threading.excepthook
    faults.install()
    try:
        with qtbot.waitSignal(faults.broken) as told:
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        assert "ZeroDivisionError" in told.args[0]
    finally:
        faults.uninstall()
    assert threading.excepthook is before


def test_a_report_says_where_and_on_what_it_ran():
    try:
        raise KeyError("x")
    except KeyError as error:
        text = report(error)
    assert "test_app.py" in text
    assert "Python 3" in text
    assert "Qt 6" in text


def test_look_is_remembered_for_all_workspaces(program, folder, qtbot):
    program.open(folder)
    program.here.window.look.set_scheme("dark")
    program.here.window.look.set_scale(125)
    from desktop.shell.look import kept_theme

    kept = kept_theme()
    assert (kept.scheme, kept.scale) == ("dark", 125)


def test_a_memory_that_is_damaged_is_not_believed(tmp_path):
    kept = memory.of_application()
    kept.setValue("appearance", "purple")
    kept.setValue("text-size", "huge")
    assert memory.one_of(kept, "appearance", ("system", "dark")) == "system"
    assert memory.whole(kept, "text-size", 100) == 100
