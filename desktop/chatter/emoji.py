"""Emoji: those people use most with the words they look for, all others by their Unicode names; and the picker."""

from __future__ import annotations

import unicodedata
from functools import cache

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QLineEdit, QWidget

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import KeyboardFocus, Popover, focus_ring, plain_tooltip, rounded

_COMMON = """
👍 thumbsup +1 like yes|❤️ heart love|🎉 tada party congratulations|😀 grin happy|😂 joy laugh|🙏 pray thanks please
👏 clap applause|✅ check done yes|👀 eyes look|🔥 fire|🙂 smile|😊 blush smile|😉 wink|😍 love eyes|😘 kiss|😎 cool
🤔 thinking hmm|😅 sweat phew|😢 sad cry|😭 sob crying|😡 angry|😱 scream shock|😴 sleep|🤗 hug|🤝 handshake deal
👋 wave hello bye|👌 ok|💪 strong muscle|👎 thumbsdown -1 no|✌️ victory peace|🤞 luck fingers|☝️ up point|👉 right point
🚀 rocket launch|⭐ star|✨ sparkles|💡 idea bulb|📎 paperclip attach|📞 phone call|📧 mail email|📅 calendar date
📦 package box parcel|🚚 truck delivery|💶 euro money|💰 money bag|📈 chart up|📉 chart down|📝 memo note|🔔 bell
⏰ alarm clock time|⏳ hourglass wait|⚠️ warning|❌ cross no|❓ question|❗ exclamation|🆗 ok button|🔒 lock|🔑 key
🎂 cake birthday|🍷 wine|🍻 beer cheers|☕ coffee|🌞 sun|🌧️ rain|🌍 world earth|🏠 home house|🏭 factory|🎁 gift present
💯 hundred|🤷 shrug|🙌 hooray raised hands|🤦 facepalm|🧾 receipt bill|🛒 cart shopping|🔧 wrench tool|🐛 bug
"""
_RANGES = (
    *((0x1F600, 0x1F64F), (0x1F900, 0x1F9FF), (0x1F300, 0x1F5FF)),
    *((0x1F680, 0x1F6FC), (0x1FA70, 0x1FAFF), (0x2600, 0x27BF)),
)
_COLUMNS, _ROWS, _SIDE = 8, 6, 34


@cache
def common() -> tuple[tuple[str, str], ...]:
    """The emoji that stand in the picker at first, with the words they are found by."""
    pairs = (one.strip().split(" ", 1) for line in _COMMON.strip().split("\n") for one in line.split("|"))
    return tuple((sign, words) for sign, words in pairs)


@cache
def _others() -> tuple[tuple[str, str], ...]:
    known = {sign.rstrip("\ufe0f") for sign, _ in common()}
    found = []
    for first, last in _RANGES:
        for code in range(first, last + 1):
            sign, name = chr(code), unicodedata.name(chr(code), "").lower()
            if name and sign not in known and "modifier" not in name:
                found.append((sign if code > 0xFFFF else f"{sign}\ufe0f", name))
    return tuple(found)


def find(typed: str, limit: int = _COLUMNS * _ROWS) -> list[tuple[str, str]]:
    """The emoji whose words begin with what was typed, the common ones first."""
    wanted = typed.lower().replace("_", " ").split()
    if not wanted:
        return list(common()[:limit])
    found = []
    for pairs in (common(), _others()):
        for sign, words in pairs:
            parts = words.split()
            if all(any(part.startswith(word) for part in parts) for word in wanted):
                found.append((sign, words))
                if len(found) == limit:
                    return found
    return found


class _Cell(KeyboardFocus, QAbstractButton):
    def __init__(self, sign: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(sign)
        self.setAccessibleName(words.split()[0])
        self.setToolTip(plain_tooltip(f":{words.split()[0]}:"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(_SIDE, _SIDE)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            rounded(painter, self.rect(), 6, fill=tokens().colour("hover"))
        used = QFont(font("body"))
        used.setPixelSize(20)
        painter.setFont(used)
        painter.setPen(tokens().colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 6, tokens().colour("accent"))


class EmojiPicker(Popover):
    """`chosen(emoji)`, then it closes. Typing searches, Enter takes the first."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, label=tr("Emoji"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search emoji"))
        self.search.setAccessibleName(tr("Search emoji"))
        self.search.textChanged.connect(self._show)
        self.body.addWidget(self.search)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setSpacing(1)
        holder.setFixedSize(_COLUMNS * (_SIDE + 1), _ROWS * (_SIDE + 1) + 4)
        self._none = QLabel(tr("No emoji is called that."), holder)
        self._none.setProperty("cls", "secondary")
        self._none.move(6, 10)
        self.body.addWidget(holder)
        self.cells: list[_Cell] = []
        self.closed.connect(self.deleteLater)
        self._show("")

    def _show(self, typed: str) -> None:
        for old in self.cells:
            old.hide()
            old.deleteLater()
        self.cells = []
        for number, (sign, words) in enumerate(find(typed)):
            cell = _Cell(sign, words, self)
            cell.clicked.connect(lambda _=False, sign=sign: self._take(sign))
            self._grid.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
            self.cells.append(cell)
        self._grid.setRowStretch(_ROWS, 1)
        self._grid.setColumnStretch(_COLUMNS, 1)
        self._none.setVisible(not self.cells)

    def _take(self, sign: str) -> None:
        self.close_popover()
        self.chosen.emit(sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first; arrows go through them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cells:
            focused = next((cell for cell in self.cells if cell.hasFocus()), self.cells[0])
            self._take(focused.text())
            return
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: _COLUMNS, Qt.Key.Key_Up: -_COLUMNS}
        step = steps.get(event.key())
        if step is not None and self.cells:
            at = next((place for place, cell in enumerate(self.cells) if cell.hasFocus()), None)
            to = 0 if at is None else min(max(at + step, 0), len(self.cells) - 1)
            self.cells[to].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
