"""What was used last: kept whole, newest first, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path

from desktop import recent


def test_nothing_is_known_at_first() -> None:
    assert (recent.workspaces(), recent.workspace(), recent.user("any")) == ([], None, None)


def test_workspaces_stand_newest_first_each_once_and_only_the_last_dozen() -> None:
    for number in [*range(20), 15]:
        recent.remember(Path(f"/w{number}"))
    assert recent.workspaces()[:3] == [Path("/w15"), Path("/w19"), Path("/w18")]
    assert len(recent.workspaces()) == recent.KEPT
    recent.forget(Path("/w15"))
    assert recent.workspace() == Path("/w19")


def test_the_last_user_is_kept_for_each_workspace() -> None:
    recent.remember(Path("/a"), workspace_id="one", person=7)
    recent.remember(Path("/b"), workspace_id="two", person=8)
    recent.remember(Path("/a"))
    assert (recent.user("one"), recent.user("two")) == (7, 8)


def test_a_damaged_file_is_as_none_and_is_written_anew() -> None:
    recent.file().parent.mkdir(parents=True)
    for content in ("{", "[]", '{"workspaces": 3, "users": []}', '{"workspaces": [1], "users": {"one": "x"}}'):
        recent.file().write_text(content)
        assert (recent.workspaces(), recent.user("one")) == ([], None)
    recent.remember(Path("/a"), workspace_id="one", person=7)
    assert json.loads(recent.file().read_text()) == {"workspaces": ["/a"], "users": {"one": 7}}
    assert [path.name for path in recent.file().parent.iterdir()] == ["recent.json"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    recent.file().parent.parent.mkdir(parents=True, exist_ok=True)
    recent.file().parent.write_text("a file where the folder should be")
    recent.remember(Path("/a"))
    assert recent.workspace() is None


def test_folders_with_odd_names_come_back() -> None:
    odd = Path("/caf\udce9")
    recent.remember(odd)
    assert recent.workspace() == odd
