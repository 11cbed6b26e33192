"""What windows remember between starts: sizes, placements, columns, by workspace; and look and language, for all.

Nothing here belongs to a workspace's data: it lies in the user's own configuration folder and can be thrown away.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

APPLICATION = "chatterdesk"


def folder() -> Path:
    """The user's configuration folder of the program."""
    return platformdirs.user_config_path(APPLICATION)


def of_application() -> QSettings:
    """What holds for every workspace: the colour scheme, the text size."""
    return _file("window.ini")


def of_workspace(id: str) -> QSettings:
    """What holds for the windows on one workspace, known by its unchanging id."""
    return _file(f"windows/{id}.ini")


def _file(name: str) -> QSettings:
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return QSettings(str(path), QSettings.Format.IniFormat)


def whole(memory: QSettings, name: str, default: int) -> int:
    """A remembered whole number; the default where there is none or it can't be read."""
    text = str(memory.value(name, default))
    return int(text) if text.lstrip("-").isdecimal() else default


def yes(memory: QSettings, name: str, default: bool) -> bool:
    """A remembered yes or no."""
    return str(memory.value(name, default)).lower() in ("true", "1")


def one_of(memory: QSettings, name: str, allowed: tuple[str, ...]) -> str:
    """A remembered choice; the first of those allowed where there is none, or one that no longer exists."""
    chosen = str(memory.value(name, allowed[0]))
    return chosen if chosen in allowed else allowed[0]
