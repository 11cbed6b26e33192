"""What is dragged from one place of a page to another: an id under the name of what it is, and its picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from desktop.widgets.stamp import drawn


def dragged(kind: str, id: int) -> QMimeData:
    """Something of that kind ("record", "activity") on its way."""
    data = QMimeData()
    data.setData(_type(kind), str(id).encode())
    return data


def dropped(kind: str, data: QMimeData) -> int | None:
    """What of that kind was dragged; None for anything else."""
    text = bytes(data.data(_type(kind)).data()).decode(errors="replace") if data.hasFormat(_type(kind)) else ""
    return int(text) if text.isdecimal() else None


def _type(kind: str) -> str:
    return f"application/x-chatterdesk-{kind}"


def see_through(size: QSize, ratio: float, draw: Callable[[QPainter, QRect], object]) -> QPixmap:
    """The picture that goes along, a little see-through."""

    def faint(painter: QPainter, where: QRect) -> None:
        painter.setOpacity(0.9)
        draw(painter, where)

    return drawn(size, ratio, faint)
