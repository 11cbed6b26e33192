"""The panes of a records page: list, form and chatter, side by side or stacked, dragged and remembered."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import memory
from desktop.shell import layout
from desktop.shell.layout import Arrangement


class Panes(QSplitter):
    """`list_pane` stacks lists and boards, `top` takes the header, `form_pane` the form, `chatter_pane` the thread.

    `apply` shows what an arrangement says; what the person drags is written to `memory`.
    """

    def __init__(self, remembered: QSettings, *, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._memory = remembered
        self._shown: tuple[object, ...] = ()
        self.list_pane = QStackedWidget()
        self.chatter_pane = _pane("surface")
        self.form_pane = _pane("bg")
        self._record = QFrame()
        self._record.setProperty("cls", "bg")
        column = QVBoxLayout(self._record)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = QVBoxLayout()
        column.addLayout(self.top)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self.form_pane)
        column.addWidget(self._down, 1)
        for widget in (self.list_pane, self._record, self.chatter_pane):
            self.addWidget(widget)
        self._set_limits()
        self.splitterMoved.connect(self._keep_across)
        self._down.splitterMoved.connect(self._keep_down)

    def apply(self, arrangement: Arrangement, *, record: bool, wide_list: bool) -> None:
        """Show the panes for an arrangement; without a record the list has all the room, as a board always does."""
        chatter = arrangement.chatter if record else "hidden"
        with_list = not record or (arrangement.list_pane and not wide_list)
        wished = (with_list, record, chatter)
        if wished == self._shown:
            return
        self._shown = wished
        if chatter != "tab":
            self._place_chatter(chatter)
        self.list_pane.setVisible(with_list)
        self._record.setVisible(record)
        self.chatter_pane.setVisible(chatter != "hidden")
        self.set_sizes()

    def shows(self) -> tuple[bool, bool, str]:
        """Whether the list and the record are seen, and where the chatter stands."""
        with_list, record, chatter = self._shown or (False, False, "hidden")
        return bool(with_list), bool(record), str(chatter)

    def set_sizes(self) -> None:
        """Give the panes the sizes remembered; the form has the rest."""
        across = memory.whole(self._memory, "panes/list", layout.LIST_WIDTH)
        beside = memory.whole(self._memory, "panes/chatter", layout.chatter_width(self.width()))
        rest = max(layout.FORM_LEAST, self.width() - across - beside)
        self.setSizes([across, rest, beside] if self.count() == 3 else [across, rest + beside])
        under = memory.whole(self._memory, "panes/chatter-height", layout.CHATTER_HEIGHT)
        if self._shown and self._shown[2] == "below":
            self._down.setSizes([max(120, self.height() - under), under])

    def _set_limits(self) -> None:
        for splitter in (self, self._down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        self.list_pane.setMinimumWidth(layout.LIST_LEAST)
        self._record.setMinimumWidth(layout.FORM_LEAST)
        self.chatter_pane.setMinimumSize(layout.CHATTER_LEAST, layout.CHATTER_LOWEST)
        for index, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(index, stretch)
        self._down.setStretchFactor(0, 1)

    def _place_chatter(self, where: str) -> None:
        """Take the chatter to its side; for a tab the form has it."""
        home = self._down if where == "below" else self
        if self.chatter_pane.parentWidget() is not home:
            home.addWidget(self.chatter_pane)
            home.setStretchFactor(home.count() - 1, 0)

    def _keep_across(self) -> None:
        sizes = self.sizes()
        with_list, record, chatter = self.shows()
        if with_list and record:
            self._memory.setValue("panes/list", sizes[0])
        if chatter == "right":
            self._memory.setValue("panes/chatter", sizes[2])

    def _keep_down(self) -> None:
        if self.shows()[2] == "below":
            self._memory.setValue("panes/chatter-height", self._down.sizes()[1])


def _pane(ground: str) -> QFrame:
    """An empty pane with a column for what comes into it."""
    made = QFrame()
    made.setProperty("cls", ground)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return made
