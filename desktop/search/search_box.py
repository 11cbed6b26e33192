"""The box one searches in: filters as chips at its beginning, words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.search.facets import values
from desktop.search.words import value_words
from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import Chip, IconButton, IconLabel, KeyCap

if TYPE_CHECKING:
    from search_index.query import Chip as Understood


class SearchBox(QFrame):
    """`changed()`: something else is looked for. `walked(step)`: an arrow key; `taken()`: Enter; `left()`: Esc.

    A filter that the search understood and that is typed to its end becomes a chip; Backspace at the beginning turns
    the last chip into text again.
    """

    changed = Signal()
    walked = Signal(int)
    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("cls", "composer")
        self._tokens: list[str] = []
        self._chips: list[Chip] = []
        self.field = QLineEdit()
        self.field.setProperty("cls", "bare")
        self.field.setAccessibleName(tr("Search everywhere"))
        self.field.setPlaceholderText(tr("Search messages, files, changes and translations"))
        self.field.textChanged.connect(self.changed)
        self.field.installEventFilter(self)
        self._clear = IconButton("x", tr("Clear"), small=True)
        self._clear.clicked.connect(lambda: self.set_query(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 10, 3)
        row.setSpacing(8)
        row.addWidget(IconLabel("search", "accent", 18))
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        row.addLayout(self._row)
        row.addWidget(self.field, 1)
        row.addWidget(self._clear)
        row.addWidget(KeyCap("Esc"))
        self.changed.connect(self._tell)
        self._tell()

    def query(self) -> str:
        """All that is looked for, as it would be typed."""
        return " ".join([*self._tokens, self.field.text()])

    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not self.query().strip()

    def set_query(self, query: str) -> None:
        """Look for something else; its filters become chips once they are understood."""
        if query == self.query():
            return
        self._put([])
        self.field.blockSignals(True)
        self.field.setText(query)
        self.field.blockSignals(False)
        self.changed.emit()

    def set_filter(self, key: str, token: str, *, also: Sequence[str] = ()) -> None:
        """Narrow down by a filter, in place of those of the same key and of others named; "" takes them away."""
        gone = tuple(f"{one}:" for one in (key, *also))
        kept = [one for one in self._tokens if not one.startswith(gone)]
        self._put([*kept, token] if token else kept)
        self.changed.emit()

    def tokens(self) -> list[str]:
        """The filters that stand as chips."""
        return list(self._tokens)

    def lift(self, understood: Sequence[Understood]) -> None:
        """Make chips of the filters in the field that the search understood and behind which one typed on."""
        query = self.query()
        offset = len(query) - len(self.field.text())
        found = [one for one in understood if one.kind == "filter" and one.start >= offset and one.end < len(query)]
        if not found:
            return
        text, cursor = self.field.text(), self.field.cursorPosition()
        for one in reversed(found):
            start, end = one.start - offset, min(one.end - offset + 1, len(text))
            text = text[:start] + text[end:]
            cursor -= min(max(cursor - start, 0), end - start)
        self._put([*self._tokens, *(query[one.start : one.end] for one in found)])
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.setCursorPosition(cursor)
        self.field.blockSignals(False)

    def _put(self, tokens: list[str]) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._tokens, self._chips = tokens, []
        for place, token in enumerate(tokens):
            key, _, value = token.partition(":")
            words = tr(" or ").join(value_words(one) for one in values(token)) or value
            chip = Chip(words, f"{key}:")
            chip.removed.connect(lambda place=place: self._remove(place))
            self._row.addWidget(chip)
            self._chips.append(chip)
        self._tell()

    def _remove(self, place: int) -> None:
        self._put([one for number, one in enumerate(self._tokens) if number != place])
        self.field.setFocus()
        self.changed.emit()

    def _tell(self) -> None:
        self._clear.setVisible(not self.is_empty())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the hits while one types; the border shows where the keyboard is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_class(self, "composer" if event.type() == QEvent.Type.FocusIn else "tile")
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Backspace and self._tokens and not self.field.cursorPosition():
            if self.field.hasSelectedText():
                return False
            last = self._tokens[-1]
            self._put(self._tokens[:-1])
            self.field.setText(last + self.field.text())
            self.field.setCursorPosition(len(last))
        else:
            return False
        return True
