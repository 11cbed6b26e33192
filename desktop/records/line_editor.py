"""The editor of a value on one line: at rest it is read, with the keyboard in it, it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from desktop.desk import Desk
from desktop.icons import paint_icon
from desktop.records import texts
from desktop.theme import font, tokens
from desktop.widgets import elided, paint_avatar, rounded, text_width
from desktop.widgets.paint import draw_text
from models.declaration import Values
from models.errors import Refused
from models.fields import Field, Names, Phone
from models.fields.money import Amounts
from models.shown import plain_amount

PAD = 8
_ICON = 26


class LineEditor(QLineEdit):
    """A field's value as text. `edited` tells of typing, `judged(words)` what is wrong with it, `opened(id)` of a link.

    Where it isn't being edited it shows what the reader is used to ("€18,640.00"), while it is, what can be typed
    ("18640.00 EUR"). Text put in by a program counts as typed.
    """

    edited = Signal()
    judged = Signal(str)
    opened = Signal(int)
    role = "medium"
    icon = ""  # drawn at the end; a press on it calls `press_icon`

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field, self.desk = field, desk
        self.values: Values = {}
        self.names = Names()
        self.boxed = False  # whether the box is seen at rest too
        self.wrong = ""
        self._rest = self._typing = ""
        self._typed: str | None = None
        self._putting = False
        self.setProperty("cls", "bare")
        self.setAccessibleName(field.label)
        self.setFont(font(self.role))
        self.setTextMargins(PAD, 0, PAD + (_ICON if self.icon else 0), 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.textChanged.connect(self._text_changed)

    # What it holds

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's value; what was typed is dropped."""
        self.values, self.names = values, names
        self._typed = None
        self._rest, self._typing = self.rest_text(), self.typing_text()
        self.judge("")
        self._put()

    def value(self) -> Any:
        """The value the record has."""
        return self.values.get(self.field.name)

    def rest_text(self) -> str:
        """The value as it is read."""
        return texts.value_text(self.field, self.values, self.names, self.desk.reader)

    def typing_text(self) -> str:
        """The value as it would be typed."""
        value = self.value()
        if isinstance(self.field, Amounts) and value is not None:
            return f"{plain_amount(value.amount, value.currency)} {value.currency}"
        if self.field.type == "percent" and value is not None:
            return f"{value} %"
        return self.rest_text()

    def is_edited(self) -> bool:
        """Whether something else than the record's value stands here."""
        return self._typed is not None and self._typed.strip() != self._typing.strip()

    def given(self) -> Any:
        """What to save: the text as typed, else the value there was."""
        return self.value() if self._typed is None else self._typed.strip()

    def judge(self, words: str) -> None:
        """Say what is wrong with what stands here; "" where nothing is."""
        if words != self.wrong:
            self.wrong = words
            self.setAccessibleDescription(words)
            self.judged.emit(words)
            self.update()

    def read(self) -> str:
        """Try to understand what was typed: the words of the refusal, or ""."""
        try:
            self.field.parse(str(self.given() or ""), self.values)
        except Refused as refused:
            return str(refused)
        return ""

    def _text_changed(self, text: str) -> None:
        if self._putting:
            return
        self._typed = text
        self.judge("")
        self.edited.emit()

    def put(self, text: str) -> None:
        """Show a text without its counting as typed."""
        self._putting = True
        self.setText(text)
        self._putting = False

    def _put(self) -> None:
        if self._typed is None or not self.is_edited():
            self.put(self._typing if self.hasFocus() else self._rest)
        if not self.hasFocus():
            self.setCursorPosition(0)

    # Coming and going

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what can be typed; by Tab all of it is marked."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._put()
            if event.reason() != Qt.FocusReason.MouseFocusReason:
                self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what is read again, or what can't be understood."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        if self.is_edited():
            self.judge(self.read())
        self._put()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed here; where nothing was, the form gets it."""
        if event.key() == Qt.Key.Key_Escape and self.is_edited():
            self._typed = None
            self.judge("")
            self._put()
            self.edited.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the icon at the end does what it stands for."""
        if self.icon and self._icon_rect().contains(event.position().toPoint()) and not self.isReadOnly():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.press_icon()
            return
        super().mousePressEvent(event)

    def press_icon(self) -> None:
        """What the icon at the end does."""

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            used = font(self.role)
            if used.pixelSize() != self.font().pixelSize():
                self.setFont(used)

    def sizeHint(self) -> QSize:
        """A line with air."""
        return QSize(160, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any column."""
        return QSize(60, self.sizeHint().height())

    # Painting

    def ink(self) -> str:
        """The colour of the value at rest."""
        return "text"

    def avatar(self) -> str:
        """The name whose avatar stands before the value; "" for none."""
        return ""

    def _icon_rect(self) -> QRect:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 0 if rtl else self.width() - _ICON - 2
        return QRect(left, 0, _ICON + 2, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box where it is needed, then the text: Qt's own while it is edited, ours at rest."""
        painter = QPainter(self)
        busy = self.hasFocus() or self.underMouse()
        self._paint_box(painter)
        if self.hasFocus():
            super().paintEvent(event)
        else:
            self._paint_rest(painter)
        if self.icon and not self.isReadOnly() and (busy or self.boxed):
            paint_icon(QPainter(self), self.icon, self._icon_rect(), colour="text2", size=15)

    def _paint_box(self, painter: QPainter) -> None:
        now = tokens()
        if self.isReadOnly():
            return
        if self.wrong:
            rounded(painter, self.rect(), 6, fill=now.colour("red_soft"), line=now.colour("red"))
        elif self.hasFocus():
            rounded(painter, self.rect(), 6, fill=now.colour("raised"), line=now.colour("accent"))
        elif self.boxed or self.underMouse():
            line = "text3" if self.boxed and self.underMouse() else "line2"
            rounded(painter, self.rect(), 6, fill=now.colour("raised"), line=now.colour(line))

    def text_rect(self) -> QRect:
        """Where the value stands at rest."""
        end = _ICON if self.icon and not self.isReadOnly() and (self.boxed or self.underMouse()) else PAD
        box = self.rect().adjusted(PAD + (27 if self.avatar() else 0), 0, -end, 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right() - 1)
        return box

    def _paint_rest(self, painter: QPainter) -> None:
        box = self.text_rect()
        empty = not self.text()
        if self.avatar():
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            x = self.width() - PAD - 20 if rtl else PAD
            paint_avatar(painter, QRect(x, (self.height() - 20) // 2, 20, 20), self.avatar())
        if empty and not (self.boxed or self.underMouse()):
            return
        painter.setFont(font("body" if empty and self.role == "medium" else self.role))
        painter.setPen(tokens().colour("text3" if empty else self.ink()))
        shown = elided(self.placeholderText() if empty else self.text(), painter.font(), box.width())
        draw_text(painter, box, shown)

    def text_width(self) -> int:
        """How wide the value is at rest."""
        return text_width(self.text(), font(self.role))


class AddressEditor(LineEditor):
    """E-mail addresses and telephone numbers; a number kept but known to nobody is said softly."""

    doubted = Signal(str)

    def show_value(self, values: Values, names: Names) -> None:
        """Show the value, and the doubt there is about it."""
        super().show_value(values, names)
        value = self.value()
        doubt = self.field.warning(value) if isinstance(self.field, Phone) and value else None
        self.doubted.emit(doubt or "")


class TitleEditor(LineEditor):
    """The title of a record, as large as it stands on the form."""

    role = "title"

    def set_role(self, role: str) -> None:
        """Another size of type."""
        self.role = role
        self.setFont(font(role))
        self.setMinimumHeight(40 if role == "title" else 32)
