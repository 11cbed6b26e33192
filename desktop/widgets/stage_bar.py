"""The stages of a record as chevrons in a row, the present one filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets.choices import Choice
from desktop.widgets.labels import set_tooltip
from desktop.widgets.paint import draw_text, elided, text_width

_POINT = 8  # how far a chevron reaches into the next
_RADIUS = 6


class _Stage(Choice):
    """The part of the bar one stage can be clicked at; the bar draws it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: neighbouring chevrons overlap, so the bar draws them all."""

    def nextCheckState(self) -> None:
        """A click asks for the stage; the bar shows it once it is told."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the stage, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class StageBar(QWidget):
    """Stages as (key, label); `chosen` carries the key asked for, the bar moves only by `set_current`.

    Arrows move along the stages, Enter or Space asks for one. Disabled, it only shows.
    """

    chosen = Signal(str)

    def __init__(
        self,
        stages: Sequence[tuple[str, str]] = (),
        current: str = "",
        *,
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._stages: list[_Stage] = []
        self._current = current
        self.setAccessibleName(label or tr("Stage"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_stages(stages, current)

    def current(self) -> str:
        """The key of the present stage."""
        return self._current

    def set_current(self, key: str) -> None:
        """Show another stage as the present one; an unknown key shows none."""
        self._current = key
        for stage in self._stages:
            stage.setAutoExclusive(False)
            stage.setChecked(stage.key == key)
            stage.setAutoExclusive(True)
            stage.setFocusPolicy(Qt.FocusPolicy.TabFocus if stage.key == key else Qt.FocusPolicy.ClickFocus)
        if self._stages and not any(stage.isChecked() for stage in self._stages):
            self._stages[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.update()

    def set_stages(self, stages: Sequence[tuple[str, str]], current: str = "") -> None:
        """Show other stages."""
        for stage in self._stages:
            stage.hide()
            stage.deleteLater()
        self._stages = [self._made(key, label) for key, label in stages]
        self.set_current(current)
        self._place()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Every label in full."""
        return QSize(sum(self._wished()) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """Labels may be shortened to a few letters."""
        return QSize(sum(min(width, 44) for width in self._wished()), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the stages anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the points between the stages, the present stage and the labels."""
        if not self._stages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        self._paint_frame(painter)
        for index, stage in enumerate(self._stages):
            if stage.key == self._current:
                painter.fillPath(self._shape(index), tokens().colour("accent" if self.isEnabled() else "line2"))
        for index, stage in enumerate(self._stages):
            if stage.ring:
                self._paint_ring(painter, index)
        painter.resetTransform()
        for index, stage in enumerate(self._stages):
            self._paint_label(painter, index, stage)

    def _made(self, key: str, label: str) -> _Stage:
        stage = _Stage(key, label, parent=self)
        set_tooltip(stage, label)
        stage.clicked.connect(self._asked)
        stage.stepped.connect(self._stepped)
        for signal in (stage.pressed, stage.released):
            signal.connect(self.update)
        stage.installEventFilter(self)
        stage.show()
        return stage

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hover and focus of a stage are drawn by the bar."""
        if event.type() in (event.Type.HoverEnter, event.Type.HoverLeave, event.Type.FocusIn, event.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _asked(self) -> None:
        stage = self.sender()
        if isinstance(stage, _Stage) and stage.key != self._current:
            self.chosen.emit(stage.key)

    def _stepped(self, step: int) -> None:
        there = next(index for index, stage in enumerate(self._stages) if stage is self.sender()) + step
        if 0 <= there < len(self._stages):
            self._stages[there].setFocus(Qt.FocusReason.TabFocusReason)
            self.update()

    def _height(self) -> int:
        height = QFontMetrics(font("strong")).height() + 14
        return height + height % 2

    def _wished(self) -> list[int]:
        return [text_width(stage.words, font("strong")) + 24 + _POINT for stage in self._stages]

    def _edges(self) -> list[int]:
        """Where each stage begins, from the side of reading, and where the last ends."""
        wished = self._wished()
        share = min(1.0, (self.width() - 1) / max(1, sum(wished)))
        edges = [0]
        for width in wished:
            edges.append(edges[-1] + int(width * share))
        return edges

    def _place(self) -> None:
        edges = self._edges()
        for index, stage in enumerate(self._stages):
            rect = QRect(edges[index], 0, edges[index + 1] - edges[index], self.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                rect.moveLeft(self.width() - rect.right() - 1)
            stage.setGeometry(rect)

    def _frame(self) -> QRectF:
        return QRectF(0.5, 0.5, self._edges()[-1] - 1, self.height() - 1)

    def _paint_frame(self, painter: QPainter) -> None:
        now = tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("raised" if self.isEnabled() else "sunken"))
        painter.drawRoundedRect(self._frame(), _RADIUS, _RADIUS)
        for index, stage in enumerate(self._stages):
            if stage.underMouse() and self.isEnabled() and stage.key != self._current:
                painter.fillPath(self._shape(index), now.colour("hover"))
        painter.setPen(QPen(now.colour("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._frame(), _RADIUS, _RADIUS)
        for x in self._edges()[1:-1]:
            painter.drawPolyline(self._point(x))

    def _point(self, x: float) -> QPolygonF:
        """The line between two stages: a point to where reading goes."""
        bottom = self.height() - 1
        half = _POINT / 2
        return QPolygonF([QPointF(x - half, 0.5), QPointF(x + half, (bottom + 1) / 2), QPointF(x - half, bottom + 0.5)])

    def _shape(self, index: int) -> QPainterPath:
        edges = self._edges()
        bottom, half, middle = self.height(), _POINT / 2, self.height() / 2
        left, right = edges[index], edges[index + 1]
        outline = QPainterPath()
        outline.moveTo(left - half if index else left, 0)
        last = index == len(self._stages) - 1
        if last:
            outline.lineTo(right, 0)
            outline.lineTo(right, bottom)
        else:
            outline.lineTo(right - half, 0)
            outline.lineTo(right + half, middle)
            outline.lineTo(right - half, bottom)
        outline.lineTo(left - half if index else left, bottom)
        if index:
            outline.lineTo(left + half, middle)
        outline.closeSubpath()
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(0, 0, edges[-1], bottom), _RADIUS, _RADIUS)
        return outline.intersected(frame)

    def _paint_ring(self, painter: QPainter, index: int) -> None:
        colour = "on_accent" if self._stages[index].key == self._current else "accent"
        painter.setPen(QPen(tokens().colour(colour), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edges = self._edges()
        box = QRectF(edges[index] + _POINT, 4, edges[index + 1] - edges[index] - 1.5 * _POINT, self.height() - 8)
        painter.drawRoundedRect(box, 4, 4)

    def _paint_label(self, painter: QPainter, index: int, stage: _Stage) -> None:
        ink = "on_accent" if stage.key == self._current else "text2"
        if not self.isEnabled():
            ink = "text2"
        painter.setFont(font("strong"))
        painter.setPen(tokens().colour(ink))
        where = stage.geometry()
        inset = _POINT // 2 if index else 0
        where = where.adjusted(inset, 0, 0, 0) if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else where
        draw_text(painter, where, elided(stage.words, font("strong"), where.width() - 14), Qt.AlignmentFlag.AlignCenter)
