"""The numbers beside the hits: of what kind, by whom, when; a click narrows the search down, another one undoes it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.search.words import kinds_words, span_words
from desktop.tr import tr
from desktop.widgets import Label
from models.database import now
from models.record import kinds

if TYPE_CHECKING:
    from search_index.search import Facets

Choice = tuple[str, str, int]  # the filter as it is typed, what it is called, how many


class FacetPanel(QScrollArea):
    """`narrowed(keys, filters)`: have these filters in place of those with these keys; none takes them away."""

    narrowed = Signal(list, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("Narrow down"))

    def show_facets(self, found: Facets, tokens: list[str]) -> None:
        """Show the numbers; the filters that are in force are checked."""
        at = self.verticalScrollBar().value()
        page = QFrame()
        page.setProperty("cls", "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 12, 14, 16)
        column.setSpacing(2)
        for title, keys, choices in self._groups(found):
            if choices:
                column.addWidget(Label(title, "caps"))
                for choice in choices:
                    column.addLayout(self._row(choice, keys, tokens))
                column.addSpacing(10)
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(at)

    def _groups(self, found: Facets) -> list[tuple[str, list[str], list[Choice]]]:
        spans = _spans(self._desk.reader.local(now()).date())
        by_name = [(f'from:"{name}"', name, count) for _, name, count in found.authors]
        return [
            (tr("Kind"), ["is"], [(f"is:{one}", kinds_words(one), count) for one, count in found.kinds.items()]),
            (tr("Author"), ["from"], by_name),
            (tr("Time"), ["after", "before", "on"], [
                (spans[one], span_words(one), count) for one, count in found.times.items()
            ]),
            (tr("Record"), ["in"], [
                (f"in:{one}", kinds[one].plural, count) for one, count in found.record_kinds.items()
            ]),
        ]  # fmt: skip

    def _row(self, choice: Choice, keys: list[str], tokens: list[str]) -> QHBoxLayout:
        typed, words, count = choice
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setAccessibleDescription(self.locale().toString(count))
        box.setChecked(set(split(typed)) <= set(tokens))
        box.clicked.connect(lambda on: self.narrowed.emit(keys, typed if on else ""))
        box.setMinimumWidth(40)
        row = QHBoxLayout()
        row.addWidget(box, 1)
        row.addWidget(Label(self.locale().toString(count), "secondary"))
        return row


def split(typed: str) -> list[str]:
    """The filters of a choice: a span of time may be two, and a quoted name is one."""
    return [typed] if '"' in typed else typed.split()


def _spans(today: dt.date) -> dict[str, str]:
    """Each span of time as it is typed; they are those of the search, one after the other."""
    week, month, year = (today - dt.timedelta(days=days) for days in (6, 30, 365))
    return {
        "today": f"on:{today}",
        "week": f"after:{week} before:{today}",
        "month": f"after:{month} before:{week}",
        "year": f"after:{year} before:{month}",
        "older": f"before:{year}",
    }


class OfferedChips(QWidget):
    """Filters that one may not know of, offered under the box; `wanted(filter)`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        from desktop.search.offered import OfferedChip

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Label(tr("Narrow down"), "secondary"))
        self.chips = []
        for typed in ("from:", "in:", "is:note", "is:whatsapp", "has:file", "after:", "before:", "lang:"):
            chip = OfferedChip(typed)
            chip.clicked.connect(lambda _=False, typed=typed: self.wanted.emit(typed))
            self.chips.append(chip)
            row.addWidget(chip)
        row.addStretch(1)

    def hide_used(self, tokens: list[str]) -> None:
        """Offer only what isn't in force."""
        used = {one.partition(":")[0] for one in tokens}
        for chip in self.chips:
            chip.setVisible(chip.typed.partition(":")[0] not in used)
