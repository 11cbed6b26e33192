"""The buttons that stand on the card under the pointer: done, and what else one can do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import IconButton, PlainButton, set_tooltip


class CardTools(QWidget):
    """`finish` and `menu(QPoint on the screen)` are for the card in `row`. Keys and the context menu do the same."""

    finish = Signal()
    menu = Signal(QPoint)

    def __init__(self, parent: QWidget, *, inset: int, gap: int, below: bool) -> None:
        super().__init__(parent)
        self.row = -1
        self._inset, self._gap, self._below = inset, gap, below
        self.done = PlainButton(tr("Done"), "check", icon_colour="green", small=True)
        self.more = IconButton("more", tr("More"), small=True)
        for button in (self.done, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.done.clicked.connect(self.finish)
        self.more.clicked.connect(self._ask)
        line = QHBoxLayout(self)
        line.setContentsMargins(6, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.done)
        line.addWidget(self.more)
        self.hide()

    def put(self, row: int, card: QRect, *, short: bool, upload: bool) -> None:
        """Stand on this card: in its foot, or at the end of a line; `short` without words. One that is done by a file
        offers to hand it in.
        """
        self.row = row
        words, sign = (tr("Hand in"), "upload") if upload else (tr("Done"), "check")
        self.done.set_icon(sign, "green")
        self.done.setText("" if short else words)
        self.done.setAccessibleName(words)
        set_tooltip(self.done, words if short else "")
        size = self.sizeHint()
        y = card.bottom() - self._gap - size.height() - 5 if self._below else card.center().y() - size.height() // 2
        self.setGeometry(QRect(QPoint(card.right() - self._inset + 5 - size.width(), y), size))
        self.show()

    def _ask(self) -> None:
        self.menu.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover what is drawn below."""
        QPainter(self).fillRect(self.rect(), tokens().colour("raised" if self._below else "row"))
