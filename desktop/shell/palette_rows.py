"""The rows of the palette: a list with captions between, each row an icon or face, a title, a detail, and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.icons import paint_icon
from desktop.shell.finding import Found, marked
from desktop.theme import font, tokens
from desktop.widgets import elided, paint_avatar, paint_key_cap, rounded, text_width

_START, _WORDS = 18, 50  # from the edge to the icon, and to the words


class PaletteRows(QAbstractListModel):
    """Captions (texts) and `Found` rows, in order; only the latter can be chosen."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._rows: list[str | Found] = []
        self.words: tuple[str, ...] = ()

    def put(self, found: Sequence[Found], words: tuple[str, ...]) -> None:
        """Show these, with a caption before each section; `words` are marked in the titles."""
        self.beginResetModel()
        self.words = words
        self._rows = []
        section = ""
        for one in found:
            if one.section != section:
                section = one.section
                self._rows.append(section)
            self._rows.append(one)
        self.endResetModel()

    def item(self, row: int) -> str | Found | None:
        """A row's content; None outside."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def beside(self, row: int, step: int) -> int:
        """The next row that can be chosen; round the ends; -1 where there is none."""
        count = len(self._rows)
        for distance in range(1, count + 1):
            there = (row + step * distance) % count
            if isinstance(self._rows[there], Found):
                return there
        return -1

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """How many rows and captions."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Words for screen readers."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        item = self._rows[index.row()]
        return item if isinstance(item, str) else ", ".join(part for part in (item.title, item.detail) if part)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Captions can't be chosen."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if isinstance(self._rows[index.row()], Found) else Qt.ItemFlag.NoItemFlags


class RowPainter(QStyledItemDelegate):
    """Draws the rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """A caption is a little lower than a row."""
        model: PaletteRows = index.model()
        line = QFontMetrics(font("body")).height()
        return QSize(200, line + (14 if isinstance(model.item(index.row()), str) else 22))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        model: PaletteRows = index.model()
        item = model.item(index.row())
        rect = QRect(option.rect)
        painter.save()
        if isinstance(item, str):
            self._caption(painter, rect, item)
        elif item is not None:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._row(painter, rect, item, chosen=chosen, words=model.words)
        painter.restore()

    def _caption(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(font("caps"))
        painter.setPen(tokens().colour("text3"))
        where = rect.adjusted(_START, 6, -_START, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _row(self, painter: QPainter, rect: QRect, item: Found, *, chosen: bool, words: tuple[str, ...]) -> None:
        if chosen:
            rounded(painter, rect.adjusted(8, 0, -8, 0), 6, fill=tokens().colour("accent_soft"))
        picture = QRect(rect.left() + _START - 2, rect.top(), 24, rect.height())
        if item.face:
            face = QRect(picture.left(), rect.center().y() - 11, 24, 24)
            paint_avatar(painter, face, item.title)
        else:
            colour = "faint" if not item.possible else "accent" if chosen else "text2"
            paint_icon(painter, item.icon, picture, colour=colour, size=18)
        end = self._keys(painter, rect, item.keys) if item.keys else rect.right() - _START
        left = self._title(
            painter, QRect(rect.left() + _WORDS, rect.top(), end - rect.left() - _WORDS, rect.height()), item, words
        )
        room = QRect(left + 10, rect.top(), end - left - 16, rect.height())
        if item.detail and room.width() > 40:
            self._marked(painter, room, item.detail, words, role="secondary", strong="secondary_strong", ink="text2")

    def _title(self, painter: QPainter, where: QRect, item: Found, words: tuple[str, ...]) -> int:
        """Draw the title; gives where it ends."""
        ink = "text" if item.possible else "text3"
        return self._marked(painter, where, item.title, words, role="medium", strong="strong", ink=ink)

    def _marked(
        self, painter: QPainter, where: QRect, text: str, words: tuple[str, ...], *, role: str, strong: str, ink: str
    ) -> int:
        """Draw a line with what was typed in the accent; gives where it ends."""
        shown = elided(text, font(role), where.width())
        at = where.left()
        for piece, hit in _pieces(shown, marked(text, words) if shown == text else []):
            wide = text_width(piece, font(strong if hit else role))
            box = QRect(at, where.top(), wide + 2, where.height())
            self._text(painter, box, piece, role=strong if hit else role, ink="accent" if hit else ink)
            at += wide
        return at

    def _keys(self, painter: QPainter, rect: QRect, keys: str) -> int:
        """Draw the caps of keys at the end; gives where they begin."""
        right = rect.right() - _START
        high = QFontMetrics(font("pill")).height() + 6
        for part in reversed(_caps(keys)):
            wide = max(text_width(part, font("pill")) + 14, 22)
            paint_key_cap(
                painter, QRect(QPoint(right - wide, rect.center().y() - high // 2 + 1), QSize(wide, high)), part
            )
            right -= wide + 4
        return right - 8

    def _text(self, painter: QPainter, where: QRect, text: str, *, role: str, ink: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, flags, elided(text, font(role), where.width()))


def _caps(keys: str) -> list[str]:
    """The caps of a shortcut, one for each key; "Ctrl++" has a plus of its own."""
    if keys.endswith("++"):
        return [*keys[:-2].split("+"), "+"]
    return keys.split("+") if keys != "+" else ["+"]


def _pieces(text: str, hits: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut where it is marked: (piece, marked)."""
    pieces, at = [], 0
    for start, end in hits:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hit) for piece, hit in [*pieces, (text[at:], False)] if piece]
