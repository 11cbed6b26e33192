"""Answering in the other's language: a draft is translated, read back, changed if need be, and goes out so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.chatter.rich_field import RichField
from desktop.chatter.words import first_name, listed
from desktop.desk import Desk
from desktop.tr import tr
from desktop.translate.answer_stack import AnswerStack
from desktop.translate.asking import Asking, about
from desktop.translate.language_popover import LanguagePopover
from desktop.translate.over_thread import mostly
from desktop.translate.words import language_name
from desktop.widgets import Button, IconButton, LinkButton, set_tooltip
from integrations.languages import recognise, same
from integrations.translate import Draft, Written, in_use, read_back, translate_draft
from models import person, reading, translation
from models.errors import Refused
from models.person import Person
from models.text import clean, one_line, text_of
from models.translation import ForRecipient

OFF, ASKED, READY, FAILED, STALE = "off", "asked", "ready", "failed", "stale"
REST = 900  # milliseconds after the last key before a changed translation is read back


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is written: its field, where the texts and the button stand, and what is known of it."""

    field: RichField
    stand: Callable[[QWidget], object]  # puts the texts under the field
    add_tools: Callable[[Sequence[Button]], object]
    formats: QWidget
    record: Callable[[], int]
    to: Callable[[], Sequence[int]]  # the persons outside who get it
    changed: Callable[[], object]  # what may be sent changed
    send: Callable[[], object]
    channel: str
    subject: Callable[[], str | None] = lambda: None  # that was typed for it
    hold_subject: Callable[[bool], object] = lambda held: None  # its translation is shown: it stays as it is


