"""A short torture in the normal run: writers killed five times. `python -m tests.torture` does more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models import database, posting, record, user, workspace
from tests.torture.kill_posting import Ledger, check, torture

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")


@pytest.fixture
def path(_empty_template: Path, tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(_empty_template, tmp_path / "workspace")
    return tmp_path / "workspace"


def test_kills_lose_and_tear_nothing(path: Path) -> None:
    ledger = torture(path, 5, seed=2026)
    assert ledger.acts > 50


def test_the_check_sees_what_is_lost(path: Path) -> None:
    """A check that finds nothing in anything would prove nothing."""
    opened = workspace.open(path)
    me = user.first_administrator().id
    card = record.create("contact", {"name": "t1"}, by=me).id
    note = posting.note(card, "t2", by=me)
    workspace.close(opened)
    assert check(path, Ledger(texts={note: "t2"}, titles={card: "t1"})) == []
    assert check(path, Ledger(texts={note: "another"}, tried={note: {"t2"}})) == []
    wrong = Ledger(
        texts={note: "another", 4711: "gone"}, cities={card: "Jerez"}, titles={card: "x"}, deliveries={7: note}
    )
    assert len(check(path, wrong)) == 5
    assert check(path, Ledger(begun={"Jerez": 3}, imports={"Jerez": 3})) != []
    database.open_file(path / workspace.DATABASE)
    database.execute("DELETE FROM message WHERE kind = 'created'")
    database.close()
    assert any("lacks its person or its first entry" in line for line in check(path, Ledger()))
