"""The contract of the command line: exit statuses, one line for errors, global options, no Qt, and its speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop import recent
from desktop.cli import program
from desktop.cli.session import Window
from models import user
from models.lock import Lock
from models.workspace import DATABASE
from tests.conftest import ROOT, Filled

Result = subprocess.CompletedProcess[bytes]


def chatterdesk(*words: str | bytes | Path, **environment: str) -> Result:
    """Run the command line as a process of its own."""
    settings = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words], cwd=ROOT, capture_output=True, env=settings, check=False
    )


@pytest.fixture
def path(filled: Filled) -> Path:
    """The folder of a filled workspace."""
    return filled.workspace.path


def refused(done: Result, status: int = 1) -> str:
    """The one line on standard error of a command that was refused."""
    assert done.returncode == status, (done.stdout, done.stderr)
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    return line


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["show"],
        ["show", "1", "--nonsense"],
        ["show", "1", "2"],
        ["list", "contact", "--limit"],
        ["user"],
        ["user", "nonsense"],
        ["new", "somewhere"],
        ["set", "1"],
        ["note", "1"],
        ["--nonsense", "show", "1"],
    ],
)
def test_what_is_not_understood_is_status_2(words: list[str], capsys: pytest.CaptureFixture[str], path: Path) -> None:
    assert program.run(["--workspace", str(path), *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["show", "abc"],
        ["show", "0"],
        ["show", "999"],
        ["show", "-1" + "0" * 30],
        ["show", "9" * 5000],
        ["show", "²"],
        ["list", "nonsense"],
        ["list", "contact", "--limit", "many"],
        ["list", "contact", "--where", "nonsense=1"],
        ["list", "contact", "--where", "nonsense"],
        ["add", "nonsense"],
        ["add", "contact"],
        ["add", "contact", "nonsense"],
        ["add", "contact", "=x"],
        ["add", "contact", "nonsense=x"],
        ["add", "contact", "name=x", "name=y"],
        ["add", "contact", "name=x", "email=x"],
        ["add", "contact", "name=x", "mobile=12"],
        ["add", "contact", "name=x", "country=Atlantis"],
        ["add", "contact", "name=x", "company=99999999999999999999999"],
        ["add", "contact", "name=x", "company=Nobody"],
        ["add", "task", "title=x", "deadline=tomorrow"],
        ["add", "opportunity", "title=x", "expected_revenue=much"],
        ["add", "purchase_order", "line=barrel"],
        ["add", "purchase_order", "total=1"],
        ["set", "1", "name="],
        ["set", "999", "name=x"],
        ["note", "1", ""],
        ["note", "1", "   "],
        ["note", "999", "x"],
        ["edit", "999", "x"],
        ["history", "999"],
        ["delete", "999"],
        ["thread", "999"],
        ["thread", "1", "--before", "999"],
        ["follow", "1", "Nobody"],
        ["import", "contact", "/nowhere.csv"],
        ["import", "nonsense", __file__],
        ["import", "contact", __file__],
        ["export", "contact", "/nowhere/out.csv"],
        ["backup", "/nowhere/b.zip"],
        ["restore-backup", "/nowhere.zip", "/nowhere"],
        ["user", "add", "--name", "x", "--email", "x"],
        ["user", "archive", "Nobody"],
        ["open", "999"],
        ["open", "chatterdesk:record/1?message=999"],
    ],
)
def test_bad_values_are_one_line_and_status_1(words: list[str], capsys: pytest.CaptureFixture[str], path: Path) -> None:
    before = (path / DATABASE).read_bytes()
    assert program.run(["--workspace", str(path), "--json", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "inside Chatterdesk" not in said.err
    assert (path / DATABASE).read_bytes() == before


def test_global_options_stand_before_the_command_or_after_it(path: Path) -> None:
    words = ["--workspace", str(path), "--as", "Jonas Lind", "--json"]
    before = chatterdesk(*words, "show", "2")
    assert before.returncode == 0, before.stderr
    assert before.stdout == chatterdesk("show", "2", *words).stdout
    assert before.stdout == chatterdesk("show", *words, "2", CHATTERDESK_WORKSPACE="/nowhere").stdout
    listed = chatterdesk("user", "list", *words)
    assert listed.stdout == chatterdesk(*words, "user", "list").stdout == chatterdesk("user", *words, "list").stdout
    assert len(json.loads(listed.stdout)) == 2


def test_the_workspace_comes_from_the_environment_else_is_the_last_used(path: Path) -> None:
    assert "Which workspace?" in refused(chatterdesk("show", "1"))
    named = chatterdesk("show", "1", "--json", CHATTERDESK_WORKSPACE=str(path))
    assert json.loads(named.stdout)["id"] == 1
    assert chatterdesk("show", "1", "--json").stdout == named.stdout


def test_without_as_the_last_user_of_the_window_acts(filled: Filled) -> None:
    recent.remember(filled.workspace.path, workspace_id=filled.workspace.id, person=filled.jonas)
    chatterdesk("note", "1", "x")
    newest = json.loads(chatterdesk("thread", "1", "--json").stdout)[0]
    assert newest["author"] == "Jonas Lind"
    user.archive(filled.jonas, by=filled.marta)
    chatterdesk("note", "1", "y")
    assert json.loads(chatterdesk("thread", "1", "--json").stdout)[0]["author"] == "Marta Oliveira"


def test_qt_is_never_loaded(path: Path) -> None:
    code = """
