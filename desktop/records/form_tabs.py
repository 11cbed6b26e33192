"""The tabs of a form: long texts and lines, the records that link here, and a pane the window may put first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.records.field_editors import editor_of
from desktop.records.form_fields import Slot
from desktop.records.related_list import RelatedList
from desktop.widgets import TabBar, line
from models.declaration import Record, kinds
from models.fields import Field, Lines, Link

GUEST = "+guest"


class FormTabs(QWidget):
    """A bar of tabs and the page chosen. `edited(name)`, `opened(id)`, `new_wanted(kind)` come from the pages."""

    edited = Signal(str)
    opened = Signal(int)
    new_wanted = Signal(str)

    def __init__(self, cls: type[Record], desk: Desk) -> None:
        super().__init__()
        self._desk, self._cls = desk, cls
        self.bar = TabBar(line=False)
        self.bar.chosen.connect(self._show)
        self.slots: dict[str, Slot] = {}
        self.related: dict[str, RelatedList] = {}
        self._guest: QWidget | None = None
        self._record: tuple[int, str] | None = None
        self._counts: dict[str, int] = {}
        self._loaded: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(8, 0, 0, 0)
        self._head.addWidget(self.bar, 1)
        column.addLayout(self._head)
        self._line = line()
        self._line.hide()
        column.addWidget(self._line)
        self._own = QWidget()
        self._pages = QVBoxLayout(self._own)
        self._pages.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._own, 1)
        self._area: QScrollArea | None = None
        self._column = column
        self._add_fields([field for field in cls.fields.values() if field.place == "tab"])
        self._add_related()
        self._show(self.bar.current())

    def _add_fields(self, fields: list[Field]) -> None:
        for field in sorted(fields, key=lambda one: not isinstance(one, Lines)):
            editor = editor_of(self._cls, field, self._desk)
            editor.edited.connect(lambda name=field.name: self.edited.emit(name))
            slot = self.slots[field.name] = Slot(editor)
            self._add_page(field.name, field.label, slot)

    def _add_related(self) -> None:
        for kind, cls in kinds.items():
            if any(isinstance(one, Link) and one.to in (None, self._cls.kind) for one in cls.fields.values()):
                made = self.related[kind] = RelatedList(self._desk, cls)
                made.opened.connect(self.opened)
                made.new_wanted.connect(lambda kind=kind: self.new_wanted.emit(kind))
                self._add_page(kind, cls.plural, made)

    def _add_page(self, key: str, label: str, page: QWidget) -> None:
        page.hide()
        self._pages.addWidget(page, 1)
        self.bar.add(key, label)

    def pages(self) -> dict[str, QWidget]:
        """The pages by the key of their tab."""
        guest: dict[str, Any] = {GUEST: self._guest} if self._guest is not None else {}
        return guest | self.slots | self.related

    def show_record(self, id: int, title: str, counts: dict[str, int]) -> None:
        """The record that the linked ones link to; 0 for a new one, which nothing links to."""
        self._record, self._counts, self._loaded = (id, title), counts, set()
        for kind in self.related:
            self.bar.set_count(kind, counts.get(kind) or None)
            self.bar.setTabVisible(self._place(kind), bool(id))
        current = self.bar.current()
        if not self.bar.isTabVisible(self.bar.currentIndex()):
            current = next(iter(self.pages()), "")
            if current:
                self.bar.set_current(current)
        self._show(current)

    def choose(self, key: str) -> None:
        """Show a page."""
        self.bar.set_current(key)
        self._show(key)

    def _place(self, key: str) -> int:
        return next(place for place in range(self.bar.count()) if self.bar.tabData(place) == key)

    def _show(self, key: str) -> None:
        related = self.related.get(key)
        if related is not None and self._record is not None and self._record[0] and key not in self._loaded:
            self._loaded.add(key)
            related.show_linked(*self._record, self._counts.get(key, 0))
        for name, page in self.pages().items():
            page.setVisible(name == key)
        (self._area or self._own).setVisible(key != GUEST)

    def set_apart(self, apart: bool) -> None:
        """Standing under the card rather than in it, the pages scroll by themselves."""
        if apart == (self._area is not None):
            return
        self._line.setVisible(apart)
        self._column.setSpacing(0 if apart else 8)
        self._head.setContentsMargins(*((16, 0, 16, 0) if apart else (8, 0, 0, 0)))
        side = (16, 10, 16, 12) if apart else (0, 0, 0, 0)
        self._pages.setContentsMargins(*side)
        if apart:
            self._column.removeWidget(self._own)
            self._area = scrolling(self._own)
            self._column.addWidget(self._area, 1)
        elif self._area is not None:
            self._area.takeWidget()
            self._area.deleteLater()
            self._area = None
            self._column.addWidget(self._own, 1)
            self._own.show()
        self._show(self.bar.current())

    # The guest: the chatter, where the window is narrow

    def put_first(self, title: str, guest: QWidget | None) -> None:
        """Let a pane of the window stand as the first tab; None takes it away (its owner places it elsewhere)."""
        if self._guest is not None:
            self._column.removeWidget(self._guest)
            self.bar.removeTab(self._place(GUEST))
            self._guest = None
        if guest is not None:
            self._guest = guest
            self._column.addWidget(guest, 1)
            self.bar.insertTab(0, title.replace("&", "&&"))
            self.bar.setTabData(0, GUEST)
            self.choose(GUEST)
        else:
            self._show(self.bar.current())

    def has_guest(self) -> bool:
        """Whether a pane of the window stands here."""
        return self._guest is not None


def scrolling(content: QWidget) -> QScrollArea:
    """A frameless area that scrolls downwards."""
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    area.setWidget(content)
    return area
