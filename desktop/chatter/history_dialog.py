"""The history of a message: versions at the left, what differs at the right, and which of them was sent."""

from __future__ import annotations

import html as escaping

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter import dates
from desktop.chatter.body import Body
from desktop.chatter.difference import ADDED, REMOVED, SAME, Piece, difference
from desktop.chatter.header import kind_words
from desktop.chatter.legend import Legend
from desktop.chatter.version_card import VersionCard
from desktop.chatter.words import first_name, listed
from desktop.desk import Desk
from desktop.theme import tokens
from desktop.tr import plural, tr
from desktop.widgets import Banner, Dialog, Label, PlainButton, PrimaryButton, SegmentedControl
from models import message, thread
from models.delivery import Sent
from models.entries import Entry
from models.message import Version

MARKED, BESIDE, PLAIN = "marked", "beside", "plain"
_OUT = ("queued", "sent", "delivered", "read", "uncertain")


class HistoryDialog(Dialog):
    """Shows every version of an entry, who made it and when; reads only."""

    def __init__(self, desk: Desk, entry: Entry, parent: QWidget | None) -> None:
        self._desk, self._entry = desk, entry
        self._versions = message.versions(entry.id)
        super().__init__(parent, tr("Versions of this message"), self._subtitle(), width=880)
        self._shown = len(self._versions) - 1
        self._sent = self._sent_version()
        self.cards = [self._card(place) for place in range(len(self._versions))]
        self._build()
        self.choose(self._shown)
        self.set_height(460)

    def _subtitle(self) -> str:
        to = listed(list(dict.fromkeys(one.name for one in self._entry.deliveries)))
        kind = kind_words(self._entry)[0].lower()
        what = tr("{kind} to {names}", kind=kind, names=to) if to else kind
        count = plural(len(self._versions), "{n} version", "{n} versions")
        return f"{thread.head(self._entry.thread).title} · {what} · {count}"

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        for card in reversed(self.cards):
            left.addWidget(card)
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addLayout(self._build_right(), 1)
        self.body.addLayout(both, 1)
        copy = self.add_button(PlainButton(tr("Copy this version")), start=True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._versions[self._shown].body))
        close = self.add_button(PrimaryButton(tr("Close")))
        close.clicked.connect(self.accept)

    def _build_right(self) -> QVBoxLayout:
        self._against_words = Label("", "body", tone="text2")
        self.against = QComboBox()
        self.against.setAccessibleName(tr("Compare with"))
        self.against.activated.connect(lambda _: self._show())
        ways = [(MARKED, tr("Marked")), (BESIDE, tr("Side by side")), (PLAIN, tr("Plain"))]
        self.way = SegmentedControl(ways, MARKED, label=tr("View"))
        self.way.chosen.connect(lambda _: self._show())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._against_words)
        head.addWidget(self.against)
        head.addStretch(1)
        head.addWidget(self.way)
        self.old, self.new = Page(), Page()
        pages = QHBoxLayout()
        pages.setSpacing(10)
        pages.addWidget(self.old)
        pages.addWidget(self.new)
        self.legend = Legend()
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(pages, 1)
        column.addWidget(self.legend)
        column.addWidget(Banner("info", self._sent_words()))
        return column

    def _card(self, place: int) -> VersionCard:
        version = self._versions[place]
        when = dates.moment(version.date, dates.today(self._desk.reader), self._desk.reader)
        title = tr("Version {n}", n=version.number)
        if place == len(self._versions) - 1:
            title = tr("Version {n}, now", n=version.number)
        sent = tr("Sent to {name}", name=first_name(self._gone_out()[0].name)) if version.number == self._sent else ""
        card = VersionCard(title, version.by, when, self._extent(place), sent)
        card.clicked.connect(lambda: self.choose(place))
        return card

    def _extent(self, place: int) -> str:
        if not place:
            return tr("As written")
        pieces = difference(self._versions[place - 1].body, self._versions[place].body)
        added, removed = (
            sum(len(piece.text.split()) for piece in pieces if piece.what == what) for what in (ADDED, REMOVED)
        )
        parts = [plural(added, "{n} word added", "{n} words added")] if added else []
        if removed:
            words = plural(removed, "{n} word removed", "{n} words removed")
            parts.append(tr("{n} removed", n=removed) if added else words)
        return ", ".join(parts) or tr("Only spaces or formatting")

    def choose(self, place: int) -> None:
        """Show the version at this place, 0 being the first, against the one before."""
        self._shown = place
        self.cards[place].setChecked(True)
        version = self._versions[place]
        self._against_words.setText(tr("Version {n} against", n=version.number))
        self.against.clear()
        for other in reversed(self._versions):
            if other.number != version.number:
                self.against.addItem(tr("Version {n}, {name}", n=other.number, name=other.by), other.number)
        self.against.setCurrentIndex(max(0, self.against.findData(version.number - 1)))
        self._show()

    def _show(self) -> None:
        version, way = self._versions[self._shown], self.way.current()
        other = self._other()
        compared = way != PLAIN and other is not None
        self.old.setVisible(way == BESIDE and other is not None)
        self.legend.setVisible(compared)
        pieces = difference(other.body, version.body) if other else [Piece(SAME, version.body)]
        if way == PLAIN:
            pieces = [Piece(SAME, version.body)]
        if way == BESIDE:
            self.old.show_pieces([piece for piece in pieces if piece.what != ADDED])
            pieces = [piece for piece in pieces if piece.what != REMOVED]
        self.new.show_pieces(pieces)

    def _other(self) -> Version | None:
        number = self.against.currentData()
        return next((one for one in self._versions if one.number == number), None)

    def _gone_out(self) -> list[Sent]:
        return [one for one in self._entry.deliveries if one.state in _OUT]

    def _sent_version(self) -> int:
        """The number of the version that was handed over; 0 for none."""
        out = self._gone_out()
        if not out:
            return 0
        due = [version.number for version in self._versions if version.date <= out[0].send_after]
        return out[0].version or (due[-1] if due else 1)

    def _sent_words(self) -> str:
        never = tr("Editing never sends again.")
        out = self._gone_out()
        if out:
            names, reader = listed([one.name for one in out]), self._desk.reader
            when = dates.moment(out[0].send_after, dates.today(reader), reader)
            return tr("{names} received version {n}, {when}.", names=names, n=self._sent, when=when) + " " + never
        if any(one.state in ("waiting", "sending") for one in self._entry.deliveries):
            return tr("Not sent yet: what goes out is the version of now.") + " " + never
        return tr("Nobody outside received it.") + " " + never


