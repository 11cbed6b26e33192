"""What of a thread is read translated: what each entry shows, and why something is not translated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.chatter.row_tools import TRANSLATE, Tool
from desktop.desk import Desk
from desktop.tr import tr
from desktop.translate.part import TranslationPart
from desktop.translate.words import engine_label, language_name
from integrations.languages import same
from models import reading
from models.delivery import Instead
from models.entries import Entry
from models.translation import TALKED, Kept

LANGUAGE = "language"
NOTHING, OFFER, BUSY, TRANSLATED, SENT, FAILED = "nothing", "offer", "busy", "translated", "sent", "failed"


@dataclass(frozen=True, slots=True)
class State:
    """How an entry is read: `kind`, and whether the other language is `shown`; names of language and engine."""

    kind: str
    shown: bool = False
    language: str = ""
    engine: str = ""
    words: str = ""


_NOTHING = State(NOTHING)


class Reading(QObject):
    """One for each pane. `changed`: entries are to be drawn anew."""

    changed = Signal()
    part = TranslationPart

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen: dict[int, bool] = {}  # what the reader wants to see of a message: the other language or not
        self._busy: set[int] = set()
        self._errors: dict[int, str] = {}
        self.wishes = reading.Wishes()
        self.refused = False
        self.renew()

    def renew(self) -> None:
        """Take wishes and refusals as they are now."""
        self.wishes = reading.wishes(self._desk.me)
        self.refused = reading.all_refused()
        self.changed.emit()

    def forget(self) -> None:
        """Another user reads: nothing of what the one before chose holds."""
        self._chosen.clear()
        self._errors.clear()
        self.renew()

    # What is read

    def reads(self, language: str | None) -> bool:
        """Whether the reader reads a language."""
        return any(same(language, one) for one in self.wishes.languages)

    def is_foreign(self, entry: Entry) -> bool:
        """Whether an entry is in a language that the reader doesn't read."""
        return self._talks(entry) and bool(entry.language) and not self.reads(entry.language)

    @staticmethod
    def _talks(entry: Entry) -> bool:
        return entry.kind in TALKED and entry.deleted_at is None and entry.id > 0

    def kept(self, entry: Entry) -> Kept | None:
        """The translation into the reader's language, if there is one."""
        return next((one for one in entry.translations if one.language == self.wishes.target), None)

    def state(self, entry: Entry) -> State:
        """How an entry is read just now."""
        if not self._talks(entry):
            return _NOTHING
        if entry.id in self._busy:
            return State(BUSY)
        instead, kept = instead_of(entry), self.kept(entry)
        if kept is None and entry.id in self._errors:
            return State(FAILED, words=self._errors[entry.id])
        if instead is not None and kept is None:
            shown = self._chosen.get(entry.id, False)
            return State(SENT, shown, language_name(instead.language, self._desk.reader))
        if kept is not None:
            shown = self._chosen.get(entry.id, not self.reads(entry.language))
            name = language_name(kept.source or entry.language, self._desk.reader)
            return State(TRANSLATED, shown, name, engine_label(self._desk, kept.engine))
        mine = entry.author.id == self._desk.me  # whoever wrote it reads it
        if self.is_foreign(entry) and not mine and not self.is_unwanted(entry):
            return State(OFFER)
        return _NOTHING

    def is_unwanted(self, entry: Entry) -> bool:
        """Whether the reader wants no translations from its language, or none at all."""
        return self.refused or any(same(entry.language, one) for one in self.wishes.never)

    def wants(self, entry: Entry) -> bool:
        """Whether something is said under an entry."""
        return self.state(entry).kind != NOTHING

    def read(self, entry: Entry) -> Entry:
        """The entry as it is read."""
        state = self.state(entry)
        if not state.shown:
            return entry
        if state.kind == SENT:
            instead = instead_of(entry)
            assert instead is not None
            return replace(entry, body=instead.text, html=instead.html)
        kept = self.kept(entry)
        assert kept is not None
        return replace(entry, subject=kept.subject or entry.subject, body=kept.body, html=kept.html)

    def tools(self, entry: Entry) -> list[Tool]:
        """What one can do with an entry here."""
        if not self._talks(entry):
            return []
        state = self.state(entry)
        label = tr("Show original") if state.shown else tr("Translate")
        if state.kind == SENT and not state.shown:
            label = tr("Show what was sent")
        why = tr("Nothing is to be translated outside this machine; the settings say so.") if self.refused else ""
        known = state.kind in (TRANSLATED, SENT)
        name = language_name(entry.language, self._desk.reader) or tr("not recognised")
        return [
            Tool(TRANSLATE, label, "globe", "T", "" if known else why),
            Tool(LANGUAGE, tr("Language: {name}…", name=name), "flag"),
        ]

    # What happens

    def show(self, message: int, other: bool) -> None:
        """Show a message in the other language, or as it was written."""
        self._chosen[message] = other
        self._errors.pop(message, None)
        self.changed.emit()

    def show_all(self, messages: list[int], other: bool) -> None:
        """Show messages in the other language, or as they were written."""
        self._chosen.update(dict.fromkeys(messages, other))
        self.changed.emit()

    def begin(self, message: int) -> None:
        """A message is being translated."""
        self._busy.add(message)
        self._errors.pop(message, None)
        self.changed.emit()

    def end(self, message: int, words: str = "") -> None:
        """A message was translated, or `words` say why not."""
        self._busy.discard(message)
        if words:
            self._errors[message] = words
        else:
            self._chosen[message] = True
        self.changed.emit()

    def stop(self, message: int) -> None:
        """A message is not translated after all."""
        self._busy.discard(message)
        self.changed.emit()


def instead_of(entry: Entry) -> Instead | None:
    """What the recipients of a message got in its place."""
    return next((one.instead for one in entry.deliveries if one.instead is not None), None)
