"""Stamps: small things that look the same again and again are drawn once and then put down as pictures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

KEPT = 800
_kept: OrderedDict[tuple[Hashable, ...], QPixmap] = OrderedDict()


def stamp(painter: QPainter, at: QPoint, size: QSize, key: Hashable, draw: Callable[[QPainter, QRect], object]) -> None:
    """Put down what `draw` draws into a rectangle of this size; `key` differs whenever it would look otherwise.

    What it depends on besides (colours, sizes of type) belongs into the key.
    """
    ratio = max(1.0, abs(painter.deviceTransform().m11()))
    whole = (key, size.width(), size.height(), ratio)
    picture = _kept.get(whole)
    if picture is None:
        picture = _kept[whole] = drawn(size, ratio, draw)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(whole)
    painter.drawPixmap(at, picture)


def drawn(
    size: QSize, ratio: float, draw: Callable[[QPainter, QRect], object], *, ground: QColor | None = None
) -> QPixmap:
    """A picture of what `draw` draws into a rectangle of this size, on a ground or on none."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground or Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, QRect(QPoint(), size))
    painter.end()
    return picture
