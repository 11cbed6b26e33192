"""The card of translation in the settings: what may leave this computer, which engine, which languages, for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.translate.asking import About, Asking
from desktop.translate.chips import Chips
from desktop.translate.language_popover import LanguagePopover
from desktop.translate.words import engine_label, language_name
from desktop.widgets import Card, Label, PlainButton, SegmentedControl, Switch, line
from integrations.translate import in_use
from models import person, reading, thread
from models.journal import Change


class TranslationCard(Card):
    """Each change holds at once. What may leave the machine is the workspace's; the rest is each user's own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Translation"), margin=20)
        self._desk = desk
        self.asking = Asking(desk, self)
        self._build_consent()
        self.body.addWidget(line())
        self._build_languages()
        self._build_lists()
        self.body.addWidget(line())
        self._build_switches()
        self.error = ErrorLine()
        self.body.addWidget(self.error)
        desk.user_changed.connect(self.renew)
        desk.journal.changed.connect(self._changed)
        self.renew()

    # What may leave this computer, and to whom

    def _build_consent(self) -> None:
        self.consent = Switch(tr("Translate outside this computer"))
        self.consent.clicked.connect(lambda: self._keep(self._set_consent))
        self.said = Label("", "secondary", wrap=True)
        self.body.addLayout(_row(tr("Translate outside this computer"), self.said, self.consent))
        self.enable = PlainButton(tr("Switch Google on…"))
        self.enable.clicked.connect(lambda: self.asking.with_engine(self, About(), self.renew))
        self.engines = QHBoxLayout()
        self.engines.setContentsMargins(0, 0, 0, 0)
        self.engine: SegmentedControl | None = None
        control = QWidget()
        control.setLayout(self.engines)
        self.engines.addWidget(self.enable)
        self.which = Label("", "secondary", wrap=True)
        self.body.addLayout(_row(tr("Translator"), self.which, control))
        self.refused = Chips(
            tr("Never sent out"), tr("Nothing written with these contacts leaves this computer to be translated.")
        )
        self.refused.removed.connect(
            lambda card: self._keep(lambda: reading.refuse_for(int(card), False, by=self._desk.me))
        )
        self.body.addWidget(self.refused)

    def _set_consent(self) -> None:
        reading.refuse_all(not self.consent.isChecked(), by=self._desk.me)

    def _show_consent(self) -> None:
        refused, engines = reading.all_refused(), self._desk.registry.translators()
        names = ", ".join(engine_label(self._desk, name) for name in engines[:1])
        self.consent.setChecked(not refused)
        if refused:
            words = tr("Refused for this workspace: nothing leaves this computer. Translations that are there stay.")
        elif engines:
            words = tr("Agreed: texts that you translate or answer are sent to {engine}.", engine=names)
        else:
            words = tr("Not asked yet: nothing has to leave this computer; the first translation asks.")
        self.said.setText(words)
        self._show_engines(engines, refused=refused)
        cards = {str(id): head.title for id, head in thread.heads(reading.refused_cards()).items()}
        self.refused.show_all(cards)
        self.refused.setVisible(bool(cards))

    def _show_engines(self, engines: Sequence[str], *, refused: bool) -> None:
        """One is named; of several one is chosen; with none, one can be switched on."""
        self.enable.setVisible(not engines and not refused)
        if self.engine is not None:
            self.engine.hide()
            self.engine.deleteLater()
            self.engine = None
        if len(engines) > 1:
            options = [(name, engine_label(self._desk, name)) for name in sorted(engines)]
            self.engine = SegmentedControl(options, engines[0], label=tr("Translator"))
            self.engine.chosen.connect(
                lambda name: self._keep(lambda: self._desk.registry.prefer(name, by=self._desk.me))
            )
            self.engines.addWidget(self.engine)
        if engines:
            label = engine_label(self._desk, engines[0])
            words = tr("{engine} translates. Others are switched on under Integrations.", engine=label)
        else:
            words = tr("None is switched on. Below are Google, Google Cloud and LibreTranslate (your own server).")
        self.which.setText(words)

    # Languages and contacts

    def _build_languages(self) -> None:
        self.reads = Chips(
            tr("Languages I read"),
            tr("Nothing is offered for these; everything else can be translated."),
            add=tr("Add a language"),
        )
        self.reads.add_wanted.connect(lambda: self._pick(self.reads, tr("A language I read"), self._add_read))
        self.reads.removed.connect(lambda code: self._keep(lambda: self._set_reads(without=code)))
        self.body.addWidget(self.reads)
        self.into: SegmentedControl | None = None
        self.targets = QHBoxLayout()
        self.targets.setContentsMargins(0, 0, 0, 0)
        self._into_row = QWidget()
        words = Label(tr("What others write, and what an answer is read back into."), "secondary", wrap=True)
        holder = QWidget()
        holder.setLayout(self.targets)
        self._into_row.setLayout(_row(tr("Translate into"), words, holder))
        self.body.addWidget(self._into_row)

    def _build_lists(self) -> None:
        self.always = Chips(
            tr("Always translated"),
            tr("What these contacts write is translated as it arrives."),
            empty=tr("Nobody yet: the bar over a conversation offers it."),
        )
        self.always.removed.connect(
            lambda who: self._keep(lambda: reading.translate_always(self._desk.me, int(who), False))
        )
        self.never = Chips(
            tr("Never offered"),
            tr("No bar and no “Translate” for these languages; T still translates."),
            add=tr("Add a language"),
        )
        self.never.add_wanted.connect(lambda: self._pick(self.never, tr("A language never offered"), self._add_never))
        self.never.removed.connect(lambda code: self._keep(lambda: reading.translate_never(self._desk.me, code, False)))
        for chips in (self.always, self.never):
            self.body.addWidget(chips)

    def _pick(self, anchor: Chips, label: str, then: Callable[[str], None]) -> None:
        popover = LanguagePopover(self, self._desk.reader, sorted(in_use()), label=label)
        popover.picked.connect(lambda code: self._keep(lambda: then(code)))
        popover.closed.connect(popover.deleteLater)
        popover.open_at(anchor.add)

    def _add_read(self, code: str) -> None:
        me = self._desk.me
        reading.reads(me, [*reading.wishes(me).languages, code])

    def _add_never(self, code: str) -> None:
        reading.translate_never(self._desk.me, code, True)

    def _set_reads(self, *, first: str = "", without: str = "") -> None:
        me = self._desk.me
        kept = [code for code in reading.wishes(me).languages if code not in (first, without)]
        reading.reads(me, [first, *kept] if first else kept)

    def _show_lists(self, wishes: reading.Wishes) -> None:
        reader = self._desk.reader
        self.reads.show_all({code: language_name(code, reader) for code in wishes.languages}, keep_last=True)
        persons = sorted(person.some(wishes.always).values(), key=lambda one: one.name.casefold())
        self.always.show_all({str(one.id): one.name for one in persons})
        self.never.show_all({code: language_name(code, reader) for code in sorted(wishes.never)})
        if self.into is not None:
            self.into.hide()
            self.into.deleteLater()
            self.into = None
        self._into_row.setVisible(len(wishes.languages) > 1)
        if len(wishes.languages) > 1:
            options = [(code, language_name(code, reader)) for code in sorted(wishes.languages)]
            self.into = SegmentedControl(options, wishes.target, label=tr("Translate into"))
            self.into.chosen.connect(lambda code: self._keep(lambda: self._set_reads(first=code)))
            self.targets.addWidget(self.into)

    # Switches

    def _build_switches(self) -> None:
        self.tell = Switch(tr("Say that it was translated"))
        self.tell.clicked.connect(
            lambda: self._keep(lambda: reading.tell_translated(self._desk.me, self.tell.isChecked()))
        )
        words = tr("A line at the end of translated e-mails; each message can differ. WhatsApp begins without.")
        self.body.addLayout(_row(tr("Say that it was translated"), Label(words, "secondary", wrap=True), self.tell))
        self.notes = Switch(tr("Internal notes too"))
        self.notes.clicked.connect(
            lambda: self._keep(lambda: reading.translate_notes(self._desk.me, self.notes.isChecked()))
        )
        words = tr("“Translate all” takes notes with it; without, only when asked for one by one.")
        self.body.addLayout(_row(tr("Internal notes too"), Label(words, "secondary", wrap=True), self.notes))

    def renew(self) -> None:
        """Show what holds now, for whoever acts."""
        wishes = reading.wishes(self._desk.me)
        self._show_consent()
        self._show_lists(wishes)
        self.tell.setChecked(wishes.tell)
        self.notes.setChecked(wishes.notes)

    def _changed(self, changes: Sequence[Change]) -> None:
        if any(one.what == "setting" for one in changes):
            self.renew()

    def _keep(self, verb: Callable[[], object]) -> None:
        self.error.clear()
        write(self._desk, verb, owner=self, done=lambda _: self.renew(), refused=self._refused)

    def _refused(self, words: str) -> None:
        self.error.say(words)
        self.renew()


def _row(title: str, text: Label, control: QWidget) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(title, "medium"))
    words.addWidget(text)
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(16)
    row.addLayout(words, 1)
    row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
