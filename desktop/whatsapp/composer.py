"""The WhatsApp composer: free text while the 24 hours run, a template once they are over, why when neither may go."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.chatter.drafts import Content, Drafts, joined
from desktop.chatter.writing import SOON, Answering, write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.whatsapp.parts import Parts
from desktop.widgets import set_tooltip
from models import delivery, draft, person, record, sending, setting, window
from models.database import now, transaction
from models.person import Someone
from models.sending import WHATSAPP_LIMIT
from models.translation import ForRecipient
from models.window import Reach

MODE = "whatsapp"
UNDO = 10  # seconds a message waits before it goes out, unless the user's setting "undo" says otherwise


class WhatsAppComposer(QWidget):
    """Writes by WhatsApp on the record it is shown; its draft is apart from those of messages and notes.

    `posted(message)`: one was written. `closed`: it was closed. `settings_wanted`: the plugin is to be set up.
    `arranged`: who gets it, and how, was looked at again. `answering` says what goes out in place of what is written.
    """

    posted = Signal(int)
    closed = Signal()
    arranged = Signal()
    settings_wanted = Signal()

    def __init__(self, desk: Desk, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._drafts = desk, drafts
        self.record = 0
        self._to: int | None = None
        self._reach: Reach | None = None
        self._reply_to: int | None = None
        self._filling = self._busy = self._asking = False
        self._by_choice = False  # a template was asked for though free text may go
        self.answering: Answering | None = None
        self.parts = Parts(desk)
        self.frame = QFrame()
        self.frame.setProperty("cls", "composer")
        inside = QVBoxLayout(self.frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        parts = self.parts
        for told in (parts.field.sent, parts.templates.sent, parts.send.clicked):
            told.connect(lambda *_: self.send())
        for told in (parts.field.left, parts.templates.left):
            told.connect(self.close_draft)
        parts.field.textChanged.connect(self._typed)
        parts.files.changed.connect(self._typed)
        parts.templates.changed.connect(self._show_possible)
        parts.template.clicked.connect(self._toggle_template)
        parts.head.change.connect(self._change)
        parts.head.turned.connect(self.renew)
        parts.head.all_wanted.connect(self._desk.open_conversation)
        parts.number.saved.connect(self._number_saved)
        parts.number.cancelled.connect(self._stop_asking)
        parts.set_up.clicked.connect(self.settings_wanted)
        self._desk.journal.changed.connect(self._changed)

    # The record and its draft

    def show_record(self, record_id: int) -> None:
        """Work on this record from now on; what was typed before stays its draft."""
        if not self.isHidden() and self.record:
            self.close_draft()
        self.record = record_id

    def open(self, *, template: bool = False, to: int | None = None, reply_to: int | None = None) -> None:
        """Open with the draft and put the cursor in; `template` shows the templates though free text may go."""
        if not self.record:
            return
        if self.isHidden():
            self._put(self._drafts.get(self.record, MODE))
            self._asking = self._by_choice = False
            self.parts.error.clear()
        self._by_choice = template or self._by_choice
        self._to = to if to is not None else self._to
        self._reply_to = reply_to if reply_to is not None else self._reply_to
        self.show()
        self.renew()
        self._focus()

    def _focus(self) -> None:
        parts = self.parts
        if not parts.number.isHidden():
            parts.number.field.setFocus()
        elif not parts.templates.isHidden():
            (parts.templates.list.rows[0] if parts.templates.list.rows else parts.templates.list.refresh).setFocus()
        else:
            parts.field.setFocus()

    def content(self) -> Content:
        """What is in the draft."""
        field, to = self.parts.field, (self._to,) if self._to else None
        return Content(field.toPlainText(), field.html(), None, to, self.parts.files.files, self._reply_to)

    def _put(self, content: Content) -> None:
        self._filling = True
        self._to, self._reply_to = content.to[0] if content.to else None, content.reply_to
        self.parts.field.set_content(content.text, content.html)
        self.parts.files.show_files(content.files, (self.record, MODE))
        self._filling = False

    def put_back(self, content: Content, *, record_id: int) -> None:
        """Put a text back before what was typed meanwhile; nothing of either is lost."""
        both = joined(content, self._drafts.get(record_id, MODE))
        self._drafts.put(record_id, MODE, both)
        if record_id == self.record:
            self._put(both)

    def close_draft(self) -> None:
        """Close and keep what was typed."""
        if self.isHidden():
            return
        if self.record and not self._busy:
            self._drafts.put(self.record, MODE, self.content())
        self._to = None
        self.parts.templates.forget()
        self.hide()
        self.closed.emit()

    # Who, and whether

    def renew(self) -> None:
        """Look again who gets it and what may be sent to them."""
        if not self.record or self.isHidden():
            return
        who = self._to or record.correspondent(self.record)
        self._reach = window.of_person(who) if who is not None else None
        self.parts.head.show_reach(self._reach)
        self._arrange()
        self.arranged.emit()
        self._show_possible()

    def recipient(self) -> int | None:
        """Who gets a free text; None where a template goes, or nothing can."""
        free = self._reach is not None and bool(self._reach.number) and not self.needs_template()
        return self._reach.person if free and self._reach is not None and self.isVisible() else None

    def show_possible(self) -> None:
        """What can be sent may have changed."""
        if self.isVisible() and self.record:
            self._show_possible()

    def _arrange(self) -> None:
        parts, reach = self.parts, self._reach
        served = delivery.served("whatsapp") is not None
        asks = reach is not None and (not reach.number or self._asking)
        parts.banner.setVisible(not served)
        parts.number.setVisible(asks)
        if asks and reach is not None and parts.asked != (reach.person, reach.number):
            parts.asked = (reach.person, reach.number)
            parts.number.ask(reach)
        locked = self.needs_template()
        parts.templates.setVisible(locked)
        parts.writing.setVisible(not locked)
        parts.template.setChecked(locked)
        parts.formats.setVisible(not locked)
        parts.template.setVisible(bool(served and reach and reach.number and not self._shut()))
        if locked and reach is not None:
            parts.templates.locked.setVisible(self._shut())
            parts.templates.locked.show_draft(parts.field.toPlainText(), reach.name)
            parts.templates.offer(person.one(reach.person), self.record)
        parts.show_sender()

    def _shut(self) -> bool:
        reach = self._reach
        return bool(reach and reach.number and reach.consent != "no" and not reach.open(now()))

    def needs_template(self) -> bool:
        """Whether a template goes instead of what is typed."""
        if delivery.served("whatsapp") is None or self._reach is None or not self._reach.number:
            return False
        return self._reach.consent != "no" and (self._shut() or self._by_choice)

    def why_not(self) -> str:
        """Why nothing can be sent now; empty when it can."""
        reach = self._reach
        if delivery.served("whatsapp") is None:
            return tr("WhatsApp is not set up yet.")
        if reach is None:
            return tr("Choose who gets this: the record has no contact.")
        if not reach.number:
            return tr("{name} has no number yet: enter it first.", name=reach.name)
        if reach.consent == "no":
            return tr("{name} opted out of WhatsApp: nothing can be sent until they write again.", name=reach.name)
        return self._template_lacks() if self.needs_template() else self._text_lacks()

    def _template_lacks(self) -> str:
        templates = self.parts.templates
        if templates.chosen() is None:
            return tr("Choose a template to send")
        missing = templates.form.missing()
        return tr("Fill in “{name}” to send", name=missing) if missing else ""

    def _text_lacks(self) -> str:
        if self.parts.files.waiting():
            return tr("A file is still being attached.")
        if not self.content():
            return tr("There is nothing to send yet: write something first.")
        length = self._length()
        if length > WHATSAPP_LIMIT:
            return tr("{n} characters too many for WhatsApp", n=length - WHATSAPP_LIMIT)
        return self.answering.why_not() if self.answering is not None else ""

    def _theirs(self) -> ForRecipient | None:
        return self.answering.for_recipient() if self.answering is not None else None

    def _length(self) -> int:
        field, theirs = self.parts.field, self._theirs()
        if theirs is not None:
            out = theirs.outgoing()
            return len(sending.whatsapp_text(out["text"] or "", out["html"]))
        return len(sending.whatsapp_text(field.toPlainText(), field.html()))

    def _show_possible(self) -> None:
        parts, why = self.parts, self.why_not()
        parts.send.setEnabled(not why and not self._busy)
        set_tooltip(parts.send, why or parts.send.caption(), "" if why else "Ctrl+Return")
        parts.send.setAccessibleDescription(why)
        length = self._length()
        parts.show_count(length, WHATSAPP_LIMIT)
        empty = not self.needs_template() and not self.content()
        reachable = self._reach is not None and self._reach.number and self._reach.consent != "no"
        parts.say_why("" if empty and reachable else why)

    # What happens

    def _typed(self) -> None:
        if self._filling or self.isHidden() or not self.record:
            return
        self._drafts.put(self.record, MODE, self.content())
        self.parts.error.clear()
        self._show_possible()

    def _changed(self, changes) -> None:
        if self.isVisible() and any(one.what in ("message", "setting", "person") for one in changes):
            self.renew()

    def _toggle_template(self) -> None:
        self._by_choice = not self._by_choice
        self.renew()
        self._focus()

    def _change(self) -> None:
        popover = self.parts.ask_recipient(self._suggested(), known=self._reach is not None)
        popover.picked.connect(self._picked)
        popover.number_wanted.connect(self._ask_number)

    def _suggested(self) -> list[Someone]:
        """The record's own contact, and others who take part in the conversation."""
        from models import follower

        own = record.correspondent(self.record)
        outside = follower.listening(self.record, "discussions", users=False)
        known = person.some([own, *outside])
        return sorted(known.values(), key=lambda one: (one.id != own, one.name.casefold()))[:6]

    def _picked(self, who: int) -> None:
        self._to, self._asking = who, False
        self.parts.templates.forget()
        self._typed()
        self.renew()
        self._focus()

    def _ask_number(self) -> None:
        self._asking = True
        self.parts.asked = (0, None)
        self.renew()
        self._focus()

    def _stop_asking(self) -> None:
        self._asking = False
        self.renew()
        self._focus()

    def _number_saved(self) -> None:
        self._asking = False
        self.renew()
        self._focus()

    # Sending

    def send(self) -> None:
        """Send what is typed, or the template; what is refused stays, with the reason in red."""
        if self._busy or self.isHidden() or self.why_not() or self._reach is None:
            return
        self.parts.error.clear()
        self._busy = True
        by_template, id = self.needs_template(), self.record
        self._show_possible()
        write(
            self._desk,
            self._verb(by_template),
            owner=self,
            done=lambda message: self._sent(message, record_id=id, by_template=by_template),
            refused=lambda words: self._refused(words, record_id=id),
        )

    def _verb(self, by_template: bool):
        """What sends, and drops the draft that went out, in one go."""
        assert self._reach is not None
        id, by, to, content = self.record, self._desk.me, [self._reach.person], self.content()
        seconds = int(setting.get("undo", UNDO, person=by))
        after = now() + dt.timedelta(seconds=seconds)
        chosen, values = self.parts.templates.chosen(), self.parts.templates.form.values()
        free = {"html": content.html, "files": content.files, "translated": self._theirs()}

        def send() -> int:
            with transaction():
                more = {"by": by, "to": to, "channel": MODE, "send_after": after, "reply_to": content.reply_to}
                if by_template and chosen is not None:
                    return sending.send(id, template=chosen.sid, variables=values, **more).message
                draft.drop(id, MODE, by=by)
                return sending.send(id, content.text, **free, **more).message

        return send

    def _sent(self, message: int, *, record_id: int, by_template: bool) -> None:
        self._busy = False
        if not by_template:
            self._drafts.forget(record_id, MODE)
        if record_id != self.record:  # the database was busy, and the person went on meanwhile
            return
        if not by_template:
            self._put(Content())
        self._reply_to = None
        self.close_draft()
        QTimer.singleShot(SOON, self, lambda: self.posted.emit(message))  # what closed is drawn first

    def _refused(self, words: str, *, record_id: int) -> None:
        self._busy = False
        if record_id != self.record:
            self._desk.notice.emit(words)
            return
        self.parts.error.say(words)
        self.renew()
