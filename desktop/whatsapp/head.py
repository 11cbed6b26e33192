"""The head of the WhatsApp composer: who gets it at which number, and how long free text is still accepted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.records.texts import phone_text
from desktop.theme import set_class, tokens
from desktop.tr import tr
from desktop.whatsapp import window_words
from desktop.widgets import ElidedLabel, IconLabel, Label, LinkButton, YieldingRow, rounded, set_tooltip
from models.database import now
from models.shown import Reader
from models.window import Reach


class Bar(QWidget):
    """How much of the window is left, as a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(100, 4)

    def set_share(self, share: float) -> None:
        """Show another share, 0 to 1."""
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it from where reading begins."""
        painter, now_ = QPainter(self), tokens()
        rounded(painter, self.rect(), 2, fill=now_.colour("green_line"))
        wide = round(self.width() * self.share)
        if wide:
            start = self.width() - wide if self.isRightToLeft() else 0
            rounded(painter, QRect(start, 0, wide, self.height()), 2, fill=now_.colour("green"))


class Head(QFrame):
    """`change`: somebody else is to get it. `turned`: the window shut or opened while one looked.

    `all_wanted(person)`: everything said with them by WhatsApp is to be seen.
    """

    change = Signal()
    all_wanted = Signal(int)
    turned = Signal()

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._reach: Reach | None = None
        self._was_open = False
        self.setProperty("cls", "head-plain")
        self._build()
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)

    def _build(self) -> None:
        self.name = ElidedLabel("", "strong")
        self.number = ElidedLabel("", tone="text2")
        self.changer = LinkButton(tr("Change"), small=True)
        self.changer.clicked.connect(self.change)
        self.all = LinkButton(tr("Conversation"), "message", small=True)
        self.all.set_short("")
        set_tooltip(self.all, tr("See all WhatsApp with them, over all records"), "Alt+Shift+W")
        self.all.clicked.connect(lambda: self.all_wanted.emit(self._reach.person if self._reach else 0))
        first = YieldingRow()
        first.setSpacing(7)
        first.addWidget(IconLabel("whatsapp", "whatsapp"))
        to = Label(tr("WhatsApp to"), tone="text2")
        first.addWidget(to)
        first.addWidget(self.name)
        first.addWidget(self.number)
        first.addStretch(1)
        first.addWidget(self.all)
        first.addWidget(self.changer)
        first.leaves(to)
        first.shortens(self.all)
        self._icon = IconLabel("clock", "green", 15)
        self.state = Label("", "secondary_strong", tone="green")
        self.words = ElidedLabel("", "secondary")
        second = YieldingRow()
        second.setSpacing(7)
        second.addWidget(self._icon)
        second.addWidget(self.state)
        second.addWidget(self.words, 1)
        second.leaves(self.state)
        self._second = QWidget()
        self._second.setLayout(second)
        second.setContentsMargins(0, 0, 0, 0)
        self.bar = Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 9)
        column.setSpacing(5)
        column.addLayout(first)
        column.addWidget(self._second)
        column.addWidget(self.bar)

    def show_reach(self, reach: Reach | None) -> None:
        """Show how somebody can be written to; None where nobody is chosen yet."""
        self._reach = reach
        self.name.setText(reach.name if reach else tr("nobody yet"))
        self.number.setText(phone_text(reach.number) if reach and reach.number else "")
        self.changer.setText(tr("Change") if reach else tr("Choose"))
        self.all.setVisible(reach is not None)
        self._was_open = reach is not None and reach.open(now())
        self._second.setVisible(reach is not None and bool(reach.number))
        if reach is not None and reach.number:
            self._show_window(reach)
        else:
            self._paint("plain")
            self.bar.hide()
        self._tell()

    def _show_window(self, reach: Reach) -> None:
        if reach.consent == "no":
            self._paint("red", icon="ban", title=tr("Opted out:"), words=tr("they asked not to be written to"))
        elif self._was_open:
            words = window_words.opening(reach, now())
            self._paint("green", icon="clock", title=tr("24-hour window:"), words=words)
        else:
            words = window_words.shut(reach, self._reader)
            self._paint("amber", icon="lock", title=tr("24-hour window shut"), words=words)
        self.bar.setVisible(self._was_open and reach.consent != "no")
        self.bar.set_share(window_words.share(reach, now()))

    def _paint(self, colour: str, *, icon: str = "clock", title: str = "", words: str = "") -> None:
        if self.property("cls") != f"head-{colour}":
            set_class(self, f"head-{colour}")
        if colour != "plain":
            self._icon.set_icon(icon, colour)
            self.state.setText(title)
            self.state.set_tone(colour)
            self.words.setText(words)

    def _tell(self) -> None:
        window = f"{self.state.text()} {self.words.text()}" if not self._second.isHidden() else ""
        said = tr("WhatsApp to {name} {number}", name=self.name.text(), number=self.number.text())
        self.setAccessibleName(f"{said}. {window}".strip(". "))

    def _tick(self) -> None:
        reach = self._reach
        if reach is None or not reach.number:
            return
        if reach.open(now()) != self._was_open:
            self.turned.emit()
        elif self._was_open:
            self._show_window(reach)

    def showEvent(self, event) -> None:
        """Count down."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event) -> None:
        """Nothing is counted that nobody sees."""
        super().hideEvent(event)
        self._clock.stop()
