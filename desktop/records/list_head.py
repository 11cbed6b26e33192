"""The head of list and board: what they show, how many, the filters, "New"; and the bar for what is selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.records.filters import FilterBar
from desktop.tr import plural, tr
from desktop.widgets import (
    CountBadge,
    ElidedLabel,
    IconButton,
    Label,
    PlainButton,
    PrimaryButton,
    SegmentedControl,
    set_tooltip,
)
from models.record import Record


class ListHead(QFrame):
    """Title, number, filters, list or board, "New": in two lines when narrow, in one when wide."""

    layout_wanted = Signal(str)

    def __init__(
        self, cls: type[Record], filters: FilterBar, *, layout: str = "list", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("cls", "header")
        # As narrow as the pane wants: what doesn't fit is in the menu.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._cls, self._layout, self._filters = cls, layout, filters
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(10)
        self.title = QWidget()
        row = QHBoxLayout(self.title)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(ElidedLabel(cls.plural, "heading"))
        self.count = CountBadge(parent=self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        self.switch = self._switch(layout)
        self.new = PrimaryButton("", "plus")
        self.new.setAccessibleName(tr("New"))
        set_tooltip(self.new, tr("New {thing}", thing=cls.label.lower()))
        filters.resized.connect(self.fit)
        self.set_wide(layout == "board")

    def _switch(self, layout: str) -> SegmentedControl:
        options = (("list", tr("List"), "list"), ("board", tr("Board"), "board"))
        switch = SegmentedControl(options, layout, label=tr("Layout"), icons_only=True, parent=self)
        switch.chosen.connect(self._ask)
        switch.setVisible(self._cls.stage_field is not None)
        return switch

    def _ask(self, layout: str) -> None:
        self.switch.set_current(self._layout)  # the window decides what is shown; this head stays what it is
        if layout != self._layout:
            self.layout_wanted.emit(layout)

    def show_count(self, count: int | None) -> None:
        """How many records are listed; nothing while that isn't known."""
        self.count.set_count(count or 0)
        words = plural(count, "{n} record", "{n} records") if count is not None else ""
        self.count.setAccessibleName(words)
        set_tooltip(self.count, words)

    def set_wide(self, wide: bool) -> None:
        """Put the filters beside the title, or below it."""
        for part in (self.title, self._filters, self.switch, self.new):
            self._grid.removeWidget(part)
        places = ((0, 1, 1, 1), 2, 3) if wide else ((1, 0, 1, 3), 1, 2)
        filters, switch, new = places
        self._grid.addWidget(self.title, 0, 0)
        self._grid.addWidget(self._filters, *filters)
        self._grid.addWidget(self.switch, 0, switch)
        self._grid.addWidget(self.new, 0, new)
        self._grid.setColumnStretch(0, 0 if wide else 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)
        self._grid.setContentsMargins(*((20, 12, 20, 12) if wide else (16, 12, 16, 11)))
        self._grid.setHorizontalSpacing(16 if wide else 8)
        self.new.setText(tr("New {thing}", thing=self._cls.label.lower()) if wide else "")
        self._wide = wide
        self.fit()

    def fit(self) -> None:
        """Let the filters use the room there is."""
        room = self.width() - 32
        if self._wide:
            switch = self.switch.sizeHint().width() + 16 if not self.switch.isHidden() else 0
            room -= self.title.sizeHint().width() + self.new.sizeHint().width() + switch + 40
        self._filters.fit(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other filters fit."""
        super().resizeEvent(event)
        self.fit()


class SelectionBar(QFrame):
    """What can be done with several selected records; hidden for one or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        self._words = Label("", "medium")
        row.addWidget(self._words)
        row.addStretch(1)
        self.archive = PlainButton(tr("Archive"), "archive", small=True)
        row.addWidget(self.archive)
        self.clear = IconButton("x", tr("Clear selection"), small=True)
        row.addWidget(self.clear)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        self._words.setText(plural(count, "{n} selected", "{n} selected"))
        self.setVisible(count > 1)
