"""The list as a model: the order of all ids, cut into sections, and pages of records fetched as they come into view."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from desktop.desk import Desk
from desktop.records import texts
from desktop.records.cells import Cells
from models import grouping, listing, record
from models.fields import Link, Member
from models.grouping import Group, Order
from models.listing import Chosen, Row

PAGE = 100
KEPT = 3000  # rows in memory; some kilobytes each


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a list shows and how: which records, sorted by what, grouped by which field."""

    chosen: Chosen = field(default_factory=Chosen)
    sort: str = listing.LAST
    descending: bool = True
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group of records."""

    key: str
    text: str
    count: int
    sums: str
    shut: bool


@dataclass(slots=True)
class _Section:
    value: Any
    start: int  # place in the order of its first record
    count: int
    first: int = 0  # row of its heading


class RecordModel(QAbstractListModel):
    """Rows of a list: records and, where it is grouped, headings.

    `arranged` tells of an order known anew, `toggled` of a group shut or opened. Small kinds are read at once. Of large
    ones the newest page is, where an index has its order, and all else in a job.
    """

    arranged = Signal()
    toggled = Signal()
    failed = Signal(str)
    ID = Qt.ItemDataRole.UserRole

    def __init__(self, desk: Desk, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.cls = desk, record.kind(kind)
        self.arrangement = Arrangement()
        self.cells = Cells(desk, self.cls)
        self.headings: list[int] = []  # rows that are headings, in order
        self.total: int | None = None  # None while it is being counted
        self.shut: set[str] = set()
        self._order = Order(_ids())
        self._sections: list[_Section] = []
        self._groups: dict[Any, Group] = {}
        self._rows: dict[int, Row] = {}
        self._places: dict[int, int] | None = None
        self._partial = False

    # What it shows

    def arrange(self, arrangement: Arrangement) -> None:
        """Show other records, or in another way."""
        self.arrangement = arrangement
        self.reload()

    def reload(self) -> None:
        """Read the order anew, and what is seen of the records."""
        wanted = self.arrangement
        if not grouping.many(self.cls.kind):
            self._put(*_read(self.cls.kind, wanted))
            return
        if not self._order.ids and wanted.sort in (listing.LAST,) and wanted.group is None and not wanted.chosen.where:
            self._put_first_page(wanted)
        read = partial(_read, self.cls.kind, wanted)
        self.desk.jobs.run(read, lambda found: self._put(*found), self._fail, owner=self, replacing="order")

    def _put_first_page(self, wanted: Arrangement) -> None:
        rows = listing.page(self.cls.kind, wanted.chosen, sort=wanted.sort, descending=wanted.descending, limit=PAGE)
        self._put(Order(_ids(row.id for row in rows)), {}, partial=True)

    def _put(self, order: Order, groups: dict[Any, Group], *, partial: bool = False) -> None:
        self.beginResetModel()
        self._order, self._groups, self._places = order, groups, None
        self._rows.clear()
        self.cells.forget()
        self.total = None if partial else len(order.ids)
        self._cut()
        self.endResetModel()
        self.arranged.emit()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(str(error))

    def _cut(self) -> None:
        """Cut the order into sections and find the rows of their headings."""
        self._sections, self.headings = [], []
        start = row = 0
        for value, count in self._order.sections:
            self._sections.append(_Section(value, start, count, row))
            self.headings.append(row)
            row += 1 + (0 if self._key(value) in self.shut else count)
            start += count
        self._count = row if self._sections else len(self._order.ids)
        if self._sections:
            self._learn_groups()

    def _learn_groups(self) -> None:
        by = self.cls.fields[str(self.arrangement.group)]
        values = [section.value for section in self._sections if section.value is not None]
        links, members = isinstance(by, Link), isinstance(by, Member)
        self.cells.names.learn(threads=values if links else (), persons=values if members else ())

    def _key(self, value: Any) -> str:
        return f"{self.arrangement.group}={value}"

    def toggle(self, row: int) -> None:
        """Shut or open the group whose heading stands at this row."""
        heading = self.item(row)
        if not isinstance(heading, Heading):
            return
        self.shut ^= {heading.key}
        self.beginResetModel()
        self._cut()
        self.endResetModel()
        self.toggled.emit()

    # Rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """Records and headings."""
        return 0 if parent.isValid() else getattr(self, "_count", 0)

    def id_at(self, row: int) -> int | None:
        """The record at a row; None for a heading."""
        if not 0 <= row < self.rowCount():
            return None
        if not self._sections:
            return self._order.ids[row]
        section = self._sections[bisect_right(self.headings, row) - 1]
        return None if row == section.first else self._order.ids[section.start + row - section.first - 1]

    def row_of(self, id: int) -> int | None:
        """The row of a record; None where it isn't listed or its group is shut."""
        place = self.place_of(id)
        if place is None or not self._sections:
            return place
        section = self._sections[bisect_right(self._sections, place, key=lambda one: one.start) - 1]
        return None if self._key(section.value) in self.shut else section.first + 1 + place - section.start

    def place_of(self, id: int) -> int | None:
        """How many records stand before this one; None where it isn't listed."""
        if self._places is None:
            self._places = {one: place for place, one in enumerate(self._order.ids)}
        return self._places.get(id)

    def id_beside(self, id: int, step: int) -> int | None:
        """The record so many places after (or before) this one."""
        place = self.place_of(id)
        if place is None or not 0 <= place + step < len(self._order.ids):
            return None
        return self._order.ids[place + step]

    def item(self, row: int) -> Row | Heading | None:
        """What stands at a row, fetched with its page where needed; None for a record removed meanwhile."""
        id = self.id_at(row)
        if id is not None:
            if id not in self._rows:
                self._fetch(row)
            return self._rows.get(id)
        if not self._sections or not 0 <= row < self.rowCount():
            return None
        return self._heading(self._sections[bisect_right(self.headings, row) - 1])

    def _heading(self, section: _Section) -> Heading:
        by = self.cls.fields[str(self.arrangement.group)]
        group = self._groups.get(section.value)
        sums = texts.sums_text(group.sums, self.desk.reader) if group else ""
        text = texts.group_text(by, section.value, self.cells.names, self.desk.reader)
        return Heading(self._key(section.value), text, section.count, sums, self._key(section.value) in self.shut)

    def _fetch(self, row: int) -> None:
        """Read the page of records round a row."""
        if len(self._rows) > KEPT:
            self._rows.clear()
        first = max(0, row - PAGE // 4)
        near = [id for at in range(first, first + PAGE) if (id := self.id_at(at)) is not None and id not in self._rows]
        found = listing.some(self.cls.kind, near)
        self._rows |= found
        self.cells.learn(found.values())

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, id, and what a screen reader says; everything else is painted from `item`."""
        if not index.isValid():
            return None
        if role == self.ID:
            return self.id_at(index.row())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        one = self.item(index.row())
        if isinstance(one, Heading):
            return f"{one.text} ({one.count})"
        if one is None:
            return ""
        return one.title if role == Qt.ItemDataRole.DisplayRole else self.cells.spoken(one)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Headings can be reached by the keyboard but are never part of a selection."""
        enabled = Qt.ItemFlag.ItemIsEnabled
        return enabled if self.id_at(index.row()) is None else enabled | Qt.ItemFlag.ItemIsSelectable

    def holds(self, id: int) -> bool:
        """Whether a record is among those listed, shut groups included."""
        return self.place_of(id) is not None


def _read(kind: str, wanted: Arrangement) -> tuple[Order, dict[Any, Group]]:
    """The whole order and, where it is grouped, the sums: may run in a job."""
    order = grouping.order(kind, wanted.chosen, sort=wanted.sort, descending=wanted.descending, group=wanted.group)
    return order, grouping.groups(kind, wanted.group, wanted.chosen) if wanted.group else {}


def _ids(ids: Iterable[int] = ()) -> array[int]:
    return array("q", ids)
