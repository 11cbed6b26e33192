"""WhatsApp in the pane of a record: its composer takes the place of the other while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.chatter.writing import SOON, write
from desktop.desk import Desk
from desktop.whatsapp.composer import MODE, WhatsAppComposer
from desktop.whatsapp.watching import Watching
from models import outbox
from models.draft import Content
from models.entries import Entry

if TYPE_CHECKING:
    from desktop.chatter.pane import ChatterPane


class WhatsAppInPane(QObject):
    """Made once a pane is there, which knows it from then on; the composer itself when it is first needed.

    `made(composer)`: it was needed.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, pane: ChatterPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._made: WhatsAppComposer | None = None
        pane.whatsapp = self
        self._watching = Watching(desk, pane)
        pane.composer.whatsapp_wanted.connect(self.open)
        pane.composer.mode_changed.connect(self._other_mode)
        pane.others.asked.connect(self._asked)

    @property
    def composer(self) -> WhatsAppComposer:
        """The composer, made when it is first asked for."""
        if self._made is None:
            self._made = WhatsAppComposer(self._desk, self._pane.composer.drafts)
            self._made.posted.connect(self._pane.wrote)
            self._made.closed.connect(self._closed)
            self._made.settings_wanted.connect(lambda: self._desk.open_page.emit("settings:whatsapp_twilio"))
            self._pane.place_writing(self._made)
            self._made.show_record(self._pane.record)
            self.made.emit(self._made)
        return self._made

    def is_open(self) -> bool:
        """Whether one is writing by WhatsApp."""
        return self._made is not None and not self._made.isHidden()

    def show_record(self, record: int) -> None:
        """Another record is shown, or none."""
        if self._made is not None:
            self._made.show_record(record)

    def open(self, *, template: bool = False, to: int | None = None, reply_to: int | None = None) -> None:
        """Write by WhatsApp."""
        pane = self._pane
        if not pane.record:
            return
        if pane.composer.mode:
            pane.composer.close_draft()
        pane.composer.hide()
        self.composer.open(template=template, to=to, reply_to=reply_to)
        pane.top.set_mode(MODE)
        self._watching.look()

    def take_back(self, content: Content, entry: Entry) -> None:
        """A message that was taken back is a draft again."""
        self.composer.put_back(content, record_id=entry.thread)
        self.open()

    def _closed(self) -> None:
        self._watching.look()
        self._pane.composer.show()
        QTimer.singleShot(SOON, self._pane.composer, self._pane.composer.renew)
        self._pane.top.set_mode(self._pane.composer.mode)

    def _other_mode(self, mode: str) -> None:
        """A message or a note is written now."""
        if mode and self.is_open():
            self.composer.close_draft()
            self._pane.top.set_mode(mode)

    def _asked(self, what: str, entry: Entry) -> None:
        """What the box of a failure offers."""
        bad = [one for one in entry.deliveries if one.state == "failed"]
        if what == "use_template":
            self.open(template=True, to=bad[0].person if bad else None)
        elif what == "as_email":
            self._pane.composer.open("message", text=entry.body)
        elif what == "retry":
            self._retry(entry, [one.id for one in bad])

    def _retry(self, entry: Entry, deliveries: list[int]) -> None:
        def again() -> None:
            for id in deliveries:
                outbox.retry(id, by=self._desk.me)

        write(
            self._desk,
            again,
            owner=self,
            done=lambda _: self._pane.view.refresh([entry.id]),
            refused=self._desk.notice.emit,
        )
