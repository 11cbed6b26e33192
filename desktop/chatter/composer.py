"""The composer: one line at rest; open, the draft of a message or a note with everybody who will get it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter import audience
from desktop.chatter.audience import Audience
from desktop.chatter.closed_composer import ClosedComposer
from desktop.chatter.draft_field import DraftField
from desktop.chatter.drafts import MODES, Drafts
from desktop.chatter.error_line import ErrorLine
from desktop.chatter.recipients_line import RecipientsLine
from desktop.chatter.writing import unsaved, write
from desktop.desk import Desk
from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import Label, PrimaryButton, set_tooltip
from models import posting, sending
from models.entries import Entry

_numbers = itertools.count(1)
FLYING = ".saving"  # the key of a text that waits for the database


class Composer(QWidget):
    """Writes messages and notes on the record it is shown; each has a draft of its own.

    `posted(message)`: an entry was written. `saving(entry)`: one waits for the database; `saved(its id)`: no longer.
    `mode_changed(mode)`: "message", "note", or "" when closed.
    """

    posted = Signal(int)
    saving = Signal(Entry)
    saved = Signal(int)
    mode_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.record, self.mode = 0, ""
        self._reply_to: int | None = None
        self._message_audience = self._now = Audience()
        self._flying: set[tuple[int, str]] = set()
        self.drafts = Drafts(desk, self)
        self.closed = ClosedComposer("Alt+M")
        self.closed.clicked.connect(lambda: self.open(self.drafts.there(self.record) or "message"))
        self.frame = self._build_frame()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.closed)
        column.addWidget(self.frame)
        self.frame.hide()
        self._look = QTimer(self, singleShot=True, interval=120)
        self._look.timeout.connect(self._show_audience)

    def _build_frame(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("cls", "composer")
        self.to = RecipientsLine()
        self.field = DraftField(tr("Message"))
        self.field.sent.connect(self.send)
        self.field.left.connect(self.close_draft)
        self.field.textChanged.connect(self._typed)
        self.error = ErrorLine()
        self.hint = Label("", "small")
        self.button = PrimaryButton(tr("Send"), "send")
        self.button.clicked.connect(self.send)
        self.tools = QHBoxLayout()
        foot = QHBoxLayout()
        foot.addLayout(self.tools)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 10, 10)
        column.setSpacing(6)
        for part in (self.to, self.field, self.error):
            column.addWidget(part)
        column.addLayout(foot)
        return frame

    # The record

    def show_record(self, record: int) -> None:
        """Work on this record from now on; what was typed on the one before stays its draft."""
        self._keep()
        self.record, self.drafts.person = record, self._desk.me
        if self.mode:
            self._close()
        self._recover()
        self.renew()

    def _recover(self) -> None:
        """What was on its way to the database when the program ended is a draft again."""
        for mode in MODES:
            text = self.drafts.get(self.record, mode + FLYING)
            if text and (self.record, mode) not in self._flying:
                self._restore(text, mode=mode, record=self.record)

    def _restore(self, text: str, *, mode: str, record: int) -> None:
        """Put a text back before what was typed meanwhile."""
        typed = (
            self.field.toPlainText() if (record, mode) == (self.record, self.mode) else self.drafts.get(record, mode)
        )
        both = typed if text in typed else f"{text}\n{typed}".rstrip("\n")
        self.drafts.put(record, mode + FLYING, "")
        self.drafts.put(record, mode, both)
        if (record, mode) == (self.record, self.mode):
            self.field.setPlainText(both)

    def renew(self) -> None:
        """Followers, addresses or the acting user changed."""
        if not self.record:
            return
        self._message_audience = audience.of_message(self.record, self._desk.me)
        if self.mode:
            self._show_audience()
        self._show_closed()

    def _show_closed(self) -> None:
        mode = self.drafts.there(self.record)
        if mode:
            text = self.drafts.get(self.record, mode)[:200]
            words = tr("Draft note: {words}", words=text) if mode == "note" else tr("Draft: {words}", words=text)
            self.closed.set_words(words, draft=True)
        else:
            self.closed.set_words(audience.invitation(self._message_audience))

    def has_draft(self) -> bool:
        """Whether something typed on this record was not sent."""
        return bool(self.record and self.drafts.there(self.record)) or bool(
            self.mode and self.field.toPlainText().strip()
        )

    # Open and closed

    def open(self, mode: str, *, text: str = "", reply_to: int | None = None) -> None:
        """Open in a mode ("message" or "note") with its draft and put the cursor in; `text` begins it."""
        if not self.record:
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
        self.mode, self._reply_to = mode, None
        note = mode == "note"
        self.field.setPlainText(self.drafts.get(self.record, mode))
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field.setPlaceholderText(
            tr("Log an internal note. @name tells a colleague.") if note else tr("Write a message")
        )
        self.button.setText(tr("Log") if note else tr("Send"))
        self.button.set_icon("note" if note else "send")
        set_class(self.frame, "note" if note else "composer")
        self.error.clear()
        self.renew()
        self.mode_changed.emit(mode)

    def _begin_with(self, text: str, reply_to: int | None) -> None:
        self._reply_to = reply_to
        if not self.field.toPlainText().startswith(text.rstrip()):
            cursor = self.field.textCursor()
            cursor.movePosition(cursor.MoveOperation.Start)
            cursor.insertText(text)
            if text.startswith("\n"):  # a quote: one writes above it
                cursor.movePosition(cursor.MoveOperation.Start)
            self.field.setTextCursor(cursor)

    def close_draft(self) -> None:
        """Close and keep what was typed."""
        self._keep()
        self._close()
        self._show_closed()

    def _close(self) -> None:
        self.mode = ""
        self.frame.hide()
        self.closed.show()
        self.mode_changed.emit("")

    def _keep(self) -> None:
        if self.record and self.mode:
            self.drafts.put(self.record, self.mode, self.field.toPlainText())

    # What is typed

    def _typed(self) -> None:
        self._keep()
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
            self.to.show_audience(self._now, note=self.mode == "note")
            self._show_possible()

    def why_not(self) -> str:
        """Why nothing can be sent now; empty when it can."""
        if self._now.refusal:
            return self._now.refusal
        if not self.field.toPlainText().strip():
            return (
                tr("There is nothing to log yet: write something first.")
                if self.mode == "note"
                else tr("There is nothing to send yet: write something first.")
            )
        return ""

    def _show_possible(self) -> None:
        why = self.why_not()
        self.button.setEnabled(not why)
        set_tooltip(self.button, why or self.button.caption(), "" if why else "Ctrl+Return")
        self.button.setAccessibleDescription(why)
        self.hint.setText(
            self._now.refusal or (tr("Ctrl+Enter logs it") if self.mode == "note" else tr("Ctrl+Enter sends"))
        )
        self.hint.set_tone("amber" if self._now.refusal else "text3")
        self.hint.setWordWrap(bool(self._now.refusal))

    # Sending

    def send(self) -> None:
        """Send or log what is typed; what is refused stays, with the reason in red."""
        if not self.mode or self.why_not():
            return
        text, mode, record = self.field.toPlainText(), self.mode, self.record
        number = next(_numbers)

        def done(message: int) -> None:
            if (record, mode) not in self._flying:
                self._sent()
            self._landed(record, mode, number)
            self.posted.emit(message)

        def refused(words: str) -> None:
            self._landed(record, mode, number)
            self._refused(words, text=text, mode=mode, record=record)

        def waiting() -> None:
            self._flying.add((record, mode))
            self.drafts.put(record, mode + FLYING, text)
            self.saving.emit(unsaved(number, record, text, by=self._desk.me, note=mode == "note"))
            self._sent()

        write(
            self._desk,
            self._verb(record, mode, text),
            owner=self,
            done=done,
            refused=refused,
            waiting=waiting,
        )

    def _verb(self, record: int, mode: str, text: str) -> Callable[[], int]:
        by, reply_to = self._desk.me, self._reply_to
        if mode == "note":
            return lambda: posting.note(record, text, by=by, reply_to=reply_to)
        return lambda: sending.send(record, text, by=by, reply_to=reply_to).message

    def _sent(self) -> None:
        """The draft is on its way: empty and closed."""
        if not self.mode:
            return
        self.field.clear()
        self._close()
        self._show_closed()

    def _landed(self, record: int, mode: str, number: int) -> None:
        """The database took the text, or will not."""
        if (record, mode) in self._flying:
            self._flying.discard((record, mode))
            self.drafts.put(record, mode + FLYING, "")
            self.saved.emit(-number)

    def _refused(self, words: str, *, text: str, mode: str, record: int) -> None:
        """Show why, where the person is looking; nothing typed is lost."""
        self._restore(text, mode=mode, record=record)
        if record != self.record:
            self._desk.notice.emit(words)
            return
        if self.mode != mode:
            self.open(mode)
        self.error.say(words)
