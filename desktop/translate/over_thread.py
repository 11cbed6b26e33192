"""What the bar over a thread says, and what is done when one of its links is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.chatter.pane import ChatterPane
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.translate.asking import about
from desktop.translate.bar import TranslationBar
from desktop.translate.reading import BUSY, FAILED
from desktop.translate.words import language_name
from integrations.languages import base, same
from models import person, reading, translation
from models.entries import Entry
from models.translation import Said

if TYPE_CHECKING:
    from desktop.translate.in_pane import TranslationInPane

LOOKED_AT, LEAST, MOST = 20, 2, 0.6  # newest messages of others; so many of them, and such a part, in one language
AT_ONCE = 300  # messages translated by one "Translate all"
LOW = 1000  # pixels of a pane in which an answer needs the room of the bar
STRIP = 36  # pixels of the thread that are left there
FEW = 3  # new ones that are translated without the bar speaking of it


@dataclass(frozen=True, slots=True)
class Foreign:
    """What most of a conversation is in, and who writes so most."""

    language: str
    author: int


def mostly(said: list[Said], wishes: reading.Wishes) -> Foreign | None:
    """The language in which most of what others said lately is, if its reader doesn't read it."""
    known = [one for one in said if one.language]
    counts = Counter(base(one.language or "") for one in known)
    if not counts:
        return None
    language, count = counts.most_common(1)[0]
    foreign = [one for one in known if not any(same(one.language, read) for read in wishes.languages)]
    if count < LEAST or len(foreign) < MOST * len(known):
        return None
    language, _ = Counter(base(one.language or "") for one in foreign).most_common(1)[0]
    authors = Counter(one.author for one in foreign if base(one.language or "") == language)
    return Foreign(language, authors.most_common(1)[0][0])


