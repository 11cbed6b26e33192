"""Frames things lie in: cards, and popovers over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import set_class, tokens
from desktop.widgets.labels import Label
from desktop.widgets.paint import rounded

SHADOW = 16  # room round a floating frame for its shadow


def line(*, vertical: bool = False, parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts."""
    made = QFrame(parent)
    made.setProperty("cls", "line-vertical" if vertical else "line")
    return made


def paint_shadow(painter: QPainter, rect: QRect, radius: float) -> None:
    """A soft shadow round a box, a little below it."""
    strength = 7 if tokens().dark else 3
    for spread in range(SHADOW - 2, 0, -1):
        colour = QColor(0, 0, 0, strength)
        rounded(painter, rect.adjusted(-spread, 4 - spread, spread, spread), radius + spread, fill=colour)


class Card(QFrame):
    """A white box with a thin line; `body` takes what lies in it. An optional heading stands on top."""

    def __init__(self, heading: str = "", *, margin: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if heading:
            self.head.addWidget(Label(heading, "strong"))
            self.head.addStretch()
            self.body.addLayout(self.head)
            self.setAccessibleName(heading)

    def set_chosen(self, chosen: bool) -> None:
        """Draw the line in the accent: this is the one meant."""
        set_class(self, "card", state="chosen" if chosen else "")


class Popover(QFrame):
    """A frame floating over the window beside what opened it; a click elsewhere or Esc closes it.

    It is a child of the window, so it needs no compositor and is in every picture of the window. Fill `body`, then
    `open_at(anchor)`. With `take_focus=False` typing goes on where it was (lists of suggestions).
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, label: str = "", take_focus: bool = True) -> None:
        super().__init__(parent.window())
        self._window = parent.window()
        self._anchor: QWidget | None = None
        self._take_focus = take_focus
        self._before: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SHADOW + 5, SHADOW + 5, SHADOW + 5, SHADOW + 5)
        self.body.setSpacing(2)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowFlags(Qt.WindowType.SubWindow | Qt.WindowType.FramelessWindowHint)  # keeps the Tab key in
        self.hide()

    def open_at(self, anchor: QWidget, *, end: bool = False, below: bool = True) -> None:
        """Show it at a widget: under it (or above, where there is more room), flush with its start or its end."""
        self._anchor = anchor
        self._before = self._window.focusWidget()
        self.adjustSize()
        self._place(anchor, end=end, below=below)
        self.show()
        self.raise_()
        # Presses are looked at where the platform hands them to the window. A filter of the whole application would be
        # called for objects that are still being made, which PySide can't wrap: it recurses until the stack is full.
        for watched in (self._window, self._window.windowHandle()):
            watched.installEventFilter(self)
        if self._take_focus:
            self._focus_first()

    def close_popover(self) -> None:
        """Hide it, give the focus back where it was taken from, and tell."""
        if self.isHidden():
            return
        for watched in (self._window, self._window.windowHandle()):
            watched.removeEventFilter(self)
        focused = self._window.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            # Before hiding: Qt would hand the focus on as by Tab, and a ring would appear somewhere.
            (self._before or self._window).setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press outside closes it; a press on its anchor only closes it; another size of the window, too."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent) and isinstance(watched, QWindow):
            pressed = self._window.childAt(event.position().toPoint())
            if self._inside(pressed):
                return False
            self.close_popover()
            return pressed is not None and pressed is self._anchor
        if kind == QEvent.Type.Resize and watched is self._window:
            self.close_popover()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow and box."""
        painter = QPainter(self)
        now = tokens()
        box = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_shadow(painter, box, 8)
        rounded(painter, box, 8, fill=now.colour("raised"), line=now.colour("line2"))

    def _inside(self, widget: QWidget | None) -> bool:
        above: QWidget | None = widget
        while above is not None and above is not self:
            above = above.parentWidget()
        return above is self

    def _focus_first(self) -> None:
        for child in self.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self) and child.isEnabled():
                child.setFocus(Qt.FocusReason.PopupFocusReason)
                return

    def _place(self, anchor: QWidget, *, end: bool, below: bool) -> None:
        window = self._window.rect()
        at = QRect(anchor.mapTo(self._window, QPoint(0, 0)), anchor.size())
        to_end = end != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        x = at.right() + 1 + SHADOW - self.width() if to_end else at.left() - SHADOW
        under, over = at.bottom() + 5 - SHADOW, at.top() - 4 + SHADOW - self.height()
        fits_under = under + self.height() - SHADOW <= window.height()
        fits_over = over + SHADOW >= 0
        y = under if (below and fits_under) or not fits_over else over
        x = max(4 - SHADOW, min(x, window.width() - self.width() + SHADOW - 4))
        self.move(x, y)
