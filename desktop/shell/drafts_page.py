"""The drafts as a page: everything the acting user typed and has not sent; a click goes on with one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import Desk
from desktop.icons import paint_icon
from desktop.records.texts import time_text
from desktop.shell.header import BAR
from desktop.theme import font, tokens
from desktop.tr import plural, tr
from desktop.widgets import (
    Card,
    EmptyState,
    IconButton,
    KeyboardFocus,
    Label,
    Pill,
    draw_text,
    elided,
    focus_ring,
    line,
    paint_pill,
    pill_size,
    text_width,
)
from models import draft
from models.draft import Row
from models.record import kinds


def mode_words(mode: str) -> tuple[str, str]:
    """What a mode of writing is called, and the colour of its pill."""
    return {
        "note": (tr("Internal note"), "amber"),
        "whatsapp": (tr("WhatsApp"), "green"),
    }.get(mode, (tr("Message"), "accent"))


class DraftRow(KeyboardFocus, QAbstractButton):
    """Record, way of writing, when, and how the draft begins."""

    def __init__(self, row: Row, when: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row, self._when = row, when
        words = row.text or plural(row.files, "{n} file", "{n} files")
        self._text = f"{words} · {plural(row.files, '{n} file', '{n} files')}" if row.text and row.files else words
        self.setAccessibleName(", ".join((row.title, mode_words(row.mode)[0], when, self._text)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        return QSize(240, 2 * QFontMetrics(font("body")).height() + 24)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row; mirrored where one reads from right to left."""
        painter, now = QPainter(self), tokens()
        if self.underMouse():
            painter.fillRect(self.rect(), now.colour("row"))
        paint_icon(painter, "pencil", self._flipped(QRect(12, 12, 18, 18)), colour="text2", size=18)
        high = QFontMetrics(font("strong")).height()
        right = self.width() - 12
        wide = text_width(self._when, font("secondary"))
        self._line(painter, QRect(right - wide, 11, wide, high), self._when, role="secondary", ink="text2")
        words, colour = mode_words(self.row.mode)
        pill = pill_size(words)
        room = right - wide - 12 - 44 - pill.width() - 8
        shown = elided(self.row.title, font("strong"), room)
        used = min(room, text_width(shown, font("strong")))
        self._line(painter, QRect(44, 11, used, high), shown, role="strong", ink="text")
        where = self._flipped(QRect(44 + used + 8, 11 + (high - pill.height()) // 2, pill.width(), pill.height()))
        paint_pill(painter, where.topLeft(), words, colour)
        below = QRect(44, 11 + high + 3, right - 44, high)
        self._line(painter, below, self._text, role="body", ink="text2")
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _line(self, painter: QPainter, where: QRect, text: str, *, role: str, ink: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(ink))
        draw_text(painter, self._flipped(where), elided(text, font(role), where.width()))

    def _flipped(self, where: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.moveLeft(self.width() - where.x() - where.width())
        return where


class DraftsPage(QFrame):
    """Signals: `opened(record, mode)` asks to go on with a draft; `dropped(Row, Content)` after one was discarded."""

    opened = Signal(int, str)
    dropped = Signal(object, object)

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Drafts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._stack.addWidget(self._scroll)
        words = tr("What you begin to write on a record and don't send waits here.")
        self._stack.addWidget(EmptyState("pencil", tr("No drafts"), words))
        self.rows: list[DraftRow] = []
        desk.drafts_changed.connect(self._changed)
        desk.theme.changed.connect(self._fit)
        self._fit()

    def _bar(self) -> QFrame:
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(Label(tr("Drafts"), "heading"))
        self._count = Pill("", "accent")
        row.addWidget(self._count)
        row.addStretch(1)
        return self._head

    def _fit(self) -> None:
        self._head.setFixedHeight((BAR + 8) * self._desk.theme.scale // 100)

    def showEvent(self, event) -> None:
        """Read the drafts when they come to be seen."""
        super().showEvent(event)
        self.reload()

    def _changed(self) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the drafts again."""
        found = draft.all_of(self._desk.me)
        self._count.setText(str(len(found)))
        self._count.setVisible(bool(found))
        card = Card(margin=0)
        card.setMaximumWidth(960)
        card.body.setSpacing(0)
        self.rows = []
        for number, row in enumerate(found):
            if number:
                card.body.addWidget(line())
            card.body.addLayout(self._row(row))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.addWidget(card)
        column.addStretch(1)
        self._scroll.setWidget(page)
        self._stack.setCurrentIndex(0 if found else 1)

    def _row(self, row: Row) -> QHBoxLayout:
        shown = DraftRow(row, time_text(row.changed, self._desk.reader))
        shown.setToolTip(kinds[row.kind].label if row.kind in kinds else "")
        shown.clicked.connect(lambda: self.opened.emit(row.thread, row.mode))
        self.rows.append(shown)
        drop = IconButton("trash", tr("Discard draft"))
        drop.clicked.connect(lambda: self._drop(row))
        made = QHBoxLayout()
        made.setContentsMargins(6, 0, 8, 0)
        made.addWidget(shown, 1)
        made.addWidget(drop)
        return made

    def _drop(self, row: Row) -> None:
        content = draft.read(row.thread, row.mode, by=self._desk.me)
        draft.drop(row.thread, row.mode, by=self._desk.me)
        self._desk.drafts_changed.emit()
        self.dropped.emit(row, content)