class OverThread(QObject):
    """The bar of one pane."""

    def __init__(self, desk: Desk, pane: ChatterPane, parts: TranslationInPane) -> None:
        super().__init__(parts)
        self._desk, self._pane, self._parts = desk, pane, parts
        self.bar = TranslationBar()
        self._foreign: Foreign | None = None
        self._failed = self._aside = False
        self._record = 0
        self._tried: set[int] = set()  # what was translated by itself, or could not be
        pane.blocks.addWidget(self.bar)
        self.bar.chosen.connect(self._chosen)
        parts.work.progress.connect(self.bar.progress)
        parts.work.over.connect(self._over)

    def show_record(self, record: int) -> None:
        """Another record is shown, or none."""
        self._record, self._failed = record, False
        self._tried.clear()
        self.bar.dismiss()

    def give_room(self, wanted: bool) -> None:
        """Stand aside while the texts of an answer need the room of a low window, and come back after."""
        aside = wanted and self._pane.height() < LOW
        if aside != self._aside:
            self._aside = aside
            self._pane.view.setMinimumHeight(STRIP if aside else 0)  # 0: as it wants itself
            if aside and not self._parts.work.busy:
                self.bar.dismiss()
            self.look()

    def look(self) -> None:
        """Say what fits the conversation now."""
        if not self._record or self._parts.work.busy or self._failed:
            return
        wishes = self._parts.reading.wishes
        self._translate_new()
        if self._parts.work.busy:
            return
        if self._aside:
            return
        self._foreign = mostly(translation.said_by_others(self._record, self._desk.me, limit=LOOKED_AT), wishes)
        if self._foreign is None or self._is_unwanted(self._foreign):
            self.bar.dismiss()
            return
        self._say(self._foreign, wishes)

    def _is_unwanted(self, foreign: Foreign) -> bool:
        """Whether the reader, or somebody for this contact, wants no translations."""
        reads = self._parts.reading
        if reads.refused or any(same(foreign.language, one) for one in reads.wishes.never) or self._is_closed():
            return True
        return reading.refused_for(about(self._record).card)

    def _say(self, foreign: Foreign, wishes: reading.Wishes) -> None:
        language = language_name(foreign.language, self._desk.reader)
        author = person.some([foreign.author]).get(foreign.author)
        name = author.name if author is not None else ""
        reads, loaded = self._parts.reading, self._loaded()
        shown = [one for one in loaded if reads.state(one).shown]
        # What is under way or failed says so itself, and what the reader wrote they can read.
        left = [
            one
            for one in loaded
            if reads.kept(one) is None
            and reads.state(one).kind not in (BUSY, FAILED)
            and one.author.id != self._desk.me
        ]
        if shown and not left:
            self.bar.translated(language, name, always=foreign.author in wishes.always)
        else:
            self.bar.offer(language, "" if foreign.author in wishes.always else name)

    def _loaded(self) -> list[Entry]:
        """The loaded messages in a language that the reader doesn't read."""
        reads = self._parts.reading
        wanted = ("message", "email", "whatsapp")
        return [one for one in self._pane.view.loaded.entries if one.kind in wanted and reads.is_foreign(one)]

    # What is chosen

    def _chosen(self, what: str) -> None:
        foreign = self._foreign
        if what == "cancel":
            self._parts.work.cancel()
        elif what == "close":
            self._failed = False
            self._desk.memory.setValue(self._key(), True)
            self.bar.dismiss()
        elif what == "original":
            self._parts.reading.show_all([one.id for one in self._loaded()], False)
            self.look()
        elif foreign is not None:
            self._with_foreign(what, foreign)

    def _with_foreign(self, what: str, foreign: Foreign) -> None:
        me = self._desk.me
        if what in ("all", "retry"):
            self._failed = False
            self._with_engine(self._translate_all)
        elif what == "always":
            self._with_engine(lambda: self._always(foreign))
        elif what == "not_always":
            self._keep(lambda: reading.translate_always(me, foreign.author, False))
        elif what == "never":
            self._keep(lambda: reading.translate_never(me, foreign.language, True))

    def _with_engine(self, then: Callable[[], object]) -> None:
        self._parts.asking.with_engine(self._pane, about(self._record), then)

    def _always(self, foreign: Foreign) -> None:
        me = self._desk.me
        self._keep(lambda: reading.translate_always(me, foreign.author, True), self._translate_all)

    def _keep(self, verb: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def done(_: object) -> None:
            self._parts.reading.renew()
            if then is not None:
                then()
            self.look()

        write(self._desk, verb, owner=self, done=done, refused=self._desk.notice.emit)

    def _translate_all(self) -> None:
        """Translate everything in languages that the reader doesn't read, the newest first."""
        shown = [one.id for one in self._loaded() if self._parts.reading.kept(one) is not None]
        if shown:
            self._parts.reading.show_all(shown, True)
        self._find(None)

    def _translate_new(self) -> None:
        """Translate what came from those whose messages are always translated; each is tried once by itself."""
        new = [one for one in self._loaded() if one.id not in self._tried and self._is_awaited(one)]
        if not new or not self._parts.asking.may():
            return
        cards = {one.id: one.card for one in person.some(one.author.id for one in new).values()}
        about_whom = about(self._record).card
        new = [
            one for one in new if not any(reading.refused_for(card) for card in (cards.get(one.author.id), about_whom))
        ]
        self._tried.update(one.id for one in new)
        if len(new) > FEW:
            self._find(sorted({one.author.id for one in new}))
            return
        for one in sorted(new, key=lambda one: (one.date, one.id)):  # the last that is asked for is the first done
            self._parts.work.translate(one.id, self._parts.reading.wishes.target)

    def _is_awaited(self, entry: Entry) -> bool:
        reads = self._parts.reading
        return entry.author.id in reads.wishes.always and reads.kept(entry) is None and not reads.is_unwanted(entry)

    def _find(self, authors: list[int] | None) -> None:
        record, wishes, me = self._record, self._parts.reading.wishes, self._desk.me
        languages = self._languages()
        self._desk.jobs.run(
            lambda: translation.untranslated(
                record, languages, wishes.target, reader=me, notes=wishes.notes, limit=AT_ONCE, authors=authors
            ),
            lambda found: self._found(record, found),
            self._broken,
            owner=self,
            replacing="find",
        )

    def _languages(self) -> list[str]:
        """The languages of the conversation that its reader doesn't read."""
        said = translation.said_by_others(self._record, self._desk.me, limit=AT_ONCE)
        reads = self._parts.reading
        return sorted({one.language for one in said if one.language and not reads.reads(one.language)})

    def _found(self, record: int, messages: list[int]) -> None:
        if record == self._record and messages:
            self._parts.work.translate_all(messages, self._parts.reading.wishes.target)

    def _broken(self, error: BaseException) -> None:
        raise error

    def _over(self, words: str) -> None:
        """A batch is over; what went wrong stays until it is closed or tried again."""
        if words:
            self._failed = True
            self.bar.fail(words)
        else:
            self.bar.dismiss()
            self.look()

    def _key(self) -> str:
        return f"translate/closed/{self._record}/{self._desk.me}"

    def _is_closed(self) -> bool:
        return bool(self._desk.memory.contains(self._key()))
