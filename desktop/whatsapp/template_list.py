"""The list of approved templates, those in the recipient's language first, with a search and their price class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import (
    ElidedLabel,
    Label,
    QuietButton,
    SearchField,
    YieldingRow,
    draw_text,
    elided,
    focus_ring,
    rounded,
    set_tooltip,
)
from desktop.widgets.choices import Choice
from models.shown import Reader
from models.template import Kept
from models.text import fold

SEEN = 6  # templates listed at once; typing finds the others


def title(template: Kept) -> str:
    """The name of a template as a person would write it."""
    words = template.name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def language(code: str, reader: Reader) -> str:
    """A language's name in the reader's own, the code where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        named = Locale.parse(code.replace("-", "_")).get_language_name(reader.locale)
    except (UnknownLocaleError, ValueError):
        return code
    return (named[:1].upper() + named[1:]) if named else code


def price(category: str) -> str:
    """The provider's price class in words."""
    return {
        "utility": tr("Utility, lower price class"),
        "marketing": tr("Marketing, higher price class"),
        "authentication": tr("Authentication, lower price class"),
    }.get(category.casefold(), category.capitalize())


class TemplateRow(Choice):
    """A template one can choose."""

    def __init__(self, template: Kept, detail: str, parent: QWidget) -> None:
        super().__init__(template.sid, title(template), parent=parent)
        self.template, self._detail = template, detail
        self.setAccessibleDescription(f"{detail}. {template.body}")
        self.setToolTip("")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        return QSize(200, QFontMetrics(font("strong")).height() + QFontMetrics(font("secondary")).height() + 15)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, ring, name and detail; mirrored where one reads from right to left."""
        painter, now = QPainter(self), tokens()
        chosen = self.isChecked()
        fill = now.colour("accent_soft" if chosen else "hover" if self.underMouse() else "raised")
        rounded(painter, self.rect(), 7, fill=fill, line=now.colour("accent" if chosen else "line2"))
        ring = self._flipped(QRect(13, (self.height() - 15) // 2, 15, 15))
        rounded(painter, ring, 7.5, fill=now.colour("raised"), line=now.colour("accent" if chosen else "text3"))
        if chosen:
            rounded(painter, ring.adjusted(4, 4, -4, -4), 3.5, fill=now.colour("accent"))
        high = QFontMetrics(font("strong")).height()
        room = self.width() - 50
        lines = ((self.accessibleName(), "strong", "text", 7), (self._detail, "secondary", "text2", 8 + high))
        for words, role, ink, top in lines:
            where = self._flipped(QRect(40, top, room, QFontMetrics(font(role)).height()))
            painter.setFont(font(role))
            painter.setPen(now.colour(ink))
            draw_text(painter, where, elided(words, font(role), room))
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 7, now.colour("accent"))

    def _flipped(self, where: QRect) -> QRect:
        if self.isRightToLeft():
            where.moveLeft(self.width() - where.x() - where.width())
        return where


class TemplateList(QWidget):
    """`chosen(Kept)`: one was chosen. `refresh_wanted`: they are to be fetched anew."""

    chosen = Signal(object)
    refresh_wanted = Signal()

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._templates: Sequence[Kept] = ()
        self._likely = ""
        self.current: Kept | None = None
        self.rows: list[TemplateRow] = []
        self.count = ElidedLabel("", "secondary", tone="text2")
        self.refresh = QuietButton(tr("Refresh"), "refresh", small=True)
        self.refresh.clicked.connect(self.refresh_wanted)
        head = YieldingRow()
        head.setSpacing(8)
        head.addWidget(Label(tr("Approved templates"), "strong"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.refresh)
        self.refresh.set_short("")
        set_tooltip(self.refresh, self.refresh.caption())
        head.shortens(self.refresh)
        self.search = SearchField(tr("Search templates"))
        self.search.textChanged.connect(self._fill)
        self.empty = Label("", "secondary", tone="text2", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.empty)
        column.addLayout(self._list)

    def show_templates(self, templates: Sequence[Kept], *, likely: str) -> None:
        """Offer these; those in the language `likely` come first. What was chosen stays chosen while it is there."""
        self._templates = sorted(templates, key=lambda one: (not _same(one.language, likely), fold(one.name)))
        self._likely = likely
        kept = self.current.sid if self.current else ""
        self.current = next((one for one in self._templates if one.sid == kept), None)
        self._fill()

    def say(self, words: str) -> None:
        """Say why there is nothing to choose from."""
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    def _fill(self) -> None:
        wanted = fold(self.search.text())
        found = [one for one in self._templates if wanted in fold(f"{title(one)} {one.name} {one.body}")]
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [self._row(one) for one in found[:SEEN]]
        self._show_count(len(found))
        self.search.setVisible(len(self._templates) > 2)
        if self._templates:
            self.say("" if found else tr("No template has these words."))

    def _row(self, template: Kept) -> TemplateRow:
        detail = " · ".join(filter(None, (language(template.language, self._reader), price(template.category))))
        made = TemplateRow(template, detail, self)
        made.setChecked(self.current is not None and template.sid == self.current.sid)
        made.clicked.connect(lambda: self.choose(template))
        made.stepped.connect(lambda step: self._step(made, step))
        self._list.addWidget(made)
        made.show()
        return made

    def _step(self, row: TemplateRow, step: int) -> None:
        there = self.rows[(self.rows.index(row) + step) % len(self.rows)]
        there.setFocus()
        there.click()

    def choose(self, template: Kept) -> None:
        """Take this one."""
        self.current = template
        for row in self.rows:
            row.setChecked(row.template.sid == template.sid)
        self.chosen.emit(template)

    def _show_count(self, found: int) -> None:
        same = sum(_same(one.language, self._likely) for one in self._templates)
        total = len(self._templates)
        words = str(total) if total else ""
        if same and same < total:
            named = language(self._likely, self._reader)
            words = tr("{n} of {all} in {language}", n=same, all=total, language=named)
        if found > SEEN:
            words = tr("{n} of {all} shown", n=SEEN, all=found)
        self.count.setText(words)


def _same(one: str, other: str) -> bool:
    return bool(other) and one.replace("-", "_").split("_")[0].casefold() == other.split("_")[0].casefold()
