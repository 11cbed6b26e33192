"""Who acts, at the foot of the navigation: face, name and role; a click opens the menu of the user."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import KeyboardFocus, elided, focus_ring, paint_avatar, rounded, set_tooltip
from models.user import Member

_FACE = 32


class UserFoot(KeyboardFocus, QAbstractButton):
    """The acting user. Its accessible name is theirs; `clicked` asks for the menu."""

    def __init__(self, member: Member, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_member(member)
        self.set_words(True)

    def set_member(self, member: Member) -> None:
        """Show who acts now."""
        self._name = member.name
        self._role = tr("Administrator") if member.administrator else tr("User")
        self.setAccessibleName(member.name)
        self.setAccessibleDescription(self._role)
        set_tooltip(self, tr("{name}: appearance, users, backups and more", name=member.name))
        self.update()

    def set_words(self, words: bool) -> None:
        """Show name and role, or the face alone."""
        self._words = words
        across = QSizePolicy.Policy.Expanding if words else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of words, or the face with a little air."""
        lines = QFontMetrics(font("strong")).height() + QFontMetrics(font("secondary")).height()
        return QSize(160, max(_FACE, lines) + 12) if self._words else QSize(_FACE + 8, _FACE + 8)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw face, name, role and the three dots."""
        painter = QPainter(self)
        now = tokens()
        if self.underMouse() or self.isDown():
            rounded(painter, self.rect(), 6, fill=now.colour("hover"))
        left = 4
        face = self._flipped(QRect(left, (self.height() - _FACE) // 2, _FACE, _FACE))
        paint_avatar(painter, face, self._name, present=True)
        if self._words:
            self._paint_words(painter, left + _FACE + 9)
        if self.ring:
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _paint_words(self, painter: QPainter, left: int) -> None:
        name, role = font("medium"), font("secondary")
        first, second = QFontMetrics(name).height(), QFontMetrics(role).height()
        top = (self.height() - first - second) // 2
        room = self.width() - left - 26
        self._line(painter, QRect(left, top, room, first), self._name, used=name, ink="text")
        self._line(painter, QRect(left, top + first, room, second), self._role, used=role, ink="text2")
        dots = self._flipped(QRect(self.width() - 24, 0, 16, self.height()))
        paint_icon(painter, "more", dots, colour="text3", size=16)

    def _line(self, painter: QPainter, where: QRect, text: str, *, used, ink: str) -> None:
        painter.setFont(used)
        painter.setPen(tokens().colour(ink))
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        flags = side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._flipped(where), flags, elided(text, used, where.width()))

    def _flipped(self, where: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveLeft(self.width() - where.x() - where.width())
        return where
