"""A row of the outbox: state, channel, to whom, which message on which record, why, when, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.outbox import words
from desktop.records.texts import phone_text, time_text
from desktop.tr import tr
from desktop.widgets import Button, ElidedLabel, IconButton, IconLabel, Label, Pill, PlainButton
from models.delivery import CHANNELS
from models.outbox import Row
from models.shown import Reader

NARROW = 1000  # pixels under which channel and time give way
PILL, BUTTONS = 92, 222  # widths of columns, in pixels
ICONS = {"whatsapp": ("whatsapp", "whatsapp"), "email": ("mail", "blue")}


class OutboxRow(QFrame):
    """`acted(name, Row)`: what was asked for, by the names of `words.acts`, or "open"."""

    acted = Signal(str, object)

    def __init__(self, row: Row, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.buttons: dict[str, Button] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 9, 12, 9)
        line.setSpacing(14)
        state, colour = words.state(words.place(row.sent))
        line.addWidget(_wide(Pill(state, colour)))
        self._channel = self._build_channel()
        line.addWidget(self._channel)
        line.addLayout(_two(ElidedLabel(row.sent.name, "medium"), _address(row)), 4)
        text = f"{row.subject}: {row.text}" if row.subject else row.text
        line.addLayout(_two(ElidedLabel(text), row.title), 6)
        why, tone = words.why(row)
        self.why = Label(why, "secondary", tone=tone, wrap=True)
        self.why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.why, 6)
        self._when = Label(time_text(row.sent.send_after, reader), "secondary", tone="text2")
        self._when.setMinimumWidth(76)
        line.addWidget(self._when)
        line.addWidget(self._build_buttons())
        self.setAccessibleName(", ".join((state, CHANNELS[row.sent.channel], row.sent.name, text, row.title, why)))

    def _build_channel(self) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        channel = self.row.sent.channel
        line.addWidget(IconLabel(*ICONS.get(channel, ("send", "text2"))))
        self._channel_words = Label(CHANNELS.get(channel, channel), tone="text2")
        self._channel_words.setMinimumWidth(66)
        line.addWidget(self._channel_words)
        return made

    def _build_buttons(self) -> QWidget:
        made = QWidget()
        made.setMinimumWidth(BUTTONS)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addStretch(1)
        for name, caption in words.acts(self.row):
            button = PlainButton(caption, small=True)
            button.clicked.connect(lambda _=False, name=name: self.acted.emit(name, self.row))
            self.buttons[name] = button
            line.addWidget(button)
        self.buttons["open"] = IconButton("external", tr("Open record"), small=True)
        self.buttons["open"].clicked.connect(lambda: self.acted.emit("open", self.row))
        line.addWidget(self.buttons["open"])
        return made

    def resizeEvent(self, event) -> None:
        """In a narrow window the icon says the channel, and the time gives way."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self._channel_words.setVisible(wide)
        self._when.setVisible(wide)
        self.layout().activate()
        self.setMinimumHeight(max(self.why.heightForWidth(max(self.why.width(), 60)) + 18, 0))


def _address(row: Row) -> str:
    return phone_text(row.sent.address) if row.sent.channel == "whatsapp" else row.sent.address


def _wide(widget: QWidget) -> QWidget:
    """A pill at the start of its column."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeading)
    line.addStretch(1)
    made.setMinimumWidth(PILL)
    return made


def _two(first: ElidedLabel, below: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addStretch(1)
    for label in (first, ElidedLabel(below, "secondary", tone="text2")):
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(label)
    column.addStretch(1)
    return column
