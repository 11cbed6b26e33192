"""The columns of the wide list: which there are, which are shown, how wide and in what order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.icons import paint_icon
from desktop.records import texts
from desktop.records.painting import draw_words
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import Menu, text_width
from models import listing
from models.fields import Amounts, Choice, Date, DateTime, Lines, LongText, Member, Tags, YesNo
from models.record import Record

_WIDTHS = {Amounts: 120, Choice: 116, Date: 112, DateTime: 160, Member: 150, Tags: 170, YesNo: 84}
LEAST = 60
BOX = 44  # the place of the check box, left of the first column


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a list can show of each record; `name` is a field's, "title" or "last"."""

    name: str
    label: str
    width: int
    right: bool = False
    grows: bool = False


def columns_of(cls: type[Record]) -> list[Column]:
    """All columns a list of this kind can have, in the order of declaration, title first and newest entry last."""
    found = [Column("title", cls.fields[cls.title_field].label, 220)]
    for name, field in cls.fields.items():
        if name != cls.title_field and field.place is not None and not isinstance(field, LongText | Lines):
            width = max(_WIDTHS.get(type(field), 140), text_width(field.label, font("secondary_medium")) + 32)
            found.append(Column(name, field.label, width, texts.numeric(field), type(field) not in _WIDTHS))
    return [*found, Column(listing.LAST, tr("Last entry"), 104, True)]


def shown_first(cls: type[Record]) -> list[str]:
    """The columns of a list nobody has changed yet."""
    listed = [name for name, field in cls.fields.items() if field.listed and name != cls.title_field]
    stage = [name for name in listed if name == cls.stage_field]
    return ["title", *(name for name in listed if name not in stage), *stage, listing.LAST]


