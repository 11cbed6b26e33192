"""What screen readers and programs outside see of the thread: the list "Thread", its items, and what is announced."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

from desktop.chatter import row_words
from desktop.chatter.arrangement import Item
from desktop.chatter.canvas import Canvas
from desktop.chatter.message_row import MessageRow
from desktop.chatter.rendering import Rendering
from desktop.chatter.separator_row import SeparatorRow
from desktop.widgets import announce
from models.entries import Entry

_ROLES: dict[type[QWidget], QAccessible.Role] = {
    MessageRow: QAccessible.Role.ListItem,
    SeparatorRow: QAccessible.Role.Separator,
}
_kept: list[QAccessibleWidget] = []  # Qt holds these without a reference of Python's
_MANY = 500
_many = [_MANY]  # kept after the last look
_installed: list[bool] = []


class _Row(QAccessibleWidget):
    """A row is an item of the list; its name and description are the widget's."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, _ROLES[type(widget)], "")

    def text(self, of: QAccessible.Text) -> str:
        """A row that nobody saw yet takes on its words now."""
        row = self.object()
        if isinstance(row, MessageRow):
            row.draw()
        return super().text(of)


class _Thread(QAccessibleWidget):
    """The canvas is the list; its children are the rows in the order they stand in, pooled ones left out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.List, "")

    def _rows(self) -> list[QWidget]:
        canvas = self.object()
        return canvas.rows_in_order() if isinstance(canvas, Canvas) else []

    def childCount(self) -> int:
        return len(self._rows())

    def child(self, index: int) -> QAccessibleInterface | None:
        rows = self._rows()
        return QAccessible.queryAccessibleInterface(rows[index]) if 0 <= index < len(rows) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        shown = child.object()
        return next((place for place, row in enumerate(self._rows()) if row is shown), -1)


def _make(key: str, thing: QObject) -> Any:
    made: QAccessibleWidget | None = None
    if isinstance(thing, Canvas):
        made = _Thread(thing)
    elif isinstance(thing, MessageRow | SeparatorRow):
        made = _Row(thing)
    if made is None:
        return None
    # Qt deletes an interface with its widget; letting go of one earlier would delete it twice, so we look afterwards.
    if len(_kept) > 2 * _many[0]:
        _kept[:] = [one for one in _kept if isValid(one)]
        _many[0] = max(_MANY, len(_kept))
    _kept.append(made)
    return made


def install() -> None:
    """Make Qt ask us for the interfaces of rows and canvas, once a process."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_make)


def announce_entry(view: QWidget, entry: Entry, rendering: Rendering) -> None:
    """Say a new entry to those who can't see it slide in."""
    item = Item("entry", ("entry", entry.id), (entry,))
    announce(view, row_words.name(item, rendering.reader))


def focus(row: QWidget) -> None:
    """Tell a screen reader which row the keys went to."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Focus))
