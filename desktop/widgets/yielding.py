"""A row whose parts give way, one after the other, before any is cut off where there is little room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.widgets.buttons import Button

SQUEEZE = 4  # pixels that the space around a button's words gives before they are shortened


@dataclass(slots=True)
class _Leaving:
    """A part that goes altogether."""

    widget: QWidget
    gap: int
    narrow: bool = False

    def saves(self) -> int:
        """Pixels that are won when it goes."""
        return self.widget.sizeHint().width() + self.gap if self.narrow or not self.widget.isHidden() else 0

    def set_narrow(self, narrow: bool) -> None:
        """Go, or come back."""
        self.narrow = narrow
        self.widget.setVisible(not narrow)


class YieldingRow(QHBoxLayout):
    """`shortens` names buttons that show their short words, `leaves` parts that go where that is not enough.

    The first named gives way first. Whoever hides a part that leaves for another reason hides what it stands in.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self._shortened: list[Button] = []
        self._leaving: list[_Leaving] = []
        self._last: Button | None = None

    def shortens(self, *buttons: Button) -> None:
        """These give way by their short words."""
        self._shortened += buttons

    def last(self, button: Button | None) -> None:
        """This one is shortened only when all others are; None for the order in which they were named."""
        self._last = button
        self.invalidate()

    def leaves(self, *widgets: QWidget, gap: int | None = None) -> None:
        """These give way by going; `gap` is the space beside each, if it isn't this row's own."""
        self._leaving += [_Leaving(one, self.spacing() if gap is None else gap) for one in widgets]

    def forget(self, button: Button) -> None:
        """A button that is gone gives no way any more."""
        self._shortened.remove(button)

    def _ways(self) -> list[Button | _Leaving]:
        return [*sorted(self._shortened, key=lambda one: one is self._last), *self._leaving]

    def sizeHint(self) -> QSize:
        """Room for everything at its full width."""
        size = super().sizeHint()
        return QSize(size.width() + sum(way.saves() for way in self._ways() if way.narrow), size.height())

    def minimumSize(self) -> QSize:
        """Room for what is left when everything gave way."""
        size = super().minimumSize()
        going = sum(way.saves() for way in self._leaving if not way.narrow)
        return QSize(max(0, size.width() - going), size.height())

    def setGeometry(self, rect: QRect) -> None:
        """Let as many give way as have to, then lay out the rest."""
        lacks = self.sizeHint().width() - rect.width() - SQUEEZE * sum(one.saves() > 0 for one in self._shortened)
        turned = False
        for way in self._ways():
            saves = way.saves()
            narrow = lacks > 0 and saves > 0
            lacks -= saves - (SQUEEZE if isinstance(way, Button) else 0) if narrow else 0
            if way.narrow != narrow:
                way.set_narrow(narrow)
                turned = True
        if turned:
            self.invalidate()
        super().setGeometry(rect)
