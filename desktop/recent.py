"""What was used last, for the next start: the workspaces, newest first, and who acted in each of them in the window."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir

KEPT = 12  # workspaces remembered


def file() -> Path:
    """Where this is kept: `recent.json` in the user's folder for settings (XDG_CONFIG_HOME on Linux)."""
    return Path(user_config_dir("chatterdesk", appauthor=False)) / "recent.json"


def workspaces() -> list[Path]:
    """The workspaces used, newest first; some may be gone by now."""
    kept = _read().get("workspaces")
    return [Path(one) for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def workspace() -> Path | None:
    """The workspace used last."""
    return next(iter(workspaces()), None)


def user(workspace_id: str) -> int | None:
    """The person who acted last in the window on the workspace with this id."""
    users = _read().get("users")
    kept = users.get(workspace_id) if isinstance(users, dict) else None
    return kept if isinstance(kept, int) else None


def remember(path: Path, *, workspace_id: str | None = None, person: int | None = None) -> None:
    """Keep that a workspace was used, and (for the window) by whom. Nothing is written where nothing is new."""
    known = _read()
    paths = [str(path.absolute()), *(str(one) for one in workspaces() if one != path.absolute())]
    users = dict(known["users"]) if isinstance(known.get("users"), dict) else {}
    if workspace_id is not None and person is not None:
        users[workspace_id] = person
    new = {"workspaces": paths[:KEPT], "users": users}
    if new == known:
        return
    # A program that can't keep what was used last still does its work: the next start asks for the workspace again.
    with contextlib.suppress(OSError):
        _write(new)


def forget(path: Path) -> None:
    """Take a workspace from the list."""
    known = _read()
    kept = [str(one) for one in workspaces() if one != path.absolute()]
    with contextlib.suppress(OSError):
        _write({**known, "workspaces": kept})


def _read() -> dict[str, Any]:
    """What is kept; nothing where the file is missing or isn't ours."""
    try:
        kept = json.loads(file().read_text(encoding="utf-8", errors="surrogateescape"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(content: dict[str, Any]) -> None:
    """Write the file whole: beside it first, then put in its place."""
    import tempfile  # slow to load, and most starts write nothing

    target = file()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".recent-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as out:
            json.dump(content, out, ensure_ascii=False, indent=1)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
