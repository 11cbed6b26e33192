"""The numbers beside the hits: of what kind, by whom, when; clicks narrow the search down, further ones undo it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.search.words import kinds_words, span_words, type_words, value_words
from desktop.tr import tr
from desktop.widgets import Label
from models.database import now
from models.record import kinds

if TYPE_CHECKING:
    from search_index.search import Facets

Choice = tuple[str, str, int]  # the value as it is typed, what it is called, how many
_VALUE = re.compile(r'"([^"]*)"?|([^",]+)')


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one filter; `instead`: what other filters say of the same is over once one is chosen."""

    title: str
    key: str
    choices: list[Choice]
    instead: tuple[str, ...] = ()

    def with_chosen(self, chosen: list[str]) -> list[Choice]:
        """The choices, and what is chosen though nothing of it is found, so that it can be undone here too."""
        known = {value for value, _, _ in self.choices}
        rest = [one for one in dict.fromkeys(chosen) if one not in known]
        return [*self.choices, *((one, _words(self.key, one), 0) for one in rest)]


def _words(key: str, value: str) -> str:
    """What a value is called."""
    if key == "in":
        return kinds[value].plural if value in kinds else value
    return {"is": kinds_words, "has": type_words, "on": value_words}.get(key, str)(value)


class FacetPanel(QScrollArea):
    """`narrowed(keys, filter)`: have this filter in place of those with these keys; "" takes them away.

    Several choices of a group may be made: one of them must fit.
    """

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
        for group in self._groups(found):
            chosen = [one for token in tokens if token.startswith(f"{group.key}:") for one in values(token)]
            if choices := group.with_chosen(chosen):
                column.addWidget(Label(group.title, "caps"))
                boxes = {value: self._box(words, count, value in chosen) for value, words, count in choices}
                for box, (_, _, count) in zip(boxes.values(), choices, strict=True):
                    box.clicked.connect(lambda _=False, of=(group, chosen, boxes): self._choose(*of))
                    column.addLayout(self._row(box, count))
                column.addSpacing(10)
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(at)

    def _groups(self, found: Facets) -> list[Group]:
        spans = _spans(self._desk.reader.local(now()).date())
        return [
            Group(tr("Kind"), "is", [(one, kinds_words(one), count) for one, count in found.kinds.items()]),
            Group(tr("Author"), "from", [(name, name, count) for _, name, count in found.authors]),
            Group(
                *(tr("Time"), "on", [(spans[one], span_words(one), count) for one, count in found.times.items()]),
                instead=("after", "before"),
            ),
            Group(tr("Type"), "has", [(one, type_words(one), count) for one, count in found.types.items()]),
            Group(tr("Record"), "in", [(one, kinds[one].plural, count) for one, count in found.record_kinds.items()]),
        ]

    def _box(self, words: str, count: int, checked: bool) -> QCheckBox:
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setAccessibleDescription(self.locale().toString(count))
        box.setChecked(checked)
        box.setMinimumWidth(40)
        return box

    def _row(self, box: QCheckBox, count: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(box, 1)
        row.addWidget(Label(self.locale().toString(count), "secondary"))
        return row

    def _choose(self, group: Group, chosen: list[str], boxes: dict[str, QCheckBox]) -> None:
        """What is checked now, and what was typed that no box stands for."""
        wanted = [one for one in chosen if one not in boxes] + [one for one, box in boxes.items() if box.isChecked()]
        self.narrowed.emit([group.key, *group.instead], typed(group.key, wanted))


def values(token: str) -> list[str]:
    """The values of a filter as it is typed: `is:note,message`, `from:"Ana Herrera",me`."""
    listed = _VALUE.findall(token.partition(":")[2])
    return [quoted or plain for quoted, plain in listed if quoted or plain]


def typed(key: str, chosen: list[str]) -> str:
    """A filter with these values; "" where there are none."""
    quoted = (f'"{one}"' if set(one) & set(' ,"') else one for one in (one.replace('"', "") for one in chosen))
    return f"{key}:{','.join(quoted)}" if chosen else ""


def _spans(today: dt.date) -> dict[str, str]:
    """Each span of time as it is typed; they are those of the search."""
    since = [today - dt.timedelta(days=days) for days in (6, 30, 365)]
    older = since[-1] - dt.timedelta(days=1)
    return {
        "today": str(today),
        **{name: f"{start}.." for name, start in zip(("week", "month", "year"), since, strict=True)},
        "older": f"..{older}",
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
