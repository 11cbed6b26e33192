"""The bar over a record: where one is, which of how many, and the steps to its neighbours."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.tr import tr
from desktop.widgets import ElidedLabel, IconButton, IconLabel, Label, LinkButton, Menu

BAR = 48  # pixels at 100 %; the bars at the top of all panes are as high, so that their lines meet


class Header(QFrame):
    """Signals: `list_asked` (the list's name was clicked), `fold_asked`, `step_asked(by)`.

    The window fills `layout_menu`.
    """

    list_asked = Signal()
    fold_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "header")
        self.setAccessibleName(tr("Where you are"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        self._add_path(row)
        row.addStretch(1)
        self._add_steps(row)
        self.layout_menu = Menu(self)
        self._panes = IconButton("panel-right", tr("Place of the chatter"))
        self._panes.clicked.connect(self._open_menu)
        row.addSpacing(4)
        row.addWidget(self._panes)
        self.set_path("", "")

    def set_scale(self, scale: int) -> None:
        """Follow the text size, in percent."""
        self.setFixedHeight(BAR * scale // 100)

    def set_path(self, place: str, title: str) -> None:
        """Say where one is: the list's name, and the record's title."""
        self._place.setText(place)
        self._place.setAccessibleName(tr("Back to {place}", place=place) if place else "")
        self._place.setVisible(bool(place))
        self._arrow.setVisible(bool(place and title))
        self._title.setText(title)

    def set_position(self, at: int, total: int) -> None:
        """Say which of how many; (0, 0) where the record is in no list."""
        self._where.setText(tr("{at} of {total}", at=_number(self, at), total=_number(self, total)) if at else "")
        for widget in (self._where, self._previous, self._next):
            widget.setVisible(bool(at))
        self._previous.setEnabled(at > 1)
        self._next.setEnabled(at < total)

    def set_fold(self, *, shown: bool, folded: bool) -> None:
        """Offer to fold or unfold the list beside the record, or neither."""
        self._fold.setVisible(shown)
        self._fold.set_label(tr("Show the list") if folded else tr("Fold the list"), "Ctrl+Shift+L")

    def _add_path(self, row: QHBoxLayout) -> None:
        self._fold = IconButton("sidebar", tr("Show the list"), shortcut="Ctrl+Shift+L")
        self._fold.clicked.connect(self.fold_asked)
        row.addWidget(self._fold)
        self._place = LinkButton("")
        self._place.set_ink("text2", hover="hover")
        self._place.clicked.connect(self.list_asked)
        row.addWidget(self._place)
        self._arrow = IconLabel("chevron-right", "text2", 14)
        row.addWidget(self._arrow)
        row.addSpacing(4)
        self._title = ElidedLabel("", "strong")
        row.addWidget(self._title, 100)

    def _add_steps(self, row: QHBoxLayout) -> None:
        self._where = Label("", "secondary")
        row.addWidget(self._where)
        row.addSpacing(6)
        self._previous = IconButton("chevron-left", tr("Previous record"), shortcut="Ctrl+PgUp")
        self._next = IconButton("chevron-right", tr("Next record"), shortcut="Ctrl+PgDown")
        self._previous.clicked.connect(self._step_back)
        self._next.clicked.connect(self._step_on)
        row.addWidget(self._previous)
        row.addWidget(self._next)

    def _step_back(self) -> None:
        self.step_asked.emit(-1)

    def _step_on(self) -> None:
        self.step_asked.emit(1)

    def _open_menu(self) -> None:
        below = self._panes.mapToGlobal(self._panes.rect().bottomRight())
        self.layout_menu.popup(QPoint(below.x() - self.layout_menu.sizeHint().width(), below.y() + 4))


def _number(widget: QWidget, value: int) -> str:
    return widget.locale().toString(value)
