"""Pages beside the records: the head with title and number, and a page that reads when it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop.theme import theme
from desktop.widgets.choices import TabBar
from desktop.widgets.labels import ElidedLabel, IconLabel
from desktop.widgets.pill import Pill
from desktop.widgets.states import EmptyState

_HIGH = 56  # pixels at 100 %; all heads are as high, so that their lines meet
WIDEST = 960  # pixels of what is read from left to right


class PageHead(QFrame):
    """What a page is called and how much is there; `add` puts what one can do at its end."""

    def __init__(self, title: str, *, kind: str = "accent", sign: str = "") -> None:
        super().__init__()
        self.setProperty("cls", "header")
        self.title = ElidedLabel(title, "heading")
        self._count = Pill("", kind)
        self._count.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 16, 0)
        self._row.setSpacing(10)
        if sign:
            self.sign = IconLabel(sign, "text2", 16)
            self._row.addWidget(self.sign)
        self._row.addWidget(self.title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._fit()

    def count(self) -> str:
        """What is said about how much is there."""
        return self._count.text() if not self._count.isHidden() else ""

    def set_count(self, words: str) -> None:
        """Say how much is there; nothing for an empty text."""
        self._count.setText(words)
        self._count.setVisible(bool(words))

    def add(self, *parts: QWidget, start: bool = False) -> None:
        """Put parts at the end, or behind the title."""
        for part in parts:
            self._row.insertWidget(self._row.count() - 1 if start else self._row.count(), part)

    def _fit(self) -> None:
        applied = theme()
        self.setFixedHeight(_HIGH * (applied.scale if applied else 100) // 100)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


class Page(QFrame):
    """A head, perhaps tabs, and parts below each other, or why there is none. Derived classes read in `reload`, which
    is called whenever the page comes to be seen, and then `put` what they show.
    """

    def __init__(
        self, title: str, empty: EmptyState, *, tabs: TabBar | None = None, kind: str = "accent", spacing: int = 12
    ) -> None:
        super().__init__()
        self.setProperty("cls", "bg")
        self.setAccessibleName(title)
        self._spacing = spacing
        self.head = PageHead(title, kind=kind)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        if tabs is not None:
            self.column.addWidget(_under(tabs))
        self._stack = QStackedLayout()
        self.column.addLayout(self._stack, 1)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self._stack.addWidget(self.scroll)
        self._stack.addWidget(empty)

    def reload(self) -> None:
        """Read again what stands there."""

    def put(self, parts: Iterable[QWidget], *, some: bool) -> None:
        """Show these below each other; the place in the list stays. Without `some` it is said why there is nothing."""
        at = self.scroll.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(self._spacing)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.scroll.setWidget(page)
        self.scroll.verticalScrollBar().setValue(at)
        self._stack.setCurrentIndex(0 if some else 1)

    def is_empty(self) -> bool:
        """Whether it says that there is nothing."""
        return self._stack.currentIndex() == 1

    def showEvent(self, event: QShowEvent) -> None:
        """Read when it comes to be seen."""
        super().showEvent(event)
        self.reload()


def _under(tabs: TabBar) -> QFrame:
    """The line of tabs under a head."""
    frame = QFrame()
    frame.setProperty("cls", "header")
    row = QHBoxLayout(frame)
    row.setContentsMargins(22, 0, 16, 0)
    row.addWidget(tabs)
    row.addStretch(1)
    return frame
