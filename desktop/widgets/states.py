"""What stands where content is not there yet: empty, loading, working."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.icons import paint_icon
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets.buttons import PlainButton
from desktop.widgets.labels import Label
from desktop.widgets.paint import rounded

# Lengths of the two bars of a row, as a share of the room; they differ from row to row.
_SHARES = ((0.42, 0.55, 0.34), (0.86, 0.7, 0.92))


class _Emblem(QWidget):
    """An icon on a soft round ground."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and icon."""
        painter = QPainter(self)
        rounded(painter, self.rect(), 32, fill=tokens().colour("accent_soft"))
        paint_icon(painter, self._icon, self.rect(), colour="accent", size=28)


class EmptyState(QWidget):
    """Where something would stand: an icon, what is missing, what to do first, buttons that do it."""

    def __init__(self, icon: str, title: str, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(0)
        column.addStretch()
        if icon:
            column.addWidget(_Emblem(icon), 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(12)
        self._title = self._words(column, title, "strong", "")
        column.addSpacing(6)
        self._text = self._words(column, text, "body", "text2")
        column.addSpacing(12)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._buttons)
        column.addStretch()
        self.set_words(title, text)

    def set_words(self, title: str, text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}" if text else title)

    def add_button(self, button: QPushButton) -> QPushButton:
        """Offer something to do; gives the button back, for its signal."""
        self._buttons.addWidget(button)
        return button

    def _words(self, column: QVBoxLayout, text: str, cls: str, tone: str) -> Label:
        label = Label(text, cls, tone=tone, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setMinimumWidth(120)
        label.setMaximumWidth(320)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(label, 100)
        row.addStretch(1)
        column.addLayout(row)
        return label


class SkeletonRows(QWidget):
    """Grey bars in the shape of rows, for what is still loading; seen only if it takes longer than 150 ms."""

    DELAY = 150  # milliseconds; below it a flicker would be worse than nothing

    def __init__(
        self, rows: int = 6, *, row_height: int = 64, avatar: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._row_height = row_height
        self._avatar = avatar
        self._seen = False
        self._timer = QTimer(self, singleShot=True, interval=self.DELAY)
        self._timer.timeout.connect(self.show_bars)
        self.setAccessibleName(tr("Loading"))

    def start(self) -> None:
        """Loading began."""
        self._seen = False
        self.show()
        self._timer.start()

    def stop(self) -> None:
        """Loading ended: hide."""
        self._timer.stop()
        self._seen = False
        self.hide()

    def bars_shown(self) -> bool:
        """Whether the bars are seen by now."""
        return self._seen

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, self._rows * self._row_height)

    def minimumSizeHint(self) -> QSize:
        """Rows below the edge are not drawn."""
        return QSize(60, self._row_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw two bars a row, of differing lengths."""
        if not self._seen:
            return
        painter = QPainter(self)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        bar = tokens().colour("chip")
        for row in range(min(self._rows, self.height() // self._row_height + 1)):
            self._paint_row(painter, row, bar)

    def _paint_row(self, painter: QPainter, row: int, bar: QColor) -> None:
        top = row * self._row_height + self._row_height // 2 - 16
        left = 16
        if self._avatar:
            rounded(painter, QRect(left, top, 32, 32), 16, fill=bar)
            left += 44
        room = self.width() - left - 16
        for line, shares in enumerate(_SHARES):
            width = int(room * shares[row % len(shares)])
            rounded(painter, QRect(left, top + 2 + line * 18, width, 10), 4, fill=bar)

    def show_bars(self) -> None:
        """Show them without waiting."""
        self._seen = True
        self.update()


class ProgressRow(QWidget):
    """Work that takes longer than a second: what, how far in numbers, a bar, and Cancel."""

    cancelled = Signal()

    def __init__(self, label: str, *, cancellable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._label = Label(label, "medium")
        self._numbers = Label("", "secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(label)
        self._cancel = PlainButton(tr("Cancel"), small=True)
        if not cancellable:
            self._cancel.hide()
        self._cancel.clicked.connect(self._cancel_once)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._numbers)
        head.addStretch()
        head.addWidget(self._cancel)
        column.addLayout(head)
        column.addWidget(self._bar)
        self.setAccessibleName(label)
        self.set_progress(0, 0)

    def set_progress(self, done: int, total: int = 0, words: str = "") -> None:
        """How far it is: `done` of `total`; a total of 0 means unknown. `words` replace the numbers."""
        local = self.locale()
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if total:
            numbers = tr("{done} of {total}", done=local.toString(done), total=local.toString(total))
        else:
            numbers = local.toString(done) if done else ""
        self._numbers.setText(words or numbers)
        self.setAccessibleDescription(self._numbers.text())

    def set_label(self, label: str) -> None:
        """Say what is being done now."""
        self._label.setText(label)
        self._bar.setAccessibleName(label)
        self.setAccessibleName(label)

    def numbers(self) -> str:
        """The numbers as they are seen."""
        return self._numbers.text()

    def _cancel_once(self) -> None:
        self._cancel.setEnabled(False)
        self.cancelled.emit()
