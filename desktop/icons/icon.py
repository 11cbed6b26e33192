"""A drawing made visible: rendered at the size asked for, tinted with a token, kept for the next time."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.icons.drawings import FILLS, MIRRORED, NAMES, STROKES
from desktop.theme import tokens

_GRID = 24


def icon(name: str, colour: str = "text2", *, on: str | None = None) -> QIcon:
    """A QIcon that follows the theme; `on` is the colour where it is checked. KeyError for an unknown name."""
    if name not in NAMES:
        raise KeyError(f"no icon called {name!r}")
    return QIcon(_Engine(name, colour, on or colour))


def pixmap(name: str, colour: str = "text2", size: int = 16, *, ratio: float = 1.0) -> QPixmap:
    """The picture of an icon in today's colours, `size` in logical pixels, `ratio` physical pixels to one of them."""
    mirrored = name in MIRRORED and QGuiApplication.isRightToLeft()
    return _render(name, tokens().colour(colour).name(), size, ratio, mirrored)


def paint_icon(painter: QPainter, name: str, where: QRect | QPoint, *, colour: str = "text2", size: int = 16) -> None:
    """Draw an icon in the middle of a rectangle, or with its upper left corner at a point."""
    picture = pixmap(name, colour, size, ratio=_ratio(painter))
    if isinstance(where, QRect):
        where = where.topLeft() + QPoint((where.width() - size) // 2, (where.height() - size) // 2)
    painter.drawPixmap(where, picture)


def _ratio(painter: QPainter) -> float:
    """Physical pixels to a logical one, also where a widget is rendered into a picture of another density."""
    return max(1.0, abs(painter.deviceTransform().m11()))


def stroke_width(size: int) -> float:
    """Width of the stroke in logical pixels: the same at all small sizes, slowly heavier above."""
    return 1.4 + 0.02 * max(0, size - 18)


@lru_cache(maxsize=2048)
def _render(name: str, colour: str, size: int, ratio: float, mirrored: bool) -> QPixmap:
    pixels = max(1, round(size * ratio))
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    if mirrored:
        painter.translate(pixels, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg(name, colour, size))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def svg(name: str, colour: str, size: int = _GRID) -> bytes:
    """The drawing as an SVG file whose strokes suit `size` logical pixels."""
    width = stroke_width(size) * _GRID / size
    stroke = (
        f'<path d="{STROKES[name]}" fill="none" stroke="{colour}" stroke-width="{width:.3f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        if name in STROKES
        else ""
    )
    fill = f'<path d="{FILLS[name]}" fill="{colour}"/>' if name in FILLS else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_GRID} {_GRID}">{stroke}{fill}</svg>'.encode()


class _Engine(QIconEngine):
    """What a QIcon asks for its picture; it looks up the tokens anew each time."""

    def __init__(self, name: str, colour: str, on: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._on = on

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The picture for `size` logical pixels; `scale` physical pixels make one of them."""
        colour = "faint" if mode == QIcon.Mode.Disabled else self._on if state == QIcon.State.On else self._colour
        side = max(1, min(size.width(), size.height()))
        return pixmap(self._name, colour, side, ratio=scale)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The picture at one physical pixel to a logical one."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle."""
        ratio = _ratio(painter)
        picture = self.scaledPixmap(rect.size(), mode, state, ratio)
        painter.drawPixmap(QPointF(rect.topLeft()), picture)

    def clone(self) -> QIconEngine:
        """A second engine; Qt deletes it, so Python must not, and keeps it referenced."""
        twin = _Engine(self._name, self._colour, self._on)
        _clones.append(twin)
        return twin


_clones: list[_Engine] = []
