"""Where something is typed or switched: the field for searching, the switch, chips that can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QCalendarWidget, QLineEdit, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets.buttons import IconButton
from desktop.widgets.paint import KeyboardFocus, draw_text, elided, focus_ring, rounded, text_width
from desktop.widgets.pill import KINDS, KeyCap


class SearchField(QLineEdit):
    """A line to search in: magnifying glass, the keys that lead here, a cross that empties it."""

    def __init__(
        self, placeholder: str = "", *, shortcut: str = "", label: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder or tr("Search"))
        self.setAccessibleName(label or self.placeholderText())
        self._cap = KeyCap(shortcut, parent=self)
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shortcut = shortcut
        self._clear = IconButton("x", tr("Clear"), small=True, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the parts at their ends."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and the glass."""
        super().paintEvent(event)
        size = QFontMetrics(font("body")).height()
        where = QRect(10, 0, size, self.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveRight(self.width() - 11)
        paint_icon(QPainter(self), "search", where, colour="text2" if self.isEnabled() else "faint", size=size)

    def _arrange(self) -> None:
        typed = bool(self.text())
        self._clear.setVisible(typed)
        self._cap.setVisible(bool(self._shortcut) and not typed)
        part = self._clear if typed else self._cap
        part.resize(part.sizeHint())
        inset = 3 if typed else 7
        x = self.width() - part.width() - inset
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = inset
        part.move(x, (self.height() - part.height()) // 2)
        glass = QFontMetrics(font("body")).height() + 6
        end = part.width() + inset - 6 if part.isVisibleTo(self) else 0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(*((end, 0, glass, 0) if rtl else (glass, 0, end, 0)))


def indent(field: QAbstractSpinBox) -> None:
    """Let the text of a number or date field begin where that of other fields does; a style sheet can't say it."""
    field.lineEdit().setTextMargins(7, 0, 7, 0)


class Calendar(QCalendarWidget):
    """A month to pick a day from, in the colours of the theme."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setAccessibleName(tr("Calendar"))
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def _tint(self) -> None:
        """Qt writes the days of the weekend in a red of its own, which means nothing here."""
        days, head = QTextCharFormat(), QTextCharFormat()
        days.setForeground(tokens().colour("text"))
        head.setForeground(tokens().colour("text3"))
        head.setFont(font("secondary_medium"))
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, days)
        self.setHeaderTextFormat(head)


class Switch(KeyboardFocus, QAbstractButton):
    """On or off, at once; `toggled` says which."""

    def __init__(self, label: str, on: bool = False, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(on)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The track, and room for the ring."""
        return QSize(44, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and knob."""
        painter = QPainter(self)
        now = tokens()
        track = QRectF(4, 4, 36, 20)
        ground = "accent" if self.isChecked() else "text3" if self.underMouse() else "faint"
        if not self.isEnabled():
            ground = "line2"
        rounded(painter, track, 10, fill=now.colour(ground))
        end = self.isChecked() != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        knob = QRectF(track.right() - 17 if end else track.left() + 3, track.top() + 3, 14, 14)
        rounded(painter, knob, 7, fill=now.colour("on_accent" if self.isChecked() else "surface"))
        if self.ring:
            focus_ring(painter, QRectF(self.rect()), 14, now.colour("accent"))


class Chip(QWidget):
    """A filter or recipient in a field: "from: Ana" with a cross that takes it away; `kind` as of pills."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        prefix: str = "",
        *,
        kind: str = "accent",
        removable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._prefix = prefix
        self._ground, self._ink = KINDS[kind]
        self.setAccessibleName(f"{prefix} {text}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cross: IconButton | None = None
        if removable:
            words = tr("Remove {name}", name=self.accessibleName())
            self.cross = IconButton("x", words, icon_colour=self._ink, icon_size=12, parent=self)
            self.cross.setFixedSize(20, 20)
            self.cross.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        """As wide as its words, at most 320 px."""
        height = QFontMetrics(font("medium")).height() + 8
        words = (
            text_width(self._prefix, font("body")) + (4 if self._prefix else 0) + text_width(self._text, font("strong"))
        )
        return QSize(min(words + 16 + (16 if self.cross else 0), 320), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the end."""
        super().resizeEvent(event)
        if self.cross:
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.cross.move(QPoint(1 if rtl else self.width() - 21, (self.height() - 20) // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and words."""
        painter = QPainter(self)
        now = tokens()
        rounded(painter, self.rect(), 5, fill=now.colour(self._ground))
        cross = 16 if self.cross else 0
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = self.rect().adjusted(8 + (cross if rtl else 0), 0, -8 - (0 if rtl else cross), 0)
        if self._prefix:
            painter.setFont(font("body"))
            painter.setPen(now.colour("text2"))
            draw_text(painter, room, self._prefix)
            used = text_width(self._prefix, font("body")) + 4
            room.adjust(0 if rtl else used, 0, -used if rtl else 0, 0)
        painter.setFont(font("strong"))
        painter.setPen(now.colour(self._ink))
        draw_text(painter, room, elided(self._text, font("strong"), room.width()))
