"""Being told something: the banner that stays in its place, the notice that passes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.theme import font, set_class, tokens
from desktop.tr import tr
from desktop.widgets.buttons import Button, IconButton, LinkButton, PlainButton
from desktop.widgets.frames import SHADOW, paint_shadow
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.paint import LEADING, rounded, text_width

# Kind -> (icon, colour).
_KINDS = {
    "info": ("info", "blue"),
    "warning": ("alert-circle", "amber"),
    "error": ("alert-circle", "red"),
    "success": ("check", "green"),
}

WORDS_LEAST = 19  # ems that a banner's words, with its icon, keep beside its buttons


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something that changed."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Banner(QFrame):
    """A box that says what is the matter and what to do: kinds info, warning, error, success."""

    closed = Signal()

    def __init__(
        self, kind: str, title: str, text: str = "", *, closable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 10, 8)
        self._row.setSpacing(10)
        self._icon = IconLabel("info", size=18)
        self._row.addWidget(self._icon)
        self._words = QVBoxLayout()
        self._words.setSpacing(1)
        self._title = Label("", wrap=True)
        self._text = Label("", "secondary", wrap=True)
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        self._links = QHBoxLayout()
        self._links.setSpacing(10)
        self._links.addStretch()
        self._words.addLayout(self._links)
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner.setSpacing(10)
        self._inner.addLayout(self._words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._inner.addLayout(self._actions)
        self._row.addLayout(self._inner, 1)
        if closable:
            self._add_close()
        self.set_message(kind, title, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words would have too little room beside the buttons, these stand under them."""
        super().resizeEvent(event)
        beside = self._actions.sizeHint().width()
        across = not beside or self.width() - beside >= WORDS_LEAST * font("body").pixelSize()
        self._actions.setAlignment(Qt.AlignmentFlag(0) if across else LEADING)
        self._inner.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        self._inner.setSpacing(10 if across else 6)

    def set_message(self, kind: str, title: str, text: str = "") -> None:
        """Say something else; KeyError for an unknown kind. A screen reader is told."""
        icon, colour = _KINDS[kind]
        self.kind = kind
        self._icon.set_icon(icon, colour)
        self._title.setText(title)
        set_class(self._title, "strong" if text else "medium")
        self._text.setText(text)
        self._text.setVisible(bool(text))
        set_class(self, f"box-{colour}")
        self.setAccessibleName(f"{title}. {text}" if text else title)
        if self.isVisible():
            announce(self, self.accessibleName())

    def add_action(self, text: str, icon: str = "") -> Button:
        """A button at the end; gives it back, for its signal."""
        button = PlainButton(text, icon)
        self._actions.addWidget(button)
        return button

    def add_link(self, text: str) -> Button:
        """A link under the words; gives it back, for its signal."""
        button = LinkButton(text, small=True)
        self._links.insertWidget(self._links.count() - 1, button)
        return button

    def _add_close(self) -> None:
        close = IconButton("x", tr("Close"), small=True)
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        self._row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)


class Notice(QFrame):
    """A bar at the foot of the window that passes by itself; one at a time, never in the way of typing.

    `Notice.tell(widget, "Marked done", action="Undo", run=undo)`. It waits while the pointer is on it.
    """

    def __init__(self, window: QWidget, text: str, *, action: str, run: Callable[[], object] | None) -> None:
        super().__init__(window)
        self._window = window
        self._run = run
        self._text = text
        row = QHBoxLayout(self)
        row.setContentsMargins(SHADOW + 14, SHADOW + 5, SHADOW + 8, SHADOW + 5)
        row.setSpacing(10)
        self._label = QLabel(text)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("cls", "notice")
        row.addWidget(self._label)
        self.button: Button | None = None
        if action:
            self.button = LinkButton(action)
            self.button.set_ink("tooltip_accent", hover="tooltip")
            self.button.clicked.connect(self._act)
            row.addWidget(self.button)
        else:
            row.setContentsMargins(SHADOW + 14, SHADOW + 10, SHADOW + 14, SHADOW + 10)
        self.setAccessibleName(text)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)

    @classmethod
    def tell(
        cls,
        widget: QWidget,
        text: str,
        *,
        action: str = "",
        run: Callable[[], object] | None = None,
        seconds: float = 6,
    ) -> Notice:
        """Show a notice in a widget's window, in the place of one that is still there."""
        window = widget.window()
        for old in window.findChildren(cls):
            old.dismiss()
        notice = cls(window, text, action=action, run=run)
        notice._appear(int(seconds * 1000))
        return notice

    def dismiss(self) -> None:
        """Take it away."""
        self._timer.stop()
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _appear(self, milliseconds: int) -> None:
        self._timer.setInterval(milliseconds)
        self._window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, self._text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it: wait."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on passing."""
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow and box."""
        painter = QPainter(self)
        box = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_shadow(painter, box, 8)
        rounded(painter, box, 8, fill=tokens().colour("tooltip"))

    def _place(self) -> None:
        window = self._window.rect()
        self._label.setWordWrap(text_width(self._text, font("medium")) > 520)
        self._label.setMaximumWidth(520)
        self.adjustSize()
        self.move(QPoint((window.width() - self.width()) // 2, window.height() - self.height() - 24 + SHADOW))

    def _act(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            run()
