"""Translation in the pane of a record: rows that are read in the reader's language, and the bar over them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from desktop.chatter.pane import ChatterPane
from desktop.chatter.row_tools import TRANSLATE
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.translate.answer import Answer, Place
from desktop.translate.asking import Asking, about
from desktop.translate.language_popover import LanguagePopover
from desktop.translate.over_thread import OverThread
from desktop.translate.reading import BUSY, LANGUAGE, SENT, TRANSLATED, Reading
from desktop.translate.subject import new_subject
from desktop.translate.work import Work
from desktop.whatsapp.composer import WhatsAppComposer
from integrations.translate import in_use, recognise
from models import reading, translation
from models.entries import Entry
from models.journal import Change

REST = 100  # milliseconds that a thread has to stand still before its languages are looked at
AT_ONCE = 60  # messages whose language is recognised in one job


class TranslationInPane(QObject):
    """Made when the pane is there. `reading` says what is shown, `work` translates, `over` is the bar's doing."""

    def __init__(self, desk: Desk, pane: ChatterPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self.reading = Reading(desk, self)
        self.asking = Asking(desk, self)
        self.work = Work(desk, self)
        self.over = OverThread(desk, pane, self)
        self.answer = Answer(desk, self._place(), self.asking, self)
        pane.composer.answering = self.answer
        self.answer.stacked.connect(self.over.give_room)
        self.by_whatsapp: Answer | None = None
        self._looked: set[int] = set()  # whose language was asked for just now
        pane.view.rendering.reading = self.reading
        pane.view.canvas.tools.others = self.reading.tools
        self._look = QTimer(self, singleShot=True, interval=REST)
        self._look.timeout.connect(self._recognise)
        self._connect()
        self.show_record(pane.record)

    def _place(self) -> Place:
        """Where messages are written."""
        composer = self._pane.composer
        return Place(
            field=composer.field,
            stand=composer.under_field.addWidget,
            add_tools=composer.add_tools,
            formats=composer.formats,
            record=lambda: composer.record if composer.mode == "message" else 0,
            to=lambda: [one.person for one in composer.audience().outside] if composer.mode == "message" else [],
            changed=composer.show_possible,
            send=composer.send,
            channel="email",
            subject=lambda: new_subject(composer.record, composer.head.given_subject()),
            hold_subject=composer.head.subject.setReadOnly,
        )

    def answer_by_whatsapp(self, composer: WhatsAppComposer) -> None:
        """Let what is written by WhatsApp be translated too."""
        place = Place(
            field=composer.parts.field,
            stand=lambda stack: composer.parts.writing.layout().insertWidget(1, stack),
            add_tools=composer.parts.add_tools,
            formats=composer.parts.formats,
            record=lambda: composer.record,
            to=lambda: [who] if (who := composer.recipient()) is not None else [],
            changed=composer.show_possible,
            send=composer.send,
            channel="whatsapp",
        )
        answer = Answer(self._desk, place, self.asking, self)
        composer.answering = answer
        composer.arranged.connect(answer.renew)
        composer.closed.connect(answer.reset)
        composer.posted.connect(lambda message: answer.reset())
        answer.stacked.connect(self.over.give_room)
        self.by_whatsapp = answer

    def _connect(self) -> None:
        desk, pane, work = self._desk, self._pane, self.work
        pane.others.asked.connect(self._asked)
        pane.shown.connect(self.show_record)
        pane.view.shown.connect(self._look.start)
        pane.composer.mode_changed.connect(lambda mode: self.answer.reset())
        pane.composer.posted.connect(lambda message: self.answer.reset())
        self.reading.changed.connect(lambda: pane.view.change(lambda: None))
        work.began.connect(self.reading.begin)
        work.ended.connect(self._ended)
        work.stopped.connect(self.reading.stop)
        desk.user_changed.connect(self.reading.forget)
        desk.journal.changed.connect(self._changed)

    def show_record(self, record: int) -> None:
        """Another record is shown, or none."""
        self.work.drop()
        self._looked.clear()
        self.over.show_record(record)
        self._look.start()

    # What is asked for

    def _asked(self, what: str, entry: Entry) -> None:
        if what == TRANSLATE:
            self.toggle(entry)
        elif what == LANGUAGE:
            self._ask_language(entry)

    def toggle(self, entry: Entry) -> None:
        """Translate an entry, show its original, or show what its recipients got."""
        state = self.reading.state(entry)
        if state.kind == BUSY:
            return
        if state.kind in (TRANSLATED, SENT):
            self.reading.show(entry.id, not state.shown)
            return
        self.asking.with_engine(self._pane, about(entry.thread), lambda: self._translate(entry.id))

    def _translate(self, message: int) -> None:
        self.work.translate(message, self.reading.wishes.target)

    def _ended(self, message: int, words: str) -> None:
        if not words:
            self._pane.view.refresh([message])
        self.reading.end(message, words)
        self.over.look()

    def _ask_language(self, entry: Entry) -> None:
        row = self._pane.view.row_of(entry.id)
        if row is None:
            return
        suggested = [entry.language or "", *sorted(in_use())]
        popover = LanguagePopover(
            self._pane,
            self._desk.reader,
            list(dict.fromkeys(suggested)),
            label=tr("Language of this message"),
        )
        popover.picked.connect(lambda code: self._correct(entry, code))
        popover.closed.connect(popover.deleteLater)
        popover.open_at(row, end=True)

    def _correct(self, entry: Entry, code: str) -> None:
        def done(_: object) -> None:
            self.reading.end(entry.id)
            self._pane.view.refresh([entry.id])
            self.over.look()

        write(
            self._desk,
            lambda: translation.correct_language(entry.id, code, by=self._desk.me),
            owner=self,
            done=done,
            refused=self._desk.notice.emit,
        )

    # What is noticed

    def _recognise(self) -> None:
        """Recognise the languages of what is loaded, in a job; what was recognised is drawn anew."""
        loaded = self._pane.view.loaded
        new = [one.id for one in loaded.entries if one.language is None and one.id not in self._looked]
        new = [one.id for one in loaded.entries if one.id in new and one.kind in translation.TALKED][:AT_ONCE]
        if not new:
            self.over.look()
            return
        self._looked.update(new)
        thread = loaded.thread
        self._desk.jobs.run(
            lambda: recognise(translation.unknown(new)),
            lambda found: self._recognised(thread, found),
            self._failed,
            owner=self,
        )

    def _recognised(self, thread: int, found: dict[int, str]) -> None:
        if thread != self._pane.record:
            return
        known = [id for id, language in found.items() if language]
        if known:
            self._pane.view.refresh(known)
        self._look.start()

    @staticmethod
    def _failed(error: BaseException) -> None:
        raise error

    def _changed(self, changes: Sequence[Change]) -> None:
        if any(one.what == "setting" for one in changes):
            before = (self.reading.wishes, self.reading.refused)
            if before != (reading.wishes(self._desk.me), reading.all_refused()):
                self.reading.renew()
            self.over.look()
            for answer in filter(None, (self.answer, self.by_whatsapp)):
                answer.renew()
        edited = {one.entity for one in changes if one.what == "message"}
        self._looked -= edited
