"""The line over a draft that names the followers who will get it, inside and outside told apart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.chatter.audience import Audience, spoken, way
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import paint_pill, pill_size, plain_tooltip
from desktop.widgets.paint import text_width

FOLDED = 6  # names of each side shown before the rest is a number one can open
_GAP, _LINE = 6, 24

_Piece = tuple[str, str, str]  # words, kind of the pill or "" for a plain word, tooltip


class RecipientsLine(QWidget):
    """Words and pills that flow over as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[_Piece] = []
        self._placed: list[tuple[QRect, _Piece]] = []
        self._open = False
        self._audience, self._note = Audience(), False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_audience(self, audience: Audience, *, note: bool) -> None:
        """Name these recipients."""
        if (audience, note) == (self._audience, self._note) and self._pieces:
            return
        self._audience, self._note = audience, note
        self._open = False
        self._rebuild()

    def _rebuild(self) -> None:
        outside, inside = self._audience.followers, self._audience.inside
        self._pieces = []
        if self._note:
            self._pieces.append((tr("Internal: nobody outside sees it"), "", ""))
            self._add(tr("Told"), [(name, tr("{name}, inside", name=name)) for name in inside], "neutral")
        else:
            self._add(tr("Followers"), [(one.name, way(one)) for one in outside], "accent")
            told = [(name, tr("{name}, inside: in the inbox", name=name)) for name in inside]
            self._add(tr("Inside"), told, "neutral")
            if not self._audience.outside and not self._audience.refusal:
                self._pieces.insert(0, (tr("Nobody outside"), "", ""))
        self.setAccessibleName(spoken(self._audience) or (self._pieces[0][0] if self._pieces else ""))
        self.setVisible(bool(self._pieces))
        self._flow()
        self.updateGeometry()
        self.update()

    def _add(self, label: str, named: list[tuple[str, str]], kind: str) -> None:
        if not named:
            return
        shown = named if self._open else named[:FOLDED]
        self._pieces.append((label, "", ""))
        self._pieces += [(name, kind, words) for name, words in shown]
        if len(shown) < len(named):
            rest = ", ".join(name for name, _ in named[FOLDED:])
            self._pieces.append((f"+{len(named) - len(shown)}", "more", rest))

    def hasHeightForWidth(self) -> bool:
        """Names flow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the names need."""
        return self._lay_out(width)[1]

    def sizeHint(self) -> QSize:
        """One line at least."""
        return QSize(200, self._lay_out(max(self.width(), 200))[1])

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any pane."""
        return QSize(60, _LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow anew, over as many lines as that takes."""
        super().resizeEvent(event)
        self._flow()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _flow(self) -> None:
        self._placed = self._lay_out(self.width())[0]

    def _lay_out(self, width: int) -> tuple[list[tuple[QRect, _Piece]], int]:
        placed, x, y = [], 0, 0
        for piece in self._pieces:
            words, kind, _ = piece
            wide = min(pill_size(words).width() if kind else text_width(words, font("secondary")), width)
            if x and x + wide > width:
                x, y = 0, y + _LINE
            placed.append((QRect(x, y, wide, _LINE), piece))
            x += wide + (_GAP if kind else _GAP + 2)
        return placed, y + _LINE if placed else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and pills."""
        painter = QPainter(self)
        for rect, (words, kind, _) in self._placed:
            where = self._mirrored(rect)
            if kind:
                top = where.y() + (where.height() - pill_size(words).height()) // 2
                paint_pill(painter, QPoint(where.x(), top), words, "neutral" if kind == "more" else kind)
                continue
            painter.setFont(font("secondary"))
            painter.setPen(tokens().colour("text2"))
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())

    def _piece_at(self, point: QPoint) -> _Piece | None:
        return next((piece for rect, piece in self._placed if self._mirrored(rect).contains(point)), None)

    def event(self, event: QEvent) -> bool:
        """Each name tells its address."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self._piece_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tooltip(piece[2]) if piece else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The number opens to the names it stands for."""
        piece = self._piece_at(event.position().toPoint())
        if piece is not None and piece[1] == "more":
            self._open = True
            self._rebuild()
