"""All icons on one picture, to be looked at: `python -m desktop.icons.contact_sheet FILE.png --theme dark`."""

from __future__ import annotations

import argparse
import os

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.icons import NAMES, application_pixmap, paint_icon
from desktop.theme import Theme, font, tokens

_CELL_WIDTH, _CELL_HEIGHT, _COLUMNS = 112, 76, 12


def contact_sheet(*, ratio: float = 2.0) -> QImage:
    """Each icon at 16, 20 and 28 px with its name, in today's colours."""
    rows = -(-len(NAMES) // _COLUMNS) + 1
    picture = QImage(int(_CELL_WIDTH * _COLUMNS * ratio), int(_CELL_HEIGHT * rows * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(tokens().colour("surface"))
    painter = QPainter(picture)
    for index, name in enumerate(NAMES):
        _cell(painter, name, QPoint(index % _COLUMNS * _CELL_WIDTH, index // _COLUMNS * _CELL_HEIGHT))
    x = 8
    for size in (16, 24, 32, 48, 64):
        painter.drawPixmap(x, (rows - 1) * _CELL_HEIGHT + 4, application_pixmap(size, ratio=ratio))
        x += size + 16
    painter.end()
    return picture


def _cell(painter: QPainter, name: str, at: QPoint) -> None:
    paint_icon(painter, name, at + QPoint(10, 18), size=16)
    paint_icon(painter, name, at + QPoint(36, 16), colour="text", size=20)
    paint_icon(painter, name, at + QPoint(66, 12), colour="accent", size=28)
    painter.setFont(font("small"))
    painter.setPen(tokens().colour("text3"))
    painter.drawText(QRect(at.x(), at.y() + 44, _CELL_WIDTH, 18), Qt.AlignmentFlag.AlignCenter, name)


def main() -> None:
    """Write the picture named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    Theme(chosen.theme).apply(app)
    if not contact_sheet().save(chosen.file):
        parser.error(f"cannot write {chosen.file}")


if __name__ == "__main__":
    main()
