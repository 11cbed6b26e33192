"""The fields of a form in one or two columns: label, editor, and what there is to say about a value."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.records.field_editors import editor_of
from desktop.tr import tr
from desktop.widgets import Label, announce
from models.declaration import Record, Values
from models.fields import Field, Names

TWO = 520  # pixels from which on there are two columns
FEW = 6  # fields shown first where room is short
_LABEL = 88


class Slot(QWidget):
    """An editor with a line of words below it: red for what is wrong, amber for a doubt, grey for news."""

    def __init__(self, editor: Any) -> None:
        super().__init__()
        self.editor = editor
        self._words: Label | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(editor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(editor)
        editor.judged.connect(lambda words: self.say(words, "red"))
        if hasattr(editor, "doubted"):
            editor.doubted.connect(lambda words: self.say(words, "amber"))

    def say(self, words: str, tone: str) -> None:
        """Put words below the editor; "" takes them away."""
        if self._words is None:
            if not words:
                return
            self._words = Label("", "secondary", wrap=True)
            self._words.setContentsMargins(8, 0, 4, 3)
            self._column.addWidget(self._words)
        self._words.setText(words)
        self._words.set_tone(tone)
        self._words.setVisible(bool(words))
        if words and self.isVisible():
            announce(self, words)

    def words(self) -> str:
        """What is said below the editor."""
        return self._words.text() if self._words is not None and not self._words.isHidden() else ""


class FieldGrid(QWidget):
    """The editors of some fields. `edited(name)`, `opened(id)` of a link that was clicked."""

    edited = Signal(str)
    opened = Signal(int)

    def __init__(self, cls: type[Record], fields: Iterable[Field], desk: Desk) -> None:
        super().__init__()
        self.slots: dict[str, Slot] = {}
        self._labels: dict[str, Label] = {}
        self._columns = 0
        self._few: list[str] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        for field in fields:
            self._add(cls, field, desk)
        self._first = _most_telling(cls, list(self.slots))
        self._arrange(2)

    def _add(self, cls: type[Record], field: Field, desk: Desk) -> None:
        editor = editor_of(cls, field, desk)
        editor.edited.connect(lambda: self.edited.emit(field.name))
        editor.opened.connect(self.opened)
        label = Label(field.label, "secondary")
        label.setBuddy(editor)
        label.setFixedHeight(30)
        self.slots[field.name], self._labels[field.name] = Slot(editor), label

    def editor(self, name: str) -> Any:
        """The editor of a field."""
        return self.slots[name].editor

    def show_values(self, values: Values, names: Names, *, boxed: bool) -> None:
        """Show a record's values in all editors."""
        for slot in self.slots.values():
            slot.say("", "text2")
            slot.editor.boxed = boxed
            slot.editor.show_value(values, names)

    def set_few(self, few: bool) -> None:
        """Show only the most telling fields, or all."""
        self._few = self._first[:FEW] if few else None
        self._arrange(self._columns)

    def hides_some(self) -> bool:
        """Whether there are more fields than the few."""
        return len(self.slots) > FEW

    def shown(self) -> list[str]:
        """The fields that are seen."""
        return [name for name in self.slots if self._few is None or name in self._few]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        columns = 2 if self.width() >= TWO else 1
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        shown = self.shown()
        for name in self.slots:
            for part in (self._labels[name], self.slots[name]):
                self._grid.removeWidget(part)
                part.setVisible(name in shown)
        rows = -(-len(shown) // columns)
        top = Qt.AlignmentFlag.AlignTop
        for place, name in enumerate(shown):
            row, column = place % rows, 2 * (place // rows)
            self._grid.addWidget(self._labels[name], row, column, top)
            self._grid.addWidget(self.slots[name], row, column + 1, top)
        for column in range(2):
            self._grid.setColumnMinimumWidth(2 * column, _LABEL if column < columns else 0)
            self._grid.setColumnStretch(2 * column + 1, 1 if column < columns else 0)
        self._order_tabs(shown)

    def _order_tabs(self, shown: list[str]) -> None:
        """Tab goes down one column, then the other."""
        for before, after in pairwise(shown):
            QWidget.setTabOrder(_target(self.editor(before)), _target(self.editor(after)))


def _target(editor: QWidget) -> QWidget:
    return editor.focusProxy() or editor


def _most_telling(cls: type[Record], names: list[str]) -> list[str]:
    """Listed fields, then those set by typing, then the rest."""
    return sorted(names, key=lambda name: (not cls.fields[name].listed, name in cls.computed, names.index(name)))


def news(text: str) -> str:
    """What is said where a field was changed elsewhere while it was being edited here."""
    if not text:
        return tr("Emptied elsewhere; yours is kept until you save.")
    return tr("Changed elsewhere to “{value}”; yours is kept until you save.", value=text)