import sys
from desktop.cli import program
program.run(sys.argv[1:])
print([name for name in sys.modules if "PySide" in name])"""
    for words in (
        ["show", "1"],
        ["note", "1", "x"],
        ["--help"],
        ["verify"],
        ["doctor"],
        ["user", "list"],
        ["open", "1"],
    ):
        done = subprocess.run([sys.executable, "-c", code, *words, "--workspace", path], cwd=ROOT, capture_output=True)
        assert done.stdout.decode().splitlines()[-1] == "[]", words


def test_heavy_libraries_are_not_loaded_for_show_and_note(path: Path) -> None:
    heavy = (
        "babel",
        "phonenumbers",
        "clevercsv",
        "charset_normalizer",
        "playhouse.migrations",
        "whoosh",
        "twilio",
        "httpx",
    )
    code = f"""
import sys
from desktop.cli import program
program.run(sys.argv[1:])
print([name for name in {heavy!r} if name in sys.modules])"""
    for words in (["show", "2", "--json"], ["note", "1", "x", "--json"]):
        done = subprocess.run([sys.executable, "-c", code, *words, "--workspace", path], cwd=ROOT, capture_output=True)
        assert done.stdout.decode().splitlines()[-1] == "[]", words


def test_texts_in_other_encodings_and_with_odd_characters_are_taken(path: Path) -> None:
    done = chatterdesk("--workspace", path, "--json", "note", "1", b"caf\xe9 \xff \x01 \xed\xa0\x80")
    assert done.returncode == 0, done.stderr
    newest = json.loads(chatterdesk("--workspace", path, "--json", "thread", "1").stdout)[0]
    assert newest["body"].startswith("caf\ufffd \ufffd")
    assert refused(chatterdesk("--workspace", path, "show", b"\xff"))
    assert refused(chatterdesk("--workspace", path, "list", b"\xff"))
    assert refused(chatterdesk("--workspace", b"/\xff", "list", "contact"))


def test_a_text_may_begin_with_a_dash_where_it_cannot_be_an_option(path: Path) -> None:
    for words in (["- milk\n- bread"], ["--", "--help"], ["-5 degrees outside"], ["-5"]):
        done = chatterdesk("--workspace", path, "--json", "note", "1", *words)
        assert done.returncode == 0, done.stderr
        newest = json.loads(chatterdesk("--workspace", path, "--json", "thread", "1").stdout)[0]
        assert newest["body"] == words[-1]


def test_json_is_utf8_whatever_the_terminal_speaks(path: Path) -> None:
    chatterdesk("--workspace", path, "note", "1", "Grüße, 山田 😀")
    done = chatterdesk(
        "--workspace", path, "thread", "1", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"
    )
    assert json.loads(done.stdout.decode("utf-8"))[0]["body"] == "Grüße, 山田 😀"
    done = chatterdesk("--workspace", path, "thread", "1", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0


def test_workspaces_that_cannot_be_opened_are_told_in_one_line(path: Path, tmp_path: Path) -> None:
    import sqlite3

    assert "no folder" in refused(chatterdesk("--workspace", tmp_path / "nowhere", "list", "contact"))
    (tmp_path / "empty").mkdir()
    assert "not a workspace" in refused(chatterdesk("--workspace", tmp_path / "empty", "list", "contact"))
    assert list((tmp_path / "empty").iterdir()) == []
    (tmp_path / "empty" / DATABASE).write_text("no database " * 1000)
    assert "damaged" in refused(chatterdesk("--workspace", tmp_path / "empty", "list", "contact"))
    assert "workspace already" in refused(chatterdesk("new", path, "--name", "x", "--email", "x@x.example"))
    connection = sqlite3.connect(path / DATABASE)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    assert "newer" in refused(chatterdesk("--workspace", path, "list", "contact"))


def test_a_locked_workspace_is_refused(filled: Filled) -> None:
    filled.workspace.lock.release()
    held = Lock(filled.workspace.path / "lock")
    assert held.alone()
    assert "locked" in refused(chatterdesk("--workspace", filled.workspace.path, "show", "1"))
    held.release()


def test_new_leaves_nothing_behind_when_it_is_refused(tmp_path: Path) -> None:
    for words in (["--email", "nonsense"], ["--email", "m@x.example", "--currency", "nonsense"]):
        assert refused(chatterdesk("new", tmp_path / "w", "--name", "Marta", *words))
        assert not (tmp_path / "w").exists()


def test_the_demo_is_full_of_life_and_holds(tmp_path: Path) -> None:
    made = chatterdesk("new", tmp_path / "w", "--name", "Marta", "--email", "m@x.example", "--demo", "--json")
    assert json.loads(made.stdout) == {"workspace": str(tmp_path / "w"), "user": "Marta"}
    assert len(json.loads(chatterdesk("list", "contact", "--json").stdout)) > 40
    assert json.loads(chatterdesk("verify", "--json").stdout)["ok"]


def test_wishes_for_the_window(path: Path, tmp_path: Path) -> None:
    assert program.run([]) == Window(None)
    assert program.run(["--workspace", str(path)]) == Window(path)
    assert program.run(["--workspace", str(path), "open", "2"]) == Window(path, 2)
    assert program.run(["open", "chatterdesk:record/2"]) == Window(path, 2)
    assert program.run(["open", "--as", "Jonas Lind"]) == Window(path, acting="Jonas Lind")
    message = _first_message(path, 4)
    assert program.run(["open", f"chatterdesk:record/4?message={message}"]) == Window(path, 4, message)


def _first_message(path: Path, record: int) -> int:
    done = chatterdesk("--workspace", path, "thread", str(record), "--json")
    return int(json.loads(done.stdout)[-1]["id"])


def test_reading_less_than_everything_is_no_error(path: Path) -> None:
    command = f"{sys.executable} -m desktop --workspace {path} thread 4 --json | head -c 5"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True)
    assert (done.stdout, done.stderr) == (b'[{"id', b"")


def test_what_is_unforeseen_is_one_line_and_kept_whole(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    allowed_warnings: list[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("models.listing.rows", fail)
    assert program.run(["--workspace", str(path), "list", "contact"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "a bug" in line
    assert "Traceback" in Path(line.rpartition("Details: ")[2]).read_text()


def test_show_and_note_take_at_most_a_third_of_a_second(path: Path) -> None:
    best = dict.fromkeys(("show", "note"), 9.0)
    for _ in range(3):
        for words in (["show", "1"], ["note", "1", "x"]):
            start = time.perf_counter()
            assert chatterdesk("--workspace", path, "--json", *words).returncode == 0
            best[words[0]] = min(best[words[0]], time.perf_counter() - start)
    assert max(best.values()) < 1.0, best
