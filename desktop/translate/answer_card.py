"""One of the texts of an answer in the composer: what was written, what arrives, what that says when read back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.rich_field import RichField
from desktop.chatter.to_field import HeadField
from desktop.theme import font, set_class
from desktop.tr import tr
from desktop.widgets import ElidedLabel, IconLabel, LinkButton
from integrations.translate import Written

LEAST, LINES = 2, 6  # seen of a text in a low window, and before it scrolls


class AnswerText(RichField):
    """As high as its text, up to a few lines."""

    def minimumSizeHint(self) -> QSize:
        """A text of two lines is seen whole even where there is little room."""
        least = LEAST * QFontMetrics(font("body")).lineSpacing() + 4
        return QSize(super().minimumSizeHint().width(), min(self._wanted(), least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is lower than its text, its beginning is seen, unless one writes in it."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self.verticalScrollBar().setValue(0)

    def _wanted(self) -> int:
        line = QFontMetrics(font("body")).lineSpacing()
        high = int(self.document().size().height() + 0.999)
        return min(max(high, self._least * line), LINES * line) + 4


class AnswerCard(QFrame):
    """Icon, caption and a link over a text. `linked`: the link was pressed. `marked`: it is the one that goes out."""

    linked = Signal()

    def __init__(
        self, icon: str, label: str, link: str = "", *, marked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_class(self, "tile" if marked else "sunken", state="chosen" if marked else "")
        self._icon = IconLabel(icon, "accent" if marked else "text2", 15)
        self.caption = ElidedLabel("", "caps", tone="text2")
        self.link = LinkButton(link, small=True)
        if not link:
            self.link.hide()  # shown before it has a parent, it would be a window of its own
        self.link.clicked.connect(self.linked)
        self.subject = HeadField(tr("{label}, subject", label=label))
        self.subject.setFont(font("strong"))
        self.subject.setTextMargins(-2, 0, -2, 0)  # it begins where the text does
        self.subject.hide()
        self.field = AnswerText(label, least=1)
        for part in (self.subject, self.field):
            part.setReadOnly(not marked)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self.caption, 1)
        head.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 8, 7)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self.subject)
        column.addWidget(self.field)

    def say(self, caption: str) -> None:
        """Whose text it is, in which language."""
        self.caption.setText(caption)
        self.setAccessibleName(caption)

    def show_text(self, written: Written) -> None:
        """Show a text, under its subject where it has one."""
        self.subject.setText(written.subject or "")
        self.subject.setCursorPosition(0)
        self.subject.setVisible(bool(written.subject))
        self.field.set_content(written.text, written.html)
        self.field.moveCursor(QTextCursor.MoveOperation.Start)  # its beginning stays in sight in a low window
