"""The bar over a thread that is mostly in a language its reader doesn't read: what one can do about it, in one line."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop.icons import paint_icon
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import ElidedLabel, IconButton, Label, LinkButton, YieldingRow, announce, set_tooltip

_ICON = 18
_START = 44  # where the words begin


class TranslationBar(QWidget):
    """Says one of four things; hidden while there is nothing to say.

    `chosen(what)`: "all", "always", "not_always", "never", "original", "cancel", "retry" or "close".
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        self.title = ElidedLabel("", "medium")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._links = YieldingRow()
        self._links.setSpacing(0)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.addSpacing(-4)  # the padding of a link: its words begin where the title does
        self.links: dict[str, LinkButton] = {}
        words = QVBoxLayout()
        words.setContentsMargins(0, 5, 0, 5)
        words.setSpacing(1)
        words.addWidget(self.title)
        second = QHBoxLayout()  # as high while it works as while it offers: nothing below moves
        second.setSpacing(10)
        second.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        second.addLayout(self._links)
        words.addLayout(second)
        self.close_button = IconButton("x", tr("Close"), small=True)
        self.close_button.clicked.connect(lambda: self.chosen.emit("close"))
        line = QHBoxLayout(self)
        line.setContentsMargins(_START, 0, 10, 0)
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def offer(self, language: str, name: str) -> None:
        """Offer to translate everything."""
        links = {"all": tr("Translate all")}
        if name:
            links["always"] = tr("Always for {name}", name=name)
        links["never"] = tr("Never for {language}", language=language)
        self._say("offer", tr("Most of this conversation is in {language}", language=language), links)

    def translated(self, language: str, name: str, *, always: bool) -> None:
        """Say that everything is read translated."""
        links = {"original": tr("Show originals")}
        if always:
            links["not_always"] = tr("No longer for {name}", name=name)
        elif name:
            links["always"] = tr("Always for {name}", name=name)
        self._say("translated", tr("Translated from {language}", language=language), links)

    def progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        if self.kind != "busy":
            self._say("busy", "", {"cancel": tr("Cancel")})
        local = self.locale()
        numbers = tr("{done} of {total}", done=local.toString(done), total=local.toString(total))
        self.title.setText(tr("Translating, {numbers}", numbers=numbers))
        self.setAccessibleName(self.title.text())
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def fail(self, words: str) -> None:
        """Say why it was given up."""
        reason = words.split(";")[0].rstrip(".")  # what to do is the link
        self._say("failed", reason, {"retry": tr("Retry")})

    def dismiss(self) -> None:
        """Say nothing."""
        self.kind = ""
        self.hide()

    def _say(self, kind: str, title: str, links: dict[str, str]) -> None:
        same = (kind, title, list(links.values())) == (self.kind, self.title.text(), self._captions())
        if same and not self.isHidden():
            return
        self.kind = kind
        self.title.setText(title)
        self.title.set_tone("red" if kind == "failed" else "text")
        self._bar.setVisible(kind == "busy")
        self.close_button.setVisible(kind != "busy")
        self._fill(links)
        self.setAccessibleName(title)
        self.show()
        self.update()
        if title and self.isVisible():
            announce(self, title)

    def _captions(self) -> list[str]:
        return [link.caption() for link in self.links.values()]

    def _fill(self, links: dict[str, str]) -> None:
        short = {"never": tr("Never"), "always": tr("Always"), "not_always": tr("No longer")}
        for what in self.links.keys() & short.keys():
            self._links.forget(self.links[what])
        while self._links.count() > 1:
            item = self._links.takeAt(1)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.links = {}
        for place, (what, words) in enumerate(links.items()):
            if place:
                self._links.addWidget(Label("·", "secondary", tone="text3"))
            link = LinkButton(words, small=True)
            set_tooltip(link, words)
            link.clicked.connect(lambda _=False, what=what: self.chosen.emit(what))
            self._links.addWidget(link)
            self.links[what] = link
        for what in short:
            if what in self.links:
                self.links[what].set_short(short[what])
                self._links.shortens(self.links[what])
        if self.kind != "busy":
            self._links.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, lines and icon."""
        painter, now = QPainter(self), tokens()
        colour = "red" if self.kind == "failed" else "blue"
        painter.fillRect(self.rect(), now.colour(f"{colour}_soft"))
        for y in (0, self.height() - 1):
            painter.fillRect(QRect(0, y, self.width(), 1), now.colour(f"{colour}_line"))
        start = self.width() - 15 - _ICON if self.isRightToLeft() else 15
        first = self.title.geometry()
        icon = QRect(start, first.y(), _ICON, first.height())
        paint_icon(painter, "alert-circle" if self.kind == "failed" else "globe", icon, colour=colour, size=_ICON)
