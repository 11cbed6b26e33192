"""Faces of persons: initials on a hue of their own, alone or stacked; a robot for Deskbot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import avatar_hue, font, tokens
from desktop.widgets.labels import plain_tooltip
from desktop.widgets.paint import draw_text
from desktop.widgets.stamp import stamp


def initials(name: str) -> str:
    """One or two letters for a name: of its first and last word; "?" where there are none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def paint_avatar(painter: QPainter, rect: QRect, name: str, *, robot: bool = False, present: bool = False) -> None:
    """Draw an avatar into a square, for painters of lists and message rows."""
    look = ("avatar", "" if robot else initials(name), avatar_hue(name), tokens().name, font("strong").pixelSize())
    stamp(painter, rect.topLeft(), rect.size(), (*look, robot), lambda to, box: _face(to, box, name, robot=robot))
    if present:
        _presence(painter, rect)


def _face(painter: QPainter, rect: QRect, name: str, *, robot: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().colour("chip") if robot else QColor(avatar_hue(name)))
    painter.drawEllipse(QRectF(rect))
    if robot:
        paint_icon(painter, "robot", rect, colour="text2", size=round(rect.width() * 0.56))
    else:
        painter.setFont(_letters(rect.width()))
        painter.setPen(QColor("#FFFFFF"))
        draw_text(painter, rect, initials(name), Qt.AlignmentFlag.AlignCenter)


def _letters(width: int) -> QFont:
    made = QFont(font("strong"))
    made.setPixelSize(max(7, round(width * 0.37)))
    return made


def _presence(painter: QPainter, rect: QRect) -> None:
    side = max(8, round(rect.width() * 0.3))
    dot = QRectF(rect.right() - side + 3, rect.bottom() - side + 3, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().colour("side"))
    painter.drawEllipse(dot.adjusted(-2, -2, 2, 2))
    painter.setBrush(tokens().colour("presence"))
    painter.drawEllipse(dot)
    painter.restore()


class Avatar(QWidget):
    """A person's initials in a circle; a robot for Deskbot; a green dot for somebody present."""

    def __init__(
        self,
        name: str,
        size: int = 32,
        *,
        robot: bool = False,
        present: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._present = present
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_person(name, robot=robot)

    def set_person(self, name: str, *, robot: bool = False) -> None:
        """Show somebody else."""
        self._name = name
        self._robot = robot
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))
        self.update()

    def set_present(self, present: bool) -> None:
        """Show or hide the green dot."""
        self._present = present
        self.update()

    def sizeHint(self) -> QSize:
        """The circle, and 2 px for the dot."""
        extra = 2 if self._present else 0
        return QSize(self._size + extra, self._size + extra)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        square = QRect(0, 0, self._size, self._size)
        paint_avatar(painter, square, self._name, robot=self._robot, present=self._present)


class AvatarStack(QWidget):
    """The first few persons overlapping, and how many more there are ("+3")."""

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        size: int = 28,
        limit: int = 4,
        ground: str = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._limit = limit
        self._ground = ground
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_names(names)

    def set_names(self, names: Sequence[str]) -> None:
        """Show these persons, in this order."""
        self._names = tuple(names)
        self.setAccessibleName(", ".join(self._names))
        self.setToolTip(plain_tooltip(", ".join(self._names)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Each circle lies 4 px over the one before; 2 px of ground round each."""
        count = len(self._names[: self._limit]) + bool(self._more())
        return QSize(max(0, count * self._step() + 8) if count else 0, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from the reading side on, each over the one before."""
        painter = QPainter(self)
        for index, name in enumerate(self._names[: self._limit]):
            square = self._clear(painter, index)
            paint_avatar(painter, square, name)
        if self._more():
            self._paint_more(painter, self._clear(painter, min(len(self._names), self._limit)))

    def _more(self) -> int:
        return max(0, len(self._names) - self._limit)

    def _step(self) -> int:
        return self._size - 5

    def _clear(self, painter: QPainter, index: int) -> QRect:
        """A ring of the ground below the next circle; the circle's own square."""
        x = index * self._step()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - self._size - x
        outer = QRect(x, 0, self._size, self._size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour(self._ground))
        painter.drawEllipse(outer)
        return outer.adjusted(2, 2, -2, -2)

    def _paint_more(self, painter: QPainter, square: QRect) -> None:
        painter.setBrush(tokens().colour("chip"))
        painter.drawEllipse(square)
        painter.setFont(font("pill"))
        painter.setPen(tokens().colour("text2"))
        draw_text(painter, square, f"+{self._more()}", Qt.AlignmentFlag.AlignCenter)