class _Labels(QAbstractTableModel):
    """What a header asks its model."""

    def __init__(self, columns: list[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """All columns, hidden ones too."""
        return len(self._columns)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """A header has no rows."""
        return 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label of a column."""
        return self._columns[section].label if role == Qt.ItemDataRole.DisplayRole else None


class Columns(QHeaderView):
    """The head of the wide list. `sorted(name)` asks for another order; `changed` tells of other columns or widths."""

    sorted = Signal(str)
    changed = Signal()

    def __init__(self, cls: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.columns = columns_of(cls)
        self._first = shown_first(cls)
        self._sort, self._descending = "", False
        self._telling = True
        self._widths: dict[str, int] = {}
        self.setModel(_Labels(self.columns, self))
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST)
        self.setAccessibleName(tr("Columns"))
        self.setFixedHeight(QFontMetrics(font("secondary_medium")).height() + 20)
        self.restore(None)
        self.scroll(0)
        self.sectionClicked.connect(lambda section: self.sorted.emit(self.columns[section].name))
        self.sectionResized.connect(self._resized)
        self.sectionMoved.connect(self._tell)

    def restore(self, kept: Any) -> None:
        """Show the columns kept by `state`; those of the declaration where nothing usable was kept."""
        widths = {column.name: column.width for column in self.columns}
        names = self._first
        if isinstance(kept, list) and kept and all(isinstance(one, list) and len(one) == 2 for one in kept):
            known = [(str(name), int(width)) for name, width in kept if name in widths]
            names, widths = [name for name, _ in known] or names, widths | dict(known)
        self._telling, self._widths = False, {name: max(LEAST, width) for name, width in widths.items()}
        for section, column in enumerate(self.columns):
            self.setSectionHidden(section, column.name not in names)
            self.resizeSection(section, self._widths[column.name])
        self._put_in_order(names)
        self._telling = True

    def _put_in_order(self, names: list[str]) -> None:
        known = [column.name for column in self.columns]
        for place, name in enumerate(names):
            self.moveSection(self.visualIndex(known.index(name)), place)

    def state(self) -> list[list[Any]]:
        """Names and widths of the shown columns, in their order."""
        return [[column.name, self._widths[column.name]] for column in self.shown()]

    def shown(self) -> list[Column]:
        """The columns that are seen, in their order."""
        order = (self.logicalIndex(place) for place in range(self.count()))
        return [self.columns[section] for section in order if not self.isSectionHidden(section)]

    def places(self) -> list[tuple[Column, int, int]]:
        """The columns with left edge and width."""
        sections = ((column, self.columns.index(column)) for column in self.shown())
        return [(one, BOX + self.sectionPosition(at), self.sectionSize(at)) for one, at in sections]

    def scroll(self, aside: int) -> None:
        """Follow the rows sideways; the place of the check boxes goes with them."""
        self.setOffset(aside - BOX)

    def content_width(self) -> int:
        """The width of all columns."""
        return BOX + self.length() + 12

    def fill(self, room: int) -> None:
        """Share out the room that is left, half to the title, half to other texts; or take of theirs."""
        self._telling = False
        shown = self.shown()
        extra = room - BOX - 12 - sum(self._widths[column.name] for column in shown)
        elastic = [column for column in shown if column.grows or column is shown[0]]
        parts, whole = len(elastic) - 1, sum(self._widths[column.name] for column in elastic)
        for column in shown:
            width = self._widths[column.name]
            if column in elastic and extra < 0:
                width = max(width + extra * width // whole, round(width * 0.7))
            elif column in elastic:
                width += extra if not parts else extra // 2 if column is shown[0] else extra // (2 * parts)
            self.resizeSection(self.columns.index(column), width)
        self._telling = True

    def _resized(self, section: int, _: int, width: int) -> None:
        if self._telling:
            self._widths[self.columns[section].name] = width
            self.changed.emit()

    def show_sort(self, name: str, descending: bool) -> None:
        """Mark the column that is sorted by."""
        self._sort, self._descending = name, descending
        self.viewport().update()

    def show_column(self, name: str, shown: bool) -> None:
        """Show or hide a column; the title stays."""
        section = [column.name for column in self.columns].index(name)
        self.setSectionHidden(section, not shown)
        self._tell()

    def fill_menu(self, menu: Menu) -> None:
        """Add an action for each column, checked while it is shown."""
        seen = {column.name for column in self.shown()}
        for column in self.columns:
            action = menu.addAction(column.label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column.name in seen)
            action.setEnabled(column.name != "title")
            action.toggled.connect(lambda on, name=column.name: self.show_column(name, on))
        menu.addSeparator()
        menu.addAction(tr("Default columns"), self._reset)

    def _reset(self) -> None:
        self.restore(None)
        self._tell()

    def _tell(self, *_: Any) -> None:
        if self._telling:
            self.changed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose columns."""
        menu = Menu(self)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def paintSection(self, painter: QPainter, rect, section: int) -> None:
        """The label, and an arrow where it is sorted by."""
        now = tokens()
        column = self.columns[section]
        painter.fillRect(rect, now.colour("surface"))
        sorted_by = column.name == self._sort
        box = rect.adjusted(8, 0, -8 - (14 if sorted_by and not column.right else 0), 0)
        ink = "text" if sorted_by else "text2"
        if sorted_by:
            arrow = rect.adjusted(8, 0, -8, 0)
            label = QFontMetrics(font("secondary_medium")).horizontalAdvance(column.label)
            left = arrow.right() - label - 18 if column.right else min(arrow.left() + label + 2, arrow.right() - 12)
            arrow.setLeft(left)
            arrow.setWidth(14)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                arrow.moveRight(rect.left() + rect.right() - arrow.left())
            paint_icon(painter, "arrow-down" if self._descending else "arrow-up", arrow, colour="accent", size=12)
        draw_words(painter, box, column.label, "secondary_medium", ink, end=column.right)


def kept_text(state: Any) -> str:
    """What is remembered of a list, as one text."""
    return json.dumps(state, ensure_ascii=False)


def kept_state(text: Any) -> dict[str, Any]:
    """What was remembered of a list; empty where that can't be read."""
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
