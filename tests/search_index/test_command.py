"""The command line: search and reindex, with or without an indexer, in the shapes of scripts and for people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from models import record
from search_index.home import Home
from tests.conftest import ROOT
from tests.search_index.conftest import Talk


def run(talk: Talk, *words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop", "--workspace", str(talk.workspace.path), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) == fails, done.stderr
    return done


def answer(talk: Talk, *words: str) -> Any:
    return json.loads(run(talk, "--json", *words).stdout)


def test_hits_are_told_as_scripts_read_them(talk: Talk) -> None:
    id = talk.note("Oak barrels für Jerez")
    other = record.create("task", {"title": "Plan"}, by=talk.me).id
    second = talk.note("More barrels", on=other)
    wanted = {"message": id, "record": talk.contact, "snippet": "Oak barrels für Jerez", "where": "body"}
    assert answer(talk, "search", "fur oak") == {"total": 1, "exact": True, "hits": [wanted]}
    found = answer(talk, "search", "barrels")
    assert [hit["message"] for hit in found["hits"]] == [second, id]
    assert [hit["message"] for hit in answer(talk, "search", "barrels", "--limit", "1")["hits"]] == [second]
    assert answer(talk, "search", "barrels", "--limit", "1")["total"] == 2
    assert answer(talk, "search", "barrels", "--record", str(talk.contact))["hits"] == [
        {**wanted, "snippet": "Oak barrels für Jerez"}
    ]
    assert answer(talk, "search", "nothing at all") == {"total": 0, "exact": True, "hits": []}
    assert not (talk.workspace.index / "current").exists()  # so few messages need no index


def test_people_read_who_and_where(talk: Talk) -> None:
    talk.note("Oak barrels")
    said = run(talk, "search", "barrels").stdout
    assert "1 found" in said
    assert "Ana Herrera" in said
    assert "Oak barrels" in said
    assert "Did you mean: barrels" in run(talk, "search", "barrls").stdout


def test_what_does_not_exist_is_refused(talk: Talk) -> None:
    assert "record 999" in run(talk, "search", "x", "--record", "999", fails=True).stderr


def test_reindex_builds_anew_and_says_how_far_it_is(talk: Talk) -> None:
    talk.note("one")
    done = run(talk, "reindex", "--json")
    assert json.loads(done.stdout) == {"messages": 2}
    assert "2 of 2 messages" in done.stderr
    before = Home(talk.workspace.index).current()
    assert answer(talk, "reindex") == {"messages": 2}
    assert Home(talk.workspace.index).current() != before
    assert talk.find("one")


def test_a_missing_index_of_many_messages_is_built_first(talk: Talk, tmp_path: Path) -> None:
    from models import database, message

    with database.transaction():
        for number in range(2_100):
            message.write(talk.contact, "note", author=talk.me, body=f"note {number}")
    done = run(talk, "search", "note", "--json")
    assert json.loads(done.stdout)["total"] == 1_000
    assert "2,101 of 2,101 messages" in done.stderr
    assert Home(talk.workspace.index).current() is not None
    again = run(talk, "search", "2099", "--json")
    assert json.loads(again.stdout)["total"] == 1
    assert again.stderr == ""