class Answer(QObject):
    """One for each composer. `stacked(whether)`: the texts stand in the place of the field, or do no longer."""

    stacked = Signal(bool)

    def __init__(self, desk: Desk, place: Place, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._place, self._asking = desk, place, asking
        self.state = OFF
        self.target, self._source = "", "en"
        self._draft: Draft | None = None
        self._written = Written("")
        self._stack: AnswerStack | None = None
        self.button = LinkButton("", "globe", small=True)
        self.plain = LinkButton("", "x", small=True)
        self.pick = IconButton("globe", tr("Translate…"), small=True)
        self._look = QTimer(self, singleShot=True, interval=REST)
        self._look.timeout.connect(self._read_back)
        self._build()
        self.renew()

    def _build(self) -> None:
        place = self._place
        place.add_tools((self.button, self.plain, self.pick))
        self.button.clicked.connect(lambda: self.translate(self.target or self.suggested()))
        self.plain.clicked.connect(self._send_plain)
        self.pick.clicked.connect(lambda: self._ask_language(self.pick))
        place.field.textChanged.connect(self._typed)

    @property
    def stack(self) -> AnswerStack:
        """The texts one under the other, made when an answer is translated first."""
        if self._stack is None:
            self._stack = self._made()
        return self._stack

    def _made(self) -> AnswerStack:
        made, place = AnswerStack(), self._place
        place.stand(made)
        made.hide()
        made.edit_wanted.connect(self._edit_mine)
        made.language_wanted.connect(lambda: self._ask_language(made.theirs.link))
        made.retry.connect(self._retry)
        made.edited.connect(self._edited)
        for part in (made.theirs.field, made.theirs.subject):
            part.sent.connect(lambda: place.send())
            part.left.connect(self._edit_mine)
        return made

    # What it offers

    def suggested(self) -> str:
        """The language of whoever gets it, "" where it isn't known or its writer would not translate into it."""
        record, to = self._place.record(), list(self._place.to())
        if not record or not to:
            return ""
        spoken = Person.select(Person.language).where(Person.id == to[0]).scalar()
        wishes = reading.wishes(self._desk.me)
        if not spoken:
            found = mostly(translation.said_by_others(record, self._desk.me), wishes)
            spoken = found.language if found is not None else ""
        return "" if not spoken or same(spoken, wishes.target) else str(spoken)

    def renew(self) -> None:
        """Another record, other recipients, another user, other settings."""
        refused = reading.all_refused() or reading.refused_for(self._card())
        language = "" if refused else self.target or self.suggested()
        reader = self._desk.reader
        _name(self.button, tr("Translate to {language}", language=language_name(language, reader)), language)
        self.button.setVisible(bool(language) and self.state in (OFF, STALE))
        _name(self.plain, tr("Send in {language}", language=language_name(self._source, reader)), self._source)
        self.plain.setVisible(self.state != OFF)
        self.pick.setVisible(not language and not refused and bool(self._place.to()))
        if self.state in (ASKED, READY, FAILED):
            self._place.formats.hide()

    def _card(self) -> int | None:
        to = list(self._place.to())
        someone = person.some(to[:1]).get(to[0]) if to else None
        return someone.card if someone is not None else None

    def _send_plain(self) -> None:
        """What was written is to go out as it is after all."""
        self.reset()
        self._place.field.setFocus()

    def _ask_language(self, anchor: QWidget) -> None:
        wishes = reading.wishes(self._desk.me)
        known = [self.suggested(), *sorted(one for one in in_use() if not same(one, wishes.target))]
        popover = LanguagePopover(
            self._place.field, self._desk.reader, list(dict.fromkeys(known)), label=tr("Translate into")
        )
        popover.picked.connect(self.translate)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(anchor)

    # Translating

    def translate(self, target: str) -> None:
        """Translate what is written; where no engine is on, ask first."""
        field = self._place.field
        if not field.toPlainText().strip():
            self._desk.notice.emit(tr("There is nothing to translate yet: write something first."))
            return
        self.target = target
        self._asking.with_engine(field, about(self._place.record()), self._begin)

    def _begin(self) -> None:
        field, reader = self._place.field, self._desk.reader
        self.take(field)
        self._source = reading.wishes(self._desk.me).target
        name = language_name(self.target, reader)
        self.stack.begin(self._written, tr("Translating to {language}…", language=name))
        self._draft = None
        self._set(ASKED)
        registry, written, target = self._desk.registry, self._written, self.target
        record, to, own = self._place.record(), list(self._place.to()), reading.wishes(self._desk.me).languages

        def work() -> tuple[str, Draft]:
            source = recognise(written.text, likely=own[0], in_use=own) or own[0]
            if same(source, target) and "-" not in target:
                raise Refused(tr("This is in {language} already.", language=name))
            return source, translate_draft(registry, written, target, thread=record, source=source, to=to)

        self._desk.jobs.run(work, self._translated, self._failed, owner=self, replacing="answer")

    def take(self, field: RichField) -> None:
        """Take what is written as it stands."""
        self._written = Written(field.toPlainText(), field.html(), self._place.subject())

    def _translated(self, found: tuple[str, Draft]) -> None:
        if self.state == ASKED:
            self.show(*found)
            self.stack.theirs.field.setFocus()

    def show(self, source: str, draft: Draft) -> None:
        """Show what arrives, and what that says."""
        self._source, self._draft = source, draft
        self._caption()
        self.stack.show_mine(self._written)
        self.stack.show_theirs(draft.there)
        self.stack.show_back(draft.back)
        self.stack.tell.setChecked(self._place.channel == "email" and reading.wishes(self._desk.me).tell)
        self._set(READY)

    def _caption(self) -> None:
        reader = self._desk.reader
        own, other = language_name(self._source, reader), language_name(self.target, reader)
        names = [first_name(one.name) for one in person.some(self._place.to()).values()]
        who = listed(names, 2)
        receive = (
            tr("{name} receives, {language}", name=who, language=other)
            if len(names) == 1
            else tr("{names} receive, {language}", names=who, language=other)
        )
        self.stack.mine.say(tr("You wrote, {language}", language=own))
        self.stack.theirs.say(receive)
        self.stack.back.say(tr("Read back into {language}, to check", language=own))
        self.stack.tell.setText(tr("Tell {name} it was translated", name=who))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        if self.state == ASKED:
            self.fail(str(error))

    def fail(self, words: str) -> None:
        """Say why it was not translated."""
        self._set(FAILED)
        self.stack.mine.say(tr("You wrote"))
        self.stack.fail(words, theirs=False)

    def _retry(self) -> None:
        if self.state == FAILED:
            self._begin()
        else:
            self._read_back()

    # Changing it

    def _edit_mine(self) -> None:
        """Back to one's own text; it has to be translated again, or sent as it is."""
        self._set(STALE)
        self._place.field.setFocus()

    def _typed(self) -> None:
        if self.state == STALE and not self._place.field.toPlainText().strip():
            self.reset()

    def _edited(self) -> None:
        """What arrives was changed by hand: what it says is read back anew, once nothing is typed."""
        if self.state == READY:
            self._look.start()
            self._place.changed()

    def _read_back(self) -> None:
        if self.state != READY or self._draft is None:
            return
        theirs, registry = self.theirs(), self._desk.registry
        record, to = self._place.record(), list(self._place.to())
        source, target = self.target, self._source
        self._desk.jobs.run(
            lambda: read_back(registry, theirs, thread=record, source=source, target=target, to=to),
            self._was_read_back,
            self._not_read_back,
            owner=self,
            replacing="back",
        )

    def _was_read_back(self, back: Written) -> None:
        if self.state == READY:
            self.stack.show_back(back)

    def _not_read_back(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        if self.state == READY:
            self.stack.fail(str(error), theirs=True)

    # What goes out

    def theirs(self) -> Written:
        """What arrives, as it stands there now."""
        field = self.stack.theirs.field
        html = field.html()
        safe = clean(html) if html is not None else None
        text = text_of(safe) if safe is not None else field.toPlainText().strip()
        line = self._draft.there.line if self._draft is not None and self.stack.tell.isChecked() else ""
        subject = one_line(self.stack.theirs.subject.text()) or None if self._written.subject else None
        return Written(text, safe, subject, line)

    def for_recipient(self) -> ForRecipient | None:
        """What goes out in place of what was written; None where that goes out itself."""
        if self.state != READY or self._draft is None:
            return None
        made = self.theirs()
        return ForRecipient(
            self.target, self._source, self._draft.engine, made.text, made.html, made.subject, made.line
        )

    def why_not(self) -> str:
        """Why it can't go out yet; empty when it can."""
        own = language_name(self._source, self._desk.reader)
        if self.state == ASKED:
            return tr("The translation is on its way.")
        if self.state == FAILED:
            return tr("It was not translated: try again, or send it in {language}.", language=own)
        if self.state == STALE:
            return tr("Translate it again, or send it in {language}.", language=own)
        if self.state == READY and not self.theirs().text:
            return tr("There is nothing to send yet: write something first.")
        return ""

    def reset(self) -> None:
        """Nothing is translated any more: it was sent, closed, or is to go out as it is."""
        self.target, self._draft = "", None
        self._look.stop()
        self._set(OFF)

    def _set(self, state: str) -> None:
        self.state = state
        stacked = state in (ASKED, READY, FAILED)
        if stacked or self._stack is not None:
            self.stack.setVisible(stacked)
        self.stacked.emit(stacked)
        self._place.field.setVisible(not stacked)
        self._place.formats.setVisible(not stacked)
        self._place.hold_subject(stacked)
        self.renew()
        self._place.changed()


def _name(button: Button, words: str, language: str) -> None:
    """Call a button; where there is little room its icon and the language's code are seen."""
    button.setText(words)
    button.set_short(language.upper())
    set_tooltip(button, words)
