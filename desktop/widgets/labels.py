"""Words on the window: plain labels, labels that shorten themselves, separators with a caption, tooltips."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, set_class, tokens
from desktop.widgets.paint import LEADING, draw_text, elided, text_width


def plain_tooltip(text: str) -> str:
    """Text for a tooltip that Qt will never read as HTML (which could load files named in it)."""
    if "<" not in text:
        return text
    return f'<div style="white-space: pre-wrap">{html.escape(text)}</div>'


def set_tooltip(widget: QWidget, text: str, shortcut: str = "") -> None:
    """A tooltip of plain text, with the keys that do the same in brackets."""
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    widget.setToolTip(plain_tooltip(f"{text} ({keys})" if keys else text))


class Label(QLabel):
    """Plain text in a role of type and a tone of colour; never HTML."""

    def __init__(
        self, text: str = "", cls: str = "body", *, tone: str = "", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        self.setProperty("cls", cls)
        if tone:
            self.setProperty("tone", tone)
        self.setAlignment(LEADING)

    def setAlignment(self, where: Qt.AlignmentFlag) -> None:
        """Where the text stands, "left" meaning where reading begins in this window, whatever the text's own script."""
        self._placed = where
        visual = QStyle.visualAlignment(self.layoutDirection(), where)
        super().setAlignment(visual | Qt.AlignmentFlag.AlignAbsolute)

    def placed(self) -> Qt.AlignmentFlag:
        """The alignment that was asked for."""
        return self._placed

    def changeEvent(self, event: QEvent) -> None:
        """Another direction of reading puts the text to the other side."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._placed)

    def set_tone(self, tone: str) -> None:
        """Change the colour: a text token such as "text2", "red" or "green"."""
        set_class(self, self.property("cls"), tone=tone)


class ElidedLabel(Label):
    """One line of plain text that ends in "…" where room ends; the whole is its accessible name and tooltip."""

    def __init__(self, text: str = "", cls: str = "body", *, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, cls, tone=tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._tell()

    def setText(self, text: str) -> None:
        """Set the whole text; line breaks become spaces."""
        super().setText(" ".join(text.split()))
        self._tell()

    def shown_text(self) -> str:
        """What is seen at the present width."""
        return elided(self.text(), self.font(), self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters: the label gives way to its neighbours."""
        return QSize(self.fontMetrics().horizontalAdvance("MM…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip is only needed while something is cut off."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shortened line as plain text."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        draw_text(painter, self.contentsRect(), self.shown_text(), self.placed())

    def _tell(self) -> None:
        self.setAccessibleName(self.text())
        cut = self.shown_text() != self.text()
        self.setToolTip(plain_tooltip(self.text()) if cut else "")


class IconLabel(QWidget):
    """An icon that only shows something; it has no name of its own."""

    def __init__(self, name: str, colour: str = "text2", size: int = 16, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(size, size)
        self.set_icon(name, colour)

    def set_icon(self, name: str, colour: str = "text2") -> None:
        """Show another icon."""
        self._name = name
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        paint_icon(QPainter(self), self._name, self.rect(), colour=self._colour, size=self._size)


class Separator(QWidget):
    """A line across with a caption in its middle: a day ("Today"), or in the accent "2 new above"."""

    def __init__(self, caption: str, *, accent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._accent = accent
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)

    def caption(self) -> str:
        """The words in the middle."""
        return self._caption

    def set_caption(self, caption: str) -> None:
        """Change the words in the middle."""
        self._caption = caption
        self.setAccessibleName(caption)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of small type with air."""
        return QSize(200, self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any pane."""
        return QSize(80, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, caption, line."""
        painter = QPainter(self)
        paint_separator(painter, self.rect(), self._caption, accent=self._accent)


def paint_separator(painter: QPainter, rect: QRect, caption: str, *, accent: bool = False) -> None:
    """The separator for painters of lists."""
    now = tokens()
    painter.setFont(font("strong" if accent else "caps"))
    shown = elided(caption, painter.font(), rect.width() - 40)
    room = text_width(shown, painter.font()) + 28
    painter.setPen(now.colour("accent" if accent else "text3"))
    draw_text(painter, rect, shown, Qt.AlignmentFlag.AlignCenter)
    side = max(0, (rect.width() - room) // 2)
    y = rect.center().y()
    line = now.colour("accent" if accent else "line")
    painter.fillRect(rect.left(), y, side, 1, line)
    painter.fillRect(rect.right() - side + 1, y, side, 1, line)
