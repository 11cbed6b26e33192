"""A workspace is made, opened and refused in one clear sentence, with nothing left half-made."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models import database, journal, migrations, setting, shown, user, workspace
from models.errors import Invalid, Refused
from models.lock import Lock
from models.workspace import DATABASE

ROOT = Path(__file__).parents[2]


def make(path: Path, **more: str) -> workspace.Workspace:
    return workspace.create(path, **{"name": "Marta Oliveira", "email": "marta@northwind.example", **more})


def test_a_new_workspace_has_its_administrator_and_nothing_else(tmp_path: Path) -> None:
    opened = make(tmp_path / "a" / "b", currency="usd")
    try:
        [member] = user.members()
        assert (member.name, member.email, member.administrator) == ("Marta Oliveira", "marta@northwind.example", True)
        assert (setting.get("currency"), len(opened.id)) == ("USD", 32)
        assert setting.get("workspace.id") == opened.id
        assert journal.verify().ok
        assert workspace.is_workspace(tmp_path / "a" / "b")
        assert workspace.head() == (journal.head()[0], journal.verify().head)
    finally:
        workspace.close(opened)
    again = workspace.open(tmp_path / "a" / "b")
    assert again.id == opened.id
    workspace.close(again)
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {"lock", DATABASE}


@pytest.mark.parametrize(
    ("locale", "currency", "country"),
    [("pt_PT.UTF-8", "EUR", "PT"), ("en_GB.UTF-8", "GBP", "GB"), ("C.UTF-8", "EUR", None)],
)
def test_the_currency_is_that_of_the_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, currency: str, country: str | None
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_TIME", raising=False)
    monkeypatch.setenv("LANG", locale)
    shown.system_reader.cache_clear()
    opened = make(tmp_path / "new")
    assert (setting.get("currency"), setting.get("country")) == (currency, country)
    workspace.close(opened)
    shown.system_reader.cache_clear()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    workspace.close(make(tmp_path / "empty"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"email": "nonsense"}, "not an e-mail address"),
        ({"name": "  "}, "needs a name"),
        ({"currency": "Taler"}, "not a currency"),
    ],
)
@pytest.mark.parametrize("there", [True, False])
def test_a_refused_workspace_leaves_nothing(tmp_path: Path, given: dict[str, str], told: str, there: bool) -> None:
    path = tmp_path / "new"
    if there:
        path.mkdir()
    with pytest.raises(Invalid, match=told):
        make(path, **given)
    assert path.exists() == there
    assert not there or list(path.iterdir()) == []
    assert database.database.is_closed()
    workspace.close(make(path))


def test_folders_that_cannot_become_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="is a file, not a folder"):
        make(tmp_path / "file")
    with pytest.raises(Refused, match="can't be made in"):
        make(tmp_path / "file" / "below")
    with pytest.raises(Refused, match="is not empty"):
        make(tmp_path)
    workspace.close(make(tmp_path / "new"))
    with pytest.raises(Refused, match="is a workspace already"):
        make(tmp_path / "new")
    assert (tmp_path / "file").read_text() == "x"


def test_what_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        workspace.open(tmp_path / "nowhere")
    with pytest.raises(Refused, match="is not a workspace: it has no"):
        workspace.open(tmp_path)
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"
    assert not workspace.is_workspace(tmp_path)


def test_a_foreign_or_damaged_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"this is not a database, but long enough to be looked at as if it were one" * 20)
    with pytest.raises(Refused, match="damaged or is not one of this program's"):
        workspace.open(tmp_path)
    (tmp_path / DATABASE).unlink()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as other:
        other.execute("CREATE TABLE mine (x)")
    with pytest.raises(Refused, match="not one of this program's"):
        workspace.open(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as other:
        other.execute("PRAGMA user_version = 1")
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(Refused, match="not one of this program's"):
        workspace.open(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before, "what is another program's is never upgraded"
    with closing(sqlite3.connect(tmp_path / DATABASE)) as other:
        other.execute(f"PRAGMA user_version = {migrations.newest()}")
    with pytest.raises(Refused, match="can't be opened"):
        workspace.open(tmp_path)
    assert database.database.is_closed()


def test_a_truncated_database_is_refused(tmp_path: Path) -> None:
    workspace.close(make(tmp_path / "new"))
    kept = (tmp_path / "new" / DATABASE).read_bytes()
    (tmp_path / "new" / DATABASE).write_bytes(kept[: len(kept) // 2])
    with pytest.raises(Refused, match=r"damaged|can't be opened"):
        workspace.close(workspace.open(tmp_path / "new"))


def test_a_locked_workspace_is_refused(tmp_path: Path) -> None:
    workspace.close(make(tmp_path / "new"))
    other = Lock(tmp_path / "new" / "lock")
    assert other.alone()
    with pytest.raises(Refused, match="locked: it is being upgraded or restored"):
        workspace.open(tmp_path / "new")
    other.release()
    workspace.close(workspace.open(tmp_path / "new"))


def test_many_may_have_it_open(tmp_path: Path) -> None:
    workspace.close(make(tmp_path / "new"))
    other = Lock(tmp_path / "new" / "lock")
    assert other.share()
    opened = workspace.open(tmp_path / "new")
    assert not opened.lock.alone()
    assert not other.alone()
    other.release()
    assert opened.lock.alone()
    workspace.close(opened)


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from models.lock import Lock
lock = Lock(Path({str(tmp_path / "lock")!r}))
print(lock.alone(), flush=True)
sys.stdin.read()
"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdin is not None
    assert holder.stdout.readline() == "True\n"
    mine = Lock(tmp_path / "lock")
    assert not mine.share()
    assert not mine.alone()
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert mine.alone()
    mine.release()


@pytest.mark.skipif(os.name == "nt", reason="rights are set otherwise there")
@pytest.mark.parametrize(
    ("folder", "file", "told"),
    [
        (0o555, 0o444, "This workspace can only be read"),
        (0o555, 0o644, "This workspace can only be read"),
        (0o755, 0o444, "This workspace can only be read"),
    ],
)
def test_a_read_only_workspace_is_refused_in_words(tmp_path: Path, folder: int, file: int, told: str) -> None:
    """As somebody who may not write there: root may everything, so the test becomes nobody."""
    path = tmp_path / "new"
    workspace.close(make(path))
    (path / "lock").unlink()
    (path / DATABASE).chmod(file)
    path.chmod(folder)
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from models import posting, record, user, workspace
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    opened = workspace.open(Path({str(path)!r}))
    record.create("task", {{"title": "x"}}, by=user.first_administrator().id)
except Exception as error:
    print(type(error).__name__, error)
"""
    if os.geteuid() == 0:
        for owned in (path, path / DATABASE):
            os.chown(owned, 65534, 65534)
        for parent in [tmp_path, *tmp_path.parents][:-2]:
            parent.chmod(parent.stat().st_mode | 0o055)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    path.chmod(0o755)
    assert done.stdout.startswith(f"Refused {told}"), done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 1
