"""The indexer: follows the journal, is built anew whenever it must be, survives kills and damage, works alone."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models import database, message, posting, user, workspace
from models.workspace import DATABASE, Workspace
from search_index import source
from search_index.following import catch_up
from search_index.home import Home
from search_index.index import Index
from search_index.indexer import Indexer, Progress
from search_index.schema import Damaged
from search_index.search import Search
from tests.conftest import ROOT
from tests.search_index.conftest import TORTURE, Talk, index_all

KILLS = 200 if TORTURE else 12
WORDS = ["oak", "barrel", "stave", "bung", "hoop", "cellar"]


def wait_for(what: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


SMALL = """
import sys
from search_index import __main__, index, indexer, joining
index.FULL = indexer.FULL = 40
joining.STEP, joining._TERMS = 0.0, 25
sys.exit(__main__.main())
"""


@contextmanager
def process(opened: Workspace, *, small: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """The indexer in a process of its own; with `small` batches there are many full ones, joined step by step."""
    program = ["-c", SMALL] if small else ["-m", "search_index"]
    command = [sys.executable, *program, str(opened.path), "--with-parent"]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield running
    finally:
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            if pipe:
                pipe.close()


def indexed(opened: Workspace) -> int:
    """How many messages the index has, and that it is sound."""
    current = Home(opened.index).current()
    if current is None:
        return 0
    index = Index(current, opened.id)
    index.check()
    count = index.count
    index.close()
    return count


def test_a_process_follows_what_is_written(talk: Talk) -> None:
    talk.note("before it began")
    with process(talk.workspace) as running:
        wait_for(lambda: indexed(talk.workspace) == 2)
        assert running.stdin and running.stdout
        assert json.loads(running.stdout.readline()) == {"state": "building", "done": 2, "total": 2}
        assert json.loads(running.stdout.readline()) == {"state": "ready", "messages": 2}
        talk.note("while it runs")
        assert json.loads(running.stdout.readline()) == {"state": "ready", "messages": 3}
        assert indexed(talk.workspace) == 3
        assert os.getpriority(os.PRIO_PROCESS, running.pid) == 10
        running.stdin.close()  # as when the window is gone
        assert running.wait(10) == 0
    assert len(talk.find("while")) == len(talk.find("before")) == 1


def test_one_at_a_time_works(talk: Talk) -> None:
    first = Indexer.alone(talk.workspace.index)
    assert first is not None
    assert Indexer.alone(talk.workspace.index) is None
    first.close()
    index_all(talk.workspace.index).close()


def test_an_index_is_not_written_when_nothing_changed(talk: Talk) -> None:
    talk.index()
    before = sorted(talk.workspace.index.rglob("*"))
    talk.index()
    assert sorted(talk.workspace.index.rglob("*")) == before


@pytest.mark.parametrize("kind", [".dic", ".val", ".col", ".toc"])
def test_damage_is_noticed_by_the_search_and_mended(talk: Talk, kind: str) -> None:
    ids = [talk.note(f"{word} damaged") for word in WORDS]
    talk.index()
    assert talk.find("damaged") == ids[::-1]
    talk.search.close()
    for file in talk.workspace.index.rglob(f"*{kind}"):
        content = bytearray(file.read_bytes())
        for place in range(0, len(content), 7):
            content[place] ^= 0x55
        file.write_bytes(content)
    assert talk.find("damaged") == ids[::-1]  # few messages: all are read without an index
    talk.index()
    assert Home(talk.workspace.index).asked_anew() is None
    assert indexed(talk.workspace) == 7
    found = talk.results("damaged")
    assert ([hit.message for hit in found.hits], found.complete) == (ids[::-1], True)


def test_damage_met_while_searching_costs_no_answer(talk: Talk) -> None:
    ids = [talk.note(f"{word} damaged") for word in WORDS]
    talk.index()
    assert talk.find("oak ") == ids[:1]
    for file in talk.workspace.index.rglob("*.val"):
        with file.open("r+b") as opened:  # in place: the files are mapped
            content = opened.read()
            opened.seek(0)
            opened.write(bytes(byte ^ 0xFF for byte in content))
    fresh = Search(talk.workspace.index)
    found = fresh.answer(fresh.question("damaged"))
    assert found is not None
    assert [hit.message for hit in found.hits] == ids[::-1]
    assert Home(talk.workspace.index).asked_anew() is not None
    fresh.close()
    talk.index()
    assert talk.find("damaged") == ids[::-1]


@pytest.mark.parametrize("loss", ["current", "folder", "everything", "half"])
def test_a_lost_index_is_built_anew(talk: Talk, loss: str) -> None:
    id = talk.note("lost and found")
    talk.index()
    index = talk.workspace.index
    folder = Home(index).current()
    assert folder is not None
    if loss == "current":
        (index / "current").unlink()
    elif loss == "folder":
        shutil.rmtree(folder)
    elif loss == "everything":
        shutil.rmtree(index)
    else:
        for file in list(folder.iterdir())[::2]:
            file.unlink()
    assert talk.find("lost") == [id]
    talk.index()
    assert talk.find("lost") == [id]
    assert indexed(talk.workspace) == 2


def test_an_index_of_another_past_is_not_used(talk: Talk, tmp_path: Path) -> None:
    """A backup is restored: the same workspace, whose journal went on otherwise."""
    kept = talk.note("in the backup")
    backup = tmp_path / "backup.sqlite"
    database.copy_to(backup)
    lost = talk.note("after the backup")
    talk.index()
    assert talk.find("backup") == [lost, kept]
    talk.search.close()
    database.close()
    for end in ("-wal", "-shm"):
        Path(f"{talk.workspace.path / DATABASE}{end}").unlink(missing_ok=True)
    shutil.copy(backup, talk.workspace.path / DATABASE)
    database.open_file(talk.workspace.path / DATABASE)
    other = talk.note("another backup")
    assert talk.find("backup") == [other, kept]
    talk.index()
    assert talk.find("backup") == [other, kept]
    assert talk.find("after") == []


def test_an_older_form_is_built_anew(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = talk.note("form")
    talk.index()
    talk.search.close()
    monkeypatch.setattr("search_index.about.FORM", 999)
    monkeypatch.setattr("search_index.about.About.__init__.__defaults__", None, raising=False)
    assert talk.find("form") == [id]
    assert Home(talk.workspace.index).asked_anew() is not None


def test_asked_anew_the_old_one_serves_until_the_new_one_is_whole(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.indexer.FULL", 3)
    ids = [talk.note(f"number {number}") for number in range(10)]
    talk.index()
    home = Home(talk.workspace.index)
    before = home.current()
    home.ask_anew("a test")
    seen: list[Progress] = []
    indexer = Indexer.alone(talk.workspace.index, tell=seen.append)
    assert indexer is not None
    while indexer.step():
        found = talk.results("number")
        assert [hit.message for hit in found.hits] == ids[::-1][:20]
        assert found.complete
        assert (home.asked_anew() is None) == (home.current() != before)
    indexer.close()
    assert [one.done for one in seen] == [3, 6, 9, 11]
    assert {one.total for one in seen} == {11}
    assert home.current() != before
    assert before is not None
    assert not before.exists()


def test_a_first_build_is_searched_from_the_newest_on(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.indexer.FULL", 3)
    monkeypatch.setattr("search_index.searcher.YOUNGEST", 2)
    ids = [talk.note(f"number {number}") for number in range(10)]
    indexer = Indexer.alone(talk.workspace.index)
    assert indexer is not None
    counts = []
    while indexer.step():
        found = talk.results("number")
        counts.append(len(found.hits))
        assert [hit.message for hit in found.hits] == ids[::-1][: len(found.hits)]
        assert len(found.hits) == 10 or not found.complete
        assert found.exact == found.complete
    assert found.complete
    indexer.close()
    assert counts == sorted(counts)
    assert counts[0] == 5  # a batch of three, and the newest two of the rest
    assert counts[-1] == 10


def test_damage_in_a_half_built_index_begins_it_again(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.indexer.FULL", 3)
    ids = [talk.note(f"number {number}") for number in range(10)]
    indexer = Indexer.alone(talk.workspace.index)
    assert indexer is not None
    indexer.step()
    for file in talk.workspace.index.rglob("*.dic"):
        with file.open("r+b") as opened:
            opened.seek(file.stat().st_size // 2)
            opened.write(b"spoilt")
    assert talk.find("number") == ids[::-1]
    assert Home(talk.workspace.index).asked_anew() is not None
    while indexer.step():
        pass
    indexer.close()
    assert Home(talk.workspace.index).asked_anew() is None
    assert talk.find("number") == ids[::-1]
    assert indexed(talk.workspace) == 11


def test_a_cut_off_build_goes_on_where_it_was(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.indexer.FULL", 3)
    ids = [talk.note(f"number {number}") for number in range(10)]
    first = Indexer.alone(talk.workspace.index)
    assert first is not None
    first.step()
    first.close()
    message.edit(ids[-1], "number edited", by=talk.me)
    message.edit(ids[0], "number edited", by=talk.me)
    later = talk.note("number later")
    seen: list[Progress] = []
    second = Indexer.alone(talk.workspace.index, tell=seen.append)
    assert second is not None
    while second.step():
        pass
    second.close()
    assert seen[0].done > 3
    assert talk.find("number") == [later, *ids[::-1]]
    assert talk.find("edited") == [ids[-1], ids[0]]
    assert indexed(talk.workspace) == 12


def test_more_than_can_be_looked_at_is_taken_in_first(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_index.searcher.YOUNGEST", 5)
    talk.index()
    ids = [talk.note(f"number {number}") for number in range(30)]
    found = talk.results("number", limit=50)
    assert not found.complete
    assert not found.exact
    assert [hit.message for hit in found.hits] == ids[::-1][:5]  # the newest
    assert catch_up(talk.workspace.index, tell=lambda progress: None)
    assert talk.find("number", limit=50) == ids[::-1]


def test_catching_up_waits_for_whoever_works(talk: Talk) -> None:
    talk.note("waiting")
    working = Indexer.alone(talk.workspace.index)
    assert working is not None
    done: list[bool] = []

    def wait() -> None:
        done.append(catch_up(talk.workspace.index, tell=lambda progress: None))
        database.close_thread()

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    assert not done
    while working.step():
        pass
    waiting.join(10)
    working.close()
    assert done == [True]


def test_a_folder_that_can_only_be_read_is_searched_all_the_same(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = talk.note("read only")

    def refuse(*arguments: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert not catch_up(talk.workspace.index, tell=lambda progress: None)
    assert talk.find("only") == [id]


def test_a_full_disk_leaves_the_index_as_it_was(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = talk.note("full disk")
    talk.index()
    second = talk.note("full disk again")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            index_all(talk.workspace.index)
    assert talk.find("full") == [second, first]
    talk.index()
    assert talk.find("full") == [second, first]
    assert indexed(talk.workspace) == 3


def test_erased_files_leave_no_text_behind(talk: Talk) -> None:
    import datetime as dt

    from models import attachment, storage

    kept = storage.keep_bytes(talk.workspace.files, b"secret pomegranate", limit=10_000)
    file = attachment.attach(talk.contact, kept, "secret.txt", by=talk.me)
    talk.index()
    assert len(list((talk.workspace.index / "texts").rglob("*.text"))) == 1
    attachment.delete(file, by=talk.me)
    attachment.empty_bin(talk.workspace.files, when=database.now() + dt.timedelta(days=31))
    talk.index()
    assert not list((talk.workspace.index / "texts").rglob("*.text"))
    assert talk.find("pomegranate") == []


@pytest.mark.timeout(1_200 if TORTURE else 120)
@pytest.mark.parametrize("small", [False, True])
def test_a_killed_indexer_never_costs_a_hit(talk: Talk, monkeypatch: pytest.MonkeyPatch, small: bool) -> None:
    """Killed at any moment while somebody writes, edits and deletes: sound or built anew, nothing missing or double."""
    for module in ("index", "indexer") if small else ():
        monkeypatch.setattr(f"search_index.{module}.FULL", 40)
    chance = random.Random(9)
    alive: dict[int, str] = {}
    joined = False
    for number in range(300):
        text = f"{chance.choice(WORDS)} {number}"
        alive[talk.note(text)] = text
    if small:
        talk.index()
    for number in range(KILLS):
        with process(talk.workspace, small=small) as running:
            until = time.monotonic() + chance.uniform(0.05, 1.6 if small else 0.9)
            while time.monotonic() < until:
                change(talk, chance, alive)
                time.sleep(0.02)
            running.send_signal(signal.SIGKILL)
            running.wait()
        joined = joined or has_joined(talk.workspace)
        if chance.random() < 0.1 and (current := Home(talk.workspace.index).current()):
            spoil(chance, current)
        for word in WORDS:
            wanted = sorted((id for id, text in alive.items() if text.startswith(word)), reverse=True)
            assert all_of(talk, f"{word} ") == wanted, (number, word)
    talk.index()
    count = sum(1 for _ in database.rows("SELECT id FROM message WHERE deleted_at IS NULL"))
    assert indexed(talk.workspace) == count
    assert joined == small


def all_of(talk: Talk, typed: str) -> list[int]:
    """What is found, as the command line finds it: it waits where so much is missing that it isn't all read.

    A question may be the first to notice a damage, and do without the index from then on.
    """
    found = talk.results(typed, limit=1_000)
    if not found.complete:
        assert catch_up(talk.workspace.index, tell=lambda progress: None)
        found = talk.results(typed, limit=1_000)
    return [hit.message for hit in found.hits]


def has_joined(opened: Workspace) -> bool:
    """Whether batches have come under one dictionary."""
    current = Home(opened.index).current()
    if current is None:
        return False
    with contextlib.suppress(Damaged):
        index = Index(current, opened.id)
        found = any(one.shared for one in index.volumes.values())
        index.close()
        return found
    return False


def change(talk: Talk, chance: random.Random, alive: dict[int, str]) -> None:
    text = f"{chance.choice(WORDS)} changed"
    which = chance.random()
    if which < 0.5:
        alive[talk.note(text)] = text
        return
    id = chance.choice(list(alive))
    if which < 0.8:
        message.edit(id, text, by=talk.me)
        alive[id] = text
    else:
        message.delete(id, by=talk.me)
        del alive[id]


def spoil(chance: random.Random, folder: Path) -> None:
    """Flip a bit of one of the index's files."""
    files = [one for one in folder.iterdir() if one.is_file() and one.stat().st_size]
    file = chance.choice(files)
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def test_what_the_journal_says_is_followed(workspace: Workspace) -> None:
    me = user.first_administrator().id
    from models import record

    contact = record.create("contact", {"name": "Ana"}, by=me).id
    mark = source.head()
    id = posting.note(contact, "new", by=me)
    pending = source.pending(mark, lambda term, but: (), limit=100)
    assert id in pending.ids
    assert pending.mark == source.head()
    assert pending.whole
    assert source.holds(pending.mark)
    assert not source.holds(source.Mark(pending.mark.seq, b"other"))


def test_the_workspace_can_be_opened_again(talk: Talk) -> None:
    """The process that follows leaves the workspace to others."""
    with process(talk.workspace):
        wait_for(lambda: indexed(talk.workspace) == 1)
        again = workspace.open(talk.workspace.path)
        assert posting.note(talk.contact, "from another", by=talk.me)
        again.lock.release()
        wait_for(lambda: indexed(talk.workspace) == 2)