class Page(QFrame):
    """A text on sunken ground, its pieces marked by colour and by underline or strike."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("cls", "sunken")
        self.text = Body(self)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.text.setAccessibleName(tr("Text of the version"))
        self.text.wheelEvent = lambda event: QWidget.wheelEvent(self.text, event)  # type: ignore[method-assign]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.addWidget(self.text)

    def show_pieces(self, pieces: list[Piece]) -> None:
        """Show these pieces one after another."""
        now = tokens()
        under = "text-decoration: underline"
        styles = {
            SAME: "",
            ADDED: f"color: {now.green}; background-color: {now.green_soft}; font-weight: 600; {under}",
            REMOVED: f"color: {now.red}; background-color: {now.red_soft}; text-decoration: line-through",
        }
        following = [*(piece.what for piece in pieces[1:]), SAME]
        parts = (
            _marked(piece, styles[piece.what], apart=(piece.what, then) == (REMOVED, ADDED))
            for piece, then in zip(pieces, following, strict=True)
        )
        self.text.show_html(f'<p style="white-space: pre-wrap">{"".join(parts)}</p>', "")


def _marked(piece: Piece, style: str, *, apart: bool) -> str:
    """A piece with its mark; spaces at its ends stay unmarked; `apart` holds it off from what follows."""
    core = piece.text.strip()
    if not style or not core:
        return _escaped(piece.text)
    before, after = piece.text.split(core)[0], piece.text[piece.text.rindex(core[-1]) + 1 :]
    gap = " " if apart and not after else ""
    return f'{_escaped(before)}<span style="{style}">{_escaped(core)}</span>{_escaped(after)}{gap}'


def _escaped(text: str) -> str:
    return escaping.escape(text).replace("\n", "<br>")
