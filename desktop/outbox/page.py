"""The outbox as a page: what is on its way, what stands still, a banner for each channel that is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.outbox import words
from desktop.outbox.row import OutboxRow
from desktop.tr import plural, tr
from desktop.widgets import Banner, Card, EmptyState, Label, Page, TabBar, line
from models import delivery, dispatch, outbox
from models.delivery import CHANNELS
from models.outbox import Row

SHOWN = 200  # rows at once; the count over them says how many there are


class OutboxPage(Page):
    """`opened(record, message)` asks for a record, `compose(record, mode)` to write on one. `changed`: counts did."""

    opened = Signal(int, int)
    compose = Signal(int, str)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        said = tr("Messages that wait, are scheduled or did not arrive are listed here.")
        self.tabs = TabBar([(key, words.filter_words(key)) for key in words.FILTERS], label=tr("Show"), line=False)
        nothing = EmptyState("send", tr("Nothing is waiting"), said)
        super().__init__(tr("Outbox"), nothing, tabs=self.tabs, kind="neutral")
        self._desk = desk
        self.rows: list[OutboxRow] = []
        self.banners: dict[str, Banner] = {}
        self.tabs.chosen.connect(lambda _: self.reload())
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self.reload)
        desk.journal.changed.connect(self._heard)

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
        self.head.set_count(str(len(found)) if found else "")
        wanted = self.tabs.current()
        shown = [row for row in found if wanted in ("open", words.place(row.sent))]
        shown.sort(key=lambda row: _ORDER.index(words.place(row.sent)))
        self._show(shown, found)
        self.changed.emit()

    def _show(self, shown: list[Row], found: list[Row]) -> None:
        self.banners = {channel: made for channel in CHANNELS if (made := self._banner(channel, found)) is not None}
        for banner in self.banners.values():
            banner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        said = tr("A message is never sent twice: an uncertain one is looked up at the provider first.")
        more = tr("{n} more are not shown.", n=len(shown) - SHOWN) if len(shown) > SHOWN else ""
        note = Label(f"{more} {said}".strip(), "secondary", tone="text2", wrap=True)
        cards = [self._card(shown[:SHOWN])] if shown else []
        self.put([*self.banners.values(), *cards, note], some=bool(shown or self.banners))

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
