"""The box under a message that did not arrive: what, why, and what to do about it; the provider's code at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.chatter.delivery_words import Trouble, trouble
from desktop.chatter.foot import Foot
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import Button, PlainButton, elided, rounded, text_width
from models.entries import Entry

if TYPE_CHECKING:
    from desktop.chatter.rendering import Rendering

_SIDE, _TOP, _BOTTOM = 12, 8, 9
TEMPLATE_HELPS = ("63016", "470")  # codes of a failure that a template gets round


class TroubleBox(Foot):
    """`acted("use_template" | "as_email" | "retry")`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._what: Trouble | None = None
        self._why_height = 0
        self.template = self._button(tr("Use a template"), "template", "use_template")
        self.email = self._button(tr("Send as e-mail"), "mail", "as_email")
        self.retry = self._button(tr("Retry"), "refresh", "retry")

    def _button(self, words: str, icon: str, what: str) -> Button:
        made = PlainButton(words, icon, small=True, parent=self)
        made.clicked.connect(lambda: self.acted.emit(what, None))
        return made

    @staticmethod
    def wanted(entry: Entry) -> bool:
        """Whether something went wrong."""
        return trouble(entry) is not None

    def show_entry(self, entry: Entry, rendering: Rendering) -> None:
        """Say what went wrong, and offer what helps."""
        self._what = trouble(entry)
        failed = [one for one in entry.deliveries if one.state == "failed"]
        by_whatsapp = [one for one in failed if one.channel == "whatsapp"]
        window = any(_needs_template(one.code, one.reason) for one in by_whatsapp)
        self.template.setVisible(bool(by_whatsapp) and window)
        self.email.setVisible(bool(by_whatsapp) and bool(entry.body))
        self.retry.setVisible(bool(failed) and not window)
        if self._what is not None:
            self.setAccessibleName(f"{self._what.title}. {self._what.why}")
        self.update()

    def _shown(self) -> list[Button]:
        return [one for one in (self.template, self.email, self.retry) if not one.isHidden()]

    def height_at(self, width: int) -> int:
        """Title, reason, buttons; places them."""
        assert self._what is not None
        small = QFontMetrics(font("secondary"))
        room = QRect(0, 0, width - 2 * _SIDE, 10_000)
        self._why_height = small.boundingRect(room, Qt.TextFlag.TextWordWrap, self._what.why).height()
        y = _TOP + small.height() + 4 + self._why_height
        if not self._shown():
            return y + _BOTTOM
        return self._place_buttons(y + 7, width) + _BOTTOM

    def _place_buttons(self, y: int, width: int) -> int:
        x, bottom = _SIDE, y
        for button in self._shown():
            size = button.sizeHint()
            if x > _SIDE and x + size.width() > width - _SIDE:
                x, y = _SIDE, bottom + 6
            left = width - x - size.width() if self.isRightToLeft() else x
            button.setGeometry(left, y, size.width(), size.height())
            x += size.width() + 8
            bottom = y + size.height()
        return bottom

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, title, code and reason; mirrored where one reads from right to left."""
        what = self._what
        if what is None:
            return
        painter, now = QPainter(self), tokens()
        rounded(painter, self.rect(), 8, fill=now.colour(f"{what.colour}_soft"), line=now.colour(f"{what.colour}_line"))
        inner, small = self.rect().adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM), font("secondary")
        line, rtl = QFontMetrics(small).height(), self.isRightToLeft()
        icon = QRect(inner.right() - line + 1 if rtl else inner.x(), inner.y(), line, line)
        paint_icon(painter, "alert-circle", icon, colour=what.colour, size=line)
        code = text_width(what.code, small)
        title = QRect(inner.x() + (0 if rtl else line + 7), inner.y(), inner.width() - line - 7, line)
        room = title.adjusted(code + 8, 0, 0, 0) if rtl else title.adjusted(0, 0, -code - 8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        leading, trailing = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight  # Qt mirrors them
        painter.setFont(font("secondary_strong"))
        painter.setPen(now.colour(what.colour))
        painter.drawText(room, leading | middle, elided(what.title, painter.font(), room.width()))
        painter.setFont(small)
        painter.setPen(now.colour("text2"))
        painter.drawText(title, trailing | middle, what.code)
        below = QRect(inner.x(), inner.y() + line + 4, inner.width(), self._why_height)
        painter.drawText(below, Qt.TextFlag.TextWordWrap | leading, what.why)


def _needs_template(code: str | None, reason: str | None) -> bool:
    """Whether it failed because the 24 hours were over."""
    return (code or "") in TEMPLATE_HELPS or (not code and "24 hours" in (reason or ""))
