"""Where a window stands and how large it is: as it was left, else in the middle of the screen."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop.shell import layout


def restore(window: QWidget, memory: QSettings) -> None:
    """Put a window where it was left."""
    kept = memory.value("geometry")
    if kept is not None and window.restoreGeometry(kept):
        return
    room = window.screen().availableGeometry()
    size = layout.first_size(room.width(), room.height())
    window.resize(*size)
    window.move(room.center().x() - size[0] // 2, room.center().y() - size[1] // 2)


def keep(window: QWidget, memory: QSettings) -> None:
    """Remember where a window stands."""
    memory.setValue("geometry", window.saveGeometry())
    memory.sync()
