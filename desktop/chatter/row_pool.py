"""The pool of rows: widgets that show nothing just now, to be used again instead of making new ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.chatter.arrangement import Item
from desktop.chatter.message_row import MessageRow
from desktop.chatter.separator_row import SeparatorRow

Row = MessageRow | SeparatorRow


class RowPool:
    """Hands out rows and takes them back; `made` is told of each new message row."""

    def __init__(self, canvas: QWidget, made: Callable[[MessageRow], None]) -> None:
        self._canvas, self._made = canvas, made
        self._messages: list[MessageRow] = []
        self._separators: list[SeparatorRow] = []

    def take(self, item: Item) -> Row:
        """A row fit for an item."""
        if item.entries:
            return self._messages.pop() if self._messages else self._new()
        return self._separators.pop() if self._separators else SeparatorRow(self._canvas)

    def give(self, row: Row) -> None:
        """Take back a row that is not needed."""
        row.hide()
        if isinstance(row, SeparatorRow):
            self._separators.append(row)
            return
        for flag in ("hovered", "current", "marked"):
            row.set_flag(flag, False)
        row.set_editor(None)
        self._messages.append(row)

    def _new(self) -> MessageRow:
        row = MessageRow(self._canvas)
        self._made(row)
        return row
