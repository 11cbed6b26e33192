"""The hits as a list: a model that grows when one scrolls, and the painter of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.records.painting import paint_bar, paint_face, paint_symbol, paint_tag, paint_words, placed
from desktop.records.texts import time_text
from desktop.search.words import kind_words, where_words
from desktop.theme import font
from desktop.tr import plural
from desktop.widgets import paint_marked, pill_size, text_width
from models.shown import Reader

if TYPE_CHECKING:
    from search_index.search import Hit

_START, _WORDS, _END = 20, 60, 18  # from the edges to the face, to the words, and after them
_FACE = 28
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment_of(hit: Hit) -> dt.datetime:
    """When the message of a hit was."""
    return _EPOCH + dt.timedelta(microseconds=hit.place.at)


class HitList(QAbstractListModel):
    """The hits of the last answer. `more_wanted`: the end is near and there are more."""

    more_wanted = Signal()

    def __init__(self, reader: Reader, parent=None) -> None:
        super().__init__(parent)
        self.reader = reader
        self.hits: list[Hit] = []
        self.files: dict[int, Sequence[str]] = {}
        self.has_more = False

    def put(self, hits: Sequence[Hit], *, has_more: bool, files: Mapping[int, Sequence[str]] | None = None) -> None:
        """Show these, with the names of their files, instead of what was shown."""
        self.beginResetModel()
        self.files = dict(files or {})
        self.hits, self.has_more = list(hits), has_more
        self.endResetModel()

    def add(self, hits: Sequence[Hit], *, has_more: bool, files: Mapping[int, Sequence[str]] | None = None) -> None:
        """Show these behind what is shown."""
        self.files |= files or {}
        self.has_more = has_more and bool(hits)
        if hits:
            self.beginInsertRows(QModelIndex(), len(self.hits), len(self.hits) + len(hits) - 1)
            self.hits += hits
            self.endInsertRows()

    def hit(self, row: int) -> Hit | None:
        """The hit of a row; None outside."""
        return self.hits[row] if 0 <= row < len(self.hits) else None

    def where(self, hit: Hit) -> tuple[str, str]:
        """Where a hit matched, in words, and the icon for it."""
        return where_words(hit.snippet.where, hit.kind, self.files.get(hit.message, ()))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        """How many hits are loaded."""
        return 0 if parent.isValid() else len(self.hits)

    def canFetchMore(self, parent: QModelIndex) -> bool:
        """Whether the search has more."""
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex) -> None:
        """Ask for more, once; they come later."""
        self.has_more = False
        self.more_wanted.emit()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Words for screen readers."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        hit = self.hits[index.row()]
        when = time_text(moment_of(hit), self.reader)
        where = self.where(hit)[0]
        return ", ".join((hit.title, hit.author, kind_words(hit.kind)[0], when, hit.snippet.text, where))


class HitPainter(QStyledItemDelegate):
    """Draws a hit: record and time, author and kind, the snippet with its words marked, where it matched."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Four lines and air."""
        return QSize(240, 4 * self._line() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        model: HitList = index.model()
        hit = model.hits[index.row()]
        rect, high = QRect(option.rect), self._line()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            paint_bar(painter, rect, "sel")
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint_bar(painter, rect, "row")
        paint_bar(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), "line")
        paint_face(painter, QRect(rect.left() + _START, rect.top() + 12, _FACE, _FACE), hit.author)
        left, room = rect.left() + _WORDS, rect.width() - _WORDS - _END
        lines = [QRect(left, rect.top() + 11 + row * high, room, high) for row in range(4)]
        self._head(painter, lines[0], hit, time_text(moment_of(hit), model.reader))
        self._author(painter, lines[1], hit, len(model.files.get(hit.message, ())))
        paint_marked(painter, placed(painter, lines[2]), hit.snippet.text, hit.snippet.marks)
        self._where(painter, lines[3], model.where(hit))
        painter.restore()

    def _line(self) -> int:
        return QFontMetrics(font("body")).height() + 5

    def _head(self, painter: QPainter, line: QRect, hit: Hit, when: str) -> None:
        wide = text_width(when, font("secondary"))
        paint_words(painter, line.adjusted(line.width() - wide, 0, 0, 0), when, "secondary", "text2", end=True)
        paint_words(painter, line.adjusted(0, 0, -wide - 12, 0), hit.title, "strong", "text")

    def _author(self, painter: QPainter, line: QRect, hit: Hit, files: int) -> None:
        if files:
            words = plural(files, "{n} file", "{n} files")
            wide = text_width(words, font("secondary"))
            paint_words(painter, line.adjusted(line.width() - wide, 0, 0, 0), words, "secondary", "text2", end=True)
            paint_symbol(painter, QRect(line.right() - wide - 20, line.top(), 14, line.height()), "paperclip", size=14)
            line = line.adjusted(0, 0, -wide - 28, 0)
        words, colour = kind_words(hit.kind)
        room = line.width() - pill_size(words).width() - 8
        wide = min(room, text_width(hit.author, font("body")))
        paint_words(painter, QRect(line.left(), line.top(), wide, line.height()), hit.author, "body", "text2")
        paint_tag(painter, line.left() + wide + 8, line, words, colour)

    def _where(self, painter: QPainter, line: QRect, where: tuple[str, str]) -> None:
        words, icon = where
        paint_symbol(painter, QRect(line.left(), line.top(), 14, line.height()), icon, size=14)
        paint_words(painter, line.adjusted(20, 0, 0, 0), words, "secondary", "text2")
