"""The composer: one line at rest; open, the draft of a message or a note with everybody who will get it."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.chatter import audience, safety
from desktop.chatter.audience import Audience
from desktop.chatter.closed_composer import ClosedComposer
from desktop.chatter.composer_frame import ComposerFrame
from desktop.chatter.drafts import Content, Drafts, joined
from desktop.chatter.words import answered
from desktop.chatter.writing import Answering, posted, unsaved, write
from desktop.desk import Desk
from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import set_tooltip
from models import entries, person, setting
from models.database import now
from models.draft import File
from models.entries import Entry

_numbers = itertools.count(1)
UNDO = 10  # seconds a message waits before it goes out, unless the user's setting "undo" says otherwise


class Composer(QWidget):
    """Writes messages and notes on the record it is shown; each has a draft of its own.

    `under_field` is a layout for what stands under the text, `answering` says what goes out in its place.
    `posted(message)`: an entry was written. `saving(entry)`: one waits for the database; `saved(its id)`: no longer.
    `mode_changed(mode)`: "message", "note", or "" when closed.
    """

    posted = Signal(int)
    saving = Signal(Entry)
    saved = Signal(int)
    mode_changed = Signal(str)
    later_wanted = Signal()
    whatsapp_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.record, self.mode = 0, ""
        self._reply_to: int | None = None
        self._filling = False
        self._message_audience = self._now = Audience()
        self._flying: set[tuple[int, str]] = set()
        self.answering: Answering | None = None
        self.drafts = Drafts(desk, self)
        self.closed = ClosedComposer("Alt+M")
        self.closed.clicked.connect(lambda: self.open(self.drafts.there(self.record) or "message"))
        self.frame = frame = ComposerFrame(desk)
        self.head, self.field, self.files, self.error = frame.head, frame.field, frame.files, frame.error
        self.button, self.later, self.formats = frame.button, frame.later, frame.formats
        self.add_tools, self.under_field = frame.add_tools, frame.under_field
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.closed)
        column.addWidget(self.frame)
        self.frame.hide()
        desk.drafts_changed.connect(self._drafts_changed)
        self._look = QTimer(self, singleShot=True, interval=120)
        self._look.timeout.connect(self._show_audience)

    def _connect(self) -> None:
        for part in (self.field, self.head):
            part.sent.connect(lambda: self.send())
            part.left.connect(self.close_draft)
        self.field.textChanged.connect(self._typed)
        self.files.changed.connect(self._typed)
        self.files.intake.kept.connect(self._file_elsewhere)
        self.head.edited.connect(self._typed)
        self.head.renewed.connect(self.renew)
        self.button.clicked.connect(lambda: self.send())
        self.later.clicked.connect(self.later_wanted)

    # The record

    def show_record(self, record: int) -> None:
        """Work on this record from now on; what was typed on the one before stays its draft."""
        self._keep()
        self.drafts.flush()
        self.record, self.drafts.person = record, self._desk.me
        if self.mode:
            self._close()
        self.renew()

    def content(self) -> Content:
        """What is in the open draft."""
        text = self.field.toPlainText()
        return Content(text, self.field.html(), *self._addressed(), self.files.files, self._reply_to)

    def _addressed(self) -> tuple[str | None, tuple[int, ...] | None]:
        """Subject and recipients of the open draft; a note has neither."""
        return (None, None) if self.mode == "note" else (self.head.given_subject(), self.head.to)

    def _put(self, content: Content) -> None:
        """Show a content in the open draft."""
        self._filling = True
        self._reply_to = content.reply_to
        self.head.put(content.to, content.subject)
        self.field.set_content(content.text, content.html)
        self.files.show_files(content.files, (self.record, self.mode))
        self._filling = False

    def put_back(self, content: Content, *, mode: str, record: int) -> None:
        """Put a content back before what was typed meanwhile; nothing of either is lost."""
        here = (record, mode) == (self.record, self.mode)
        both = joined(content, self.content() if here else self.drafts.get(record, mode))
        self.drafts.put(record, mode, both)
        if here:
            self._put(both)
            self.renew()
        self._show_closed()

    def _drafts_changed(self) -> None:
        """A draft was dropped, or brought back, on the page of all drafts."""
        if self.isVisible() or not self.record:
            return
        kept = self.drafts.get(self.record, self.mode) if self.mode else Content()
        if self.mode and kept != self.content():
            self._put(kept)
            self.renew()
        self._show_closed()

    def _file_elsewhere(self, purpose: tuple[int, str], file: File) -> None:
        """A file is there whose draft is no longer the open one."""
        record, mode = purpose
        if purpose != (self.record, self.mode):
            kept = self.drafts.get(record, mode)
            self.drafts.put(record, mode, joined(Content(files=(file,)), kept) if kept else Content(files=(file,)))

    def renew(self) -> None:
        """Followers, addresses or the acting user changed."""
        if not self.record:
            return
        self._message_audience = audience.of_message(self.record, self._desk.me, to=self._named())
        if self.mode:
            self._show_audience()
        self._show_closed()

    def _named(self) -> tuple[int, ...] | None:
        """Whom the message on this record goes to, open or not; None for those the record suggests."""
        return self.head.to if self.mode == "message" else self.drafts.get(self.record, "message").to

    def _show_closed(self) -> None:
        mode = self.drafts.there(self.record)
        if mode:
            kept = self.drafts.get(self.record, mode)
            text = kept.text[:200].strip() or kept.subject or ", ".join(one.name for one in kept.files)
            words = tr("Draft note: {words}", words=text) if mode == "note" else tr("Draft: {words}", words=text)
            self.closed.set_words(words, draft=True)
        else:
            self.closed.set_words(audience.invitation(self._message_audience))

    def has_draft(self) -> bool:
        """Whether something typed on this record was not sent."""
        return bool(self.record and self.drafts.there(self.record)) or (bool(self.mode) and not self._is_empty())

    # Open and closed

    def open(self, mode: str, *, text: str = "", reply_to: int | None = None) -> None:
        """Open in a mode ("message" or "note") with its draft and put the cursor in; `text` begins it."""
        if not self.record:
            return
        if mode == "whatsapp":  # it has a composer of its own
            self.whatsapp_wanted.emit()
            return
        if mode != self.mode:
            self._keep()
            self._load(mode)
        if text:
            self._begin_with(text, reply_to)
        self.closed.hide()
        self.frame.show()
        self.field.setFocus()

    def _load(self, mode: str) -> None:
        self.mode = mode
        note = mode == "note"
        kept = self.drafts.get(self.record, mode)
        self._put(kept or self._signed(mode))
        if not kept:
            self.field.moveCursor(QTextCursor.MoveOperation.Start)
        self.field.setPlaceholderText(
            tr("Log an internal note. @name tells a colleague.") if note else tr("Write a message")
        )
        self.button.setText(tr("Log") if note else tr("Send"))
        self.button.set_icon("note" if note else "send")
        self.later.setVisible(not note)
        set_class(self.frame, "note" if note else "composer")
        self.error.clear()
        self.renew()
        self.mode_changed.emit(mode)

    def _signed(self, mode: str) -> Content:
        """What a new text begins as: a message with the user's signature under it."""
        signature = str(setting.get("signature", "", person=self._desk.me)).strip() if mode == "message" else ""
        return Content(text=f"\n\n{signature}" if signature else "")

    def _unsigned(self) -> Content:
        """What is in the open draft; nothing where that is only the signature that stood there."""
        subject = self._addressed()[0]
        return Content() if self._is_empty() and not subject else self.content()

    def _is_empty(self) -> bool:
        """Whether nothing was written and no file given."""
        text = self.field.toPlainText().strip()
        return not self.files.files and (not text or text == self._signed(self.mode).text.strip())

    def _begin_with(self, text: str, reply_to: int | None) -> None:
        self._reply_to = reply_to
        if reply_to is not None and self.mode == "message":
            self._address_answer(entries.one(reply_to))
        if not self.field.toPlainText().startswith(text.rstrip()):
            cursor = self.field.textCursor()
            cursor.movePosition(cursor.MoveOperation.Start)
            cursor.insertText(text)
            if text.startswith("\n"):  # a quote: one writes above it
                cursor.movePosition(cursor.MoveOperation.Start)
            self.field.setTextCursor(cursor)

    def _address_answer(self, entry: Entry) -> None:
        """An answer goes to whoever wrote, under their subject."""
        if entry.direction == "in" and person.one(entry.author.id).email:
            self.head.add(entry.author.id)
        if entry.subject and not self.head.given_subject():
            self.head.put(self.head.to, answered(entry.subject))
        self.renew()

    def close_draft(self) -> None:
        """Close and keep what was typed."""
        self._keep()
        self._close()
        self.renew()

    def _close(self) -> None:
        self.mode = ""
        self.frame.hide()
        self.closed.show()
        self.mode_changed.emit("")

    def _keep(self) -> None:
        if self.record and self.mode:
            self.drafts.put(self.record, self.mode, self._unsigned())

    # What is typed

    def _typed(self) -> None:
        if self._filling or not self.mode:
            return
        self.drafts.typed(self.record, self.mode, self._unsigned)
        self.error.clear()
        self._show_possible()
        if self.mode == "note":
            self._look.start()

    def audience(self) -> Audience:
        """Who gets what is typed now."""
        if self.mode == "note":
            return audience.of_note(self.record, self._desk.me, self.field.toPlainText())
        return self._message_audience

    def _show_audience(self) -> None:
        if self.mode:
            self._now = self.audience()
            self.head.show_audience(self.record, self._now, note=self.mode == "note")
            self._show_possible()

    def why_not(self) -> str:
        """Why nothing can be sent now; empty when it can."""
        if self._now.refusal:
            return self._now.refusal
        if self.mode == "message" and self.head.why_not():
            return self.head.why_not()
        if self.files.waiting():
            return tr("A file is still being attached.")
        if self._is_empty():
            return (
                tr("There is nothing to log yet: write something first.")
                if self.mode == "note"
                else tr("There is nothing to send yet: write something first.")
            )
        return self.answering.why_not() if self.answering is not None and self.mode == "message" else ""

    def show_possible(self) -> None:
        """What can be sent may have changed."""
        if self.mode:
            self._show_possible()

    def _show_possible(self) -> None:
        why = self.why_not()
        self.button.setEnabled(not why)
        set_tooltip(self.button, why or self.button.caption(), "" if why else "Ctrl+Return")
        self.button.setAccessibleDescription(why)
        hint = self._now.refusal if self.head.address.isHidden() else ""
        self.frame.hint.setText(hint)
        self.frame.hint.setVisible(bool(hint))

    # Sending

    def send(self, *, after: dt.datetime | None = None, unless_answered: bool = False, sure: bool = False) -> None:
        """Send or log what is typed; what is refused stays, with the reason in red.

        A message waits for the user's undo time, or until `after`; with `unless_answered` only if nobody answers first.
        What looks like a mistake is asked about, unless one is `sure`.
        """
        if not self.mode or self.why_not():
            return
        found = None if sure else safety.doubt(self.content(), self.mode, self._now, self.record, by=self._desk.me)
        if found is not None:
            once_more = partial(self.send, after=after, unless_answered=unless_answered, sure=True)
            safety.ask(self, found, once_more, by=self._desk.me).rejected.connect(self.field.setFocus)
            return
        content, mode, record = self.content(), self.mode, self.record
        number = next(_numbers)
        after = after or self._undo_end()
        theirs = self.answering.for_recipient() if self.answering is not None and mode == "message" else None
        late = {"after": after, "unless_answered": unless_answered}
        meant = replace(content, to=self.head.chosen()) if mode == "message" else content  # as it was shown
        verb = posted(record, mode, meant, by=self._desk.me, translated=theirs, **late)

        def done(message: int) -> None:
            flew = (record, mode) in self._flying
            self._landed(record, mode, number)
            if not flew:
                self.drafts.forget(record, mode)
                self._sent()
            self.posted.emit(message)

        def refused(words: str) -> None:
            self._landed(record, mode, number)
            self._refused(words, content=content, mode=mode, record=record)

        def waiting() -> None:
            self._flying.add((record, mode))
            self.drafts.hold(record, mode)
            text = content.text or ", ".join(one.name for one in content.files)
            self.saving.emit(unsaved(number, record, text, by=self._desk.me, note=mode == "note"))
            self._sent()

        write(self._desk, verb, owner=self, done=done, refused=refused, waiting=waiting)

    def _undo_end(self) -> dt.datetime:
        return now() + dt.timedelta(seconds=int(setting.get("undo", UNDO, person=self._desk.me)))

    def _sent(self) -> None:
        """The draft is on its way: empty and closed."""
        if not self.mode:
            return
        self._put(Content())
        self._close()
        self.renew()

    def _landed(self, record: int, mode: str, number: int) -> None:
        """The database took the text, or will not."""
        if (record, mode) in self._flying:
            self._flying.discard((record, mode))
            self.drafts.release(record, mode)
            self.saved.emit(-number)

    def _refused(self, words: str, *, content: Content, mode: str, record: int) -> None:
        """Show why, where the person is looking; nothing typed is lost."""
        self.put_back(content, mode=mode, record=record)
        if record != self.record:
            self._desk.notice.emit(words)
            return
        if self.mode != mode:
            self.open(mode)
        self.error.say(words)
