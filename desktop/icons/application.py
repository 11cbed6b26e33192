"""The sign of the application: the speech bubble, white on a tile of the accent, the same in both themes."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def application_svg() -> bytes:
    """The sign as an SVG file, for the menu entry and the package."""
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="512" height="512"><defs>'
        b'<linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7D599B"/>'
        b'<stop offset="1" stop-color="#5F4178"/></linearGradient></defs>'
        b'<rect width="48" height="48" rx="11.5" fill="url(#g)"/>'
        b'<path d="M11.3 37L13.2 29.9A13.2 13.2 0 1 1 19.1 35.3Z" fill="none" stroke="#FFFFFF" stroke-width="3.1" '
        b'stroke-linejoin="round"/><path d="M19.6 23.6h.01M24.9 23.6h.01M30.2 23.6h.01" fill="none" stroke="#FFFFFF" '
        b'stroke-width="3.3" stroke-linecap="round"/></svg>'
    )


def application_pixmap(size: int, *, ratio: float = 1.0) -> QPixmap:
    """The sign at `size` logical pixels."""
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(application_svg())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def application_icon() -> QIcon:
    """The sign as the icon of the window, in the sizes window managers ask for."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(application_pixmap(size))
    return made
