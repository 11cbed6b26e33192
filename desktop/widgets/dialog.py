"""Dialogs: a sheet over the dimmed window, with title, body and a foot of buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets.buttons import DangerButton, IconButton, PlainButton, PrimaryButton
from desktop.widgets.frames import paint_shadow
from desktop.widgets.labels import Label

_MARGIN = 24  # at least so much of the window is seen round the sheet


class Dialog(QDialog):
    """A sheet in the middle of its window; fill `body`, add buttons to the foot, then `open()`.

    It lies in the window as a child, so it needs no compositor and is in every picture of the window; it takes all
    clicks and keys (shortcuts of the window included) until it is closed. `accepted`, `rejected` and `finished` are
    QDialog's. Esc and the cross reject. Without a parent it is a window of its own.
    """

    def __init__(self, parent: QWidget | None, title: str, subtitle: str = "", *, width: int = 560) -> None:
        window = parent.window() if parent is not None else None
        super().__init__(window)
        self._wished_width = width
        self._wished_height = 0
        self._before: QWidget | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet = QFrame(self)
        self.sheet.setProperty("cls", "dialog" if window else "surface")
        self._fill_sheet(title, subtitle)
        self.sheet.installEventFilter(self)
        if window:
            self.setProperty("cls", "overlay")
            # A sub-window keeps the Tab key in, and is placed by us.
            self.setWindowFlags(Qt.WindowType.SubWindow | Qt.WindowType.FramelessWindowHint)
            window.installEventFilter(self)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words on top."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def set_height(self, height: int) -> None:
        """Ask for a fixed height of the sheet, for bodies that scroll; 0 is as high as the body needs."""
        self._wished_height = height
        self._place()

    def add_button(self, button: QPushButton, *, start: bool = False) -> QPushButton:
        """Put a button into the foot, at its end or its start; a primary one is what Enter presses. Gives it back."""
        at = self._start if start else self._end
        at.addWidget(button)
        if isinstance(button, PrimaryButton):
            button.setDefault(True)
        self._foot.show()
        return button

    def open(self) -> None:
        """Show it and go on; the answer comes as a signal."""
        parent = self.parentWidget()
        self._before = parent.focusWidget() if parent is not None else None
        self._place()
        self.show()
        self.raise_()
        self._focus_first()

    def done(self, result: int) -> None:
        """Close, and give the focus back where it was."""
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
            # Before hiding: Qt would hand the focus on as by Tab, and a ring would appear somewhere.
            (self._before or parent).setFocus(Qt.FocusReason.PopupFocusReason)
        super().done(result)

    def event(self, event: QEvent) -> bool:
        """Keep shortcuts of the window behind from acting; our own still do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if QKeySequence(event.keyCombination()) not in self._own_shortcuts():
                event.accept()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and of what lies in the body."""
        of_window = event.type() == QEvent.Type.Resize and watched is self.parentWidget()
        of_body = event.type() == QEvent.Type.LayoutRequest and watched is self.sheet and self.isVisible()
        if of_window or of_body:
            self._place()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet in the middle."""
        super().resizeEvent(event)
        self._place_sheet()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet does nothing, also to what lies behind."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing behind is scrolled."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window; draw the sheet's shadow."""
        if self.isWindow():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(8, 6, 14, 150 if tokens().dark else 76))
        paint_shadow(painter, self.sheet.geometry(), 12)

    def _fill_sheet(self, title: str, subtitle: str) -> None:
        self._column = column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head(title, subtitle))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 4, 24, 20)
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        self._foot = QFrame()
        self._foot.setProperty("cls", "dialog-foot")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        self._start, self._end = QHBoxLayout(), QHBoxLayout()
        row.addLayout(self._start)
        row.addStretch(1)
        row.addLayout(self._end)
        self._foot.hide()
        column.addWidget(self._foot)

    def _head(self, title: str, subtitle: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 16, 10)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(title, "subtitle", wrap=True)
        self._subtitle = Label(subtitle, "secondary", wrap=True)
        if not subtitle:
            self._subtitle.hide()
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head.addLayout(words, 1)
        self._close = IconButton("x", tr("Close"), shortcut="Esc")
        self._close.setAutoDefault(False)
        self._close.clicked.connect(self.reject)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
            self._place_sheet()
            return
        self.resize(self._sheet_size(10_000, 10_000))

    def _place_sheet(self) -> None:
        if self.isWindow():
            self.sheet.setGeometry(self.rect())
            return
        size = self._sheet_size(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        self.sheet.setGeometry(box)
        self.update()

    def _sheet_size(self, most_wide: int, most_high: int) -> QSize:
        wished = self.sheet.sizeHint()
        width = min(max(self._wished_width, self.sheet.minimumSizeHint().width()), most_wide)
        column = self._column
        needed = column.heightForWidth(width) if column.hasHeightForWidth() else wished.height()
        wished.setWidth(width)
        wished.setHeight(min(self._wished_height or needed, most_high))
        return wished

    def _focus_first(self) -> None:
        """The first thing to fill in or to choose; without one, the button Enter presses."""
        takers = [w for w in self.sheet.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        usable = [w for w in takers if w.isVisibleTo(self) and w.isEnabled() and w is not self._close]
        in_body = [w for w in usable if not self._foot.isAncestorOf(w)]
        in_foot = [w for w in usable if self._foot.isAncestorOf(w)]
        in_foot.sort(key=lambda w: not (isinstance(w, QPushButton) and w.isDefault()))
        for widget in (*in_body, *in_foot)[:1]:
            widget.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _own_shortcuts(self) -> list[QKeySequence]:
        keys = [shortcut.key() for shortcut in self.findChildren(QShortcut)]
        for action in self.findChildren(QAction):
            keys.extend(action.shortcuts())
        return keys


class Question(Dialog):
    """One question with two answers: the verb that does it (`accepted`) and Cancel (`rejected`)."""

    def __init__(self, parent: QWidget | None, title: str, text: str, *, do: str, danger: bool = False) -> None:
        super().__init__(parent, title, width=440)
        words = Label(text, "body", tone="text2", wrap=True)
        self.body.addWidget(words)
        self.setAccessibleDescription(text)
        cancel = self.add_button(PlainButton(tr("Cancel")))
        cancel.clicked.connect(self.reject)
        verb = self.add_button(DangerButton(do) if danger else PrimaryButton(do))
        verb.clicked.connect(self.accept)
