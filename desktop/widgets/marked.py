"""Text with marked words: painted on one line, the words that were looked for on a ground."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop.theme import font, tokens
from desktop.widgets.paint import text_direction, text_width

Marks = Sequence[tuple[int, int]]  # the places (start, end) in a text, in its characters
_ENDLESS = 100_000  # pixels of a line that is never broken
_RAGGED = 60  # pixels that a line loses where it is broken


def paint_marked(painter: QPainter, where: QRect, text: str, marks: Marks, *, lines: int = 1) -> None:
    """Lines of text with the marked words on a ground; begun later where the first mark would not be seen."""
    text, marks = _in_sight(text, marks, lines * where.width() - (lines - 1) * _RAGGED)
    draw_marked(painter, where, text, marks, weight=600, lines=lines)


def draw_marked(
    painter: QPainter,
    where: QRect,
    text: str,
    marks: Marks,
    *,
    role: str = "body",
    weight: int = 0,
    lines: int = 1,
) -> None:
    """Lines of text, cut off where room ends, with the marked words on a ground and, if told so, of a weight."""
    layout = QTextLayout(text, font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap if lines == 1 else QTextOption.WrapMode.WordWrap)
    option.setTextDirection(text_direction(text))
    layout.setTextOption(option)
    layout.setFormats([_format(text, start, end, weight) for start, end in marks])
    layout.beginLayout()
    for place in range(lines):
        row = layout.createLine()
        if not row.isValid():
            break
        row.setLineWidth(where.width() if lines > 1 else _ENDLESS)
        row.setPosition(QPointF(0, place * row.height()))
    layout.endLayout()
    painter.save()
    painter.setClipRect(where)
    painter.setPen(tokens().colour("text"))
    at = where.topLeft().toPointF()
    if lines == 1 and text_direction(text) == Qt.LayoutDirection.RightToLeft:
        at.setX(where.right() - _ENDLESS)
    layout.draw(painter, at)
    painter.restore()


def _format(text: str, start: int, end: int, weight: int) -> QTextLayout.FormatRange:
    one = QTextLayout.FormatRange()
    one.start, one.length = _units(text, start), _units(text[start:end], end - start)
    style = QTextCharFormat()
    style.setBackground(tokens().colour("mark"))
    style.setForeground(tokens().colour("text"))
    if weight:
        style.setFontWeight(weight)
    one.format = style
    return one


def _units(text: str, end: int) -> int:
    """How many units of UTF-16, in which Qt counts, the first characters are."""
    return len(text[:end].encode("utf-16-le")) // 2


def _in_sight(text: str, marks: Marks, width: int) -> tuple[str, list[tuple[int, int]]]:
    """The text cut so that it ends in "…" where room does, and begins late enough for the first mark to be seen."""
    used = font("body")
    shown = list(marks)
    if shown and text_width(text[: shown[0][1]], used) > width - 60:
        cut = max(0, text.rfind(" ", 0, max(0, shown[0][0] - 12)) + 1)
        text = "… " + text[cut:]
        shown = [(start - cut + 2, end - cut + 2) for start, end in shown if start >= cut]
    if text_width(text, used) <= width - 8:
        return text, shown
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if text_width(text[:middle] + "…", used) <= width - 12 else (least, middle - 1)
    return text[:least] + "…", [(start, min(end, least)) for start, end in shown if start < least]


def elided_marks(text: str, marks: Marks, role: str, width: int) -> tuple[str, list[tuple[int, int]]]:
    """A text shortened in its middle to a width, and its marks where they then are: on the "…" if they are gone."""
    shown = QFontMetrics(font(role)).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
    if shown == text:
        return text, list(marks)
    head = shown.find("…")
    behind = len(text) - (len(shown) - head - 1)  # where the text goes on after the "…"

    def place(at: int) -> int:
        return at if at <= head else head + 1 + max(0, at - behind)

    return shown, [(min(place(start), head) if start < behind else place(start), place(end)) for start, end in marks]
