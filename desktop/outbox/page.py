"""The outbox as a page: what is on its way, what stands still, a banner for each channel that is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.outbox import words
from desktop.outbox.row import OutboxRow
from desktop.tr import plural, tr
from desktop.widgets import Banner, Card, EmptyState, Label, Pill, TabBar, line
from models import delivery, dispatch, outbox
from models.delivery import CHANNELS
from models.outbox import Row

_BAR = 56  # pixels; as high as the heads of the other pages
SHOWN = 200  # rows at once; the count over them says how many there are


class OutboxPage(QFrame):
    """`opened(record, message)` asks for a record, `compose(record, mode)` to write on one. `changed`: counts did."""

    opened = Signal(int, int)
    compose = Signal(int, str)
    changed = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[OutboxRow] = []
        self.banners: dict[str, Banner] = {}
        self.setProperty("cls", "bg")
        self.setAccessibleName(tr("Outbox"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._tabs())
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._stack.addWidget(self._scroll)
        said = tr("Messages that wait, are scheduled or did not arrive are listed here.")
        self._stack.addWidget(EmptyState("send", tr("Nothing is waiting"), said))
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self.reload)
        desk.journal.changed.connect(self._heard)
        desk.theme.changed.connect(self._fit)
        self._fit()

    def _bar(self) -> QFrame:
        self._head = QFrame()
        self._head.setProperty("cls", "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(Label(tr("Outbox"), "heading"))
        self._count = Pill("", "neutral")
        row.addWidget(self._count)
        row.addStretch(1)
        return self._head

    def _tabs(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("cls", "header")
        self.tabs = TabBar([(key, words.filter_words(key)) for key in words.FILTERS], label=tr("Show"), line=False)
        self.tabs.chosen.connect(lambda _: self.reload())
        row = QHBoxLayout(frame)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        return frame

    def _fit(self) -> None:
        self._head.setFixedHeight(_BAR * self._desk.theme.scale // 100)

    def showEvent(self, event) -> None:
        """Read when it comes to be seen."""
        super().showEvent(event)
        self.reload()

    def _heard(self, changes) -> None:
        if self.isVisible() and any(one.what in ("delivery", "message", "setting") for one in changes):
            self._soon.start()

    # What is shown

    def reload(self) -> None:
        """Read the outbox again."""
        found = outbox.rows()
        places = Counter(words.place(row.sent) for row in found)
        for key in words.FILTERS:
            self.tabs.set_count(key, len(found) if key == "open" else places[key] or None)
        self._count.setText(str(len(found)))
        self._count.setVisible(bool(found))
        wanted = self.tabs.current()
        shown = [row for row in found if wanted in ("open", words.place(row.sent))]
        shown.sort(key=lambda row: _ORDER.index(words.place(row.sent)))
        self._show(shown, found)
        self.changed.emit()

    def _show(self, shown: list[Row], found: list[Row]) -> None:
        at = self._scroll.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        self.banners = {channel: made for channel in CHANNELS if (made := self._banner(channel, found)) is not None}
        for banner in self.banners.values():
            banner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(banner)
        if shown:
            column.addWidget(self._card(shown[:SHOWN]))
        said = tr("A message is never sent twice: an uncertain one is looked up at the provider first.")
        more = tr("{n} more are not shown.", n=len(shown) - SHOWN) if len(shown) > SHOWN else ""
        column.addWidget(Label(f"{more} {said}".strip(), "secondary", tone="text2", wrap=True))
        column.addStretch(1)
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(at)
        self._stack.setCurrentIndex(0 if shown or self.banners else 1)

    def _card(self, shown: list[Row]) -> Card:
        card = Card(margin=0)
        card.body.setSpacing(0)
        self.rows = [OutboxRow(row, self._desk.reader) for row in shown]
        for number, row in enumerate(self.rows):
            if number:
                card.body.addWidget(line())
            row.acted.connect(self._act)
            card.body.addWidget(row)
        return card

    def _banner(self, channel: str, found: list[Row]) -> Banner | None:
        """Why a channel stands still, with what to do; None where it works or nothing waits for it."""
        waiting = sum(row.sent.channel == channel and words.place(row.sent) == "waiting" for row in found)
        reason, name = delivery.paused(channel), CHANNELS[channel]
        wait = plural(waiting, "1 message waits", "{n} messages wait")
        if reason:
            title = tr("{channel} is stopped: {reason}", channel=name, reason=reason)
            text = tr("{wait} and none is lost. They leave by themselves once it works.", wait=wait)
            made = Banner("error", title, text)
        elif delivery.served(channel) is None and waiting:
            made = Banner("warning", tr("{channel} is not set up yet", channel=name), tr("{wait} for it.", wait=wait))
        else:
            return None
        made.add_action(tr("Check the settings")).clicked.connect(
            lambda: self._desk.open_page.emit(f"settings:{delivery.served(channel) or channel}")
        )
        if reason:
            start = made.add_action(tr("Start again"), "play")
            start.clicked.connect(lambda: self._write(lambda: dispatch.resume(channel, by=self._desk.me)))
        return made

    # What is done

    def _act(self, name: str, row: Row) -> None:
        id, by = row.sent.id, self._desk.me
        if name == "open":
            self.opened.emit(row.thread, row.sent.message)
        elif name == "template":
            self.compose.emit(row.thread, "whatsapp")
        else:
            deeds = {"retry": outbox.retry, "cancel": outbox.cancel, "give_up": outbox.give_up}
            self._write(lambda: deeds[name](id, by=by))

    def _write(self, verb: Callable[[], object]) -> None:
        write(self._desk, verb, owner=self, done=lambda _: self._soon.start(), refused=self._refused)

    def _refused(self, said: str) -> None:
        self._desk.notice.emit(said)
        self._soon.start()


_ORDER = ("failed", "uncertain", "sending", "waiting", "scheduled")
